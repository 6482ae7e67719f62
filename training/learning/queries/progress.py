"""What of a version somebody has not done yet."""

from collections.abc import Sequence

from sqlalchemy import and_, select

from core.db import db
from training.courses.models import Lesson
from training.learning.models import Enrolment, Progress


def list_undone(enrolment: Enrolment) -> Sequence[Lesson]:
    """Return the lessons of the learner's version that are not done, in their order."""
    mine = and_(Progress.enrolment_id == enrolment.id, Progress.lesson_key == Lesson.key)
    query = (
        select(Lesson)
        .outerjoin(Progress, mine)
        .where(Lesson.version_id == enrolment.version_id, Progress.done_at.is_(None))
        .order_by(Lesson.position)
    )
    return db.session.scalars(query).all()
