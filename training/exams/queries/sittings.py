"""What somebody can sit: the exam of the course they learn, or a test in it, and how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from core.db import db
from training.courses.models import Course, CourseVersion, Lesson, LessonKind, Teacher
from training.exams.models import Attempt, AttemptStatus, Item
from training.exams.rules.sitting import TEST_LASTS, Terms, Tried, Tries, tries_left
from training.learning.models import Enrolment
from training.learning.queries import find_learning, find_passed, list_undone

SHOWN = 20  # tries that are over, on the page of the exam
COUNTED = 200


@dataclass(frozen=True)
class Sitting:
    """A learner before an exam or a test."""

    enrolment: Enrolment
    terms: Terms
    lesson: Lesson | None = None

    @property
    def id(self) -> int:
        return self.enrolment.id

    @property
    def person_id(self) -> int:
        return self.enrolment.person_id


def find_exam(course_id: int, *, person_id: int) -> Sitting | None:
    """Return somebody before the exam of a course that they learn or have passed, else None."""
    enrolment = find_learning(course_id, person_id=person_id)
    enrolment = enrolment or find_passed(course_id, person_id=person_id)
    if enrolment is None or not enrolment.of.questions:
        return None
    return Sitting(enrolment, exam_of(enrolment.of))


def find_test(course_id: int, lesson_key: int, *, person_id: int) -> Sitting | None:
    """Return somebody before a test of the course that they learn or have passed, else None."""
    enrolment = find_learning(course_id, person_id=person_id)
    enrolment = enrolment or find_passed(course_id, person_id=person_id)
    lesson = find_test_lesson(enrolment.version_id, lesson_key) if enrolment else None
    if enrolment is None or lesson is None:
        return None
    return Sitting(enrolment, test_of(lesson), lesson)


def find_test_lesson(version_id: int, lesson_key: int) -> Lesson | None:
    """Return the test with this key in the version, else None."""
    query = select(Lesson).where(Lesson.version_id == version_id, Lesson.key == lesson_key)
    return db.session.scalar(query.where(Lesson.kind == LessonKind.TEST))


def exam_of(version: CourseVersion) -> Terms:
    """Return what the exam of a version is."""
    return Terms(
        lesson_key=None,
        title=version.title,
        questions=version.questions,
        pass_mark=version.pass_mark,
        minutes=version.exam_minutes,
        tries=version.attempts,
        pause=timedelta(hours=version.pause_hours),
    )


def test_of(lesson: Lesson) -> Terms:
    """Return what a test in the course is: as often as one likes."""
    return Terms(
        lesson_key=lesson.key,
        title=lesson.title,
        questions=lesson.questions,
        pass_mark=lesson.pass_mark,
        minutes=TEST_LASTS,
    )


def pool_of(sitting: Sitting) -> Select[Item]:
    """Return the query for what may be drawn: all, or of the chapter what comes before the test."""
    whole = select(Item).where(Item.version_id == sitting.enrolment.version_id)
    test = sitting.lesson
    if test is None:
        return whole
    before = select(Lesson.key).where(
        Lesson.version_id == test.version_id,
        Lesson.chapter_id == test.chapter_id,
        Lesson.position < test.position,
    )
    return whole.where(Item.lesson_key.in_(before))


@dataclass(frozen=True)
class Standing:
    """How it stands with an exam or a test for one learner, as page and operation see it."""

    undone: Sequence[Lesson]
    in_bank: bool
    teaches: bool  # who teaches has the bank before them
    tries: Tries
    running: Attempt | None
    ended: Sequence[Attempt]


def look(sitting: Sitting, *, at: datetime) -> Standing:
    """Return all that decides about whether a paper may be begun now."""
    enrolment, terms = sitting.enrolment, sitting.terms
    undone = list_undone(enrolment) if terms.is_exam else []
    in_bank, teaches = db.session.execute(
        select(pool_of(sitting).exists(), _teachers_of(enrolment).exists())
    ).one()
    ended = list_ended(sitting)
    tried = [
        Tried(each.started_at, each.ended_at, passed=bool(each.passed))
        for each in ended
        if each.ended_at is not None
    ]
    return Standing(
        undone=[each for each in undone if each.kind is not LessonKind.TEST],
        in_bank=in_bank,
        teaches=teaches,
        tries=tries_left(terms, tried, at=at),
        running=find_running(enrolment.id),
        ended=ended[::-1][:SHOWN],
    )


def _teachers_of(enrolment: Enrolment) -> Select[Teacher]:
    """Return the query for the learner as one who teaches the course now."""
    return (
        select(Teacher)
        .join(Course, Course.organiser_id == Teacher.organiser_id)
        .where(Course.id == enrolment.course_id)
        .where(Teacher.person_id == enrolment.person_id, Teacher.ended_at.is_(None))
    )


def list_ended(sitting: Sitting) -> Sequence[Attempt]:
    """Return what this learner has tried before, the first try first.

    Whoever leaves the course and comes back has no more tries for it.
    """
    enrolment = sitting.enrolment
    query = (
        select(Attempt)
        .join(Attempt.enrolment)
        .where(
            Enrolment.person_id == enrolment.person_id,
            Enrolment.course_id == enrolment.course_id,
            Attempt.lesson_key == sitting.terms.lesson_key
            if sitting.terms.lesson_key is not None
            else Attempt.lesson_key.is_(None),
            Attempt.status != AttemptStatus.OPEN,
        )
        .order_by(Attempt.id.desc())
        .limit(COUNTED)
    )
    return db.session.scalars(query).all()[::-1]


def find_running(enrolment_id: int) -> Attempt | None:
    """Return the paper that is being written; there is one at most."""
    query = select(Attempt).where(Attempt.enrolment_id == enrolment_id)
    return db.session.scalar(query.where(Attempt.status == AttemptStatus.OPEN))
