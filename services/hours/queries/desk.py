"""What of hours waits at a branch's desk: corrections, and certificates asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from core.accounts.models import Person
from core.db import db
from services.hours.models import (
    Attendance,
    AttendanceStatus,
    Correction,
    HoursEntry,
    HoursRequest,
)
from services.hours.queries.cases import ASKED_OF_PEOPLE
from services.hours.queries.ledger import PARTS, parts_in
from services.hours.rules.counting import Parts
from services.volunteering.models import Shift, Task

PAGE = 30
BY_THEMSELVES = timedelta(days=3)  # so long the person served is left to confirm it
NEAR = timedelta(days=1)
OBJECTED = Attendance.status == AttendanceStatus.OBJECTED


@dataclass(frozen=True)
class Asked:
    """A request for a certificate, with what it would say now."""

    id: int
    person_id: int
    name: str
    first: date
    last: date
    asked_at: datetime
    parts: Parts


@dataclass(frozen=True)
class Note:
    """What a volunteer says is wrong with an attendance of theirs."""

    id: int
    attendance_id: int
    name: str
    title: str
    words: str
    at: datetime


def waits_for_officer(at: datetime) -> ColumnElement[bool]:
    """Return the condition that hours wait for an officer: nobody else is going to confirm."""
    return and_(
        ASKED_OF_PEOPLE,
        or_(Task.served_id.is_(None), Attendance.ends_at <= at - BY_THEMSELVES),
    )


def list_corrections(branch_ids: set[int], *, limit: int = PAGE) -> Sequence[Note]:
    """Return the corrections that volunteers of these branches wait for, the oldest first."""
    query = (
        select(
            Correction.id,
            Correction.attendance_id,
            Person.name,
            Task.title,
            Correction.words,
            Correction.at,
        )
        .join(Attendance, Attendance.id == Correction.attendance_id)
        .join(Person, Person.id == Attendance.person_id)
        .join(Shift, Shift.id == Attendance.shift_id)
        .join(Task, Task.id == Shift.task_id)
        .where(Attendance.branch_id.in_(branch_ids), Correction.answered_at.is_(None))
        .order_by(Correction.id)
        .limit(limit)
    )
    return [Note(*row) for row in db.session.execute(query)]


def count_corrections(branch_ids: set[int], person_id: int) -> Sequence[tuple[int, int, datetime]]:
    """Return (branch, how many, since when) of corrections that wait, less this person's own."""
    query = (
        select(Attendance.branch_id, func.count(), func.min(Correction.at))
        .join(Attendance, Attendance.id == Correction.attendance_id)
        .where(
            Attendance.branch_id.in_(branch_ids),
            Correction.answered_at.is_(None),
            Attendance.person_id != person_id,
        )
        .group_by(Attendance.branch_id)
        .order_by(Attendance.branch_id)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)]


def list_requests(branch_id: int, *, limit: int = PAGE) -> Sequence[Asked]:
    """Return who waits for a certificate of this branch, the oldest first, with their figures."""
    in_time = and_(
        HoursEntry.person_id == HoursRequest.person_id,
        HoursEntry.branch_id == HoursRequest.branch_id,
        HoursEntry.day.between(HoursRequest.first, HoursRequest.last),
    )
    query = (
        select(
            *PARTS,
            HoursRequest.id,
            Person.id,
            Person.name,
            HoursRequest.first,
            HoursRequest.last,
            HoursRequest.asked_at,
        )
        .join(Person, Person.id == HoursRequest.person_id)
        .outerjoin(HoursEntry, in_time)
        .where(HoursRequest.branch_id == branch_id, HoursRequest.issued_at.is_(None))
        .group_by(
            HoursRequest.id,
            Person.id,
            Person.name,
            HoursRequest.first,
            HoursRequest.last,
            HoursRequest.asked_at,
        )
        .order_by(HoursRequest.id)
        .limit(limit)
    )
    found: Sequence[Any] = db.session.execute(query).all()
    return [Asked(row[3], row[4], row[5], row[6], row[7], row[8], parts_in(row)) for row in found]


def count_requests(branch_ids: set[int], person_id: int) -> Sequence[tuple[int, int, datetime]]:
    """Return (branch, how many, since when) of certificates asked for, less this person's own."""
    query = (
        select(HoursRequest.branch_id, func.count(), func.min(HoursRequest.asked_at))
        .where(
            HoursRequest.branch_id.in_(branch_ids),
            HoursRequest.issued_at.is_(None),
            HoursRequest.person_id != person_id,
        )
        .group_by(HoursRequest.branch_id)
        .order_by(HoursRequest.branch_id)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)]


def find_request(branch_id: int, request_id: int) -> HoursRequest | None:
    """Return the request if it was made to this branch, else None."""
    found = db.session.get(HoursRequest, request_id)
    return found if found is not None and found.branch_id == branch_id else None


def find_open_request(branch_id: int, person_id: int) -> HoursRequest | None:
    """Return what this person has asked of the branch and not got yet, or None."""
    query = select(HoursRequest).where(
        HoursRequest.branch_id == branch_id,
        HoursRequest.person_id == person_id,
        HoursRequest.issued_at.is_(None),
    )
    return db.session.scalar(query)


def list_my_requests(person_id: int) -> Sequence[HoursRequest]:
    """Return what this person has asked for and not got yet, the oldest first."""
    query = (
        select(HoursRequest)
        .where(HoursRequest.person_id == person_id, HoursRequest.issued_at.is_(None))
        .options(joinedload(HoursRequest.branch))
        .order_by(HoursRequest.id)
    )
    return db.session.scalars(query).all()


def list_shifts_near(branch_id: int, *, at: datetime, limit: int = PAGE) -> Sequence[Shift]:
    """Return the branch's shifts from yesterday until tomorrow, in their order."""
    query = (
        select(Shift)
        .join(Shift.task)
        .where(
            Task.branch_id == branch_id,
            Shift.cancelled_at.is_(None),
            Shift.ends_at >= at - NEAR,
            Shift.starts_at <= at + NEAR,
        )
        .options(contains_eager(Shift.task))
        .order_by(Shift.starts_at, Shift.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()
