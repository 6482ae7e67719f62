"""The public notice of hours: masked names, and only of volunteers who agreed to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from core.accounts.models import Person
from core.branches.rules import public_name
from core.db import db
from core.db.short_lists import Columns
from services.hours.models import Attendance, AttendanceStatus
from services.volunteering.models import Shift, Task, Volunteer

PAGE = 50


@dataclass(frozen=True)
class Shown:
    """One line of the notice; `name` is masked, whoever it is is told to nobody."""

    id: int
    ref: str
    name: str
    title: str
    starts_at: datetime
    minutes: int
    by_hand: bool
    until: date
    branch_id: int


def list_shown(branch_id: int, *, today: date, after: int | None = None) -> list[Shown]:
    """Return what the branch shows today, the newest first, one more than a page."""
    query = _query(today).where(Attendance.branch_id == branch_id)
    if after is not None:
        query = query.where(Attendance.id < after)
    rows = db.session.execute(query.order_by(Attendance.id.desc()).limit(PAGE + 1))
    return [_shown(row) for row in rows]


def find_shown(branch_id: int, ref: str, *, today: date) -> Shown | None:
    """Return one line of the notice, or None where nobody is shown it today."""
    query = _query(today).where(Attendance.branch_id == branch_id, Attendance.ref == ref)
    row = db.session.execute(query).one_or_none()
    return _shown(row) if row else None


def _query(today: date) -> Columns:
    return (
        select(
            Attendance.id,
            Attendance.ref,
            Person.name,
            Task.title,
            Attendance.starts_at,
            Attendance.minutes,
            Attendance.by_hand,
            Attendance.notice_until,
            Attendance.branch_id,
        )
        .join(Person, Person.id == Attendance.person_id)
        .join(Shift, Shift.id == Attendance.shift_id)
        .join(Task, Task.id == Shift.task_id)
        .join(Volunteer, Volunteer.person_id == Attendance.person_id)
        .where(
            Attendance.status == AttendanceStatus.NOTICE,
            Attendance.notice_until >= today,
            Volunteer.public_at.is_not(None),
        )
    )


def _shown(row: Any) -> Shown:
    key, ref, name, *rest = row
    return Shown(key, ref, public_name(name), *rest)


def list_to_put_up() -> Sequence[int]:
    """Return the ids of what nobody in particular was served by and whose volunteer agrees."""
    return _ids(
        Attendance.status == AttendanceStatus.ENDED,
        Task.served_id.is_(None),
        Volunteer.public_at.is_not(None),
    )


def list_to_take_down() -> Sequence[int]:
    """Return the ids of what is shown though the volunteer agrees no more."""
    return _ids(Attendance.status == AttendanceStatus.NOTICE, Volunteer.public_at.is_(None))


def list_over(*, today: date) -> Sequence[int]:
    """Return the ids of what has been shown to the end of its last day."""
    return _ids(
        Attendance.status == AttendanceStatus.NOTICE,
        Attendance.notice_until < today,
        Volunteer.public_at.is_not(None),
    )


def _ids(*which: ColumnElement[bool]) -> Sequence[int]:
    query = (
        select(Attendance.id)
        .join(Shift, Shift.id == Attendance.shift_id)
        .join(Task, Task.id == Shift.task_id)
        .outerjoin(Volunteer, Volunteer.person_id == Attendance.person_id)
        .where(*which)
    )
    return db.session.scalars(query.order_by(Attendance.id)).all()
