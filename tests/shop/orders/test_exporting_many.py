"""A sheet of many orders takes as much memory as one of few; the orders are copies of one."""

import tracemalloc

import pytest
from sqlalchemy import insert

from core.clock import village_day
from core.db import db, writing
from core.storage.exports import write_xlsx
from shop.orders.models import Order, OrderLine, OrderStatus
from shop.orders.queries.exporting import AT_ONCE, each_placed
from shop.orders.rules.exporting import row_of
from tests.counting import queries_in


@pytest.fixture
def whole(app):
    """Copies hold no stock and nobody was told of them: they break what must hold, on purpose."""


@pytest.fixture
def copied(place, pack):
    """Return a hand that puts in so many copies of an order of one line."""
    (order,) = place((pack, 1)).orders
    facts = {each.name: getattr(order, each.key) for each in Order.__table__.columns}
    of_line = {each.name: getattr(order.lines[0], each.key) for each in OrderLine.__table__.columns}
    facts |= {"status": OrderStatus.CANCELLED, "ended_at": order.placed_at}
    made = [order.id]

    def copy(count):
        ids = range(made[-1] + 1, made[-1] + 1 + count)
        named = [{"id": each, "ref": f"{each:032d}", "number": f"{each:012d}"} for each in ids]
        with writing():
            db.session.execute(insert(Order), [{**facts, **each} for each in named])
            lines = [{**of_line, "id": each, "order_id": each} for each in ids]
            db.session.execute(insert(OrderLine), lines)
        made.extend(ids)

    return copy


def weigh(producer_id, day):
    """Return the most memory that the sheet took while it was made, and how many orders it has."""
    numbers = []

    def rows():
        for order in each_placed(producer_id, day, day):
            numbers.append(order.id)
            yield row_of(order)

    db.session.rollback()
    tracemalloc.start()
    write_xlsx(rows())
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most, len(set(numbers))


def test_memory_does_not_grow_with_the_orders(producer, copied, at, record_property):
    day = village_day(at)
    copied(2 * AT_ONCE - 1)
    few, count = weigh(producer.id, day)
    assert count == 2 * AT_ONCE
    copied(6 * AT_ONCE)
    many, count = weigh(producer.id, day)
    assert count == 8 * AT_ONCE
    record_property("megabytes", (round(few / 1e6, 1), round(many / 1e6, 1)))
    assert many < few + 1_000_000


def test_control_all_at_once_would_be_seen(producer, copied, at):
    """Whoever keeps every order until the sheet is made takes much more."""
    day = village_day(at)
    copied(2 * AT_ONCE - 1)
    few, _count = weigh(producer.id, day)
    copied(6 * AT_ONCE)
    db.session.rollback()
    tracemalloc.start()
    kept = list(each_placed(producer.id, day, day))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(kept) == 8 * AT_ONCE
    assert most > few + 1_000_000


def test_two_hundred_cost_as_many_queries_as_two(producer, copied, at):
    day = village_day(at)
    copied(1)
    two = queries_in(lambda: list(each_placed(producer.id, day, day)))
    copied(AT_ONCE - 2)
    assert queries_in(lambda: list(each_placed(producer.id, day, day))) == two
