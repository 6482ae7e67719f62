"""Who was where: shifts to check in at, a shift's roll, one's own attendances, those of a task."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from core.accounts.models import Person
from core.db import db
from core.db.short_lists import Columns
from services.hours.models import (
    Attendance,
    AttendanceStatus,
    HoursEntry,
)
from services.hours.queries.ledger import stands
from services.hours.rules.codes import is_served_seal
from services.hours.rules.presence import LONGEST
from services.volunteering.models import Shift, Signup, SignupStatus, Task

PAGE = 30
A = AttendanceStatus


@dataclass(frozen=True)
class Here:
    """A shift, and the code that somebody has scanned to get to it."""

    shift: Shift
    code: str


@dataclass(frozen=True)
class Coming:
    """Somebody who comes to a shift, or has been there."""

    shift: Shift
    person_id: int

    @property
    def branch_id(self) -> int:
        return self.shift.branch_id


@dataclass(frozen=True)
class Line:
    """One of somebody's attendances, as their list and the table of it show it."""

    id: int
    ref: str
    title: str
    branch_id: int
    status: AttendanceStatus
    starts_at: datetime
    ends_at: datetime | None
    minutes: int
    by_hand: bool
    confirmed_how: Any
    void_why: str
    counted: int | None


@dataclass
class Present:
    """Somebody who has signed up for a shift or has been there, and when they were."""

    person_id: int
    name: str
    is_in: bool = True  # has a place in it
    attendances: list[Attendance] = field(default_factory=list)

    @property
    def open(self) -> Attendance | None:
        """Return the attendance that has no end yet."""
        return next((each for each in self.attendances if each.status is A.OPEN), None)


def find_here(shift_id: int, code: str = "") -> Here | None:
    """Return the shift behind the address that a QR holds, or None."""
    shift = _find_shift(Shift.id == shift_id)
    return Here(shift, code) if shift else None


def find_served(shift_id: int, code: str) -> Shift | None:
    """Return the shift whose person served shows this code, or None."""
    shift = _find_shift(Shift.id == shift_id, Task.served_id.is_not(None))
    return shift if shift is not None and is_served_seal(shift.id, code) else None


def find_shift_of(branch_id: int, shift_id: int) -> Shift | None:
    """Return the shift if its task is this branch's, else None."""
    return _find_shift(Shift.id == shift_id, Task.branch_id == branch_id)


def find_coming(branch_id: int, shift_id: int, person_id: int) -> Coming | None:
    """Return the person on the roll of a shift of this branch, or None."""
    shift = find_shift_of(branch_id, shift_id)
    if shift is None or not is_on_roll(shift_id, person_id):
        return None
    return Coming(shift, person_id)


def _find_shift(*which: ColumnElement[bool]) -> Shift | None:
    query = select(Shift).join(Shift.task).where(*which).options(contains_eager(Shift.task))
    return db.session.scalar(query)


def is_signed_up(shift_id: int, person_id: int) -> bool:
    """Tell whether this person comes to the shift."""
    query = _signed_up(shift_id).where(Signup.person_id == person_id)
    return db.session.scalar(query) is not None


def is_on_roll(shift_id: int, person_id: int) -> bool:
    """Tell whether this person comes to the shift, or has been there."""
    query = select(Person.id).where(Person.id == person_id, _on_roll(shift_id))
    return db.session.scalar(query) is not None


def find_elsewhere(
    person_id: int, starts_at: datetime, ends_at: datetime | None = None
) -> str | None:
    """Return where this person is in this time by what stands already, or None."""
    found = find_meanwhile(person_id, starts_at, ends_at)
    return found.shift.task.title if found else None


def find_meanwhile(
    person_id: int, starts_at: datetime, ends_at: datetime | None = None
) -> Attendance | None:
    """Return the attendance of this person that stands in this time already, or None.

    Without an end the time goes on. What is void does not stand.
    """
    query = (
        select(Attendance)
        .join(Attendance.shift)
        .join(Shift.task)
        .where(
            Attendance.person_id == person_id,
            Attendance.status != A.VOIDED,
            or_(Attendance.ends_at.is_(None), Attendance.ends_at > starts_at),
        )
        .options(contains_eager(Attendance.shift).contains_eager(Shift.task))
        .order_by(Attendance.id)
        .limit(1)
    )
    if ends_at is not None:
        query = query.where(Attendance.starts_at < ends_at)
    return db.session.scalar(query)


