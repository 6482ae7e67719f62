"""Reads of what is played in lessons: where a teacher puts it, and on which shelves it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from core.db import db
from core.storage.recordings import Recording
from training.courses.models import (
    Course,
    CourseVersion,
    FileRole,
    Lesson,
    LessonFile,
    Organiser,
    Teacher,
    VersionStatus,
)
from training.courses.rules.recordings import Shelf


@dataclass(frozen=True)
class Place:
    """A lesson of a draft, as its teachers put a recording into it."""

    lesson: Lesson
    course_id: int
    organiser_id: int
    teacher_ids: frozenset[int]

    @property
    def id(self) -> int:
        return self.lesson.id

    @property
    def space(self) -> str:
        """Return what the size of its recordings is counted for."""
        return f"organiser:{self.organiser_id}"

    def hung(self, role: FileRole) -> LessonFile | None:
        """Return what the lesson has in this role."""
        return next((each for each in self.lesson.files if each.role is role), None)


def find_place(course_id: int, key: int) -> Place | None:
    """Return a lesson of the draft of this course, with its files and who teaches there."""
    query = (
        select(Lesson)
        .join(Lesson.of)
        .join(CourseVersion.course)
        .join(Course.organiser)
        .where(Course.id == course_id, Course.removed_at.is_(None), Organiser.closed_at.is_(None))
        .where(CourseVersion.status == VersionStatus.DRAFT, Lesson.key == key)
        .options(
            contains_eager(Lesson.of)
            .contains_eager(CourseVersion.course)
            .contains_eager(Course.organiser)
            .selectinload(Organiser.teachers),
            selectinload(Lesson.files).joinedload(LessonFile.recording),
        )
    )
    lesson = db.session.scalar(query)
    if lesson is None:
        return None
    organiser = lesson.of.course.organiser
    return Place(lesson, course_id, organiser.id, organiser.teacher_ids)


def find_recording(ref: str) -> Recording | None:
    """Return a recording that is still there."""
    mine = select(Recording).where(Recording.ref == ref, Recording.deleted_at.is_(None))
    return db.session.scalar(mine)


def list_shelves(recording_id: int) -> Sequence[Shelf]:
    """Return each version of a course that plays this recording."""
    query = (
        select(
            CourseVersion.status,
            CourseVersion.open_reading,
            Course.removed_at.is_not(None),
            Course.organiser_id,
        )
        .join(Lesson, Lesson.version_id == CourseVersion.id)
        .join(LessonFile, LessonFile.lesson_id == Lesson.id)
        .join(CourseVersion.course)
        .where(LessonFile.recording_id == recording_id)
        .distinct()
    )
    found = db.session.execute(query).all()
    teaching = teachers_of({row[3] for row in found})
    return [
        Shelf(status, is_open, bool(is_removed), teaching[of])
        for status, is_open, is_removed, of in found
    ]


def teachers_of(organiser_ids: set[int]) -> dict[int, frozenset[int]]:
    """Return who teaches now, for each of these organisers."""
    query = select(Teacher.organiser_id, Teacher.person_id).where(
        Teacher.organiser_id.in_(organiser_ids), Teacher.ended_at.is_(None)
    )
    found: dict[int, set[int]] = {each: set() for each in organiser_ids}
    for organiser_id, person_id in db.session.execute(query):
        found[organiser_id].add(person_id)
    return {each: frozenset(people) for each, people in found.items()}


@dataclass(frozen=True)
class Played:
    """What the page of a lesson needs for its player."""

    media: Recording | None
    captions: Recording | None


def find_played(lesson_id: int) -> Played:
    """Return what is played in a lesson, in one query."""
    query = (
        select(LessonFile)
        .join(LessonFile.recording)
        .where(LessonFile.lesson_id == lesson_id, Recording.deleted_at.is_(None))
        .options(joinedload(LessonFile.recording))
    )
    found = {each.role: each.recording for each in db.session.scalars(query)}
    return Played(found.get(FileRole.MEDIA), found.get(FileRole.CAPTIONS))
