"""The outline of a draft: chapters and lessons added, named, moved and taken out."""

from datetime import datetime

from sqlalchemy import func, select, update

from core.access import Actor
from core.db import Base, db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.words import _
from training.courses.models import Chapter, CourseVersion, Lesson, LessonKind
from training.courses.operations.drafting import count_minutes, hold
from training.courses.operations.files import let_go
from training.courses.queries.building import list_outline
from training.courses.rules import lessons as rules

CHAPTERS, LESSONS = Chapter.__tablename__, Lesson.__tablename__


def add_chapter(version: CourseVersion, title: str, *, by: Actor, at: datetime) -> Chapter:
    """Add a chapter behind the others."""
    hold(version, at=at)
    count, last = _last(version.id)
    refuse_if(rules.why_not_chapter(title, chapters=count), field="title")
    made = Chapter(version_id=version.id, position=last + 1, title=title)
    db.session.add(made)
    db.session.flush()
    record("add_chapter", CHAPTERS, made.id, by=by, at=at, became=title)
    return made


def rename_chapter(
    version: CourseVersion, chapter: Chapter, title: str, *, by: Actor, at: datetime
) -> None:
    """Call the chapter something else."""
    hold(version, at=at)
    refuse_if(rules.why_not_title(title), field="title")
    was = chapter.title
    chapter.title = title
    db.session.flush()
    record("rename_chapter", CHAPTERS, chapter.id, by=by, at=at, was=was, became=title)


def move_chapter(
    version: CourseVersion, chapter: Chapter, *, up: bool, by: Actor, at: datetime
) -> None:
    """Let the chapter with its lessons change places with its neighbour; at the end it stays."""
    hold(version, at=at)
    chapters = [each for each, _lessons in list_outline(version.id)]
    place = next(i for i, each in enumerate(chapters) if each.id == chapter.id)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(chapters):
        return
    chapters[place], chapters[other] = chapters[other], chapters[place]
    for position, each in enumerate(chapters, start=1):
        each.position = position
    db.session.flush()
    _number(version.id)
    record("move_chapter", CHAPTERS, chapter.id, by=by, at=at)


def remove_chapter(version: CourseVersion, chapter: Chapter, *, by: Actor, at: datetime) -> None:
    """Take out a chapter in which no lesson is left."""
    hold(version, at=at)
    inside = select(Lesson.id).where(Lesson.chapter_id == chapter.id)
    if db.session.scalar(select(inside.exists())):
        raise Refused(_("这一章里还有课，先把课移走或去掉"))
    record("remove_chapter", CHAPTERS, chapter.id, by=by, at=at, was=chapter.title)
    db.session.delete(chapter)
    db.session.flush()


def add_lesson(
    version: CourseVersion,
    chapter: Chapter,
    kind: LessonKind,
    title: str,
    *,
    by: Actor,
    at: datetime,
) -> Lesson:
    """Add a lesson behind the others of its chapter, with nothing in it yet."""
    hold(version, at=at)
    count = select(func.count()).where(Lesson.version_id == version.id)
    wrong = rules.why_not_lesson(kind, lessons=db.session.scalar(count) or 0)
    if wrong:
        raise Refused(wrong[1], field=wrong[0])
    refuse_if(rules.why_not_title(title), field="title")
    made = Lesson(
        version_id=version.id,
        chapter_id=chapter.id,
        key=_next_key(version.course_id),
        position=rules.MOST_LESSONS + 1,
        kind=kind,
        title=title,
        pass_mark=80 if kind is LessonKind.TEST else 0,
    )
    db.session.add(made)
    db.session.flush()
    _number(version.id)
    record("add_lesson", LESSONS, made.id, by=by, at=at, became=title)
    return made


def move_lesson(
    version: CourseVersion, lesson: Lesson, *, up: bool, by: Actor, at: datetime
) -> None:
    """Move the lesson by one, over the edge of its chapter into the next; at the end it stays."""
    hold(version, at=at)
    outline = list_outline(version.id)
    where = next(i for i, (_c, inside) in enumerate(outline) if lesson in inside)
    inside = outline[where][1]
    place = inside.index(lesson)
    other, further = (place - 1, where - 1) if up else (place + 1, where + 1)
    if 0 <= other < len(inside):
        inside[place], inside[other] = inside[other], inside[place]
    elif 0 <= further < len(outline):
        inside.remove(lesson)
        chapter, there = outline[further]
        lesson.chapter_id = chapter.id
        there.insert(len(there) if up else 0, lesson)
    else:
        return
    _number(version.id, [each for _chapter, lessons in outline for each in lessons])
    record("move_lesson", LESSONS, lesson.id, by=by, at=at)


def remove_lesson(version: CourseVersion, lesson: Lesson, *, by: Actor, at: datetime) -> None:
    """Take the lesson out; its questions stay in the bank, and no lesson answers them."""
    hold(version, at=at)
    let_go(lesson.files, at=at)
    db.session.expire(lesson, ["files"])
    record("remove_lesson", LESSONS, lesson.id, by=by, at=at, was=lesson.title)
    items = Base.metadata.tables["training_item"]
    its = update(items).where(items.c.version_id == version.id, items.c.lesson_key == lesson.key)
    db.session.execute(its.values(lesson_key=None))
    db.session.delete(lesson)
    db.session.flush()
    _number(version.id)
    count_minutes(version)


def _last(version_id: int) -> tuple[int, int]:
    query = select(func.count(), func.coalesce(func.max(Chapter.position), 0)).where(
        Chapter.version_id == version_id
    )
    count, last = db.session.execute(query).one()
    return int(count), int(last)


def _next_key(course_id: int) -> int:
    """Return a key that no lesson of any version of the course has."""
    keys = (
        select(func.coalesce(func.max(Lesson.key), 0))
        .join(CourseVersion, CourseVersion.id == Lesson.version_id)
        .where(CourseVersion.course_id == course_id)
    )
    return (db.session.scalar(keys) or 0) + 1


def _number(version_id: int, ordered: list[Lesson] | None = None) -> None:
    """Number the lessons through all chapters, in the order in which they are learnt."""
    if ordered is None:
        outline = list_outline(version_id)
        ordered = [each for _chapter, lessons in outline for each in lessons]
    for position, each in enumerate(ordered, start=1):
        each.position = position
    db.session.flush()
