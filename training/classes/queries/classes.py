"""Reads of one class, and of those about which something is due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from core.branches.models import Unit
from core.db import db
from training.courses.models import (
    Course,
    CourseVersion,
    Lesson,
    LessonKind,
    Organiser,
    VersionStatus,
)
from training.learning.models import Class, Cohort, Enrolment, EnrolmentStatus
from training.learning.queries.cohorts import HAS_SEAT

MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Attending:
    """A class, and by which enrolment who asks is in its cohort; none for who is not."""

    held: Class
    enrolment: Enrolment | None
    code: str = ""

    @property
    def person_id(self) -> int | None:
        return self.enrolment.person_id if self.enrolment else None

    @property
    def status(self) -> EnrolmentStatus | None:
        return self.enrolment.status if self.enrolment else None


def _whole() -> "Select[*tuple[Class]]":
    """Return classes with all that says who may keep and countersign them."""
    organiser = contains_eager(Class.cohort).joinedload(Cohort.course).joinedload(Course.organiser)
    return (
        select(Class)
        .join(Class.cohort)
        .options(
            organiser.selectinload(Organiser.teachers),
            organiser.joinedload(Organiser.unit),
            joinedload(Class.tutor),
        )
    )


def find_class(course_id: int, class_id: int) -> Class | None:
    """Return this class of this course, with who teaches it."""
    query = _whole().where(Class.id == class_id, Cohort.course_id == course_id)
    return db.session.scalar(query)


def get_class(class_id: int) -> Class:
    return db.session.scalars(_whole().where(Class.id == class_id)).one()


def find_attending(class_id: int, *, person_id: int, code: str = "") -> Attending | None:
    """Return the class with the last enrolment of this person in its cohort."""
    held = db.session.scalar(_whole().where(Class.id == class_id))
    if held is None:
        return None
    query = select(Enrolment).where(
        Enrolment.cohort_id == held.cohort_id, Enrolment.person_id == person_id
    )
    mine = db.session.scalar(query.order_by(Enrolment.id.desc()).limit(1))
    return Attending(held, mine, code)


def count_of_cohort(cohort_id: int) -> int:
    """Count the classes of a cohort that were not cancelled."""
    query = select(func.count()).where(Class.cohort_id == cohort_id, Class.cancelled_at.is_(None))
    return db.session.scalar(query) or 0


def list_class_lessons(cohort: Cohort) -> Sequence[tuple[int, str]]:
    """Return key and title of the lessons held as classes, by key.

    Those of what is published now, and of the versions that somebody in the cohort still learns.
    """
    learnt = select(Enrolment.version_id).where(
        Enrolment.cohort_id == cohort.id, Enrolment.status == EnrolmentStatus.IN
    )
    query = (
        select(Lesson.key, Lesson.title)
        .where(is_live(cohort.course_id) | Lesson.version_id.in_(learnt))
        .where(Lesson.kind == LessonKind.CLASS)
        .order_by(Lesson.version_id, Lesson.position)
    )
    return sorted({row.key: row.title for row in db.session.execute(query)}.items())


def list_showable(course_id: int, kinds: Collection[LessonKind]) -> Sequence[Lesson]:
    """Return the published lessons that can be shown before a screen."""
    query = select(Lesson).where(is_live(course_id), Lesson.kind.in_(kinds))
    return db.session.scalars(query.order_by(Lesson.position)).all()


def is_live(course_id: int) -> "ColumnElement[bool]":
    """Say of a lesson that it is in what the course publishes now."""
    live = select(CourseVersion.id).where(
        CourseVersion.course_id == course_id, CourseVersion.status == VersionStatus.LIVE
    )
    return Lesson.version_id == live.scalar_subquery()


def list_for_calendar(person_id: int, *, since: datetime) -> Sequence[Class]:
    """Return the classes since then of the cohorts that the person is in."""
    mine = select(Enrolment.cohort_id).where(
        Enrolment.person_id == person_id, Enrolment.status.in_(HAS_SEAT)
    )
    query = select(Class).where(
        Class.cohort_id.in_(mine),
        Class.cancelled_at.is_(None),
        Class.starts_at >= since,
    )
    query = query.options(joinedload(Class.cohort))
    return db.session.scalars(query.order_by(Class.starts_at).limit(MOST_AT_ONCE)).all()


def list_beginning(first: datetime, last: datetime) -> Sequence[int]:
    """Return the classes that begin between these moments, the last not included."""
    query = select(Class.id).where(
        Class.starts_at >= first, Class.starts_at < last, Class.cancelled_at.is_(None)
    )
    return db.session.scalars(query.order_by(Class.id)).all()


def list_without_tutor(
    *, at: datetime, unit_ids: Collection[int] | None = None, class_id: int | None = None
) -> Sequence[Class]:
    """Return the classes for which a tutor is wanted, with their organiser and its village."""
    query = (
        select(Class)
        .join(Class.cohort)
        .join(Cohort.course)
        .join(Course.organiser)
        .join(Organiser.unit)
        .where(Class.wants_tutor, Class.cancelled_at.is_(None), Course.removed_at.is_(None))
        .options(
            contains_eager(Class.cohort)
            .contains_eager(Cohort.course)
            .contains_eager(Course.organiser)
            .contains_eager(Organiser.unit)
        )
        .order_by(Class.starts_at, Class.id)
    )
    if class_id is not None:
        return db.session.scalars(query.where(Class.id == class_id)).all()
    query = query.where(Class.tutor_id.is_(None), Class.starts_at > at)
    if unit_ids is not None:
        query = query.where(Unit.id.in_(unit_ids))
    return db.session.scalars(query).all()
