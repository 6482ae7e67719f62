"""Putting down that a lesson is done."""

from datetime import datetime

from sqlalchemy import func

from core.db import db, insert_or
from training.learning.models import Enrolment, Progress


def mark_done(enrolment: Enrolment, lesson_key: int, *, at: datetime) -> None:
    """Put down that the learner has done this lesson; once done it keeps its first moment."""
    first = insert_or(Progress).values(
        enrolment_id=enrolment.id, lesson_key=lesson_key, opened_at=at, done_at=at
    )
    step = first.on_conflict_do_update(
        index_elements=[Progress.enrolment_id, Progress.lesson_key],
        set_={"done_at": func.coalesce(Progress.done_at, first.excluded.done_at)},
    )
    db.session.execute(step)
