"""What a branch's desk counts of volunteering, and what of it waits there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from core.branches.models import Resident, Unit
from core.db import db
from services.volunteering.models import Shift, Task, TaskStatus, Volunteer


@dataclass(frozen=True)
class Counts:
    """How many tasks a branch has open, and how many of its villagers want to be asked."""

    tasks: int
    willing: int


@dataclass(frozen=True)
class Short:
    """A shift that begins soon and lacks hands; `in_all` counts all of them."""

    branch_id: int
    task_id: int
    title: str
    starts_at: datetime
    left: int
    in_all: int


def list_short(
    branch_ids: Collection[int], *, at: datetime, within: timedelta, limit: int
) -> list[Short]:
    """Return shifts of these branches that begin soon and lack hands, the soonest first."""
    left = Shift.capacity - Shift.taken - Shift.held
    query = (
        select(Task.branch_id, Task.id, Task.title, Shift.starts_at, left, func.count().over())
        .join(Task, Task.id == Shift.task_id)
        .where(Task.branch_id.in_(branch_ids), Task.status == TaskStatus.OPEN)
        .where(Shift.cancelled_at.is_(None), Shift.starts_at > at, Shift.starts_at <= at + within)
        .where(left > 0)
        .order_by(Shift.starts_at, Shift.id)
        .limit(limit)
    )
    return [Short(*row) for row in db.session.execute(query)]


def counts_of(branch_id: int) -> Counts:
    """Return how much the branch has open and how many want to be asked, in one query."""
    tasks = (
        select(func.count())
        .where(Task.branch_id == branch_id, Task.status == TaskStatus.OPEN)
        .scalar_subquery()
    )
    willing = (
        select(func.count())
        .select_from(Volunteer)
        .join(Resident, Resident.person_id == Volunteer.person_id)
        .join(Unit, Unit.id == Resident.unit_id)
        .where(Unit.branch_id == branch_id, Volunteer.willing)
        .scalar_subquery()
    )
    return Counts(*db.session.execute(select(tasks, willing)).one())
