"""Sums of the ledger: of a day, a year, a person, a branch. Only what is confirmed stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, extract, func, or_, select
from sqlalchemy.orm import contains_eager

from core.accounts.models import Person
from core.branches.models import Branch
from core.db import db
from services.hours.models import Attendance, Confirmed, HoursEntry
from services.hours.rules.counting import PHONE_DAYS, Parts
from services.volunteering.models import Shift, Task

PAGE = 50


@dataclass(frozen=True)
class Figure:
    """What somebody has done in a time: minutes by their parts, and how many services."""

    parts: Parts
    served: int
    first: date | None  # days of the first and the last service that count
    last: date | None


@dataclass(frozen=True)
class Row:
    """A line of a branch's roll of hours."""

    person_id: int
    name: str
    name_key: str
    parts: Parts


def find_entry(attendance_id: int) -> HoursEntry | None:
    """Return the last line of the ledger that was made from an attendance, or None."""
    query = select(HoursEntry).where(
        HoursEntry.attendance_id == attendance_id, HoursEntry.reverses_id.is_(None)
    )
    return db.session.scalar(query.order_by(HoursEntry.id.desc()).limit(1))


def list_capped(person_id: int, *, day: date, by_phone: bool) -> Sequence[HoursEntry]:
    """Return the lines that stand for less than it lasted because of what counts of this day.

    `by_phone`: also those that the cap of hours confirmed by phone has cut, of thirty days around.
    """
    near = HoursEntry.day == day
    if by_phone:
        far = timedelta(days=PHONE_DAYS - 1)
        around = HoursEntry.day.between(day - far, day + far)
        near = or_(near, and_(HoursEntry.how == Confirmed.PHONE, around))
    query = (
        select(HoursEntry)
        .join(HoursEntry.attendance)
        .where(HoursEntry.person_id == person_id, stands(), near)
        .where(HoursEntry.minutes < Attendance.minutes)
        .options(contains_eager(HoursEntry.attendance))
        .order_by(Attendance.starts_at, HoursEntry.id)
    )
    return db.session.scalars(query).all()


def minutes_on(person_id: int, day: date) -> int:
    """Return how many minutes of this person count on the day."""
    query = select(func.coalesce(func.sum(HoursEntry.minutes), 0)).where(
        HoursEntry.person_id == person_id, HoursEntry.day == day
    )
    return int(db.session.scalar(query) or 0)


def by_phone_around(person_id: int, day: date) -> dict[date, int]:
    """Return the minutes confirmed by phone of the days that share thirty days with this one."""
    near = timedelta(days=PHONE_DAYS)
    query = (
        select(HoursEntry.day, func.sum(HoursEntry.minutes))
        .where(
            HoursEntry.person_id == person_id,
            HoursEntry.how == Confirmed.PHONE,
            HoursEntry.day.between(day - near, day + near),
        )
        .group_by(HoursEntry.day)
    )
    return {row[0]: int(row[1]) for row in db.session.execute(query)}


def figure_of(
    person_id: int,
    *,
    branch_id: int | None = None,
    first: date | None = None,
    last: date | None = None,
) -> Figure:
    """Return what somebody has done, in a branch and a time or altogether."""
    which = [HoursEntry.person_id == person_id]
    if branch_id is not None:
        which.append(HoursEntry.branch_id == branch_id)
    if first is not None:
        which.append(HoursEntry.day >= first)
    if last is not None:
        which.append(HoursEntry.day <= last)
    counts = stands()
    row: Any = db.session.execute(
        select(
            *PARTS,
            func.coalesce(func.sum(case((counts, 1), else_=0)), 0),
            func.min(case((counts, HoursEntry.day))),
            func.max(case((counts, HoursEntry.day))),
        ).where(*which)
    ).one()
    return Figure(parts_in(row), int(row[3]), row[4], row[5])


def kinds_of(
    person_id: int, branch_id: int, *, first: date, last: date
) -> Sequence[tuple[str, str, bool, int]]:
    """Return (skill, title, whether it was for one person or in a home, how many times)."""
    for_one = or_(Task.served_id.is_not(None), Task.private)
    query = (
        select(Task.skill, Task.title, for_one, func.count())
        .join(Shift, Shift.task_id == Task.id)
        .join(Attendance, Attendance.shift_id == Shift.id)
        .join(HoursEntry, HoursEntry.attendance_id == Attendance.id)
        .where(
            HoursEntry.person_id == person_id,
            HoursEntry.branch_id == branch_id,
            HoursEntry.day.between(first, last),
            stands(),
        )
        .group_by(Task.skill, Task.title, for_one)
        .order_by(Task.skill, Task.title)
    )
    return [(row[0], row[1], bool(row[2]), int(row[3])) for row in db.session.execute(query)]


