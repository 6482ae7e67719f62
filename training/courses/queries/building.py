"""Reads of courses as those see them who build them: drafts, lessons, files, the bank."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, selectinload

from core.db import Base, db
from core.storage.models import StoredFile
from training.courses.models import (
    Chapter,
    Course,
    CourseVersion,
    Lesson,
    LessonFile,
    Organiser,
    Prerequisite,
    VersionStatus,
)
from training.courses.rules.courses import Head, Written
from training.courses.rules.lessons import in_order

S = VersionStatus
STILL = Course.removed_at.is_(None), Organiser.closed_at.is_(None)


def _courses() -> "Select[Course]":
    teachers = contains_eager(Course.organiser).selectinload(Organiser.teachers)
    return select(Course).join(Course.organiser).where(*STILL).options(teachers)


def find_course(course_id: int) -> Course | None:
    """Return the course with its versions and who teaches it, unless it is gone."""
    query = _courses().where(Course.id == course_id).options(selectinload(Course.versions))
    return db.session.scalar(query)


def version_of(course: Course, status: VersionStatus) -> CourseVersion | None:
    """Return the draft of a course, or what is live; there is one at most."""
    return next((each for each in course.versions if each.status is status), None)


def _versions(course_id: int) -> "Select[CourseVersion]":
    course = contains_eager(CourseVersion.course)
    teachers = course.contains_eager(Course.organiser).selectinload(Organiser.teachers)
    return (
        select(CourseVersion)
        .join(CourseVersion.course)
        .join(Course.organiser)
        .where(CourseVersion.course_id == course_id, *STILL)
        .options(teachers)
    )


def find_draft(course_id: int) -> CourseVersion | None:
    """Return what is being written of the course, or None."""
    return db.session.scalar(_versions(course_id).where(CourseVersion.status == S.DRAFT))


def find_seen(course_id: int) -> CourseVersion | None:
    """Return what its teachers look at: the draft, and where there is none, what is live."""
    query = _versions(course_id).where(CourseVersion.status.in_((S.DRAFT, S.LIVE)))
    found = {each.status: each for each in db.session.scalars(query)}
    return found.get(S.DRAFT) or found.get(S.LIVE)


def find_chapter(course_id: int, chapter_id: int) -> Chapter | None:
    """Return a chapter of the draft of this course."""
    draft = find_draft(course_id)
    if draft is None:
        return None
    mine = select(Chapter).where(Chapter.id == chapter_id, Chapter.version_id == draft.id)
    return db.session.scalar(mine)


def find_lesson(course_id: int, key: int) -> Lesson | None:
    """Return a lesson of the draft of this course, with its files."""
    draft = find_draft(course_id)
    return lesson_of(draft, key) if draft else None


def find_seen_lesson(course_id: int, key: int) -> Lesson | None:
    """Return a lesson as its teachers look at it, with its files."""
    seen = find_seen(course_id)
    return lesson_of(seen, key) if seen else None


def lesson_of(version: CourseVersion, key: int) -> Lesson | None:
    """Return the lesson of this key in the version, with its files."""
    query = (
        select(Lesson)
        .where(Lesson.version_id == version.id, Lesson.key == key)
        .options(selectinload(Lesson.files).joinedload(LessonFile.file))
    )
    return db.session.scalar(query)


def find_file(course_id: int, key: int, file_id: int) -> LessonFile | None:
    """Return a file of a lesson of the draft."""
    lesson = find_lesson(course_id, key)
    return next((each for each in lesson.files if each.id == file_id), None) if lesson else None


def list_outline(version_id: int) -> list[tuple[Chapter, list[Lesson]]]:
    """Return the chapters of a version, each with its lessons, in two queries."""
    chapters = select(Chapter).where(Chapter.version_id == version_id)
    lessons = select(Lesson).where(Lesson.version_id == version_id)
    return in_order(db.session.scalars(chapters).all(), db.session.scalars(lessons).all())


@dataclass(frozen=True)
class Row:
    """A course in a list of its organiser: what it is called now, and what there is of it."""

    course: Course
    title: str
    has_live: bool
    has_draft: bool


def list_courses(organiser_id: int) -> list[Row]:
    """Return the courses of an organiser, the newest first, in one query."""
    live, draft = aliased(CourseVersion), aliased(CourseVersion)
    query = (
        select(Course, live.title, draft.title)
        .outerjoin(live, and_(live.course_id == Course.id, live.status == S.LIVE))
        .outerjoin(draft, and_(draft.course_id == Course.id, draft.status == S.DRAFT))
        .where(Course.organiser_id == organiser_id, Course.removed_at.is_(None))
        .order_by(Course.id.desc())
    )
    return [
        Row(course, shown or written or "", shown is not None, written is not None)
        for course, shown, written in db.session.execute(query)
    ]


def count_courses(organiser_ids: Collection[int]) -> Mapping[int, int]:
    """Return how many courses each of these organisers has, in one query."""
    query = (
        select(Course.organiser_id, func.count())
        .where(Course.organiser_id.in_(organiser_ids), Course.removed_at.is_(None))
        .group_by(Course.organiser_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def list_before(version_id: int) -> Sequence[int]:
    """Return the ids of the courses that one has passed before this one."""
    query = select(Prerequisite.course_id).where(Prerequisite.version_id == version_id)
    return db.session.scalars(query.order_by(Prerequisite.course_id)).all()


MOST_TO_CHOOSE = 60


def list_to_come_before(course: Course) -> list[tuple[int, str]]:
    """Return the courses that can be asked for before this one, its organiser's own first.

    Others only while they stand under a verification: what nobody can see nobody can pass.
    """
    theirs = and_(Course.is_on, Course.sponsorship_id.is_not(None))
    query = (
        select(Course.id, CourseVersion.title)
        .join(Course.organiser)
        .join(
            CourseVersion,
            and_(CourseVersion.course_id == Course.id, CourseVersion.status == S.LIVE),
        )
        .where(Course.id != course.id, *STILL, ~CourseVersion.open_reading)
        .where(or_(Course.organiser_id == course.organiser_id, theirs))
        .order_by((Course.organiser_id != course.organiser_id), Course.id)
        .limit(MOST_TO_CHOOSE)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def goes_in_a_circle(course_id: int, before: Collection[int]) -> bool:
    """Tell whether these courses ask, through others, for this one first."""
    query: Any = select(CourseVersion.course_id, Prerequisite.course_id).join(
        Prerequisite, Prerequisite.version_id == CourseVersion.id
    )
    asks: dict[int, set[int]] = {}
    for course, first in db.session.execute(query.where(CourseVersion.status == S.LIVE)):
        asks.setdefault(course, set()).add(first)
    seen: set[int] = set()
    ahead = set(before)
    while ahead:
        if course_id in ahead:
            return True
        seen |= ahead
        ahead = {first for each in ahead for first in asks.get(each, ())} - seen
    return False


def count_items(version_id: int) -> dict[int | None, int]:
    """Return how many questions a version's bank has for each lesson; its room lies above."""
    items = Base.metadata.tables["training_item"]
    count = select(items.c.lesson_key, func.count()).where(items.c.version_id == version_id)
    return {row[0]: row[1] for row in db.session.execute(count.group_by(items.c.lesson_key))}


