"""What cases keep about a person, to copy out and to erase (PIPL 45, 47)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.db import db
from services.cases import rules
from services.cases.models import Case, Opening
from services.cases.operations.handling import end_for_good


class OwnCases:
    """Somebody's envelopes, and who has opened what; what was said is read on its page alone."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        mine = select(Case).where(Case.client_id == person_id).order_by(Case.id)
        openings = (
            select(Case.number, Opening.opener, Opening.what, Opening.at)
            .join(Opening, Opening.case_id == Case.id)
            .where(Case.client_id == person_id)
            .order_by(Opening.id)
        )
        return {
            "cases": [
                {
                    "number": each.number,
                    "status": each.status.value,
                    "made_at": each.made_at,
                    "submitted_at": each.submitted_at,
                    "handed_at": each.handed_at,
                    "ended_at": each.ended_at,
                    "keep_until": each.keep_until,
                }
                for each in db.session.scalars(mine)
            ],
            "case_openings": [
                {"number": number, "opener": opener.value, "what": what, "at": at}
                for number, opener, what, at in db.session.execute(openings)
            ],
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """Take back what is under way, and destroy all that was said."""
        query = select(Case).where(Case.client_id == person_id).order_by(Case.id)
        for each in db.session.scalars(query).all():
            if (
                rules.why_not_shred(each.status) is None
                or rules.why_not_withdraw(each.status) is None
            ):
                end_for_good(each, at=at)
