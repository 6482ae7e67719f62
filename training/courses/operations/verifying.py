"""Courses put under the verification of their organiser, and taken out of it."""

from datetime import datetime

from sqlalchemy import select, update

from core.access import Actor
from core.branches.findable import UNIT
from core.cache.operations import bump
from core.db import db
from core.errors import Refused
from core.history.operations import record
from core.words import _
from training.courses.models import Course, CourseVersion, Organiser, VersionStatus
from training.courses.operations.showing import changed, show_anew, tell_teachers, write_anew
from training.courses.rules.words import KIND

TABLE = Course.__tablename__


def put_under(
    organiser_id: int,
    course_id: int,
    sponsorship_id: int,
    *,
    seen: datetime,
    by: Actor,
    at: datetime,
) -> None:
    """Put a course that is switched on under the verification of its organiser.

    Done once more it says that the steward has seen what was published meanwhile; what was
    published after the steward looked (`seen`) is not what the steward saw, and is refused.
    """
    stood = select(Course.id).where(Course.id == course_id, Course.sponsorship_id == sponsorship_id)
    only_looked_at_anew = db.session.scalar(select(stood.exists()))
    published = select(CourseVersion.id).where(
        CourseVersion.course_id == course_id, CourseVersion.status == VersionStatus.LIVE
    )
    step = (
        update(Course)
        .where(Course.id == course_id, Course.organiser_id == organiser_id)
        .where(Course.is_on, Course.removed_at.is_(None), Course.changed_at <= seen)
        .where(published.exists())
        .values(sponsorship_id=sponsorship_id, put_under_at=at, put_under_by=by.person)
    )
    if not changed(step):
        newer = select(Course.id).where(Course.id == course_id, Course.changed_at > seen)
        if db.session.scalar(newer):
            raise Refused(_("老师刚刚改过这门课，请再看一看"))
        raise Refused(_("这门课已经停了，先不用放"))
    course = db.session.get_one(Course, course_id, populate_existing=True)
    record("put_under", TABLE, course_id, by=by, at=at, became=str(sponsorship_id))
    show_anew(course, at=at)
    if not only_looked_at_anew:
        tell_teachers(course, "courses.put_under", at=at)


def take_out(organiser_id: int, course_id: int, *, by: Actor, at: datetime) -> None:
    """Take a course out of the verification; nobody can enrol any more."""
    step = (
        update(Course)
        .where(Course.id == course_id, Course.organiser_id == organiser_id)
        .where(Course.sponsorship_id.is_not(None), Course.removed_at.is_(None))
        .values(sponsorship_id=None, put_under_at=None, put_under_by=None)
    )
    if not changed(step):
        raise Refused(_("这门课已经不在核验里了"))
    course = db.session.get_one(Course, course_id, populate_existing=True)
    record("take_out", TABLE, course_id, by=by, at=at)
    show_anew(course, at=at, seen=True)
    tell_teachers(course, "courses.taken_out", at=at)


def carry_over(organiser_id: int, *, old: int, new: int, at: datetime) -> None:
    """Let all that stood under the old verification stand under the one that renews it."""
    step = update(Course).where(Course.organiser_id == organiser_id, Course.sponsorship_id == old)
    db.session.execute(step.values(sponsorship_id=new))
    verification_changed(organiser_id, at=at)


def verification_changed(organiser_id: int, *, at: datetime) -> None:
    """Let pages and index hear that the organiser's verification began, stopped or ended."""
    bump()
    write_anew(Organiser.id == organiser_id, at=at)


def renamed(kind: str, ref: int, *, at: datetime) -> None:
    """Have written anew what is found by the name of an organiser, or of its village."""
    places = {KIND: Organiser.id, UNIT: Organiser.unit_id}
    if kind in places:
        write_anew(places[kind] == ref, at=at)
