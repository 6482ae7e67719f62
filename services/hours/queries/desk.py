"""What of hours waits at a branch's desk: what is to confirm, corrections, shifts near now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import contains_eager

from core.accounts.models import Person
from core.branches.models import Branch
from core.db import db
from core.db.short_lists import Columns
from services.hours.models import Attendance, AttendanceStatus, Correction
from services.hours.queries.cases import ASKED_OF_PEOPLE
from services.hours.queries.judges import desk_of, lies_with, near
from services.volunteering.models import Shift, Task

PAGE = 30
BY_THEMSELVES = timedelta(days=3)  # so long the person served is left to confirm it
NEAR = timedelta(days=1)
OBJECTED = Attendance.status == AttendanceStatus.OBJECTED


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


def list_corrections(branch_id: int, *, at: datetime, limit: int = PAGE) -> Sequence[Note]:
    """Return the corrections that volunteers wait for at this desk, the oldest first."""
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
        .join(Branch, Branch.id == Attendance.branch_id)
        .where(lies_with(Attendance, branch_id, at=at), Correction.answered_at.is_(None))
        .order_by(Correction.id)
        .limit(limit)
    )
    return [Note(*row) for row in db.session.execute(query)]


def count_corrections(
    branch_ids: set[int], person_id: int, *, at: datetime
) -> Sequence[tuple[int, int, datetime]]:
    """Return (desk, how many, since when) of corrections that wait, less this person's own."""
    waiting = (
        select(desk_of(Attendance, at).label("desk"), Correction.at.label("since"))
        .join(Attendance, Attendance.id == Correction.attendance_id)
        .join(Branch, Branch.id == Attendance.branch_id)
        .where(
            near(branch_ids),
            Correction.answered_at.is_(None),
            Attendance.person_id != person_id,
        )
    )
    return count_by_desk(waiting, branch_ids)


def count_by_desk(waiting: Columns, branch_ids: set[int]) -> Sequence[tuple[int, int, datetime]]:
    """Count rows of (desk, since) by desk; return (desk, how many, since when) of these desks."""
    inner = waiting.subquery()
    query = (
        select(inner.c.desk, func.count(), func.min(inner.c.since))
        .where(inner.c.desk.in_(branch_ids))
        .group_by(inner.c.desk)
        .order_by(inner.c.desk)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)]


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
