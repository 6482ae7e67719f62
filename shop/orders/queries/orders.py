"""Orders one by one and in lists, for the buyer and for the producer."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, and_, func, not_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from core.db import db
from shop.orders.models import (
    Order,
    OrderLine,
    OrderStatus,
    Parcel,
    ParcelLine,
    Purchase,
    Shortage,
    Way,
)
from shop.orders.rules.lifecycle import BEFORE_SHIPPING, NO_ORDER_YET
from shop.producers.models import Producer

# As the rule of this name says it of one order.
WAITS_FOR_SENDING = or_(
    and_(
        Order.status.in_(BEFORE_SHIPPING),
        not_(and_(Order.status == OrderStatus.PACKED, Order.way == Way.PICKUP)),
    ),
    and_(Order.status == OrderStatus.SHIPPED, Order.handed_at.is_(None)),
)


def with_lines(query: Select[Any]) -> Select[Any]:
    """Load what every page of an order shows, in a flat number of queries."""
    return query.options(
        joinedload(Order.producer),
        selectinload(Order.lines).selectinload(OrderLine.reductions),
        selectinload(Order.parcels).selectinload(Parcel.lines),
    )


def find_by_ref(ref: str) -> Order | None:
    """Return the order that this address names."""
    query = with_lines(select(Order).where(Order.ref == ref))
    return cast("Order | None", db.session.scalar(query))


def find_of_producer(producer_id: int, order_id: int) -> Order | None:
    """Return the order if it is this open producer's and came to be one, else None."""
    query = select(Order).join(Order.producer).where(Order.id == order_id)
    mine = query.where(Order.producer_id == producer_id, Producer.closed_at.is_(None))
    paid = mine.where(Order.status.not_in(NO_ORDER_YET))
    return cast("Order | None", db.session.scalar(with_lines(paid)))


def find_purchase(ref: str) -> Purchase | None:
    """Return the purchase with its orders."""
    query = select(Purchase).where(Purchase.ref == ref)
    return db.session.scalar(
        query.options(
            selectinload(Purchase.orders).joinedload(Order.producer),
            selectinload(Purchase.orders)
            .selectinload(Order.lines)
            .selectinload(OrderLine.reductions),
        )
    )


def count_sent(order_id: int) -> Mapping[int, int]:
    """Return by line how many were handed over."""
    query = (
        select(ParcelLine.line_id, func.sum(ParcelLine.count))
        .join(Parcel, Parcel.id == ParcelLine.parcel_id)
        .where(Parcel.order_id == order_id)
        .group_by(ParcelLine.line_id)
    )
    return {line_id: int(count) for line_id, count in db.session.execute(query)}


def find_shortage(order_id: int) -> Shortage | None:
    """Return what waits for the buyer's choice."""
    query = select(Shortage).where(Shortage.order_id == order_id, Shortage.answer.is_(None))
    return db.session.scalar(query.options(selectinload(Shortage.lines)))


def list_shortages(order_id: int) -> Sequence[Shortage]:
    """Return all shortages that were said, the oldest first."""
    query = select(Shortage).where(Shortage.order_id == order_id).order_by(Shortage.id)
    return db.session.scalars(query.options(selectinload(Shortage.lines))).all()


def list_due(status: OrderStatus, *, at: datetime, limit: int = 500) -> Sequence[int]:
    """Return the ids of orders in this status for which something happens by itself now."""
    query = select(Order.id).where(Order.status == status, Order.due_at <= at)
    return db.session.scalars(query.order_by(Order.due_at, Order.id).limit(limit)).all()
