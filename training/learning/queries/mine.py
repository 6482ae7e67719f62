"""What somebody learns, waits for and has passed, and what of it stands in their calendar."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, String, and_, cast, func, literal, select
from sqlalchemy.orm import aliased, joinedload

from core.branches.models import Unit
from core.certificates.models import Certificate
from core.clock import village_day
from core.db import db
from core.waitlists.models import Wait, WaitStatus
from core.waitlists.queries import IS_LIVE
from training.courses.models import Course, CourseVersion, Lesson, Organiser, VersionStatus
from training.courses.rules.courses import COURSE
from training.courses.rules.words import KIND as ORGANISER
from training.learning.models import Cohort, Enrolment, EnrolmentStatus, Progress
from training.learning.rules.enrolments import source_of
from training.learning.rules.standing import KIND

PAGE = 30
MOST_AT_ONCE = 100  # that one page shows of what somebody is in
KEPT_IN_CALENDAR = timedelta(days=60)


@dataclass(frozen=True)
class Done:
    """How many lessons somebody has done, of how many, and which one comes next."""

    done: int = 0
    of: int = 0
    next_key: int | None = None
    next_title: str = ""


@dataclass(frozen=True)
class HasPassed:
    """Something that was passed, and the certificate that was issued for it."""

    enrolment: Enrolment
    certificate: Certificate | None


@dataclass(frozen=True)
class Waits:
    """A cohort that is waited for; `place` counts from 1 for who is next."""

    wait: Wait
    cohort: Cohort
    title: str
    place: int


def list_learning(person_id: int) -> Sequence[Enrolment]:
    """Return what the person is in, what they began last first, with course, version, cohort."""
    query = (
        select(Enrolment)
        .where(Enrolment.person_id == person_id, Enrolment.status == EnrolmentStatus.IN)
        .options(joinedload(Enrolment.of), joinedload(Enrolment.cohort))
        .order_by(Enrolment.enrolled_at.desc(), Enrolment.id.desc())
        .limit(MOST_AT_ONCE)
    )
    return db.session.scalars(query).all()


def list_passed(person_id: int, *, after: int | None = None) -> Sequence[HasPassed]:
    """Return a page of what the person has passed, the last first, one more than fits."""
    source = literal(source_of("")) + cast(Enrolment.id, String)
    query = (
        select(Enrolment, Certificate)
        .outerjoin(Certificate, Certificate.source == source)
        .where(Enrolment.person_id == person_id, Enrolment.status == EnrolmentStatus.PASSED)
        .options(joinedload(Enrolment.of))
        .order_by(Enrolment.id.desc())
        .limit(PAGE + 1)
    )
    if after is not None:
        query = query.where(Enrolment.id < after)
    return [HasPassed(*row) for row in db.session.execute(query)]


def done_of(enrolments: Collection[Enrolment]) -> dict[int, Done]:
    """Return how far each of these enrolments has come, in one query."""
    mine = and_(Progress.enrolment_id == Enrolment.id, Progress.lesson_key == Lesson.key)
    first = func.min(Lesson.position).filter(Progress.done_at.is_(None))
    counted = (
        select(
            Enrolment.id,
            Enrolment.version_id,
            func.count(Progress.done_at).label("done"),
            func.count(Lesson.id).label("of"),
            first.label("first"),
        )
        .join(Lesson, Lesson.version_id == Enrolment.version_id)
        .outerjoin(Progress, mine)
        .where(Enrolment.id.in_([each.id for each in enrolments]))
        .group_by(Enrolment.id, Enrolment.version_id)
        .subquery()
    )
    following = and_(Lesson.version_id == counted.c.version_id, Lesson.position == counted.c.first)
    query = (
        select(counted.c.id, counted.c.done, counted.c.of, Lesson.key, Lesson.title)
        .outerjoin(Lesson, following)
        .order_by(Lesson.id.desc())
    )
    return {row.id: Done(row.done, row.of, row.key, row.title or "") for row in _rows(query)}


def list_waits(person_id: int, *, at: datetime) -> Sequence[Waits]:
    """Return the cohorts that still take people and that the person waits for, the offers first."""
    before = aliased(Wait)
    ahead = (
        select(func.count())
        .where(
            before.kind == KIND,
            before.ref == Wait.ref,
            before.status == WaitStatus.WAITING,
            before.id <= Wait.id,
        )
        .scalar_subquery()
    )
    live = and_(
        CourseVersion.course_id == Cohort.course_id, CourseVersion.status == VersionStatus.LIVE
    )
    query = (
        select(Wait, Cohort, CourseVersion.title, ahead)
        .join(Cohort, Cohort.id == Wait.ref)
        .join(CourseVersion, live)
        .where(Wait.kind == KIND, Wait.person_id == person_id, IS_LIVE)
        .where(Cohort.cancelled_at.is_(None), Cohort.closes_on >= village_day(at))
        .order_by(Wait.status != WaitStatus.OFFERED, Wait.id)
    )
    return [Waits(*row) for row in db.session.execute(query)]


def find_own(course_id: int, *, person_id: int) -> Enrolment | None:
    """Return the last enrolment of this person in the course, whatever became of it."""
    query = select(Enrolment).where(
        Enrolment.course_id == course_id, Enrolment.person_id == person_id
    )
    query = query.options(joinedload(Enrolment.of), joinedload(Enrolment.cohort))
    return db.session.scalar(query.order_by(Enrolment.enrolled_at.desc()).limit(1))


def find_own_wait(cohort_id: int, *, person_id: int) -> Wait | None:
    """Return the last waiting of this person for the cohort, whatever became of it."""
    query = select(Wait).where(
        Wait.kind == KIND, Wait.ref == cohort_id, Wait.person_id == person_id
    )
    return db.session.scalar(query.order_by(Wait.id.desc()).limit(1))


def list_for_calendar(person_id: int, *, since: date) -> Sequence[Enrolment]:
    """Return the enrolments in cohorts that began on this day or later, with where they are."""
    place = joinedload(Enrolment.course).joinedload(Course.organiser).joinedload(Organiser.unit)
    query = (
        select(Enrolment)
        .join(Enrolment.cohort)
        .where(Enrolment.person_id == person_id, Enrolment.status == EnrolmentStatus.IN)
        .where(Cohort.cancelled_at.is_(None), Cohort.starts_on >= since)
        .options(joinedload(Enrolment.cohort), joinedload(Enrolment.of), place)
        .order_by(Cohort.starts_on, Enrolment.id)
        .limit(MOST_AT_ONCE)
    )
    return db.session.scalars(query).all()


def count_open_work(kind: str, ref: int) -> int:
    """Count who still learns here, so that no organiser and no course is gone over their heads."""
    of = {ORGANISER: Course.organiser_id, COURSE: Course.id}.get(kind)
    if of is None:
        return 0
    query = (
        select(func.count(Enrolment.id))
        .join(Enrolment.course)
        .where(of == ref, Enrolment.status == EnrolmentStatus.IN)
    )
    return db.session.scalar(query) or 0


def count_learners(branch_id: int) -> int:
    """Count the people who learn now with the organisers in the villages of this branch."""
    query = (
        select(func.count(Enrolment.person_id.distinct()))
        .join(Enrolment.course)
        .join(Course.organiser)
        .join(Organiser.unit)
        .where(Enrolment.status == EnrolmentStatus.IN, Unit.branch_id == branch_id)
    )
    return db.session.scalar(query) or 0


def _rows(query: Select[Any]) -> Sequence[Any]:
    return db.session.execute(query).all()
