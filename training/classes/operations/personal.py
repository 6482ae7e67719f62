"""What is kept of the classes that somebody was at, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from core.db import db
from training.classes.models import ClassAttendance, SpotQuestion
from training.learning.models import Class, Enrolment

Rows = Sequence[Mapping[str, Any]]


class OwnClasses:
    """Somebody's classes, and what they were asked at them (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Rows]:
        mine = select(Enrolment.id).where(Enrolment.person_id == person_id)
        attended = (
            select(ClassAttendance)
            .where(ClassAttendance.enrolment_id.in_(mine))
            .options(joinedload(ClassAttendance.held))
            .order_by(ClassAttendance.id)
        )
        asked = select(SpotQuestion).where(SpotQuestion.enrolment_id.in_(mine))
        given = select(Class).where(Class.tutor_id == person_id).order_by(Class.id)
        return {
            "classes_attended": [
                {
                    "class": each.held.title,
                    "starts_at": each.held.starts_at,
                    "how": each.how.value,
                    "entered_at": each.entered_at,
                    "counted_at": each.counted_at,
                }
                for each in db.session.scalars(attended)
            ],
            "classes_asked_at": [
                {"question": each.question, "is_right": each.is_right, "noted_at": each.noted_at}
                for each in db.session.scalars(asked.order_by(SpotQuestion.id))
            ],
            "classes_given": [
                {"class": each.title, "starts_at": each.starts_at, "place": each.place}
                for each in db.session.scalars(given)
            ],
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """Forget what they were asked, and that they come to give a class.

        That somebody was there stays as a number, linked to the blanked account alone.
        """
        mine = select(Enrolment.id).where(Enrolment.person_id == person_id)
        db.session.execute(delete(SpotQuestion).where(SpotQuestion.enrolment_id.in_(mine)))
        to_come = update(Class).where(Class.tutor_id == person_id, Class.starts_at > at)
        db.session.execute(to_come.values(tutor_id=None))