def find_open(shift_id: int, person_id: int) -> Attendance | None:
    """Return the person's attendance at this shift that has no end yet, or None."""
    query = select(Attendance).where(
        Attendance.shift_id == shift_id,
        Attendance.person_id == person_id,
        Attendance.status == A.OPEN,
    )
    return db.session.scalar(query)


def roll_of(shift_id: int) -> list[Present]:
    """Return who comes to the shift or has been there, by name, each with their attendances."""
    on_roll = (
        select(Person.id, Person.name, Person.id.in_(_signed_up(shift_id)))
        .where(_on_roll(shift_id))
        .order_by(Person.name_key, Person.id)
    )
    roll = [Present(*row) for row in db.session.execute(on_roll)]
    by_person = {each.person_id: each for each in roll}
    there = select(Attendance).where(Attendance.shift_id == shift_id).order_by(Attendance.id)
    for attendance in db.session.scalars(there):
        by_person[attendance.person_id].attendances.append(attendance)
    return roll


def _on_roll(shift_id: int) -> ColumnElement[bool]:
    been = select(Attendance.person_id).where(Attendance.shift_id == shift_id)
    return Person.id.in_(_signed_up(shift_id).union(been))


def _signed_up(shift_id: int) -> Select[int]:
    return select(Signup.person_id).where(
        Signup.shift_id == shift_id, Signup.status == SignupStatus.IN
    )


def list_present(shift_ids: Collection[int]) -> list[tuple[int, int]]:
    """Return (shift, person) of who has checked in at these shifts and not out."""
    query = select(Attendance.shift_id, Attendance.person_id).where(
        Attendance.shift_id.in_(shift_ids), Attendance.status == A.OPEN
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def find_by_ref(ref: str) -> Attendance | None:
    """Return the attendance with this reference, with its shift and task, or None."""
    query = (
        select(Attendance)
        .where(Attendance.ref == ref)
        .options(joinedload(Attendance.shift).joinedload(Shift.task), joinedload(Attendance.branch))
    )
    return db.session.scalar(query)


def list_mine(person_id: int, *, after: int | None = None) -> list[Line]:
    """Return a page of somebody's attendances, the newest first, one more than fits."""
    query = _lines(person_id).limit(PAGE + 1)
    if after is not None:
        query = query.where(Attendance.id < after)
    return [Line(*row) for row in db.session.execute(query)]


def list_all_of(person_id: int) -> list[Line]:
    """Return all attendances of somebody, the newest first."""
    return [Line(*row) for row in db.session.execute(_lines(person_id))]


def _lines(person_id: int) -> Columns:
    entry = and_(HoursEntry.attendance_id == Attendance.id, stands())
    return (
        select(
            Attendance.id,
            Attendance.ref,
            Task.title,
            Attendance.branch_id,
            Attendance.status,
            Attendance.starts_at,
            Attendance.ends_at,
            Attendance.minutes,
            Attendance.by_hand,
            Attendance.confirmed_how,
            Attendance.void_why,
            HoursEntry.minutes,
        )
        .join(Shift, Shift.id == Attendance.shift_id)
        .join(Task, Task.id == Shift.task_id)
        .outerjoin(HoursEntry, entry)
        .where(Attendance.person_id == person_id)
        .order_by(Attendance.id.desc())
    )


def list_of_task(task_id: int) -> Sequence[Attendance]:
    """Return the attendances at all shifts of a task with who was there, the oldest first."""
    query = (
        select(Attendance)
        .join(Attendance.shift)
        .where(Shift.task_id == task_id)
        .options(contains_eager(Attendance.shift), joinedload(Attendance.person))
        .order_by(Attendance.id)
    )
    return db.session.scalars(query).all()


def list_to_confirm(shift_id: int, person_id: int) -> Sequence[Attendance]:
    """Return what this person has done at the shift and nobody has confirmed yet."""
    query = (
        select(Attendance)
        .where(
            Attendance.shift_id == shift_id,
            Attendance.person_id == person_id,
            Attendance.status == A.ENDED,
        )
        .order_by(Attendance.id)
    )
    return db.session.scalars(query).all()


def list_forgotten(at: datetime) -> Sequence[int]:
    """Return the ids of attendances that began sixteen hours ago and have no end."""
    query = select(Attendance.id).where(
        Attendance.status == A.OPEN, Attendance.starts_at <= at - LONGEST
    )
    return db.session.scalars(query.order_by(Attendance.id)).all()


def find_attendance(attendance_id: int) -> Attendance | None:
    return db.session.get(Attendance, attendance_id)
