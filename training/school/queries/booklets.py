"""Who may read which booklet, what stands in it, and which ones there are to be."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from core.db import db
from core.storage.models import StoredFile
from training.courses.models import (
    Chapter,
    Course,
    CourseVersion,
    FileRole,
    Lesson,
    LessonFile,
    Organiser,
    Teacher,
    VersionStatus,
)
from training.learning.models import Enrolment, EnrolmentStatus
from training.school.rules import booklet_name

S = VersionStatus


def find_taught(course_id: int, *, person_id: int) -> CourseVersion | None:
    """Return what a course says now, or has said last, to who teaches it."""
    teaches = select(Teacher.id).where(
        Teacher.organiser_id == Course.organiser_id,
        Teacher.person_id == person_id,
        Teacher.ended_at.is_(None),
    )
    query = (
        select(CourseVersion)
        .join(CourseVersion.course)
        .where(Course.id == course_id, Course.removed_at.is_(None), teaches.exists())
        .where(CourseVersion.status != S.DRAFT)
        .order_by(CourseVersion.status != S.LIVE, CourseVersion.number.desc())
        .limit(1)
    )
    return db.session.scalar(query)


@dataclass(frozen=True)
class Wanted:
    """A version of which there is to be a booklet, and under which name it lies."""

    version_id: int
    name: str


def name_of(version_id: int) -> str:
    """Return under which name the booklet of this version lies, once it is made."""
    (found,) = _named(_facts().where(CourseVersion.id == version_id))
    return found.name


def list_wanted(*, version_id: int | None = None) -> Sequence[Wanted]:
    """Return of which versions there is to be a booklet, what was published last first.

    That is what is live, and what somebody learns or has learnt.
    """
    learnt = select(Enrolment.id).where(
        Enrolment.version_id == CourseVersion.id,
        Enrolment.status.in_((EnrolmentStatus.IN, EnrolmentStatus.PASSED)),
    )
    query = _facts().where(
        CourseVersion.status != S.DRAFT,
        Course.removed_at.is_(None),
        or_(CourseVersion.status == S.LIVE, learnt.exists()),
    )
    if version_id is not None:
        query = query.where(CourseVersion.id == version_id)
    return _named(query)


def _facts() -> "Select[int, str, int]":
    """Return all that may change of what a published version says."""
    picture = and_(LessonFile.lesson_id == Lesson.id, LessonFile.role == FileRole.PICTURE)
    there = and_(StoredFile.id == LessonFile.file_id, StoredFile.deleted_at.is_(None))
    return (
        select(CourseVersion.id, Organiser.name, func.count(StoredFile.id))
        .join(Course, Course.id == CourseVersion.course_id)
        .join(Organiser, Organiser.id == Course.organiser_id)
        .outerjoin(Lesson, Lesson.version_id == CourseVersion.id)
        .outerjoin(LessonFile, picture)
        .outerjoin(StoredFile, there)
        .group_by(CourseVersion.id, Organiser.name)
        .order_by(CourseVersion.id.desc())
    )


def _named(query: "Select[int, str, int]") -> list[Wanted]:
    return [
        Wanted(version_id, booklet_name(version_id, organiser=organiser, pictures=pictures))
        for version_id, organiser, pictures in db.session.execute(query)
    ]


def get_whole(version_id: int) -> CourseVersion:
    """Return a version with its course and who holds it."""
    query = (
        select(CourseVersion)
        .join(CourseVersion.course)
        .options(contains_eager(CourseVersion.course).joinedload(Course.organiser))
        .where(CourseVersion.id == version_id)
    )
    return db.session.scalars(query).one()


def list_chapters(version_id: int) -> list[tuple[str, list[Lesson]]]:
    """Return chapters with their lessons and the pictures of these; none that is empty."""
    query = (
        select(Chapter.id, Chapter.title, Lesson)
        .join(Lesson, Lesson.chapter_id == Chapter.id)
        .where(Chapter.version_id == version_id)
        .options(selectinload(Lesson.files).joinedload(LessonFile.file))
        .order_by(Chapter.position, Lesson.position)
    )
    chapters: dict[int, tuple[str, list[Lesson]]] = {}
    for chapter_id, title, lesson in db.session.execute(query):
        chapters.setdefault(chapter_id, (title, []))[1].append(lesson)
    return list(chapters.values())
