"""Who is in which course, and who has passed it."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.db import db
from training.learning.models import Enrolment, EnrolmentStatus


def find_enrolment(enrolment_id: int) -> Enrolment | None:
    """Return the enrolment with its course and the version that is learnt."""
    query = select(Enrolment).where(Enrolment.id == enrolment_id)
    return db.session.scalar(query.options(joinedload(Enrolment.course), joinedload(Enrolment.of)))


def find_learning(course_id: int, *, person_id: int) -> Enrolment | None:
    """Return the enrolment by which this person is in the course now; there is one at most."""
    return _latest(course_id, person_id, EnrolmentStatus.IN)


def find_passed(course_id: int, *, person_id: int) -> Enrolment | None:
    """Return the last enrolment with which this person has passed the course."""
    return _latest(course_id, person_id, EnrolmentStatus.PASSED)


def _latest(course_id: int, person_id: int, status: EnrolmentStatus) -> Enrolment | None:
    query = (
        select(Enrolment)
        .where(Enrolment.course_id == course_id, Enrolment.person_id == person_id)
        .where(Enrolment.status == status)
        .options(joinedload(Enrolment.course), joinedload(Enrolment.of))
        .order_by(Enrolment.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)
