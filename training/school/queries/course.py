"""Reads of the page of one course."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, false, func, select
from sqlalchemy.orm import joinedload, selectinload

from core.clock import village_day
from core.db import db
from core.sponsorship.models import Sponsorship
from core.sponsorship.queries import is_active
from training.courses.models import (
    Chapter,
    Course,
    CourseVersion,
    Lesson,
    LessonFile,
    LessonKind,
    Organiser,
    Prerequisite,
    VersionStatus,
)
from training.courses.queries import from_shown, on_show
from training.courses.rules.words import KIND


@dataclass(frozen=True, kw_only=True)
class Line:
    """A lesson in the outline."""

    key: int
    kind: LessonKind
    title: str
    minutes: int


@dataclass(frozen=True)
class Part:
    """A chapter with its lessons."""

    title: str
    lessons: list[Line]


def list_parts(version_id: int) -> list[Part]:
    """Return the outline of a version, in one query; a chapter without lessons is left out."""
    query = (
        select(Chapter.id, Chapter.title, Lesson.key, Lesson.kind, Lesson.title, Lesson.minutes)
        .join(Lesson, Lesson.chapter_id == Chapter.id)
        .where(Chapter.version_id == version_id)
        .order_by(Chapter.position, Lesson.position)
    )
    parts: dict[int, Part] = {}
    for chapter_id, chapter, key, kind, title, minutes in db.session.execute(query):
        part = parts.setdefault(chapter_id, Part(chapter, []))
        part.lessons.append(Line(key=key, kind=kind, title=title, minutes=minutes))
    return list(parts.values())


@dataclass(frozen=True)
class Needed:
    """A course that one has passed before; of one that is not shown there is no page to lead to."""

    id: int
    title: str
    is_shown: bool


def list_needed(version_id: int, *, at: datetime) -> list[Needed]:
    """Return the courses that one has passed before, with their titles."""
    live = and_(CourseVersion.course_id == Course.id, CourseVersion.status == VersionStatus.LIVE)
    query = (
        select(Course.id, CourseVersion.title, func.coalesce(on_show(at=at), false()))
        .join(Prerequisite, Prerequisite.course_id == Course.id)
        .join(CourseVersion, live)
        .join(Organiser, Organiser.id == Course.organiser_id)
        .outerjoin(Sponsorship, Sponsorship.id == Course.sponsorship_id)
        .where(Prerequisite.version_id == version_id)
        .order_by(Course.id)
    )
    return [Needed(*row) for row in db.session.execute(query)]


def find_organiser(organiser_id: int, *, at: datetime) -> tuple[Organiser, Sponsorship] | None:
    """Return an organiser that stands verified today, with its village."""
    query = (
        select(Organiser, Sponsorship)
        .join(Sponsorship, and_(Sponsorship.kind == KIND, Sponsorship.ref == Organiser.id))
        .where(
            Organiser.id == organiser_id,
            Organiser.closed_at.is_(None),
            is_active(day=village_day(at)),
        )
        .options(joinedload(Organiser.unit))
    )
    found = db.session.execute(query).one_or_none()
    return (found[0], found[1]) if found else None


def list_keys(version_id: int) -> Sequence[int]:
    """Return the keys of a version's lessons in their order."""
    query = select(Lesson.key).where(Lesson.version_id == version_id).order_by(Lesson.position)
    return db.session.scalars(query).all()


def find_listed(course_id: int, key: int, *, at: datetime) -> tuple[Course, Lesson] | None:
    """Return a lesson of a course that is shown; whether all may read it, its version says."""
    query = (
        select(Course, Lesson)
        .select_from(from_shown())
        .join(Lesson, Lesson.version_id == CourseVersion.id)
        .where(Course.id == course_id, Lesson.key == key, on_show(at=at))
        .options(
            joinedload(Lesson.of),
            selectinload(Lesson.files).options(
                joinedload(LessonFile.file), joinedload(LessonFile.recording)
            ),
        )
    )
    found = db.session.execute(query).one_or_none()
    return (found[0], found[1]) if found else None
