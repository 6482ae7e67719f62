"""What was done and not told yet, and who can be told without a visit to the desk."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from core.accounts.models import Person
from core.branches.models import Resident, Unit
from core.db import db
from core.house import HOUSE
from core.proxy.models import Act, Proxy


def list_untold(proxy_id: int) -> Sequence[Act]:
    """Return what the villager was not told of yet, the first first."""
    untold = select(Act).where(Act.proxy_id == proxy_id, Act.told_at.is_(None))
    return db.session.scalars(untold.order_by(Act.id)).all()


def reachable() -> ColumnElement[bool]:
    """Return the condition that the villager hears by mail or SMS; others are told at the desk."""
    mail = and_(Person.email.is_not(None), Person.email_confirmed_at.is_not(None))
    ways = [mail]
    if HOUSE.sms.reaches:
        ways.append(and_(Person.phone.is_not(None), Person.phone_confirmed_at.is_not(None)))
    return and_(or_(*ways), Person.disabled_at.is_(None), Person.closed_at.is_(None))


def is_reachable(person_id: int) -> bool:
    """Tell whether this person hears by mail or SMS."""
    query = select(Person.id).where(Person.id == person_id, reachable())
    return db.session.scalar(query) is not None


@dataclass(frozen=True)
class Untold:
    """What was done and not told yet, of one proxy."""

    proxy_id: int
    first: datetime
    last: datetime
    count: int


def list_to_send() -> list[Untold]:
    """Return whose acts wait to be told by mail or SMS, the longest waiting first."""
    query = _untold().where(reachable())
    return [Untold(*row[:4]) for row in db.session.execute(query)]


@dataclass(frozen=True)
class ToTell:
    """A villager to be told at the desk of what was done."""

    proxy_id: int
    since: datetime
    count: int
    branch_id: int
    name: str


def list_to_tell(branch_ids: Collection[int], *, limit: int) -> list[ToTell]:
    """Return whom the desks of these branches have to tell, the longest waiting first."""
    branch = func.coalesce(Unit.branch_id, Proxy.branch_id)
    query = (
        _untold()
        .add_columns(branch, Person.name)
        .outerjoin(Resident, Resident.person_id == Proxy.person_id)
        .outerjoin(Unit, Unit.id == Resident.unit_id)
        .where(branch.in_(branch_ids), ~reachable(), Person.closed_at.is_(None))
        .group_by(branch, Person.name)
        .limit(limit)
    )
    return [
        ToTell(proxy_id, first, count, branch_id, name)
        for proxy_id, first, _last, count, branch_id, name in db.session.execute(query)
    ]


def _untold() -> "Select[*tuple[Any, ...]]":
    """Return the query for what was not told yet, a row for each proxy."""
    first = func.min(Act.at)
    return (
        select(Act.proxy_id, first, func.max(Act.at), func.count())
        .join(Proxy, Proxy.id == Act.proxy_id)
        .join(Person, Person.id == Proxy.person_id)
        .where(Act.told_at.is_(None))
        .group_by(Act.proxy_id)
        .order_by(first, Act.proxy_id)
    )
