"""What happens by itself: at which moment, to which orders, and one that fails keeps none back."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from core.clock import VILLAGE, village_day
from core.db import db, writing
from core.errors import Refused
from shop.orders.jobs import go_on
from shop.orders.models import Order, OrderLine, OrderStatus
from shop.orders.operations import buying, money, selling
from shop.orders.rules.steps import UNTOUCHED, returns_until
from tests.shop.orders.conftest import ASKED, broken_of
from tests.shop.orders.hands import PATHS, method_of, rows

MOMENT = timedelta(microseconds=1)


def status_of(order):
    db.session.rollback()
    return db.session.scalar(select(Order.status).where(Order.id == order.id))


@pytest.mark.both_engines
def test_received_by_itself_ten_days_after_the_last_hand_over(place, pack, steps, do, at):
    (order,) = place((pack, 3)).orders
    steps(order, "accept", "pack")
    line = order.lines[0].id
    some = {"carrier": "邮政", "number": "1"}
    do(selling.ship, order, selling.Sending(**some, counts={line: 1}))
    go_on(at + UNTOUCHED * 3)
    assert status_of(order) is OrderStatus.SHIPPED, "the rest has not been handed over"
    last = at + timedelta(days=5)
    do(selling.ship, order, selling.Sending(**some), at=last)
    go_on(last + UNTOUCHED - MOMENT)
    assert status_of(order) is OrderStatus.SHIPPED
    go_on(last + UNTOUCHED)
    assert status_of(order) is OrderStatus.RECEIVED


def shanghai(*when):
    return datetime(*when, tzinfo=VILLAGE).astimezone(UTC)


@pytest.mark.both_engines
@pytest.mark.parametrize(
    "received",
    [shanghai(2026, 11, 24, 0, 0), shanghai(2026, 11, 24, 12), shanghai(2026, 11, 24, 23, 59, 59)],
)
def test_completed_after_seven_whole_village_days(shipped, do, buyer, received):
    """The day of receipt does not count: day 7 is whole, day 8 at midnight it is over."""
    do(buying.receive, shipped, by=buyer, at=received)
    over = shanghai(2026, 12, 2, 0, 0)
    assert returns_until(received) == shipped.due_at == over
    go_on(over - MOMENT)
    assert status_of(shipped) is OrderStatus.RECEIVED
    go_on(over)
    assert status_of(shipped) is OrderStatus.COMPLETED


def test_a_moment_after_midnight_is_another_day():
    before, after = shanghai(2026, 11, 24, 23, 59, 59), shanghai(2026, 11, 25)
    assert returns_until(after) - returns_until(before) == timedelta(days=1)


def test_cash_can_still_be_recorded_after_the_end(shipped, do, buyer, at):
    do(buying.receive, shipped, by=buyer)
    go_on(at + timedelta(days=9))
    do(money.record_cash, shipped)
    assert (shipped.status, shipped.cash_fen) == (OrderStatus.COMPLETED, shipped.total_fen)


@pytest.mark.parametrize(
    "status",
    [s for s in OrderStatus if s.value not in {"cannot_deliver", "shipped", "received"}],
)
def test_nothing_else_happens_by_itself(place, pack, steps, at, status):
    (order,) = place((pack, 2), method=method_of(status)).orders
    steps(order, *PATHS[status])
    before = rows()
    go_on(at + timedelta(days=400))
    assert rows() == before


def test_twice_at_the_same_moment_changes_nothing_more(shipped, at):
    later = at + UNTOUCHED
    go_on(later)
    before = rows()
    go_on(later)
    assert rows() == before


def test_one_that_fails_keeps_none_of_the_others_back(shipped, place, pack, steps, at):
    """The one that is due first has lost its lines, so that it cannot even be told of."""
    (sound,) = place((pack, 1)).orders
    steps(sound, "accept", "pack", "ship")
    spoilt = sound_copy(shipped)
    with pytest.raises(RuntimeError, match=str(spoilt)):
        go_on(at + UNTOUCHED)
    assert (status_of(sound), status_of(shipped)) == (OrderStatus.RECEIVED,) * 2
    with writing():  # it is never due again, and all the house holds true
        db.session.execute(update(Order).where(Order.id == spoilt).values(due_at=None))


def sound_copy(order):
    """Return a copy of the order that has no lines."""
    facts = {name: getattr(order, name) for name in Order.__table__.c.keys()}  # noqa: SIM118
    facts |= {"id": None, "ref": "x" * 22, "number": "1", "due_at": order.due_at - MOMENT}
    with writing():
        copy = Order(**facts)
        db.session.add(copy)
        db.session.flush()
        return copy.id


@pytest.fixture
def whole(request, app):
    """The spoilt order breaks what must hold, on purpose; the others hold it."""
    yield
    assert "fails" in request.node.name or not broken_of(ASKED)


def test_pressed_once_a_day_from_a_day_after_placing(place, pack, do, buyer, at):
    (order,) = place((pack, 1)).orders
    day = timedelta(days=1)
    for moment, right in (
        (at + day - MOMENT, False),
        (at + day, True),
        (at + 2 * day - MOMENT, False),
        (at + 2 * day, True),
    ):
        if right:
            do(buying.press, order, by=buyer, at=moment)
            assert order.pressed_at == moment
        else:
            with pytest.raises(Refused):
                do(buying.press, order, by=buyer, at=moment)


def test_the_promised_day_is_a_village_day(place, pack, at):
    (order,) = place((pack, 1)).orders
    assert order.ship_by == village_day(at) + timedelta(days=pack.ships_in_days)
    assert db.session.scalars(select(OrderLine.id)).all() == [order.lines[0].id]
