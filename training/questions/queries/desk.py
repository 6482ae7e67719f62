"""Questions as the teachers of an organiser find them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, and_, select
from sqlalchemy.orm import joinedload

from core.accounts.models import Person
from core.db import db
from training.courses.models import Course, CourseVersion, Lesson, Organiser, VersionStatus
from training.questions.models import Question
from training.questions.queries import PAGE, is_open, is_there


@dataclass(frozen=True, kw_only=True)
class Line:
    """A question in the list of an organiser."""

    id: int
    course_id: int
    course: str
    lesson: str
    name: str
    text: str
    asked_at: datetime
    answered_at: datetime | None
    hidden_at: datetime | None


def list_of(organiser_id: int, *, waiting: bool, after: int | None) -> Sequence[Line]:
    """Return a page of the questions about an organiser's courses, and one more.

    Of those that wait who has waited longest comes first; of the others the newest.
    """
    query = (
        select(
            *(Question.id, Question.course_id, Question.text, Question.asked_at),
            *(Question.answered_at, Question.hidden_at, Person.name),
            _course().label("course"),
            _lesson().label("lesson"),
        )
        .join(Course, Course.id == Question.course_id)
        .join(Person, Person.id == Question.person_id)
        .where(Course.organiser_id == organiser_id, Course.removed_at.is_(None))
        .where(is_open() if waiting else and_(is_there(), ~is_open()))
        .order_by(Question.id if waiting else Question.id.desc())
        .limit(PAGE + 1)
    )
    if after is not None:
        query = query.where(Question.id > after if waiting else Question.id < after)
    return [
        Line(**{**row, "course": row["course"] or "", "lesson": row["lesson"] or ""})
        for row in db.session.execute(query).mappings()
    ]


def _course() -> ScalarSelect[str]:
    """Return what the question's course is called now."""
    return (
        select(CourseVersion.title)
        .where(CourseVersion.course_id == Question.course_id)
        .where(CourseVersion.status != VersionStatus.DRAFT)
        .order_by(CourseVersion.number.desc())
        .limit(1)
        .correlate(Question)
        .scalar_subquery()
    )


def _lesson() -> ScalarSelect[str]:
    """Return what the question's lesson is called in the newest version that has it."""
    return (
        select(Lesson.title)
        .join(CourseVersion, CourseVersion.id == Lesson.version_id)
        .where(CourseVersion.course_id == Question.course_id, Lesson.key == Question.lesson_key)
        .where(CourseVersion.status != VersionStatus.DRAFT)
        .order_by(CourseVersion.number.desc())
        .limit(1)
        .correlate(Question)
        .scalar_subquery()
    )


def find_asked(course_id: int, question_id: int) -> Question | None:
    """Return this question about this course with who asked and who teaches it."""
    query = (
        select(Question)
        .join(Question.course)
        .join(Course.organiser)
        .where(Question.id == question_id, Question.course_id == course_id)
        .where(Course.removed_at.is_(None), Organiser.closed_at.is_(None))
        .options(
            joinedload(Question.person),
            joinedload(Question.course)
            .joinedload(Course.organiser)
            .selectinload(Organiser.teachers),
        )
    )
    return db.session.scalar(query)


def title_of(course_id: int, key: int) -> str:
    """Return what a lesson is called in the newest version that has it."""
    query = (
        select(Lesson.title)
        .join(CourseVersion, CourseVersion.id == Lesson.version_id)
        .where(CourseVersion.course_id == course_id, Lesson.key == key)
        .where(CourseVersion.status != VersionStatus.DRAFT)
        .order_by(CourseVersion.number.desc())
        .limit(1)
    )
    return db.session.scalar(query) or ""
