"""What follows when something that learners see has changed, and whom to tell of a course."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Update, select

from core.accounts.telling import tell
from core.cache.operations import bump
from core.db import db
from core.search.operations import mark
from core.sponsorship.queries import find_standing
from training.courses.models import Course, CourseVersion, Organiser, VersionStatus
from training.courses.rules.courses import COURSE
from training.courses.rules.words import KIND


def changed(step: Update) -> bool:
    """Run the conditional update; tell whether it found its row."""
    return cast("CursorResult[Any]", db.session.execute(step)).rowcount == 1


def lock(course_id: int) -> None:
    """Let one change of a course and its versions follow the other."""
    db.session.execute(select(Course.id).where(Course.id == course_id).with_for_update())


def show_anew(course: Course, *, at: datetime, seen: bool = False) -> None:
    """Let pages and index tell the course as it is now; one that nobody sees changes nothing.

    `seen`: it was to be seen until now, though it is not any more.
    """
    if seen or course.sponsorship_id is not None:
        bump()
        mark(COURSE, [course.id], at=at)


def write_anew(theirs: ColumnElement[bool], *, at: datetime) -> None:
    """Have what these organisers have under a verification written anew in the index."""
    courses = select(Course.id).join(Course.organiser).where(theirs)
    under = courses.where(Course.sponsorship_id.is_not(None))
    mark(COURSE, db.session.scalars(under).all(), at=at)


def shows_otherwise(organiser_id: int, *, at: datetime) -> None:
    """Let public pages and the index hear that an organiser looks different now."""
    bump()
    write_anew(Organiser.id == organiser_id, at=at)


def title_of(course: Course) -> str:
    """Return what the course is called: as it was published, else as it is being written."""
    order = CourseVersion.status != VersionStatus.LIVE
    titles = select(CourseVersion.title).where(CourseVersion.course_id == course.id)
    return db.session.scalar(titles.order_by(order, CourseVersion.number.desc()).limit(1)) or ""


def tell_teachers(course: Course, event: str, *, at: datetime) -> None:
    """Tell who teaches the course; the notice leads to where they build it."""
    tell(
        course.teacher_ids,
        event,
        about=about(course, at),
        url=f"/teach/courses/{course.id}/",
        facts={"title": title_of(course)},
        at=at,
    )


def tell_steward(course: Course, event: str, *, at: datetime) -> None:
    """Tell the steward of the organiser's verification, where one stands."""
    standing = find_standing(KIND, course.organiser_id)
    if standing is None or standing.serving_id is None:
        return
    tell(
        [standing.serving_id],
        event,
        about=about(course, at),
        url=f"/desk/{standing.branch_id}/sponsorships/{standing.id}",
        facts={"title": title_of(course), "organiser": course.organiser.name},
        at=at,
    )


def tell_people(
    organiser: Organiser, people: set[int], event: str, facts: Mapping[str, str], *, at: datetime
) -> None:
    """Tell these people something of an organiser; the notice leads to their start."""
    tell(
        people,
        event,
        about=f"{Organiser.__tablename__}:{organiser.id}:{at.isoformat()}",
        url="/teach/",
        facts={"organiser": organiser.name, **facts},
        at=at,
    )


def about(course: Course, at: datetime) -> str:
    """Return how notices name what happened to the course at this moment."""
    return f"{Course.__tablename__}:{course.id}:{at.isoformat()}"