def stands() -> ColumnElement[bool]:
    """Return the condition that a line says minutes that count, and none takes it back."""
    other = HoursEntry.__table__.alias()
    taken_back = (
        select(other.c.id)
        .where(other.c.reverses_id == HoursEntry.id)
        .correlate(HoursEntry)
        .exists()
    )
    return and_(HoursEntry.reverses_id.is_(None), ~taken_back)


def months_of(person_id: int, year: int) -> list[int]:
    """Return the minutes of each month of the year."""
    month: Any = extract("month", HoursEntry.day)
    query = (
        select(month, func.sum(HoursEntry.minutes))
        .where(
            HoursEntry.person_id == person_id,
            HoursEntry.day.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .group_by(month)
    )
    found = {int(row[0]): int(row[1]) for row in db.session.execute(query)}
    return [found.get(each, 0) for each in range(1, 13)]


def first_day_of(person_id: int) -> date | None:
    """Return the first day of which somebody has hours in the ledger, or None."""
    return db.session.scalar(
        select(func.min(HoursEntry.day)).where(HoursEntry.person_id == person_id)
    )


def branches_of(person_id: int) -> Sequence[tuple[int, str, int]]:
    """Return (id, name, minutes) of the branches that have recorded hours of this person."""
    query = (
        select(Branch.id, Branch.name, func.sum(HoursEntry.minutes))
        .join(HoursEntry, HoursEntry.branch_id == Branch.id)
        .where(HoursEntry.person_id == person_id, Branch.closed_at.is_(None))
        .group_by(Branch.id, Branch.name)
        .having(func.sum(HoursEntry.minutes) > 0)
        .order_by(Branch.id)
    )
    return [(row[0], row[1], int(row[2])) for row in db.session.execute(query)]


def roll_of(
    branch_id: int, first: date, last: date, *, after: tuple[str, int] | None = None
) -> list[Row]:
    """Return who has done how much for the branch in this time, by name; one more than a page."""
    query = (
        select(*PARTS, Person.id, Person.name, Person.name_key)
        .join(Person, Person.id == HoursEntry.person_id)
        .where(HoursEntry.branch_id == branch_id, HoursEntry.day.between(first, last))
        .group_by(Person.id, Person.name, Person.name_key)
        .having(func.sum(HoursEntry.minutes) > 0)
        .order_by(Person.name_key, Person.id)
        .limit(PAGE + 1)
    )
    if after is not None:
        key, person_id = after
        same = and_(Person.name_key == key, Person.id > person_id)
        query = query.where(or_(Person.name_key > key, same))
    found: Sequence[Any] = db.session.execute(query).all()
    return [Row(row[3], row[4], row[5], parts_in(row)) for row in found]


def find_place(person_id: int) -> tuple[str, int] | None:
    """Return where in a list by name this person stands, or None."""
    row = db.session.execute(
        select(Person.name_key, Person.id).where(Person.id == person_id)
    ).one_or_none()
    return (row[0], row[1]) if row else None


def months_in(person_id: int, branch_id: int, *, limit: int = 24) -> list[tuple[int, int, Parts]]:
    """Return (year, month, parts) of somebody's hours for the branch, the newest first."""
    year: Any = extract("year", HoursEntry.day)
    month: Any = extract("month", HoursEntry.day)
    query = (
        select(*PARTS, year, month)
        .where(HoursEntry.person_id == person_id, HoursEntry.branch_id == branch_id)
        .group_by(year, month)
        .order_by(year.desc(), month.desc())
        .limit(limit)
    )
    return [(int(row[3]), int(row[4]), parts_in(row)) for row in db.session.execute(query)]


def minutes_of_branch(branch_id: int, first: date, last: date) -> int:
    """Return how many minutes the branch has recorded in this time."""
    query = select(func.coalesce(func.sum(HoursEntry.minutes), 0)).where(
        HoursEntry.branch_id == branch_id, HoursEntry.day.between(first, last)
    )
    return int(db.session.scalar(query) or 0)


def has_hours(person_id: int, branch_id: int) -> bool:
    """Tell whether the branch has ever recorded hours of this person."""
    query = select(HoursEntry.id).where(
        HoursEntry.person_id == person_id, HoursEntry.branch_id == branch_id
    )
    return db.session.scalar(query.limit(1)) is not None


def _sum_where(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, HoursEntry.minutes), else_=0)), 0)


BY_PHONE = HoursEntry.how == Confirmed.PHONE
# The three parts of every sum, in the order of `Parts`.
PARTS: tuple[ColumnElement[int], ...] = (
    _sum_where(and_(~HoursEntry.by_hand, ~BY_PHONE)),
    _sum_where(and_(~HoursEntry.by_hand, BY_PHONE)),
    _sum_where(and_(HoursEntry.by_hand)),
)


def parts_in(row: Sequence[Any]) -> Parts:
    """Return the parts that stand at the beginning of a row."""
    return Parts(*(int(each) for each in row[:3]))
