"""What the desk of a branch looks after: proxies, papers, and acts that were disputed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from core.accounts.models import Person
from core.branches.models import Branch, Resident, Unit
from core.branches.queries import find_open_branch
from core.db import db
from core.proxy.models import Act, Proxy
from core.proxy.queries.standing import PAGE, find_act, with_people


def at_desk(branch_id: object) -> ColumnElement[bool]:
    """Return the condition that a branch looks after it: its villager, or its paper."""
    lives_here = (
        exists()
        .where(Resident.person_id == Proxy.person_id, Unit.id == Resident.unit_id)
        .where(Unit.branch_id == branch_id)
    )
    return or_(Proxy.branch_id == branch_id, lives_here)


def list_at_desk(branch_id: int, *, after: int | None = None) -> Sequence[Proxy]:
    """Return a page of what the branch looks after, the newest first, one more than fits."""
    query = with_people().where(at_desk(branch_id))
    if after is not None:
        query = query.where(Proxy.id < after)
    return db.session.scalars(query.order_by(Proxy.id.desc()).limit(PAGE + 1)).all()


@dataclass(frozen=True)
class AtDesk:
    """A proxy, and perhaps one act of it, as the desk of a branch sees it."""

    branch: Branch
    proxy: Proxy
    act: Act | None = None

    @property
    def id(self) -> int:
        return self.act.id if self.act else self.proxy.id

    @property
    def branch_id(self) -> int:
        return self.branch.id

    @property
    def path(self) -> str:
        return self.branch.path


def find_at_desk(branch_id: int, proxy_id: int) -> AtDesk | None:
    """Return the proxy if this branch looks after it."""
    branch = find_open_branch(branch_id)
    found = branch and db.session.scalar(
        with_people().where(Proxy.id == proxy_id, at_desk(branch_id))
    )
    return AtDesk(branch, found) if branch and found else None


def find_act_at_desk(branch_id: int, act_id: int) -> AtDesk | None:
    """Return the act if this branch looks after its proxy."""
    act = find_act(act_id)
    found = find_at_desk(branch_id, act.proxy_id) if act else None
    return AtDesk(found.branch, found.proxy, act) if found else None


def find_desk(proxy: Proxy) -> int | None:
    """Return the branch that answers for it: where the villager lives, else whose paper it is."""
    lives = (
        select(Unit.branch_id)
        .join(Resident, Resident.unit_id == Unit.id)
        .where(Resident.person_id == proxy.person_id)
    )
    return db.session.scalar(lives) or proxy.branch_id


@dataclass(frozen=True)
class Disputed:
    """An act that somebody says is wrong, with the branch that has to answer."""

    act_id: int
    since: datetime
    branch_id: int
    name: str
    by_name: str


def list_disputed(
    branch_ids: Collection[int], *, late: datetime | None = None, limit: int
) -> list[Disputed]:
    """Return what these branches have to answer, the oldest first.

    With `late` also what the branches right below have left since then.
    """
    helper = aliased(Person)
    branch = func.coalesce(Unit.branch_id, Proxy.branch_id)
    mine: ColumnElement[bool] = branch.in_(branch_ids)
    if late is not None:
        below = select(Branch.id).where(Branch.parent_id.in_(branch_ids))
        mine = or_(mine, and_(branch.in_(below), Act.disputed_at <= late))
    query: Select[*tuple[Any, ...]] = (
        select(Act.id, Act.disputed_at, branch, Person.name, helper.name)
        .join(Proxy, Proxy.id == Act.proxy_id)
        .join(Person, Person.id == Proxy.person_id)
        .join(helper, helper.id == Proxy.proxy_id)
        .outerjoin(Resident, Resident.person_id == Proxy.person_id)
        .outerjoin(Unit, Unit.id == Resident.unit_id)
        .where(Act.disputed_at.is_not(None), Act.answered_at.is_(None), mine)
        .order_by(Act.disputed_at, Act.id)
        .limit(limit)
    )
    return [Disputed(*row) for row in db.session.execute(query)]
