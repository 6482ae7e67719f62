"""The bank of a course's version, as those who teach it see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from core.db import db
from training.courses.models import (
    Chapter,
    Course,
    CourseVersion,
    Lesson,
    LessonKind,
    Organiser,
    VersionStatus,
)
from training.exams.models import Item, ItemKind

# A draft first: that is what is being written; else what is learnt now.
FIRST = case(
    (CourseVersion.status == VersionStatus.DRAFT, 0),
    (CourseVersion.status == VersionStatus.LIVE, 1),
    else_=2,
)


@dataclass(frozen=True)
class Bank:
    """The version of a course whose items one sees: its draft, or the last one there is."""

    course: Course
    version: CourseVersion

    @property
    def id(self) -> int:
        return self.course.id

    @property
    def teacher_ids(self) -> frozenset[int]:
        return self.course.teacher_ids

    @property
    def is_draft(self) -> bool:
        return self.version.status is VersionStatus.DRAFT


@dataclass(frozen=True)
class InBank:
    """An item with the bank that it stands in."""

    bank: Bank
    item: Item

    @property
    def id(self) -> int:
        return self.item.id

    @property
    def teacher_ids(self) -> frozenset[int]:
        return self.bank.teacher_ids


def find_bank(course_id: int) -> Bank | None:
    """Return the bank of a course that has not been removed, else None."""
    query = (
        select(CourseVersion)
        .join(CourseVersion.course)
        .where(Course.id == course_id, Course.removed_at.is_(None))
        .options(
            joinedload(CourseVersion.course)
            .joinedload(Course.organiser)
            .selectinload(Organiser.teachers)
        )
        .order_by(FIRST, CourseVersion.number.desc())
        .limit(1)
    )
    version = db.session.scalar(query)
    return Bank(version.course, version) if version is not None else None


def find_in_bank(course_id: int, item_id: int) -> InBank | None:
    """Return an item of the course's bank, else None; those of past versions are no more seen."""
    bank = find_bank(course_id)
    query = select(Item).where(Item.id == item_id)
    item = db.session.scalar(query.where(Item.version_id == bank.version.id)) if bank else None
    return InBank(bank, item) if bank is not None and item is not None else None


def list_items(version_id: int) -> Sequence[Item]:
    """Return the items of a version, in the order they were written."""
    query = select(Item).where(Item.version_id == version_id)
    return db.session.scalars(query.order_by(Item.position, Item.id)).all()


def list_lessons(version_id: int) -> Sequence[Lesson]:
    """Return the lessons that an item can be about, in their order."""
    query = (
        select(Lesson)
        .join(Lesson.chapter)
        .where(Lesson.version_id == version_id, Lesson.kind != LessonKind.TEST)
        .order_by(Chapter.position, Lesson.position)
    )
    return db.session.scalars(query).all()


def count_kinds(items: Sequence[Item]) -> dict[ItemKind, int]:
    """Return how many items there are of each kind."""
    return {kind: sum(each.kind is kind for each in items) for kind in ItemKind}


def count_items(version_id: int) -> int:
    """Return how many items a version's bank has."""
    return db.session.scalar(select(func.count()).where(Item.version_id == version_id)) or 0


def last_position(version_id: int) -> int:
    """Return where the last item stands; 0 where there is none."""
    query = select(func.max(Item.position)).where(Item.version_id == version_id)
    return db.session.scalar(query) or 0


def find_live_before(bank: Bank) -> CourseVersion | None:
    """Return what is learnt now while a draft is written, or None."""
    query = select(CourseVersion).where(
        CourseVersion.course_id == bank.id, CourseVersion.status == VersionStatus.LIVE
    )
    return db.session.scalar(query) if bank.is_draft else None
