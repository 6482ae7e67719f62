"""Putting down that a lesson is done."""

from datetime import datetime

from sqlalchemy import func

from core.db import db, insert_or
from training.learning.models import Enrolment, Progress


def mark_done(enrolment: Enrolment, lesson_key: int, *, at: datetime) -> None:
    """Put down that this lesson is done; the first time counts, however often it is said."""
    new = insert_or(Progress).values(
        enrolment_id=enrolment.id,
        lesson_key=lesson_key,
        opened_at=at,
        watched=[],
        credit=0,
        position=0,
        position_of="",
        done_at=at,
    )
    first = func.coalesce(Progress.done_at, new.excluded.done_at)
    db.session.execute(
        new.on_conflict_do_update(
            index_elements=[Progress.enrolment_id, Progress.lesson_key], set_={"done_at": first}
        )
    )
