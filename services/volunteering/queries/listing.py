"""Reads of the public list: tasks by their next shift, in a number of queries flat in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, or_, select, tuple_

from core.branches.models import Branch, Unit
from core.clock import village_day
from core.db import db
from services.volunteering.models import Shift, Task, TaskStatus
from services.volunteering.rules.wishes import PAGE, Wish


@dataclass(frozen=True, kw_only=True)
class Line:
    """A task as the list shows it: its next shift with the places free, and those left in all.

    Of one in somebody's home the place is left out.
    """

    id: int
    title: str
    place: str
    village: str
    branch: str
    skill: str
    licence: str
    dangerous: bool
    private: bool
    starts_at: datetime
    ends_at: datetime
    free: int
    shifts: int
    left: int

    @property
    def day(self) -> date:
        """The village day of the next shift."""
        return village_day(self.starts_at)


@dataclass(frozen=True)
class Page:
    """Some tasks, and the key from which the next page goes on; None where there is none."""

    lines: list[Line]
    after: tuple[datetime, int] | None = None


@dataclass(frozen=True)
class Places:
    """Where hands are wanted now: ids and names of villages and of branches."""

    villages: list[tuple[int, str]]
    branches: list[tuple[int, str]]

    def name_of(self, where: str) -> str:
        """Return what the place of a wish is called, nothing where nobody wants hands there."""
        if not where:
            return ""
        known = self.villages if where.startswith("u") else self.branches
        return dict(known).get(int(where[1:]), "")


def open_to_all() -> ColumnElement[bool]:
    """Return the condition that a task and its branch are open, and everybody may come."""
    return and_(Task.status == TaskStatus.OPEN, ~Task.in_turn, Branch.closed_at.is_(None))


def to_come(at: datetime) -> ColumnElement[bool]:
    """Return the condition that a shift is still to come."""
    return and_(Shift.cancelled_at.is_(None), Shift.starts_at > at)


def list_page(wish: Wish, *, at: datetime) -> Page:
    """Return the page of tasks that the wish means, the soonest first."""
    query = lines_of(wish, at=at).limit(PAGE + 1)
    if wish.after:
        query = query.where(tuple_(Shift.starts_at, Task.id) > wish.after)
    lines = [line_of(row) for row in db.session.execute(query).mappings()]
    if len(lines) <= PAGE:
        return Page(lines)
    last = lines[PAGE - 1]
    return Page(lines[:PAGE], (last.starts_at, last.id))


def list_soonest(*, at: datetime, limit: int) -> list[Line]:
    """Return what begins first and still lacks hands."""
    left = Shift.capacity > Shift.taken + Shift.held
    query = lines_of(Wish(), at=at, only=left).limit(limit)
    return [line_of(row) for row in db.session.execute(query).mappings()]


def list_by_id(ids: Sequence[int], *, at: datetime) -> list[Line]:
    """Return those of these tasks that all may see now, in the order of the ids."""
    query = lines_of(Wish(), at=at).where(Task.id.in_(ids))
    rows = db.session.execute(query).mappings()
    found = {row["id"]: line_of(row) for row in rows}
    return [found[each] for each in ids if each in found]


def lines_of(
    wish: Wish, *, at: datetime, only: ColumnElement[bool] | None = None
) -> "Select[*tuple[Any, ...]]":
    """Read tasks that fit the wish with the first shift that fits it; `only` narrows the shifts."""
    first, last = wish.window(at)
    fits = [Shift.cancelled_at.is_(None), Shift.starts_at > at, Shift.starts_at >= first]
    if last is not None:
        fits.append(Shift.starts_at < last)
    if only is not None:
        fits.append(only)
    free = Shift.capacity - Shift.taken - Shift.held
    nearest = (
        select(
            Shift.task_id,
            func.min(Shift.starts_at).label("starts_at"),
            func.count().label("shifts"),
            func.sum(free).label("left"),
        )
        .where(*fits)
        .group_by(Shift.task_id)
        .subquery()
    )
    return (
        select(
            Task.id,
            Task.title,
            Task.place,
            Unit.name.label("village"),
            Branch.name.label("branch"),
            Task.skill,
            Task.licence,
            Task.dangerous,
            Task.private,
            Shift.starts_at,
            Shift.ends_at,
            free.label("free"),
            nearest.c.shifts,
            nearest.c.left,
        )
        .join(nearest, nearest.c.task_id == Task.id)
        .join(Shift, and_(Shift.task_id == Task.id, Shift.starts_at == nearest.c.starts_at, *fits))
        .join(Branch, Branch.id == Task.branch_id)
        .outerjoin(Unit, Unit.id == Task.unit_id)
        .where(open_to_all(), *asked(wish))
        .order_by(Shift.starts_at, Task.id)
    )


def asked(wish: Wish) -> list[ColumnElement[bool]]:
    """Return what the filters ask of a task and its branch."""
    conditions: list[ColumnElement[bool]] = []
    if wish.skill:
        conditions.append(Task.skill == wish.skill)
    if wish.where:
        ref = int(wish.where[1:])
        here = Branch.path.contains(f"/{ref}/")
        conditions.append(Task.unit_id == ref if wish.where.startswith("u") else here)
    return conditions


def line_of(row: RowMapping) -> Line:
    place = "" if row["private"] else row["place"]
    return Line(**{**dict(row), "place": place, "village": row["village"] or ""})


def read_places(*, at: datetime) -> Places:
    """Return where hands are wanted now, in one query."""
    wanted = select(Shift.id).where(Shift.task_id == Task.id, to_come(at)).exists()
    query = (
        select(Unit.id, Unit.name, Branch.id, Branch.name)
        .select_from(Task)
        .join(Branch, Branch.id == Task.branch_id)
        .outerjoin(Unit, Unit.id == Task.unit_id)
        .where(open_to_all(), wanted)
        .distinct()
        .order_by(Branch.id, Unit.id)
    )
    rows = db.session.execute(query).all()
    return Places(
        villages=[(row[0], row[1]) for row in rows if row[0] is not None],
        branches=list(dict.fromkeys((row[2], row[3]) for row in rows)),
    )


def list_like(said: Sequence[str], *, limit: int, at: datetime) -> Sequence[int]:
    """Return the tasks that hold all of these words somewhere, the soonest first."""
    held = [
        or_(
            Task.title.icontains(word, autoescape=True),
            Task.words.icontains(word, autoescape=True),
            Unit.name.icontains(word, autoescape=True),
            Branch.name.icontains(word, autoescape=True),
            and_(~Task.private, Task.place.icontains(word, autoescape=True)),
        )
        for word in said
    ]
    query = lines_of(Wish(), at=at).where(*held).limit(limit)
    return [row.id for row in db.session.execute(query)]
