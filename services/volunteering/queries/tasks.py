"""Reads about tasks, their shifts and who comes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import aliased, joinedload

from core.accounts.models import Person
from core.branches.models import Branch, Resident
from core.db import db
from services.volunteering.models import (
    Shift,
    Signup,
    SignupStatus,
    Source,
    Task,
    TaskStatus,
)

PAGE = 30
KNOWN_FOR = timedelta(days=1)  # after a shift, those who came may still look where it was
WITH_PLACE = (joinedload(Task.branch), joinedload(Task.unit))


@dataclass(frozen=True)
class Coming:
    """Somebody who comes to a shift."""

    person_id: int
    name: str


@dataclass(frozen=True)
class ShiftAtDesk:
    """A shift, and who comes to it."""

    shift: Shift
    coming: list[Coming] = field(default_factory=list)


@dataclass(frozen=True)
class TaskAtDesk:
    """An open task in a desk's list: its next shift, and how many follow."""

    task: Task
    following: ShiftAtDesk | None
    more: int


def find_task(branch_id: int, task_id: int) -> Task | None:
    """Return the task if it is this open branch's, else None."""
    found = find_public(task_id)
    return found if found is not None and found.branch_id == branch_id else None


def find_public(task_id: int) -> Task | None:
    """Return the task unless its branch was closed."""
    query = select(Task).join(Task.branch).where(Task.id == task_id, Branch.closed_at.is_(None))
    return db.session.scalar(query.options(*WITH_PLACE))


def find_shift(branch_id: int, task_id: int, shift_id: int) -> Shift | None:
    """Return the shift if it is of this task of the branch, else None."""
    if find_task(branch_id, task_id) is None:
        return None
    query = select(Shift).where(Shift.id == shift_id, Shift.task_id == task_id)
    return db.session.scalar(query.options(joinedload(Shift.task)))


def find_live(source_kind: str, source_ref: int) -> Task | None:
    """Return the open task that was made from this request or need; there is one at most."""
    query = select(Task).where(
        Task.source_kind == source_kind,
        Task.source_ref == source_ref,
        Task.status == TaskStatus.OPEN,
    )
    return db.session.scalar(query)


def list_shifts(task_id: int, *, since: datetime | None = None) -> Sequence[Shift]:
    """Return the shifts that were not cancelled, the soonest first; `since`: not over by then."""
    query = select(Shift).where(Shift.task_id == task_id, Shift.cancelled_at.is_(None))
    if since is not None:
        query = query.where(Shift.ends_at > since)
    return db.session.scalars(query.order_by(Shift.starts_at)).all()


def list_to_come(task_id: int, *, at: datetime) -> Sequence[Shift]:
    """Return the shifts that have not begun, in the order of their ids, as they are locked."""
    query = select(Shift).where(
        Shift.task_id == task_id, Shift.cancelled_at.is_(None), Shift.starts_at > at
    )
    return db.session.scalars(query.order_by(Shift.id)).all()


def comes(task_id: int, person_id: int, *, at: datetime) -> bool:
    """Tell whether this person comes to a shift of the task, or came within the last day."""
    mine = (
        select(Signup.id)
        .join(Shift, Shift.id == Signup.shift_id)
        .where(Shift.task_id == task_id, Shift.ends_at > at - KNOWN_FOR)
        .where(Signup.person_id == person_id, is_in())
    )
    return db.session.scalar(mine.limit(1)) is not None


def is_in() -> ColumnElement[bool]:
    return Signup.status == SignupStatus.IN


def list_coming(shift_ids: Collection[int]) -> dict[int, list[Coming]]:
    """Return who comes to each of these shifts, in the order in which they said so."""
    query = (
        select(Signup.shift_id, Person.id, Person.name)
        .join(Person, Person.id == Signup.person_id)
        .where(Signup.shift_id.in_(shift_ids), is_in())
        .order_by(Signup.id)
    )
    found: dict[int, list[Coming]] = {}
    for shift_id, person_id, name in db.session.execute(query):
        found.setdefault(shift_id, []).append(Coming(person_id, name))
    return found


