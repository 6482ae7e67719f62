"""Which courses everybody may see and enrol in, as one condition for every page and the search."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, Join, and_, join, select
from sqlalchemy.orm import contains_eager

from core.clock import village_day
from core.db import db
from core.sponsorship.models import Sponsorship
from core.sponsorship.queries import is_active
from training.courses.models import Course, CourseVersion, Organiser, VersionStatus


@dataclass(frozen=True)
class Shown:
    """A course that everybody may see: its live version and the verification it stands under."""

    course: Course
    live: CourseVersion
    sponsorship: Sponsorship


def from_shown() -> Join:
    """Return courses joined with what `on_show` asks about."""
    whole = join(Course, Organiser, Course.organiser_id == Organiser.id)
    live = and_(CourseVersion.course_id == Course.id, CourseVersion.status == VersionStatus.LIVE)
    whole = join(whole, CourseVersion, live)
    return join(whole, Sponsorship, Course.sponsorship_id == Sponsorship.id)


def on_show(*, at: datetime) -> ColumnElement[bool]:
    """Return the condition that a course, joined as `from_shown` does, is open to all now."""
    return and_(*conditions(day=village_day(at)).values())


@lru_cache(maxsize=4)
def conditions(*, day: date) -> Mapping[str, ColumnElement[bool]]:
    """Return, by name, all that must hold for a course to be shown on this village day."""
    return {
        "on": and_(Course.is_on),
        "kept": Course.removed_at.is_(None),
        "under": Course.sponsorship_id.is_not(None),
        "verified": is_active(day=day),
        "open": Organiser.closed_at.is_(None),
    }


def find_shown(course_id: int, *, at: datetime) -> Shown | None:
    """Return a course that everybody may see now, in one query."""
    query = (
        select(Course, CourseVersion, Sponsorship)
        .select_from(from_shown())
        .where(Course.id == course_id, on_show(at=at))
        .options(contains_eager(Course.organiser))
    )
    found = db.session.execute(query).one_or_none()
    return Shown(*found) if found else None
