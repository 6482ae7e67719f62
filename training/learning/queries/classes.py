"""The classes of a cohort, as its learners and teachers see them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from core.db import db
from training.learning.models import Class, Enrolment

MOST = 60  # of one cohort


def list_to_come(cohort_ids: Collection[int], *, at: datetime) -> Sequence[Class]:
    """Return the classes of these cohorts that go on or are to come, the soonest first."""
    if not cohort_ids:
        return ()
    query = select(Class).where(
        Class.cohort_id.in_(cohort_ids), Class.cancelled_at.is_(None), Class.ends_at > at
    )
    return db.session.scalars(query.order_by(Class.starts_at, Class.id)).all()


def list_of_lesson(enrolment: Enrolment, key: int, *, at: datetime) -> Sequence[Class]:
    """Return when the learner's cohort meets for this lesson."""
    found = list_to_come([enrolment.cohort_id] if enrolment.cohort_id else [], at=at)
    return [each for each in found if each.lesson_key == key]


def list_of_cohort(cohort_id: int) -> Sequence[Class]:
    """Return all classes of a cohort, the cancelled ones too, in their order."""
    query = select(Class).where(Class.cohort_id == cohort_id)
    return db.session.scalars(query.order_by(Class.starts_at, Class.id).limit(MOST)).all()
