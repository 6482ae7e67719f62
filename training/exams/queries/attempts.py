"""Attempts with their papers."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.db import db
from training.courses.models import Lesson
from training.exams.models import Attempt, AttemptStatus, Item
from training.exams.queries.sittings import exam_of, find_test_lesson, test_of
from training.exams.rules.sitting import GRACE, Terms
from training.learning.models import Enrolment

AT_ONCE = 200


def find_attempt(ref: str) -> Attempt | None:
    """Return the attempt with its enrolment, course and version, else None."""
    whole = joinedload(Attempt.enrolment)
    query = (
        select(Attempt)
        .where(Attempt.ref == ref)
        .options(whole.joinedload(Enrolment.course), whole.joinedload(Enrolment.of))
    )
    return db.session.scalar(query)


def get_locked(attempt_id: int) -> Attempt:
    """Return the attempt as it stands now; nobody else writes it meanwhile."""
    query = select(Attempt).where(Attempt.id == attempt_id)
    query = query.with_for_update(of=Attempt).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def terms_of(attempt: Attempt) -> Terms:
    """Return what this attempt was begun at."""
    version = attempt.enrolment.of
    if attempt.lesson_key is None:
        return exam_of(version)
    lesson = find_test_lesson(version.id, attempt.lesson_key)
    if lesson is None:
        raise LookupError("a version that is learnt never loses a lesson")
    return test_of(lesson)


def items_on(attempt: Attempt) -> Mapping[int, Item]:
    """Return the items of the paper by their ids."""
    ids = [item_id for item_id, _order in attempt.paper]
    query = select(Item).where(Item.id.in_(ids))
    return {each.id: each for each in db.session.scalars(query)}


def titles_of(version_id: int) -> Mapping[int, str]:
    """Return what the lessons of a version are called, by their keys."""
    query = select(Lesson.key, Lesson.title).where(Lesson.version_id == version_id)
    return {row.key: row.title for row in db.session.execute(query)}


def list_run_out(*, at: datetime) -> Sequence[int]:
    """Return the ids of attempts whose time is over and that nobody has handed in."""
    query = (
        select(Attempt.id)
        .where(Attempt.status == AttemptStatus.OPEN, Attempt.ends_at < at - GRACE)
        .order_by(Attempt.ends_at)
        .limit(AT_ONCE)
    )
    return db.session.scalars(query).all()


def list_of(person_id: int) -> Sequence[Attempt]:
    """Return all that somebody has tried."""
    query = (
        select(Attempt)
        .join(Attempt.enrolment)
        .where(Enrolment.person_id == person_id)
        .options(joinedload(Attempt.enrolment).joinedload(Enrolment.of))
        .order_by(Attempt.id)
    )
    return db.session.scalars(query).all()