def list_to_tell(task_id: int, *, at: datetime) -> Sequence[int]:
    """Return who comes to a shift of the task that is not over."""
    query = (
        select(Signup.person_id)
        .join(Shift, Shift.id == Signup.shift_id)
        .where(Shift.task_id == task_id, Shift.cancelled_at.is_(None), Shift.ends_at > at, is_in())
        .distinct()
    )
    return db.session.scalars(query).all()


def list_at_desk(
    branch_id: int, *, at: datetime, after: int | None = None, limit: int = PAGE + 1
) -> list[TaskAtDesk]:
    """Return the branch's open tasks, the newest first, each with its next shift and who comes.

    One that stands or runs now counts as the next; two queries, however many tasks.
    """
    query = select(Task).where(Task.branch_id == branch_id, Task.status == TaskStatus.OPEN)
    if after is not None:
        query = query.where(Task.id < after)
    query = query.options(joinedload(Task.unit), joinedload(Task.served))
    tasks = db.session.scalars(query.order_by(Task.id.desc()).limit(limit)).all()
    shifts: dict[int, dict[int, ShiftAtDesk]] = {each.id: {} for each in tasks}
    for shift, person_id, name in db.session.execute(_with_who_comes_next(list(shifts), at)):
        found = shifts[shift.task_id].setdefault(shift.id, ShiftAtDesk(shift))
        if person_id is not None:
            found.coming.append(Coming(person_id, name))
    return [
        TaskAtDesk(task, next(iter(its.values()), None), max(0, len(its) - 1))
        for task in tasks
        for its in [shifts[task.id]]
    ]


def _with_who_comes_next(task_ids: Collection[int], at: datetime) -> Select[Shift, int, str]:
    """Return the query for shifts, the next of each task with everybody who comes to it."""
    other = aliased(Shift)
    following = (
        select(other.id)
        .where(other.task_id == Shift.task_id, other.cancelled_at.is_(None), other.ends_at > at)
        .order_by(other.starts_at, other.id)
        .limit(1)
        .scalar_subquery()
    )
    to_it = (Signup.shift_id == Shift.id) & (Shift.id == following) & is_in()
    return (
        select(Shift, Person.id, Person.name)
        .select_from(Shift)
        .outerjoin(Signup, to_it)
        .outerjoin(Person, Person.id == Signup.person_id)
        .where(Shift.task_id.in_(task_ids), Shift.cancelled_at.is_(None), Shift.ends_at > at)
        .order_by(Shift.starts_at, Shift.id, Signup.id)
    )


def list_shifts_at_desk(task_id: int) -> list[ShiftAtDesk]:
    """Return all shifts of the task, those that are over and cancelled too, and who comes."""
    query = select(Shift).where(Shift.task_id == task_id).order_by(Shift.starts_at, Shift.id)
    shifts = db.session.scalars(query).all()
    coming = list_coming([each.id for each in shifts])
    return [ShiftAtDesk(each, coming.get(each.id, [])) for each in shifts]


def list_over(*, at: datetime, limit: int) -> Sequence[int]:
    """Return the ids of open tasks no shift of which is still running or to come by then."""
    left = exists().where(
        Shift.task_id == Task.id, Shift.cancelled_at.is_(None), Shift.ends_at > at
    )
    query = select(Task.id).where(Task.status == TaskStatus.OPEN, ~left)
    return db.session.scalars(query.order_by(Task.id).limit(limit)).all()


def list_of_needs(*, at: datetime) -> Sequence[int]:
    """Return the ids of open tasks made from needs, with shifts to come."""
    left = exists().where(
        Shift.task_id == Task.id, Shift.cancelled_at.is_(None), Shift.starts_at > at
    )
    query = select(Task.id).where(Task.source == Source.NEED, Task.status == TaskStatus.OPEN, left)
    return db.session.scalars(query.order_by(Task.id)).all()


def village_of(person_id: int) -> int | None:
    """Return the village in which this person lives."""
    return db.session.scalar(select(Resident.unit_id).where(Resident.person_id == person_id))
