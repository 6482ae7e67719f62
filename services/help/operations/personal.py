"""What help keeps about a person, to copy out and to erase (PIPL 45, 47)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from core.access import SYSTEM
from core.db import db
from services.help.models import HelpRequest, HelpStatus
from services.help.operations.asking import end_open
from services.help.queries.facts import facts_about
from services.help.rules.requests import OPEN
from services.volunteering.models import Task


class OwnHelp:
    """What somebody has asked for, and what they said of it."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        mine = select(HelpRequest).where(HelpRequest.person_id == person_id)
        mine = mine.options(joinedload(HelpRequest.unit), joinedload(HelpRequest.branch))
        return {
            "help_requests": [
                {
                    "ref": each.ref,
                    "kind": each.kind.value,
                    "village": each.unit.name,
                    "branch": each.branch.name,
                    "day": each.day,
                    "part": each.part.value,
                    "place": each.place,
                    "words": each.words,
                    "phone": each.phone,
                    "status": each.status.value,
                    "asked_at": each.asked_at,
                    "ended_at": each.ended_at,
                    "end_why": each.end_why,
                    "told_at": each.told_at,
                    "mark": each.mark,
                    "thanks": each.thanks,
                    "marked_at": each.marked_at,
                }
                for each in db.session.scalars(mine.order_by(HelpRequest.id))
            ],
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """Take back what is open, and forget place, number and all that was written.

        The place was copied into the tasks that were done for them.
        """
        mine = HelpRequest.person_id == person_id
        still_open = select(HelpRequest).where(mine, HelpRequest.status.in_(OPEN))
        for request in db.session.scalars(still_open.order_by(HelpRequest.id)).all():
            end_open(request, facts_about(request.id, at=at), by=SYSTEM, at=at)
        db.session.execute(
            update(HelpRequest).where(mine).values(place="", words="", phone="", thanks="")
        )
        served = update(Task).where(Task.served_id == person_id)
        db.session.execute(served.values(place="", words=""))
        refused = update(HelpRequest).where(mine, HelpRequest.status == HelpStatus.NOT_POSSIBLE)
        db.session.execute(refused.values(end_why="-"))
