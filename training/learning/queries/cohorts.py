"""Reads of cohorts: of one course, of who is in them, and of those about which something is due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from core.accounts.models import Person
from core.clock import village_day
from core.db import db
from core.waitlists.models import Wait, WaitStatus
from core.waitlists.queries import IS_LIVE, is_waited_for
from training.courses.models import Course, CourseVersion, Organiser, VersionStatus
from training.learning.models import Cohort, Enrolment, EnrolmentStatus
from training.learning.rules.standing import KIND

PAGE = 30
HAS_SEAT = (EnrolmentStatus.IN, EnrolmentStatus.PASSED)


@dataclass(frozen=True)
class Row:
    """Somebody in a cohort, as its teachers see it."""

    id: int
    name: str
    status: EnrolmentStatus
    guardian: str
    enrolled_at: datetime
    passed_at: datetime | None


def find_course(course_id: int) -> Course | None:
    """Return a course with who teaches it, whether or not it is shown."""
    query = select(Course).where(Course.id == course_id, Course.removed_at.is_(None))
    teachers = joinedload(Course.organiser).selectinload(Organiser.teachers)
    return db.session.scalar(query.options(teachers))


def find_cohort(course_id: int, cohort_id: int) -> Cohort | None:
    """Return this cohort of this course, with who teaches it."""
    query = (
        select(Cohort)
        .join(Cohort.course)
        .where(Cohort.id == cohort_id, Cohort.course_id == course_id, Course.removed_at.is_(None))
        .options(
            joinedload(Cohort.course)
            .joinedload(Course.organiser)
            .options(selectinload(Organiser.teachers))
        )
    )
    return db.session.scalar(query)


def find_live(course_id: int) -> CourseVersion | None:
    """Return what of the course is published now."""
    query = select(CourseVersion).where(CourseVersion.course_id == course_id)
    return db.session.scalar(query.where(CourseVersion.status == VersionStatus.LIVE))


def title_of(course_id: int) -> str:
    """Return what the course is called; of one that is not published yet, its draft's title."""
    query = (
        select(CourseVersion.title)
        .where(CourseVersion.course_id == course_id)
        .order_by(
            CourseVersion.status != VersionStatus.LIVE,
            CourseVersion.status == VersionStatus.DRAFT,
            CourseVersion.number.desc(),
        )
        .limit(1)
    )
    return db.session.scalar(query) or ""


def count_to_come(course_id: int, *, at: datetime) -> int:
    """Count the cohorts of a course that go on or are to come."""
    query = select(func.count()).where(
        Cohort.course_id == course_id,
        Cohort.cancelled_at.is_(None),
        Cohort.ends_on >= village_day(at),
    )
    return db.session.scalar(query) or 0


def list_of_course(course_id: int, *, after: int | None = None) -> Sequence[Cohort]:
    """Return a page of a course's cohorts, the newest first, one more than fits."""
    query = select(Cohort).where(Cohort.course_id == course_id)
    if after is not None:
        query = query.where(Cohort.id < after)
    return db.session.scalars(query.order_by(Cohort.id.desc()).limit(PAGE + 1)).all()


def count_waiting(cohort_ids: Collection[int]) -> dict[int, int]:
    """Return how many wait for a seat in each of these cohorts."""
    query = (
        select(Wait.ref, func.count())
        .where(Wait.kind == KIND, Wait.ref.in_(cohort_ids), Wait.status == WaitStatus.WAITING)
        .group_by(Wait.ref)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def is_waited(cohort_id: int) -> bool:
    """Tell whether somebody waits for a seat in it, or has one kept."""
    query = select(Wait.id).where(Wait.kind == KIND, Wait.ref == cohort_id, IS_LIVE)
    return db.session.scalar(query.limit(1)) is not None


def list_rows(cohort_id: int, *, after: int | None = None) -> list[Row]:
    """Return a page of who has a seat, in the order in which they came, one more than fits."""
    query = (
        select(
            Enrolment.id,
            Person.name,
            Enrolment.status,
            Enrolment.guardian,
            Enrolment.enrolled_at,
            Enrolment.passed_at,
        )
        .join(Enrolment.person)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.status.in_(HAS_SEAT))
        .order_by(Enrolment.id)
        .limit(PAGE + 1)
    )
    if after is not None:
        query = query.where(Enrolment.id > after)
    return [Row(*row) for row in db.session.execute(query)]


def list_in(cohort_id: int) -> Sequence[Enrolment]:
    """Return the enrolments of who learns in the cohort now."""
    query = select(Enrolment).where(
        Enrolment.cohort_id == cohort_id, Enrolment.status == EnrolmentStatus.IN
    )
    return db.session.scalars(query.order_by(Enrolment.id)).all()


def list_with_room(*, at: datetime) -> Sequence[int]:
    """Return the cohorts that one can enrol in, with a seat free, that somebody waits for."""
    query = select(Cohort.id).where(
        Cohort.cancelled_at.is_(None),
        Cohort.closes_on >= village_day(at),
        Cohort.seats > Cohort.taken + Cohort.held,
        is_waited_for(KIND, Cohort.id),
    )
    return db.session.scalars(query.order_by(Cohort.id)).all()


def list_closed_in_vain(*, at: datetime) -> Sequence[int]:
    """Return the cohorts nobody enrols in any more for which somebody still waits."""
    waited = select(Wait.id).where(Wait.kind == KIND, Wait.ref == Cohort.id, IS_LIVE).exists()
    query = select(Cohort.id).where(Cohort.closes_on < village_day(at), waited)
    return db.session.scalars(query.order_by(Cohort.id)).all()


def list_short(*, since: date, at: datetime) -> Sequence[int]:
    """Return the cohorts that have closed since this day with fewer than they need."""
    query = select(Cohort.id).where(
        Cohort.cancelled_at.is_(None),
        Cohort.closes_on >= since,
        Cohort.closes_on < village_day(at),
        Cohort.ends_on >= village_day(at),
        Cohort.taken < Cohort.least,
    )
    return db.session.scalars(query.order_by(Cohort.id)).all()


def list_starting(day: date) -> Sequence[int]:
    """Return the cohorts that begin on this day."""
    query = select(Cohort.id).where(Cohort.starts_on == day, Cohort.cancelled_at.is_(None))
    return db.session.scalars(query.order_by(Cohort.id)).all()
