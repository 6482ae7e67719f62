"""Orders at the producer's desk: by what is to do with them, what to pick, what waits."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from core.db import db
from shop.orders.models import Order, OrderLine, OrderStatus, Parcel, Reduction, Shortage
from shop.orders.queries.orders import WAITS_FOR_SENDING, with_lines
from shop.orders.rules.desk import COUNTED, TAKES_CASH, Tab
from shop.orders.rules.lifecycle import NO_ORDER_YET
from shop.orders.rules.listed import Goods, Listed
from shop.producers.models import Producer

PAGE = 30
MOST_TO_PICK = 500
S = OrderStatus
LISTED = (
    Order.id,
    Order.number,
    Order.status,
    Order.way,
    Order.total_fen,
    Order.reduced_fen,
    Order.cash_at,
    Order.receiver,
    Order.district,
    Order.address,
    Order.ship_by,
    Order.handed_at,
    Order.unread_seller,
    Order.version,
)
URGENT_FIRST = (Tab.NEW, Tab.PACK, Tab.SHIP, Tab.SHORT)
DONE_WITHOUT = (
    select(func.coalesce(func.sum(Reduction.count), 0))
    .where(Reduction.line_id == OrderLine.id)
    .scalar_subquery()
)
LINES = (
    select(OrderLine.order_id, OrderLine.title, OrderLine.detail, OrderLine.count - DONE_WITHOUT)
    .where(OrderLine.order_id.in_(bindparam("orders", expanding=True)))
    .order_by(OrderLine.id)
)


@cache
def in_tab(tab: Tab) -> ColumnElement[bool]:
    """Return the condition that this is what is to do with an order."""
    unpaid = and_(Order.status.in_(TAKES_CASH), Order.cash_at.is_(None))
    partly = and_(Order.status == S.SHIPPED, Order.handed_at.is_(None))
    on_its_way = and_(Order.status == S.SHIPPED, Order.handed_at.is_not(None))
    sent = or_(on_its_way, Order.status == S.REFUSED_AT_DOOR, and_(unpaid, ~partly))
    ways: dict[Tab, ColumnElement[bool]] = {
        Tab.NEW: Order.status == S.PLACED,
        Tab.PACK: Order.status == S.ACCEPTED,
        Tab.SHIP: or_(Order.status == S.PACKED, partly),
        Tab.SHORT: Order.status == S.CANNOT_DELIVER,
        Tab.SENT: sent,
        Tab.ENDED: or_(
            Order.status.in_((S.CANCELLED, S.RETURNED)),
            and_(Order.status.in_((S.RECEIVED, S.COMPLETED)), Order.cash_at.is_not(None)),
        ),
        Tab.TALK: Order.unread_seller > 0,
    }
    return ways[tab]


@dataclass(frozen=True)
class Counts:
    """How many orders stand in each tab, and how often the producer could not deliver lately."""

    by_tab: Mapping[Tab, int]
    not_delivered: int


@cache
def counting() -> Select[Any]:
    """Return the query that counts, written once: it is asked on each page."""
    sums = [func.sum(case((in_tab(tab), 1), else_=0)).label(tab.value) for tab in Tab]
    mine = Order.producer_id == bindparam("producer")
    short = (
        select(func.count())
        .select_from(Shortage)
        .join(Order, Order.id == Shortage.order_id)
        .where(mine, Shortage.said_at > bindparam("since", type_=Shortage.said_at.type))
        .correlate(None)
        .scalar_subquery()
    )
    return select(*sums, short.label("not_delivered")).where(mine)


def count_at_desk(producer_id: int, *, at: datetime) -> Counts:
    """Count a producer's orders by what is to do with them, in one query."""
    asked = {"producer": producer_id, "since": at - COUNTED}
    row = db.session.execute(counting(), asked).one()
    by_tab = {tab: int(getattr(row, tab.value) or 0) for tab in Tab}
    return Counts(by_tab, int(row.not_delivered or 0))


def list_at_desk(producer_id: int, tab: Tab, *, after: int | None = None) -> Sequence[Listed]:
    """Return one more than a page shows: what is promised first, of what is over the newest.

    `after` is the last order seen; another producer's leads nowhere. Rows, not orders: this is the
    longest page of all, and asked for most.
    """
    asked = {"producer": producer_id, "after": after}
    found = db.session.execute(listing(tab, goes_on=after is not None), asked)
    rows = found.mappings().all()
    goods: dict[int, list[Goods]] = {row["id"]: [] for row in rows}
    for order_id, title, detail, left in db.session.execute(LINES, {"orders": list(goods)}):
        goods[order_id].append(Goods(title, detail, left))
    return [Listed(**row, lines=goods[row["id"]]) for row in rows]


