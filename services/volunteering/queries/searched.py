"""Reads for searching: by which words the index knows tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Exists, exists, select

from core.branches.models import Branch, Unit
from core.db import db
from services.volunteering.models import Shift, Task, TaskStatus
from services.volunteering.queries.listing import open_to_all, to_come

TASK = "task"  # under which name the index knows them


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a task is found by; of one in somebody's home the place is left out."""

    id: int
    title: str
    words: str
    place: str
    skill: str
    village: str
    branch: str


def list_words(ids: Sequence[int]) -> list[Words]:
    """Return the words of those tasks that are open to all; whether one can come is asked later."""
    query = (
        select(
            Task.id,
            Task.title,
            Task.words,
            Task.place,
            Task.private,
            Task.skill,
            Unit.name.label("village"),
            Branch.name.label("branch"),
        )
        .join(Branch, Branch.id == Task.branch_id)
        .outerjoin(Unit, Unit.id == Task.unit_id)
        .where(Task.id.in_(ids), open_to_all())
    )
    return [
        Words(
            id=row.id,
            title=row.title,
            words=row.words,
            place="" if row.private else row.place,
            skill=row.skill,
            village=row.village or "",
            branch=row.branch,
        )
        for row in db.session.execute(query)
    ]


def list_refs(*, after: int, limit: int) -> Sequence[int]:
    """Return the ids of tasks above this one that the index may hold."""
    query = select(Task.id).where(Task.id > after, Task.status == TaskStatus.OPEN, ~Task.in_turn)
    return db.session.scalars(query.order_by(Task.id).limit(limit)).all()


def list_of_unit(unit_id: int) -> Sequence[int]:
    """Return the open tasks in this village."""
    query = select(Task.id).where(Task.unit_id == unit_id, Task.status == TaskStatus.OPEN)
    return db.session.scalars(query.order_by(Task.id)).all()


def to_see(ids: Sequence[int], *, at: datetime) -> set[int]:
    """Return which of these tasks all may see in the list now."""
    query = select(Task.id).join(Branch, Branch.id == Task.branch_id)
    return set(db.session.scalars(query.where(Task.id.in_(ids), open_to_all(), has_shift(at))))


def has_shift(at: datetime) -> Exists:
    return exists().where(Shift.task_id == Task.id, to_come(at))


def list_addresses(*, after: int, limit: int, at: datetime) -> list[tuple[int, datetime]]:
    """Return the tasks above this id that all may see now, with when each was made.

    What is done in somebody's home is kept out of indexes, and so out of the sitemap.
    """
    query = (
        select(Task.id, Task.made_at)
        .join(Branch, Branch.id == Task.branch_id)
        .where(Task.id > after, ~Task.private, open_to_all(), has_shift(at))
        .order_by(Task.id)
        .limit(limit)
    )
    return [(ref, made) for ref, made in db.session.execute(query)]
