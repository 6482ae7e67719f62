"""The draft of a course: begun, held while it is written, and its head."""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from core.access import Actor
from core.db import db
from core.errors import Overtaken, Refused, refuse_if
from core.history.operations import record
from core.words import _
from training.courses.models import (
    Course,
    CourseVersion,
    Lesson,
    Organiser,
    Prerequisite,
    VersionStatus,
)
from training.courses.operations.showing import changed, lock
from training.courses.queries.building import (
    goes_in_a_circle,
    head_of,
    list_before,
    list_to_come_before,
)
from training.courses.rules import courses as rules
from training.courses.rules.courses import About, Head

TABLE = Course.__tablename__
VERSIONS = CourseVersion.__tablename__
DRAFT = VersionStatus.DRAFT


def start(organiser: Organiser, title: str, about: About, *, by: Actor, at: datetime) -> Course:
    """Begin a course: a draft of which its name alone is known."""
    held = select(Organiser.closed_at).where(Organiser.id == organiser.id).with_for_update()
    if db.session.execute(held).scalar_one() is not None:
        raise Refused(_("这个单位已经关了"))
    kept = select(func.count()).where(
        Course.organiser_id == organiser.id, Course.removed_at.is_(None)
    )
    if (db.session.scalar(kept) or 0) >= rules.MOST_COURSES:
        raise Refused(_("一个单位最多 %(most)s 门课，先删掉不教的", most=rules.MOST_COURSES))
    _refuse(rules.why_not_head(Head(title=title)))
    course = Course(
        organiser=organiser,
        subject=about.subject,
        unlocks=about.unlocks,
        listed_at=at,
        made_by=by.person,
        made_at=at,
        changed_at=at,
    )
    db.session.add(course)
    db.session.flush()
    db.session.add(
        CourseVersion(
            course_id=course.id,
            number=1,
            title=title,
            made_by=by.person,
            made_at=at,
            changed_at=at,
        )
    )
    db.session.flush()
    record("start_course", TABLE, course.id, by=by, at=at, became=title)
    return course


def hold(version: CourseVersion, *, at: datetime) -> None:
    """Let one change of a draft follow the other; refuse one that is a draft no more.

    What was published is never written again: who learns it, and who looked at it, saw just this.
    """
    still = (
        select(CourseVersion.id)
        .join(CourseVersion.course)
        .where(CourseVersion.id == version.id, CourseVersion.status == DRAFT)
        .where(Course.removed_at.is_(None))
        .with_for_update(of=CourseVersion)
    )
    if db.session.scalar(still) is None:
        raise Refused(_("这一版已经发布或者不要了，不能再改；请打开现在的草稿"))
    touch = update(CourseVersion).where(CourseVersion.id == version.id)
    db.session.execute(touch.values(changed_at=at))


def count_minutes(version: CourseVersion) -> None:
    """Let the head say how long all its lessons take together."""
    total = select(func.coalesce(func.sum(Lesson.minutes), 0)).where(
        Lesson.version_id == version.id
    )
    mine = update(CourseVersion).where(CourseVersion.id == version.id)
    db.session.execute(mine.values(minutes=total.scalar_subquery()))
    db.session.expire(version, ["minutes"])


def write_head(
    version: CourseVersion, head: Head, about: About, *, seen: int, by: Actor, at: datetime
) -> None:
    """Say what stands before the lessons; `seen` is the row's version the writer began from.

    Raise `Overtaken` when somebody saved another head meanwhile.
    """
    _refuse(rules.why_not_head(head))
    lock(version.course_id)  # before the version, as when it is published
    hold(version, at=at)
    course = version.course
    known = About(subject=course.subject, unlocks=course.unlocks)
    refuse_if(
        rules.why_not_about(known, about, was_published=was_published(course.id)), field="subject"
    )
    before = set(list_before(version.id))
    allowed = {course_id for course_id, _title in list_to_come_before(course)} | before
    if not head.before <= allowed:
        raise Refused(_("请从列表里选"), field="before")
    if goes_in_a_circle(course.id, head.before):
        raise Refused(_("这门课自己就是它的先修课，绕了一圈"), field="before")
    values: dict[str, Any] = {
        each.name: getattr(head, each.name) for each in fields(head) if each.name != "before"
    }
    step = update(CourseVersion).where(
        CourseVersion.id == version.id, CourseVersion.version == seen
    )
    done = changed(step.values(version=seen + 1, **values))
    db.session.refresh(version)
    if not done:
        theirs = head_of(version, before).written()
        raise Overtaken(_("您改的时候，另一位老师先存了一版"), theirs=theirs, mine=head.written())
    _ask_before(version, head.before)
    mine = update(Course).where(Course.id == course.id)
    db.session.execute(mine.values(subject=about.subject, unlocks=about.unlocks))
    record("write_head", VERSIONS, version.id, by=by, at=at, became=head.title)


def was_published(course_id: int) -> bool:
    """Tell whether there is more of the course than its first draft."""
    other = select(CourseVersion.id).where(
        CourseVersion.course_id == course_id, CourseVersion.status != DRAFT
    )
    return bool(db.session.scalar(select(other.exists())))


def _ask_before(version: CourseVersion, course_ids: Collection[int]) -> None:
    db.session.execute(delete(Prerequisite).where(Prerequisite.version_id == version.id))
    db.session.add_all(
        Prerequisite(version_id=version.id, course_id=each) for each in sorted(course_ids)
    )
    db.session.flush()


def _refuse(wrong: tuple[str, str] | None) -> None:
    if wrong is not None:
        raise Refused(wrong[1], field=wrong[0])
