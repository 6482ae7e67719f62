"""Under which lesson somebody reads questions: as its learner, as its teacher, as everybody."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.access import Actor
from core.db import db
from training.courses.models import Course, CourseVersion, Lesson, Teacher, VersionStatus
from training.courses.queries import from_shown, on_show
from training.learning.models import Enrolment
from training.learning.queries.studying import find_own


@dataclass(frozen=True)
class Place:
    """A lesson whose questions are read; `enrolment` is that of the learner who reads."""

    course: Course
    lesson: Lesson
    enrolment: Enrolment | None = None
    teaches: bool = False


def find_place(course_id: int, key: int, *, actor: Actor | None, at: datetime) -> Place | None:
    """Return the lesson as this person sees it, or None where they do not.

    Who acts for another sees what everybody sees: lessons are learnt by oneself.
    """
    if actor is not None and not actor.is_proxy:
        own = find_own(course_id, person_id=actor.person)
        if own is not None:
            return of_learner(own, key)
        taught = _taught(course_id, key, person_id=actor.person)
        if taught is not None:
            return taught
    return _open(course_id, key, at=at)


def of_learner(enrolment: Enrolment, key: int) -> Place | None:
    """Return the lesson of the learner's own version."""
    query = select(Lesson).where(Lesson.version_id == enrolment.version_id, Lesson.key == key)
    lesson = db.session.scalar(query)
    return Place(enrolment.course, lesson, enrolment) if lesson else None


def _taught(course_id: int, key: int, *, person_id: int) -> Place | None:
    """Return the lesson, as the newest version has it, to who teaches for its organiser."""
    query = (
        select(Course, Lesson)
        .join(CourseVersion, CourseVersion.course_id == Course.id)
        .join(Lesson, Lesson.version_id == CourseVersion.id)
        .join(Teacher, Teacher.organiser_id == Course.organiser_id)
        .where(Course.id == course_id, Course.removed_at.is_(None), Lesson.key == key)
        .where(CourseVersion.status != VersionStatus.DRAFT)
        .where(Teacher.person_id == person_id, Teacher.ended_at.is_(None))
        .order_by(CourseVersion.number.desc())
        .limit(1)
    )
    found = db.session.execute(query).one_or_none()
    return Place(found[0], found[1], teaches=True) if found else None


def _open(course_id: int, key: int, *, at: datetime) -> Place | None:
    query = (
        select(Course, Lesson)
        .select_from(from_shown())
        .join(Lesson, Lesson.version_id == CourseVersion.id)
        .where(Course.id == course_id, Lesson.key == key, on_show(at=at))
        .where(CourseVersion.open_reading)
    )
    found = db.session.execute(query).one_or_none()
    return Place(found[0], found[1]) if found else None
