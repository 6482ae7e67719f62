"""Where areas say that hands are wanted, asked through their hook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.branches.models import Unit
from core.db import db
from core.db.short_lists import short_lists
from core.hooks import Need, Needs
from core.house import HOUSE
from services.volunteering.models import Source, Task, TaskStatus


@dataclass(frozen=True)
class NeedAtDesk:
    """A need in a village of the branch, and the task that was made from it, if there is one."""

    branch_id: int
    need: Need
    task_id: int | None = None


def sources() -> dict[str, Needs]:
    """Return the sources of needs by their kind."""
    return {each.kind: each for each in HOUSE.needs}


def find_need(kind: str, ref: int, *, at: datetime) -> Need | None:
    """Return the need as its area tells it now, None for an unknown kind or one taken back."""
    source = sources().get(kind)
    return source.find(ref, at=at) if source else None


def is_gone(task: Task, *, at: datetime) -> bool:
    """Tell whether the need of a task was taken back, or has to be paid for now.

    Of a source that the house does not have any more nobody can tell.
    """
    if task.source is not Source.NEED or task.source_kind not in sources():
        return False
    need = find_need(task.source_kind, task.source_ref or 0, at=at)
    return need is None or bool(need.why_paid)


def find_need_of(branch_id: int, kind: str, ref: int, *, at: datetime) -> Need | None:
    """Return the need if it lies in a place that the branch covers, else None."""
    need = find_need(kind, ref, at=at)
    here = None if need is None else db.session.get(Unit, need.unit_id)
    return need if here is not None and here.branch_id == branch_id else None


def list_needs(branch_ids: Sequence[int] | set[int], *, at: datetime) -> list[NeedAtDesk]:
    """Return what still wants hands in what these branches cover, the soonest first."""
    if not HOUSE.needs or not branch_ids:
        return []
    found = short_lists(
        units=select(Unit.id, Unit.branch_id).where(Unit.branch_id.in_(branch_ids)),
        made=select(Task.source_kind, Task.source_ref, Task.id).where(
            Task.source == Source.NEED,
            Task.status == TaskStatus.OPEN,
            Task.branch_id.in_(branch_ids),
        ),
    )
    branches: dict[int, int] = dict(found["units"])
    if not branches:
        return []
    needs = [
        need for source in HOUSE.needs for need in source.open(at=at, unit_ids=sorted(branches))
    ]
    made = {(kind, ref): task_id for kind, ref, task_id in found["made"]}
    needs.sort(key=lambda need: (need.starts_at, need.kind, need.ref))
    return [
        NeedAtDesk(branches[need.unit_id], need, made.get((need.kind, need.ref))) for need in needs
    ]
