"""Reads of the buyer's own pages: the list of orders, and what hangs on one of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from core.clock import village_day
from core.db import db
from core.history.models import Entry
from core.hooks import Ware
from core.sponsorship.models import SponsorshipStatus
from core.sponsorship.queries import Record, find_record, find_standing
from shop.cart.queries import kinds
from shop.freight.models import PickupPoint
from shop.orders.models import Order, OrderLine
from shop.orders.rules.standing import OPEN_TO_BUYER
from shop.orders.rules.story import Done
from shop.producers.rules import KIND

PAGE = 20


@dataclass(frozen=True, kw_only=True)
class Row:
    """An order in the list: its first goods with their picture, and how many things there are."""

    order: Order
    first: OrderLine
    things: int
    ware: Ware | None


def list_mine(person_id: int, *, under_way: bool, after: int | None, at: datetime) -> Sequence[Row]:
    """Return a page of somebody's orders and one more, the newest first, in two queries."""
    lines = (
        select(
            OrderLine.order_id,
            func.min(OrderLine.id).label("first"),
            func.count().label("things"),
        )
        .group_by(OrderLine.order_id)
        .where(OrderLine.order_id.in_(select(Order.id).where(Order.person_id == person_id)))
        .subquery()
    )
    query = (
        select(Order, OrderLine, lines.c.things)
        .join(Order.producer)
        .join(lines, lines.c.order_id == Order.id)
        .join(OrderLine, OrderLine.id == lines.c.first)
        .where(Order.person_id == person_id)
        .options(contains_eager(Order.producer))
    )
    if under_way:
        query = query.where(Order.status.in_(OPEN_TO_BUYER))
    if after is not None:
        query = query.where(Order.id < after)
    found = db.session.execute(query.order_by(Order.id.desc()).limit(PAGE + 1)).all()
    wares = wares_of([line for _order, line, _things in found], at=at)
    return [
        Row(order=order, first=line, things=things, ware=wares.get(line.id))
        for order, line, things in found
    ]


def has_any(person_id: int) -> bool:
    """Tell whether somebody has ever ordered anything."""
    query = select(Order.id).where(Order.person_id == person_id).limit(1)
    return db.session.scalar(query) is not None


def wares_of(lines: Iterable[OrderLine], *, at: datetime) -> Mapping[int, Ware]:
    """Return what was ordered as it is today, by line, a query for each kind."""
    wanted = list(lines)
    found: dict[int, Ware] = {}
    for name, kind in kinds().items():
        refs = [line.ref for line in wanted if line.kind == name]
        known = kind.wares(refs, at=at) if refs else {}
        found |= {x.id: known[x.ref] for x in wanted if x.kind == name and x.ref in known}
    return found


def list_done(order_id: int) -> list[Done]:
    """Return the steps that were taken with an order, the oldest first."""
    query = (
        select(Entry.action, Entry.at, Entry.by_id, Entry.became)
        .where(Entry.about == Order.__tablename__, Entry.about_id == order_id)
        .order_by(Entry.id)
    )
    return [
        Done(row.action, row.at, by_itself=row.by_id is None, said=row.became or "")
        for row in db.session.execute(query)
    ]


def find_point(order: Order) -> PickupPoint | None:
    """Return where the goods are fetched, or None where they are sent."""
    point_id = order.pickup_point_id
    return db.session.get(PickupPoint, point_id) if point_id else None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Whether one can complain of the producer to a branch, and its record where it is valid."""

    complains: bool
    record: Record | None


def standing_of(producer_id: int, *, at: datetime) -> Standing:
    """Return the verification of a producer as it stands today."""
    found = find_standing(KIND, producer_id)
    if found is None:
        return Standing(complains=False, record=None)
    day = village_day(at)
    valid = found.valid_until is not None and found.valid_until >= day
    active = found.status is SponsorshipStatus.ACTIVE and valid
    return Standing(complains=True, record=find_record(found.id) if active else None)
