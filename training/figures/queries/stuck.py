"""Who has begun a course and has not been heard of, and how far each learner is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    SQLColumnExpression,
    and_,
    exists,
    func,
    or_,
    select,
)

from core.accounts.models import Person
from core.clock import village_day
from core.db import db
from training.courses.models import CourseVersion, Lesson
from training.exams.models import Attempt
from training.figures.rules import SILENT
from training.learning.models import (
    Cohort,
    Enrolment,
    EnrolmentStatus,
    Progress,
    ProgressEvent,
    Report,
    ReportStatus,
)

PAGE = 30


@dataclass(frozen=True, kw_only=True)
class Line:
    """Somebody who is stuck; `lesson` is the first that is not done, none where all are."""

    id: int
    name: str
    lesson: str | None
    heard_at: datetime
    waits_for_us: bool  # what they handed in lies with the teachers


@dataclass(frozen=True)
class Stuck:
    """A page of who is stuck and one more, and how many there are in all."""

    rows: Sequence[Line]
    count: int


@dataclass(frozen=True, kw_only=True)
class Learner:
    """One enrolment, as the sheet of a course has it."""

    name: str
    enrolled_at: datetime
    cohort: date | None
    version: int
    status: EnrolmentStatus
    done: int
    lessons: int
    lesson: str | None
    heard_at: datetime
    score: int | None
    passed_at: datetime | None


def list_stuck(
    course_id: int, *, at: datetime, after: int | None = None, limit: int = PAGE + 1
) -> Stuck:
    """Return who is in the course and was not heard of for a fortnight, in one query.

    Whose cohort has not begun yet is not stuck. Who enrolled first comes first; with `after` the
    count is of those who come later.
    """
    waits = exists().where(
        Report.enrolment_id == Enrolment.id, Report.status == ReportStatus.HANDED_IN
    )
    query = (
        select(
            *(Enrolment.id, Enrolment.enrolled_at, Person.name, _lesson().label("lesson")),
            *(*_heard(), waits.label("waits"), func.count().over().label("all")),
        )
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Enrolment.course_id == course_id, Enrolment.status == EnrolmentStatus.IN)
        .where(_is_silent(at - SILENT))
        .order_by(Enrolment.id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(Enrolment.id > after)
    found = db.session.execute(query).all()
    rows = [
        Line(
            id=row.id,
            name=row.name,
            lesson=row.lesson,
            heard_at=_last(row.enrolled_at, row.told, row.opened, row.handed_in, row.tried),
            waits_for_us=row.waits,
        )
        for row in found
    ]
    return Stuck(rows, found[0].all if found else 0)


def each_learner(course_id: int) -> Iterable[Learner]:
    """Yield all enrolments of a course with how far each is, in one query."""
    finished = (
        select(func.count())
        .where(Progress.enrolment_id == Enrolment.id, Progress.done_at.is_not(None))
        .correlate(Enrolment)
        .scalar_subquery()
    )
    lessons = (
        select(func.count())
        .where(Lesson.version_id == Enrolment.version_id)
        .correlate(Enrolment)
        .scalar_subquery()
    )
    best = (
        select(func.max(Attempt.score))
        .where(Attempt.enrolment_id == Enrolment.id, Attempt.lesson_key.is_(None))
        .correlate(Enrolment)
        .scalar_subquery()
    )
    query = (
        select(
            *(Person.name, Enrolment.enrolled_at, Cohort.starts_on, CourseVersion.number),
            *(Enrolment.status, Enrolment.passed_at, _lesson().label("lesson"), *_heard()),
            *(finished.label("done"), lessons.label("lessons"), best.label("score")),
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(CourseVersion, CourseVersion.id == Enrolment.version_id)
        .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Enrolment.course_id == course_id)
        .order_by(Enrolment.id)
    )
    for row in db.session.execute(query):
        yield Learner(
            name=row.name,
            enrolled_at=row.enrolled_at,
            cohort=row.starts_on,
            version=row.number,
            status=row.status,
            done=row.done,
            lessons=row.lessons,
            lesson=row.lesson,
            heard_at=_last(row.enrolled_at, row.told, row.opened, row.handed_in, row.tried),
            score=row.score,
            passed_at=row.passed_at,
        )


def _is_silent(since: datetime) -> ColumnElement[bool]:
    """Return the condition that nothing was heard of an enrolment since then."""
    progress = Progress.enrolment_id == Enrolment.id
    return and_(
        Enrolment.enrolled_at < since,
        or_(Cohort.id.is_(None), Cohort.starts_on < village_day(since)),
        ~exists().where(
            ProgressEvent.enrolment_id == Enrolment.id, ProgressEvent.received_at >= since
        ),
        ~exists().where(progress, or_(Progress.opened_at >= since, Progress.done_at >= since)),
        ~exists().where(Report.enrolment_id == Enrolment.id, Report.handed_in_at >= since),
        ~exists().where(Attempt.enrolment_id == Enrolment.id, Attempt.started_at >= since),
    )


def _heard() -> tuple[ColumnElement[datetime], ...]:
    """Return when a phone last told of an enrolment, and when its learner last did something."""
    return (
        _latest(ProgressEvent.received_at, ProgressEvent.enrolment_id).label("told"),
        _latest(func.coalesce(Progress.done_at, Progress.opened_at), Progress.enrolment_id).label(
            "opened"
        ),
        _latest(Report.handed_in_at, Report.enrolment_id).label("handed_in"),
        _latest(Attempt.started_at, Attempt.enrolment_id).label("tried"),
    )


def _latest(
    moment: SQLColumnExpression[datetime], enrolment_id: SQLColumnExpression[int]
) -> ScalarSelect[datetime]:
    query = select(func.max(moment)).where(enrolment_id == Enrolment.id)
    return query.correlate(Enrolment).scalar_subquery()


def _last(*moments: datetime | None) -> datetime:
    return max(each for each in moments if each is not None)


def _lesson() -> ScalarSelect[str]:
    """Return at which lesson of their own version somebody stands: the first that is not done."""
    is_done = exists().where(
        Progress.enrolment_id == Enrolment.id,
        Progress.lesson_key == Lesson.key,
        Progress.done_at.is_not(None),
    )
    return (
        select(Lesson.title)
        .where(Lesson.version_id == Enrolment.version_id, ~is_done.correlate(Enrolment, Lesson))
        .order_by(Lesson.position)
        .limit(1)
        .correlate(Enrolment)
        .scalar_subquery()
    )
