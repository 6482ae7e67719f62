"""A producer's orders by the days on which they were placed, however many there are."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, case, func, select

from core.clock import day_starts
from core.db import db
from shop.orders.models import Order
from shop.orders.queries.orders import with_lines
from shop.orders.rules.lifecycle import NO_ORDER_YET

AT_ONCE = 200  # orders in memory


def placed_within(begins: date, until: date) -> ColumnElement[bool]:
    """Return the condition that an order was placed from one village day to another."""
    return and_(
        Order.placed_at >= day_starts(begins),
        Order.placed_at < day_starts(until + timedelta(days=1)),
    )


def count_placed(producer_id: int, spans: Sequence[tuple[date, date]]) -> list[int]:
    """Count the orders of each span of days, in one query."""
    sums = [func.sum(case((placed_within(*span), 1), else_=0)) for span in spans]
    query = select(*sums).where(Order.producer_id == producer_id, Order.status.not_in(NO_ORDER_YET))
    return [int(count or 0) for count in db.session.execute(query).one()]


def each_placed(producer_id: int, begins: date, until: date) -> Iterator[Order]:
    """Yield the orders of these days, the oldest first; few of them are in memory at a time."""
    query = with_lines(
        select(Order)
        .where(Order.producer_id == producer_id, Order.status.not_in(NO_ORDER_YET))
        .where(placed_within(begins, until))
        .order_by(Order.id)
    )
    last = 0
    while True:
        orders = db.session.scalars(query.where(Order.id > last).limit(AT_ONCE)).all()
        if not orders:
            return
        yield from orders
        last = orders[-1].id
