"""A version copied into the next draft: head, outline, lessons with their keys, files, bank."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, inspect, literal, select
from sqlalchemy.orm import selectinload

from core.access import Actor
from core.db import Base, db
from training.courses.models import (
    Chapter,
    CourseVersion,
    Lesson,
    LessonFile,
    Prerequisite,
)

# What each version has of its own; all else is what people wrote, and is copied.
OF_ITS_OWN = {"id", "course_id", "number", "status", "made_by", "made_at", "changed_at"}
OF_ITS_OWN |= {"published_at", "published_by", "version"}


def copy_version(old: CourseVersion, *, by: Actor, at: datetime) -> CourseVersion:
    """Return a new draft that says what the old version says, and shows the same files."""
    highest = select(func.max(CourseVersion.number)).where(CourseVersion.course_id == old.course_id)
    made = CourseVersion(
        course_id=old.course_id,
        number=(db.session.scalar(highest) or 0) + 1,
        made_by=by.person,
        made_at=at,
        changed_at=at,
        **_said(old, but=OF_ITS_OWN),
    )
    db.session.add(made)
    db.session.flush()
    before = select(Prerequisite.course_id).where(Prerequisite.version_id == old.id)
    db.session.add_all(
        Prerequisite(version_id=made.id, course_id=each) for each in db.session.scalars(before)
    )
    chapters = _copy_chapters(old.id, made.id)
    _copy_lessons(old.id, made.id, chapters)
    _copy_items(old.id, made.id)
    return made


def _said(row: Any, *, but: set[str]) -> dict[str, Any]:
    names = [each.key for each in inspect(type(row)).column_attrs]
    return {name: getattr(row, name) for name in names if name not in but}


def _copy_chapters(old_id: int, new_id: int) -> dict[int, int]:
    """Copy the chapters; return which became which."""
    old = db.session.scalars(
        select(Chapter).where(Chapter.version_id == old_id).order_by(Chapter.position, Chapter.id)
    ).all()
    new = [Chapter(version_id=new_id, **_said(each, but={"id", "version_id"})) for each in old]
    db.session.add_all(new)
    db.session.flush()
    return {was.id: now.id for was, now in zip(old, new, strict=True)}


def _copy_lessons(old_id: int, new_id: int, chapters: dict[int, int]) -> None:
    lessons = db.session.scalars(
        select(Lesson)
        .where(Lesson.version_id == old_id)
        .options(selectinload(Lesson.files))
        .order_by(Lesson.position)
    ).all()
    for old in lessons:
        said = _said(old, but={"id", "version_id", "chapter_id"})
        new = Lesson(version_id=new_id, chapter_id=chapters[old.chapter_id], **said)
        new.files = [LessonFile(**_said(each, but={"id", "lesson_id"})) for each in old.files]
        db.session.add(new)
    db.session.flush()


def _copy_items(old_id: int, new_id: int) -> None:
    """Copy the bank, whose room lies above: by its table, all that it says."""
    items = Base.metadata.tables["training_item"]
    names = [each.name for each in items.c if each.name not in {"id", "version_id"}]
    rows = (
        select(literal(new_id), *(items.c[name] for name in names))
        .where(items.c.version_id == old_id)
        .order_by(items.c.position, items.c.id)
    )
    db.session.execute(insert(items).from_select(["version_id", *names], rows))