def list_hung(version_id: int) -> dict[int, dict[str, set[str]]]:
    """Return the names of the files that hang on each lesson, by role; what is gone hangs not."""
    query = (
        select(LessonFile.lesson_id, LessonFile.role, LessonFile.name)
        .join(Lesson, Lesson.id == LessonFile.lesson_id)
        .outerjoin(StoredFile, StoredFile.id == LessonFile.file_id)
        .where(Lesson.version_id == version_id, StoredFile.deleted_at.is_(None))
    )
    found: dict[int, dict[str, set[str]]] = {}
    for lesson_id, role, name in db.session.execute(query):
        found.setdefault(lesson_id, {}).setdefault(role, set()).add(name)
    return found


def head_of(version: CourseVersion, before: Collection[int] = ()) -> Head:
    """Return the head of a version as it stands."""
    said = {name: getattr(version, name) for name in Head.__annotations__ if name != "before"}
    return Head(**said, before=frozenset(before))


def written_of(
    version: CourseVersion, outline: Sequence[tuple[Chapter, Sequence[Lesson]]]
) -> Written:
    """Return all that the rules ask of a version before it is published."""
    before, items = list_before(version.id), count_items(version.id)
    return Written(
        head=head_of(version, before),
        unlocks=version.course.unlocks,
        lessons=[lesson for _chapter, lessons in outline for lesson in lessons],
        empty=[chapter.title for chapter, lessons in outline if not lessons],
        hung=list_hung(version.id),
        items=sum(items.values()),
        items_of={key: count for key, count in items.items() if key is not None},
        circle=goes_in_a_circle(version.course_id, before),
    )


def list_titles_before(version_id: int) -> Sequence[str]:
    """Return what the courses are called that one has passed before this one."""
    query = (
        select(CourseVersion.title)
        .join(Prerequisite, Prerequisite.course_id == CourseVersion.course_id)
        .where(Prerequisite.version_id == version_id, CourseVersion.status == S.LIVE)
        .order_by(CourseVersion.course_id)
    )
    return db.session.scalars(query).all()
