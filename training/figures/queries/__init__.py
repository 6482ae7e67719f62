"""How the learners of one course stand: in all, lesson by lesson, and in its exam."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, case, func, select

from core.db import db
from training.courses.models import CourseVersion, Lesson, VersionStatus
from training.exams.models import Attempt, AttemptStatus
from training.figures.rules import BANDS
from training.learning.models import Enrolment, EnrolmentStatus, Progress

EVER = frozenset(EnrolmentStatus)


@dataclass(frozen=True, kw_only=True)
class Step:
    """A lesson: how many people have begun it, and how many have completed it."""

    number: int
    title: str
    began: int
    done: int


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What came of the exam: attempts by band of score, and how many people passed."""

    bands: Sequence[int]
    attempts: int
    people: int
    passed: int


def count_learners(course_id: int) -> Mapping[EnrolmentStatus, int]:
    """Count the enrolments of a course by what became of them."""
    query = (
        select(Enrolment.status, func.count())
        .where(Enrolment.course_id == course_id)
        .group_by(Enrolment.status)
    )
    found = {row[0]: row[1] for row in db.session.execute(query)}
    return {status: found.get(status, 0) for status in EVER}


def list_steps(course_id: int) -> Sequence[Step]:
    """Return the lessons of the newest version with who began and who completed each.

    Lessons keep their key, so whoever learns or learnt an older version is counted too; somebody
    who came back is counted once.
    """
    newest = (
        select(CourseVersion.id)
        .where(CourseVersion.course_id == course_id, CourseVersion.status != VersionStatus.DRAFT)
        .order_by(CourseVersion.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    lessons = (
        select(Lesson.key, Lesson.title)
        .where(Lesson.version_id == newest)
        .order_by(Lesson.position)
    )
    is_done = Progress.done_at.is_not(None)
    counted = (
        select(
            Progress.lesson_key,
            func.count(Enrolment.person_id.distinct()),
            func.count(case((is_done, Enrolment.person_id)).distinct()),
        )
        .join(Enrolment, Enrolment.id == Progress.enrolment_id)
        .where(Enrolment.course_id == course_id)
        .group_by(Progress.lesson_key)
    )
    counts = {key: (began, done) for key, began, done in db.session.execute(counted)}
    return [
        Step(
            number=number,
            title=title,
            began=counts.get(key, (0, 0))[0],
            done=counts.get(key, (0, 0))[1],
        )
        for number, (key, title) in enumerate(db.session.execute(lessons), 1)
    ]


def count_marks(course_id: int) -> Marks:
    """Count what came of all attempts at the course's exam that are over, in one query."""
    within = [
        func.count(case((Attempt.score.between(least, most), Attempt.id))) for least, most in BANDS
    ]
    passed = case((Attempt.passed.is_(True), Enrolment.person_id)).distinct()
    query = (
        select(
            func.count(), func.count(Enrolment.person_id.distinct()), func.count(passed), *within
        )
        .select_from(Attempt)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            and_(
                Enrolment.course_id == course_id,
                Attempt.lesson_key.is_(None),
                Attempt.status != AttemptStatus.OPEN,
            )
        )
    )
    attempts, people, through, *bands = db.session.execute(query).one()
    return Marks(bands=bands, attempts=attempts, people=people, passed=through)
