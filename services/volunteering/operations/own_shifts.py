"""What is kept about somebody's shifts and what they were asked, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from core.access import SYSTEM
from core.db import db
from core.waitlists.queries import list_of
from services.volunteering.models import Shift, Signup, SignupStatus, Turn
from services.volunteering.operations import places
from services.volunteering.operations.coming import stay_away
from services.volunteering.operations.signups import let_go, pass_on
from services.volunteering.rules.signups import KIND


class OwnShifts:
    """Somebody's sign-ups, and the questions that were put to them alone (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        return {
            "volunteer_shifts": [
                {
                    **_told(each),
                    "status": each.status.value,
                    "how": each.how.value,
                    "signed_at": each.signed_at,
                    "ended_at": each.ended_at,
                }
                for each in _signups(person_id)
            ],
            "volunteer_questions": [
                {
                    **_told(each),
                    "answer": each.status.value,
                    "asked_at": each.offered_at,
                    "ended_at": each.ended_at,
                }
                for each in _turns(person_id)
            ],
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """Give places to come to others and forget what was asked; where somebody was stays."""
        for wait, _place in list_of(KIND, person_id=person_id):
            shift = places.lock(db.session.get_one(Shift, wait.ref))
            db.session.refresh(wait)
            let_go(wait, shift, at=at)
        for signup in _signups(person_id):
            if signup.status is SignupStatus.IN and signup.shift.starts_at > at:
                shift = places.lock(signup.shift)
                stay_away(signup, "cannot_come", by=SYSTEM, at=at)
                pass_on(shift, at=at)
        db.session.execute(delete(Turn).where(Turn.person_id == person_id))


def _signups(person_id: int) -> Sequence[Signup]:
    mine = select(Signup).where(Signup.person_id == person_id).order_by(Signup.id)
    return db.session.scalars(mine.options(joinedload(Signup.shift).joinedload(Shift.task))).all()


def _turns(person_id: int) -> Sequence[Turn]:
    mine = select(Turn).where(Turn.person_id == person_id).order_by(Turn.id)
    return db.session.scalars(mine.options(joinedload(Turn.shift).joinedload(Shift.task))).all()


def _told(row: Signup | Turn) -> Mapping[str, Any]:
    shift = row.shift
    return {"what": shift.task.title, "starts_at": shift.starts_at, "ends_at": shift.ends_at}
