"""What was done and not told yet, and who can be told without a visit to the desk."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from core.accounts.models import Person
from core.db import db
from core.house import HOUSE
from core.notices.models import Notice
from core.proxy.models import Act, Proxy
from core.proxy.queries.desk import DESK, undelivered, with_desk


def take_unsent(proxy_id: int) -> Sequence[Act]:
    """Return what no message has told of yet, the first first; nobody else takes it meanwhile."""
    unsent = select(Act).where(
        Act.proxy_id == proxy_id, Act.told_at.is_(None), Act.notice_id.is_(None)
    )
    return db.session.scalars(unsent.order_by(Act.id).with_for_update()).all()


def list_to_hand(proxy: Proxy, *, reaches: bool | None = None) -> Sequence[Act]:
    """Return what is to be told face to face, the first first; `reaches` as `is_reachable` says.

    That is all of who gets no messages, and of who does what a message has not reached them with.
    """
    lost = undelivered()
    if reaches is None:
        reaches = is_reachable(proxy.person_id)
    by_hand = lost if reaches else or_(Act.notice_id.is_(None), lost)
    untold = select(Act).where(Act.proxy_id == proxy.id, Act.told_at.is_(None), by_hand)
    return db.session.scalars(untold.order_by(Act.id)).all()


def is_any_delivered() -> bool:
    """Tell whether a message is out whose acts are not noted as told."""
    out = Act.told_at.is_(None), Act.notice_id == Notice.id, Notice.sent_at.is_not(None)
    return db.session.scalar(select(Act.id).where(*out).limit(1)) is not None


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
    query = _untold().where(Act.notice_id.is_(None), reachable())
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
    lost = undelivered()
    by_hand = or_(lost, and_(Act.notice_id.is_(None), ~reachable()))
    query = (
        with_desk(_untold().add_columns(DESK, Person.name))
        .where(DESK.in_(branch_ids), by_hand, Person.closed_at.is_(None))
        .group_by(DESK, Person.name)
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
