"""Reads of the list of courses, in a number of queries flat in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_

from core.branches.models import Branch, Unit
from core.db import db
from core.qualifications.models import QualificationKind
from core.sponsorship.models import Sponsorship, Visit
from training.courses.models import Course, CourseVersion, Lesson, Level, Organiser, Subject
from training.courses.queries import from_shown, on_show
from training.school.rules import PAGE, Wish

MOST_SHOWN = 60  # of one organiser
NEWEST = (Course.listed_at.desc(), Course.id.desc())


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A course as lists show it."""

    id: int
    title: str
    summary: str
    subject: Subject
    level: Level
    language: str
    minutes: int
    lessons: int
    unlocks: QualificationKind | None
    open_reading: bool
    organiser: str
    village: str
    branch: str
    visited: date
    listed_at: datetime


@dataclass(frozen=True)
class Page:
    """Some courses, and the key from which the next page goes on; None where there is none."""

    tiles: list[Tile]
    after: tuple[datetime, int] | None = None


@dataclass(frozen=True)
class Kept:
    """What courses that are shown now are about, and the languages they are held in."""

    subjects: list[Subject]
    languages: list[str]


def list_page(wish: Wish, *, at: datetime) -> Page:
    """Return the page of courses that the wish means, the newest first."""
    query = tiles_of(at=at).where(*asked(wish)).limit(PAGE + 1)
    if wish.after:
        query = query.where(tuple_(Course.listed_at, Course.id) < wish.after)
    tiles = read(query)
    if len(tiles) <= PAGE:
        return Page(tiles)
    last = tiles[PAGE - 1]
    return Page(tiles[:PAGE], (last.listed_at, last.id))


def list_newest(*, at: datetime, limit: int) -> list[Tile]:
    """Return the courses that were switched on last."""
    return read(tiles_of(at=at).limit(limit))


def list_of_organiser(organiser_id: int, *, at: datetime) -> list[Tile]:
    """Return the courses of one organiser, the newest first."""
    return read(tiles_of(at=at).where(Course.organiser_id == organiser_id).limit(MOST_SHOWN))


def list_by_id(ids: Sequence[int], *, at: datetime) -> list[Tile]:
    """Return those of these courses that all may see now, in the order of the ids."""
    found = {each.id: each for each in read(tiles_of(at=at).where(Course.id.in_(ids)))}
    return [found[each] for each in ids if each in found]


def read(query: "Select[*tuple[Any, ...]]") -> list[Tile]:
    return [Tile(**row) for row in db.session.execute(query).mappings()]


def tiles_of(*, at: datetime) -> "Select[*tuple[Any, ...]]":
    """Read courses that are shown now, with their live version and who verified the organiser."""
    lessons = (
        select(func.count())
        .where(Lesson.version_id == CourseVersion.id)
        .correlate(CourseVersion)
        .scalar_subquery()
    )
    return (
        select(
            Course.id,
            CourseVersion.title,
            CourseVersion.summary,
            Course.subject,
            CourseVersion.level,
            CourseVersion.language,
            CourseVersion.minutes,
            lessons.label("lessons"),
            Course.unlocks,
            CourseVersion.open_reading,
            Organiser.name.label("organiser"),
            Unit.name.label("village"),
            Branch.name.label("branch"),
            func.coalesce(Visit.day, Sponsorship.valid_from).label("visited"),
            Course.listed_at,
        )
        .select_from(from_shown())
        .join(Unit, Unit.id == Organiser.unit_id)
        .join(Branch, Branch.id == Sponsorship.branch_id)
        .outerjoin(Visit, Visit.sponsorship_id == Sponsorship.id)
        .where(on_show(at=at))
        .order_by(*NEWEST)
    )


def asked(wish: Wish) -> list[ColumnElement[bool]]:
    """Return the conditions of the wish."""
    found: list[ColumnElement[bool]] = []
    if wish.subject:
        found.append(Course.subject == wish.subject)
    if wish.level:
        found.append(CourseVersion.level == wish.level)
    if wish.language:
        found.append(CourseVersion.language == wish.language)
    if wish.unlocks:
        found.append(Course.unlocks == wish.unlocks)
    return found


def read_kept(*, at: datetime) -> Kept:
    """Return what the list can be narrowed by, in one query."""
    query = (
        select(Course.subject, CourseVersion.language)
        .select_from(from_shown())
        .where(on_show(at=at))
        .distinct()
    )
    rows = db.session.execute(query).all()
    kept = {row.subject for row in rows}
    return Kept(
        subjects=[each for each in Subject if each in kept],
        languages=sorted({row.language for row in rows} - {""}),
    )


def list_like(words: Sequence[str], *, limit: int, at: datetime) -> Sequence[int]:
    """Return the courses shown now that say all of these words somewhere, the newest first."""
    places = (
        CourseVersion.title,
        CourseVersion.summary,
        CourseVersion.for_whom,
        Organiser.name,
        Unit.name,
    )
    held = [or_(*(place.icontains(word, autoescape=True) for place in places)) for word in words]
    query = (
        select(Course.id)
        .select_from(from_shown())
        .join(Unit, Unit.id == Organiser.unit_id)
        .where(on_show(at=at), *held)
        .order_by(*NEWEST)
        .limit(limit)
    )
    return db.session.scalars(query).all()
