"""Publishing a draft, beginning the next one, dropping one; on and off; gone."""

from datetime import datetime
from functools import partial

from sqlalchemy import delete, select, update

from core.access import Actor
from core.db import Base, after_commit, db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.house import HOUSE
from core.transition import move
from core.words import _
from training.courses.models import (
    Chapter,
    Course,
    CourseVersion,
    Lesson,
    LessonFile,
    Prerequisite,
    VersionStatus,
)
from training.courses.operations.copying import copy_version
from training.courses.operations.drafting import hold
from training.courses.operations.files import let_go
from training.courses.operations.showing import changed, lock, show_anew, tell_steward, title_of
from training.courses.queries.building import list_outline, written_of
from training.courses.rules import courses as rules

TABLE, VERSIONS = Course.__tablename__, CourseVersion.__tablename__
S = VersionStatus
BOOKLET_JOB = "school.booklet"  # what everybody now learns is printed by a room above


def publish(draft: CourseVersion, *, by: Actor, at: datetime) -> None:
    """Let everybody learn what was written; who has begun the version before finishes that.

    All the rules are asked of the draft while nobody can write in it. A course that was never
    shown is switched on; one that stands under a verification is looked at by the steward anew.
    """
    lock(draft.course_id)
    hold(draft, at=at)
    db.session.refresh(draft)
    wrong = rules.whys_not_publish(written_of(draft, list_outline(draft.id)))
    refuse_if(wrong[0] if wrong else None)
    course = db.session.get_one(Course, draft.course_id, populate_existing=True)
    live = _live(course.id)
    if live is not None:
        move(live, rules.VERSION, "retire", by=by, at=at)
    move(
        draft,
        rules.VERSION,
        "publish",
        by=by,
        at=at,
        also={"published_at": at, "published_by": by.person},
    )
    first = live is None
    course.changed_at = at
    if first:
        course.is_on, course.listed_at = True, at
    db.session.flush()
    db.session.expire(course, ["versions"])
    show_anew(course, at=at)
    after_commit(partial(HOUSE.queue.nudge, BOOKLET_JOB, draft.id))
    if course.is_on:
        tell_steward(course, "courses.waits" if _waits(course) else "courses.anew", at=at)


def change(course: Course, *, by: Actor, at: datetime) -> CourseVersion:
    """Begin a draft that says what is live now; where there is a draft already, that is it."""
    lock(course.id)
    draft = _find(course.id, S.DRAFT)
    if draft is not None:
        return draft
    live = _live(course.id)
    if live is None:
        raise Refused(_("还没有发布过，直接改草稿就行"))
    made = copy_version(live, by=by, at=at)
    db.session.expire(course, ["versions"])
    record("change_course", TABLE, course.id, by=by, at=at, became=str(made.number))
    return made


def drop(draft: CourseVersion, *, by: Actor, at: datetime) -> None:
    """Throw the draft away; what is live stays as it is."""
    lock(draft.course_id)
    hold(draft, at=at)
    if _live(draft.course_id) is None:
        raise Refused(_("这门课只有这一份草稿；不要了就把整门课删掉"))
    record("drop_draft", VERSIONS, draft.id, by=by, at=at, was=draft.title)
    files = select(LessonFile).join(LessonFile.lesson).where(Lesson.version_id == draft.id)
    let_go(db.session.scalars(files).all(), at=at)
    items = Base.metadata.tables["training_item"]
    db.session.execute(delete(items).where(items.c.version_id == draft.id))
    for table in (Lesson, Chapter, Prerequisite):
        db.session.execute(delete(table).where(table.version_id == draft.id))
    course = draft.course
    db.session.expunge(draft)
    db.session.execute(delete(CourseVersion).where(CourseVersion.id == draft.id))
    db.session.expire(course, ["versions"])


def switch_on(course: Course, *, by: Actor, at: datetime) -> None:
    """Offer the course; the steward hears of one that waits to be put under the verification."""
    lock(course.id)
    db.session.refresh(course)
    refuse_if(
        rules.why_not_switch_on(
            has_live=_live(course.id) is not None, is_removed=course.removed_at is not None
        )
    )
    # Off and on again is no way to the top of what is new.
    anew = course.listed_at < at - rules.STAYS_NEW
    off = update(Course).where(Course.id == course.id, ~Course.is_on)
    if not changed(off.values(is_on=True, listed_at=at if anew else course.listed_at)):
        return
    db.session.refresh(course)
    record("switch_on", TABLE, course.id, by=by, at=at)
    show_anew(course, at=at)
    if _waits(course):
        tell_steward(course, "courses.waits", at=at)


def switch_off(course: Course, *, by: Actor, at: datetime) -> None:
    """Offer the course no more; who has begun it goes on."""
    on = update(Course).where(Course.id == course.id, Course.is_on)
    if changed(on.values(is_on=False)):
        db.session.refresh(course)
        record("switch_off", TABLE, course.id, by=by, at=at)
        show_anew(course, at=at)


def why_not_remove(course_id: int) -> str | None:
    """Say why the course cannot be removed now, or None."""
    return rules.why_not_remove(sum(ask(rules.COURSE, course_id) for ask in HOUSE.open_work))


def remove(course: Course, *, by: Actor, at: datetime) -> None:
    """Take the course from its organiser's list for good; what was learnt stays on record."""
    lock(course.id)
    refuse_if(why_not_remove(course.id))
    was = title_of(course)
    there = update(Course).where(Course.id == course.id, Course.removed_at.is_(None))
    if changed(there.values(removed_at=at, is_on=False)):
        db.session.refresh(course)
        record("remove_course", TABLE, course.id, by=by, at=at, was=was)
        show_anew(course, at=at)


def _find(course_id: int, status: VersionStatus) -> CourseVersion | None:
    query = select(CourseVersion).where(
        CourseVersion.course_id == course_id, CourseVersion.status == status
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def _live(course_id: int) -> CourseVersion | None:
    return _find(course_id, S.LIVE)


def _waits(course: Course) -> bool:
    return course.sponsorship_id is None