@cache
def listing(tab: Tab, *, goes_on: bool) -> Select[Any]:
    """Return the query of one page, written once; with `goes_on` what follows the order `after`."""
    mine, after = Order.producer_id == bindparam("producer"), bindparam("after", type_=Integer)
    columns: list[Any] = list(LISTED)
    query = select(*columns).where(mine, in_tab(tab)).limit(PAGE + 1)
    if tab not in URGENT_FIRST:
        query = query.order_by(Order.id.desc())
        return query.where(Order.id < after) if goes_on else query
    query = query.order_by(Order.ship_by, Order.id)
    if goes_on:
        day = select(Order.ship_by).where(Order.id == after, mine).scalar_subquery()
        same_day = and_(Order.ship_by == day, Order.id > after)
        query = query.where(or_(Order.ship_by > day, same_day))
    return query


def with_goods(query: Select[Any]) -> Select[Any]:
    """Load what was bought and what was left out, in a flat number of queries."""
    return query.options(selectinload(Order.lines).selectinload(OrderLine.reductions))


def list_chosen(producer_id: int, ids: Collection[int]) -> Sequence[Order]:
    """Return those of these orders that are this producer's, by id: in the order of locks."""
    query = select(Order).where(Order.producer_id == producer_id, Order.id.in_(ids))
    mine = query.where(Order.status.not_in(NO_ORDER_YET)).order_by(Order.id)
    return db.session.scalars(with_lines(mine)).all()


def find_parcel(producer_id: int, order_id: int, parcel_id: int) -> Parcel | None:
    """Return the parcel if it is of this order of this open producer, else None."""
    query = (
        select(Parcel)
        .join(Parcel.order)
        .join(Order.producer)
        .where(Parcel.id == parcel_id, Order.id == order_id, Order.producer_id == producer_id)
        .where(Producer.closed_at.is_(None))
        .options(joinedload(Parcel.order).joinedload(Order.producer))
    )
    return db.session.scalar(query)


@dataclass(kw_only=True)
class Pick:
    """So many of a thing to take from the store, and for which orders."""

    title: str
    detail: str
    total: int = 0
    orders: list[tuple[int, str, int]] = field(default_factory=list)  # id, number, count


def list_to_pick(producer_id: int, *, until: date) -> Sequence[Pick]:
    """Return what to take for all that is promised up to this day and not packed."""
    query = select(Order).where(
        Order.producer_id == producer_id,
        Order.status.in_((S.PLACED, S.ACCEPTED)),
        Order.ship_by <= until,
    )
    first = query.order_by(Order.ship_by, Order.id).limit(MOST_TO_PICK)
    picks: dict[tuple[str, int, str, str], Pick] = {}
    for order in db.session.scalars(with_goods(first)):
        for line in order.lines:
            if line.left:
                key = (line.kind, line.ref, line.title, line.detail)
                pick = picks.setdefault(key, Pick(title=line.title, detail=line.detail))
                pick.total += line.left
                pick.orders.append((order.id, order.number, line.left))
    return sorted(picks.values(), key=lambda pick: (pick.title, pick.detail))


@dataclass(frozen=True, kw_only=True)
class Waits:
    """What waits for a producer: how much of each, and since when."""

    producer_id: int
    name: str
    new: int
    new_since: datetime | None
    to_pack: int  # of what is promised until today
    to_send: int
    messages: int


def list_waiting(person_id: int, *, today: date) -> Sequence[Waits]:
    """Return what waits at each of a person's open producers, in one query."""
    new = Order.status == S.PLACED
    due = and_(WAITS_FOR_SENDING, Order.ship_by <= today)
    to_pack = and_(due, Order.status.in_((S.PLACED, S.ACCEPTED)))
    to_send = and_(due, Order.status.in_((S.PACKED, S.SHIPPED)))
    query = (
        select(
            Producer.id,
            Producer.name,
            func.sum(case((new, 1), else_=0)).label("new"),
            func.min(case((new, Order.placed_at))).label("new_since"),
            func.sum(case((to_pack, 1), else_=0)).label("to_pack"),
            func.sum(case((to_send, 1), else_=0)).label("to_send"),
            func.sum(Order.unread_seller).label("messages"),
        )
        .join(Order, Order.producer_id == Producer.id)
        .where(Producer.responsible_id == person_id, Producer.closed_at.is_(None))
        .group_by(Producer.id, Producer.name)
        .order_by(Producer.id)
    )
    return [
        Waits(
            producer_id=row.id,
            name=row.name,
            new=int(row.new),
            new_since=row.new_since,
            to_pack=int(row.to_pack),
            to_send=int(row.to_send),
            messages=int(row.messages),
        )
        for row in db.session.execute(query)
    ]
