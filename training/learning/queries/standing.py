"""How somebody stands to a course: in it, through with it, waiting for a seat, or kept from it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import String, cast, exists, func, literal, select

from core.access import Actor
from core.certificates.models import Certificate
from core.certificates.queries import find_issued
from core.clock import village_day
from core.db import db
from core.waitlists.models import Wait, WaitStatus
from core.waitlists.queries import IS_LIVE, list_of
from training.courses.models import CourseVersion, Lesson, LessonKind, Prerequisite, VersionStatus
from training.courses.queries.shown import Shown
from training.learning.models import Cohort, Enrolment, EnrolmentStatus
from training.learning.rules.enrolments import counts_until, source_of
from training.learning.rules.standing import KIND, InCohort, Standing


def standing_of(shown: Shown, actor: Actor | None, *, at: datetime) -> Standing:
    """Return what is known of whom this is for and the course, in six queries at most.

    For who acts for another it is the other who stands so. Of a visitor nothing is known.
    """
    course, live = shown.course, shown.live
    cohorts = list_to_choose(course.id, at=at)
    if actor is None:
        open_to_all = [InCohort(cohort=each, at=at) for each in cohorts]
        has_classes = not cohorts and has_class(live.id)
        return Standing(
            at=at, open_reading=live.open_reading, cohorts=open_to_all, has_classes=has_classes
        )
    own = _enrolments(course.id, actor.person)
    passed = _last(own, EnrolmentStatus.PASSED)
    left = _last([each for each in own if each.version_id == live.id], EnrolmentStatus.OUT)
    learning = _last(own, EnrolmentStatus.IN)
    ends, is_ended = how_long(passed, at=at) if passed else (None, False)
    return Standing(
        at=at,
        is_known=True,
        open_reading=live.open_reading,
        is_teacher=actor.person in course.teacher_ids,
        learning=learning,
        left=left,
        passed=passed,
        is_ended=is_ended,
        counts_until=ends,
        # Who is in the course is asked for nothing any more.
        missing=[] if learning else list_missing(live.id, person_id=actor.person),
        cohorts=_seen(cohorts, actor.person, at=at),
        has_classes=not cohorts and has_class(live.id),
    )


def list_to_choose(course_id: int, *, at: datetime) -> Sequence[Cohort]:
    """Return the cohorts of the course that go on or are to come, the soonest first."""
    query = (
        select(Cohort)
        .where(Cohort.course_id == course_id, Cohort.cancelled_at.is_(None))
        .where(Cohort.ends_on >= village_day(at))
        .order_by(Cohort.starts_on, Cohort.id)
    )
    return db.session.scalars(query).all()


def list_missing(version_id: int, *, person_id: int) -> list[tuple[int, str]]:
    """Return the courses that this version asks for and the person has not passed.

    What was revoked counts for nothing; what only lapsed was learnt all the same.
    """
    revoked = exists().where(
        Certificate.source == literal(source_of("")) + cast(Enrolment.id, String),
        Certificate.revoked_at.is_not(None),
    )
    passed = exists().where(
        Enrolment.course_id == Prerequisite.course_id,
        Enrolment.person_id == person_id,
        Enrolment.status == EnrolmentStatus.PASSED,
        ~revoked,
    )
    title = (
        select(CourseVersion.title)
        .where(CourseVersion.course_id == Prerequisite.course_id)
        .order_by(CourseVersion.status == VersionStatus.DRAFT, CourseVersion.number.desc())
        .limit(1)
        .correlate(Prerequisite)
        .scalar_subquery()
    )
    query = (
        select(Prerequisite.course_id, title)
        .where(Prerequisite.version_id == version_id, ~passed)
        .order_by(Prerequisite.course_id)
    )
    return [(course_id, named or "") for course_id, named in db.session.execute(query)]


def has_class(version_id: int) -> bool:
    """Tell whether a version has lessons for which a cohort meets."""
    of_kind = exists().where(Lesson.version_id == version_id, Lesson.kind == LessonKind.CLASS)
    return bool(db.session.scalar(select(of_kind)))


def count_lessons(version_id: int) -> int:
    """Count the lessons of a version."""
    query = select(func.count(Lesson.id)).where(Lesson.version_id == version_id)
    return db.session.scalar(query) or 0


def list_waited_of(course_id: int, *, person_id: int) -> Sequence[int]:
    """Return the cohorts of the course that the person waits for or has a seat kept in."""
    query = (
        select(Cohort.id)
        .join(Wait, Wait.ref == Cohort.id)
        .where(Cohort.course_id == course_id, Wait.kind == KIND)
        .where(Wait.person_id == person_id, IS_LIVE)
        .order_by(Cohort.id)
    )
    return db.session.scalars(query).all()


def how_long(passed: Enrolment, *, at: datetime) -> tuple[date | None, bool]:
    """Return the last day on which having passed counts, and whether it counts no more.

    It is what the certificate says; before one is issued, what the course says of it.
    """
    certificate = find_issued(source_of(passed.id))
    passed_on = village_day(passed.passed_at or at)
    last = counts_until(passed_on, months=passed.of.valid_months)
    if certificate is not None:
        last = certificate.valid_until
    is_revoked = certificate is not None and certificate.revoked_at is not None
    return last, is_revoked or (last is not None and last < village_day(at))


def _enrolments(course_id: int, person_id: int) -> Sequence[Enrolment]:
    query = select(Enrolment).where(
        Enrolment.course_id == course_id, Enrolment.person_id == person_id
    )
    return db.session.scalars(query.order_by(Enrolment.id)).all()


def _last(own: Sequence[Enrolment], status: EnrolmentStatus) -> Enrolment | None:
    return next((each for each in reversed(own) if each.status is status), None)


def _seen(cohorts: Sequence[Cohort], person_id: int, *, at: datetime) -> list[InCohort]:
    """Return how the person stands to each of these cohorts, in two queries."""
    if not cohorts:
        return []
    lines = select(Wait.ref).where(
        Wait.kind == KIND,
        Wait.ref.in_([each.id for each in cohorts]),
        Wait.status == WaitStatus.WAITING,
    )
    waited_for = set(db.session.scalars(lines.distinct()))
    mine = {wait.ref: (wait, place) for wait, place in list_of(KIND, person_id=person_id)}
    found = []
    for each in cohorts:
        wait, place = mine.get(each.id, (None, 0))
        found.append(
            InCohort(
                cohort=each,
                at=at,
                waits=wait.status if wait else None,
                place=place,
                kept_until=wait.offered_until if wait else None,
                is_waited_for=each.id in waited_for,
            )
        )
    return found
