"""Reads for searching: by which words the index knows courses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.branches.models import Unit
from core.db import db
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from training.courses.models import Course, CourseVersion, Lesson, Organiser, Subject
from training.courses.queries import from_shown, on_show

COURSE = "course"  # under which name the index knows them
SWITCHED_ON = (Course.is_on, Course.removed_at.is_(None), Course.sponsorship_id.is_not(None))


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a course is found by."""

    id: int
    title: str
    summary: str
    for_whom: str
    subject: Subject
    organiser: str
    village: str
    lessons: list[str]


def list_words(ids: Sequence[int]) -> list[Words]:
    """Return the words of those courses that are switched on under a verification that stands.

    Whether its days are over is asked when they are shown: these end without anybody telling.
    """
    query = (
        select(
            Course.id,
            CourseVersion.id.label("version_id"),
            CourseVersion.title,
            CourseVersion.summary,
            CourseVersion.for_whom,
            Course.subject,
            Organiser.name.label("organiser"),
            Unit.name.label("village"),
        )
        .select_from(from_shown())
        .join(Unit, Unit.id == Organiser.unit_id)
        .where(
            Course.id.in_(ids),
            Organiser.closed_at.is_(None),
            Sponsorship.status == SponsorshipStatus.ACTIVE,
            *SWITCHED_ON,
        )
    )
    rows = db.session.execute(query).mappings().all()
    titles: dict[int, list[str]] = {row["version_id"]: [] for row in rows}
    lessons = (
        select(Lesson.version_id, Lesson.title)
        .where(Lesson.version_id.in_(titles))
        .order_by(Lesson.version_id, Lesson.position)
    )
    for version_id, title in db.session.execute(lessons):
        titles[version_id].append(title)
    return [
        Words(
            lessons=titles[row["version_id"]],
            **{name: value for name, value in row.items() if name != "version_id"},
        )
        for row in rows
    ]


def list_refs(*, after: int, limit: int) -> Sequence[int]:
    """Return the ids of courses above this one that the index may hold."""
    query = select(Course.id).where(Course.id > after, *SWITCHED_ON)
    return db.session.scalars(query.order_by(Course.id).limit(limit)).all()


def to_see(ids: Sequence[int], *, at: datetime) -> set[int]:
    """Return which of these courses all may see now."""
    query = select(Course.id).select_from(from_shown())
    return set(db.session.scalars(query.where(Course.id.in_(ids), on_show(at=at))))


def list_changed(*, after: int, limit: int, at: datetime) -> list[tuple[int, datetime]]:
    """Return the courses above this id that all may see now, with when each last changed."""
    query = (
        select(Course.id, Course.changed_at)
        .select_from(from_shown())
        .where(on_show(at=at), Course.id > after)
        .order_by(Course.id)
        .limit(limit)
    )
    return [(ref, changed) for ref, changed in db.session.execute(query)]
