"""Orders that are stuck, and who often cannot deliver: no name, no address, nothing said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from core.clock import day_starts, village_day
from core.db import db
from core.history.models import Entry
from shop.orders.models import Order, OrderStatus, Shortage
from shop.orders.queries.orders import WAITS_FOR_SENDING
from shop.orders.rules.lifecycle import UNDER_WAY
from shop.orders.rules.stuck import BACK_WITHIN, COUNTED, TAKEN_ON_WITHIN, Stuck
from shop.producers.models import Producer

PAGE = 30
MOST_PRODUCERS = 50
S = OrderStatus
# After a shortage that the buyer would wait for, the producer has a day anew.
ANEW = (
    select(func.max(Shortage.answered_at))
    .where(Shortage.order_id == Order.id)
    .correlate(Order)
    .scalar_subquery()
)
PLACED = func.coalesce(ANEW, Order.placed_at)
SHORT = (
    select(func.max(Shortage.said_at))
    .where(Shortage.order_id == Order.id)
    .correlate(Order)
    .scalar_subquery()
)
REFUSED = (
    select(func.max(Entry.at))
    .where(
        Entry.about == Order.__tablename__,
        Entry.about_id == Order.id,
        Entry.became == S.REFUSED_AT_DOOR,
    )
    .correlate(Order)
    .scalar_subquery()
)


@dataclass(frozen=True, kw_only=True)
class StuckOrder:
    """An order that does not go on, in which way, and since when."""

    id: int
    number: str
    way: Stuck
    since: datetime
    producer_id: int
    producer: str
    phone: str


@dataclass(frozen=True, kw_only=True)
class Short:
    """How often a producer could not deliver as ordered, and of how many orders."""

    producer_id: int
    producer: str
    shortages: int
    orders: int


def list_stuck(
    *, at: datetime, way: Stuck | None = None, after: int | None = None
) -> list[StuckOrder]:
    """Return what is stuck, the oldest order first, one more than a page; `way`: only so."""
    query = _stuck(at).order_by(Order.id).limit(PAGE + 1)
    if way is not None:
        query = query.where(_ways(at)[way])
    if after is not None:
        query = query.where(Order.id > after)
    return [
        StuckOrder(
            id=row.id,
            number=row.number,
            way=Stuck(row.way),
            since=_since(row),
            producer_id=row.producer_id,
            producer=row.name,
            phone=row.phone,
        )
        for row in db.session.execute(query)
    ]


def count_stuck(*, at: datetime) -> Mapping[Stuck, tuple[int, datetime]]:
    """Return how many are stuck in each way, and since when the first of them, in one query."""
    found = _stuck(at).subquery()
    columns = found.c
    query = select(
        columns.way,
        func.count().label("how_many"),
        func.min(columns.ship_by).label("ship_by"),
        func.min(columns.placed).label("placed"),
        func.min(columns.short).label("short"),
        func.min(columns.refused).label("refused"),
    ).group_by(columns.way)
    return {Stuck(row.way): (row.how_many, _since(row)) for row in db.session.execute(query)}


def list_short(*, at: datetime) -> Sequence[Short]:
    """Return the producers that could not deliver as ordered in the last 90 days."""
    since = at - COUNTED
    said = (
        select(Order.producer_id, func.count().label("shortages"))
        .join(Shortage, Shortage.order_id == Order.id)
        .where(Shortage.said_at > since)
        .group_by(Order.producer_id)
        .subquery()
    )
    placed = (
        select(func.count())
        .where(Order.producer_id == Producer.id, Order.placed_at > since)
        .correlate(Producer)
        .scalar_subquery()
    )
    query = (
        select(Producer.id, Producer.name, said.c.shortages, placed.label("orders"))
        .join(said, said.c.producer_id == Producer.id)
        .order_by(said.c.shortages.desc(), Producer.id)
        .limit(MOST_PRODUCERS)
    )
    return [
        Short(producer_id=row.id, producer=row.name, shortages=row.shortages, orders=row.orders)
        for row in db.session.execute(query)
    ]


def _ways(at: datetime) -> dict[Stuck, ColumnElement[bool]]:
    """Return in which ways an order can be stuck; one that nobody has taken on is that alone."""
    late = and_(Order.status == S.PLACED, at - TAKEN_ON_WITHIN >= PLACED)
    return {
        Stuck.NOT_TAKEN_ON: late,
        Stuck.NOT_SENT: and_(WAITS_FOR_SENDING, Order.ship_by < village_day(at), ~late),
        Stuck.SHORT: Order.status == S.CANNOT_DELIVER,
        Stuck.NOT_BACK: and_(Order.status == S.REFUSED_AT_DOOR, at - BACK_WITHIN >= REFUSED),
    }


def _stuck(at: datetime) -> Select[Any]:
    ways = _ways(at)
    way = case(*((which, name.value) for name, which in ways.items()), else_=None)
    open_ones = (*UNDER_WAY, S.REFUSED_AT_DOOR)
    return (
        select(
            Order.id,
            Order.number,
            Order.ship_by,
            Order.producer_id,
            Producer.name,
            Producer.phone,
            way.label("way"),
            PLACED.label("placed"),
            SHORT.label("short"),
            REFUSED.label("refused"),
        )
        .join(Producer, Producer.id == Order.producer_id)
        .where(Order.status.in_(open_ones), way.is_not(None))
    )


def _since(row: Any) -> datetime:
    """Return since when: from the last step that was taken, or from the promised day on."""
    moments: dict[Stuck, datetime] = {
        Stuck.NOT_TAKEN_ON: row.placed,
        Stuck.NOT_SENT: day_starts(row.ship_by + timedelta(days=1)),
        Stuck.SHORT: row.short,
        Stuck.NOT_BACK: row.refused,
    }
    return moments[Stuck(row.way)]
