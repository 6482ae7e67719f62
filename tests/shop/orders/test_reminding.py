"""A producer is reminded, once, of what was not sent by the morning after the promised day."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from core.clock import VILLAGE, village_day
from core.db import db, writing
from core.notices.models import Notice
from shop.orders.jobs import remind_producers as remind
from shop.orders.models import OrderStatus
from shop.orders.operations import reminding, selling
from tests.shop.orders.hands import PATHS, SENT, lack, method_of

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
S = OrderStatus
FORGOTTEN = {S.PLACED, S.ACCEPTED, S.PACKED}


def morning_after(order):
    """Return eight o'clock in the village on the day after the promised one."""
    return datetime.combine(order.ship_by + DAY, time(8), VILLAGE).astimezone(UTC)


def told():
    db.session.rollback()
    names = [event.name for event in reminding.EVENTS]
    query = select(Notice).where(Notice.event.in_(names)).order_by(Notice.id)
    return db.session.scalars(query).all()


@pytest.mark.both_engines
def test_in_the_morning_after_the_promised_day(place, pack, seller):
    (order,) = place((pack, 2)).orders
    morning = morning_after(order)
    remind(morning - MINUTE)
    assert told() == []
    remind(morning)
    (notice,) = told()
    assert (notice.event, notice.person_id) == ("orders.not_sent", seller.person)
    assert notice.url == f"/sell/{order.producer_id}/orders/{order.id}"
    assert notice.facts["what"].endswith("5 斤装")
    assert notice.facts["day"] == f"{order.ship_by.month}月{order.ship_by.day}日"
    for later in (MINUTE, DAY, 30 * DAY):
        remind(morning + later)
    assert len(told()) == 1


@pytest.mark.both_engines
@pytest.mark.parametrize("status", list(S))
def test_only_of_what_waits_for_the_producer(place, pack, steps, status):
    (order,) = place((pack, 2), method=method_of(status)).orders
    steps(order, *PATHS[status])
    remind(morning_after(order))
    assert len(told()) == (status in FORGOTTEN)


@pytest.mark.both_engines
def test_of_the_rest_that_was_not_sent(place, pack, do, steps):
    (order,) = place((pack, 2)).orders
    steps(order, "accept", "pack")
    part = selling.Sending(carrier="邮政", number="9876", counts={order.lines[0].id: 1})
    do(selling.ship, order, part)
    remind(morning_after(order) - MINUTE)
    assert told() == []
    remind(morning_after(order))
    assert len(told()) == 1
    do(selling.ship, order, SENT)
    remind(morning_after(order) + DAY)
    assert len(told()) == 1


@pytest.mark.both_engines
def test_what_is_fetched_is_made_ready_and_then_waits_for_the_buyer(
    place, pack, producer, shop, steps
):
    point = shop.point(producer)
    late, ready = (
        place((pack, 1), pickups={producer.id: point.id}).orders[0] for _number in range(2)
    )
    steps(ready, "accept", "pack")
    remind(morning_after(late))
    (notice,) = told()
    assert notice.event == "orders.not_ready"
    assert notice.about.startswith(f"shop_order:{late.id}:")


@pytest.mark.both_engines
def test_a_new_promise_is_reminded_of_anew(place, pack, steps):
    (order,) = place((pack, 2)).orders
    first = morning_after(order)
    remind(first)
    steps(order, "report_shortage", at=first)
    remind(first + DAY - MINUTE)
    steps(order, "wait", at=first + DAY - MINUTE)
    second = morning_after(order)
    assert order.ship_by == village_day(first) + timedelta(days=3)
    remind(second - MINUTE)
    assert len(told()) == 1
    remind(second)
    remind(second + DAY)
    assert [each.about for each in told()] == [
        f"shop_order:{order.id}:{village_day(day - DAY)}" for day in (first, second)
    ]


def test_what_was_sent_while_the_sweep_ran_is_left_alone(place, pack, steps):
    (order,) = place((pack, 2)).orders
    steps(order, "accept", "pack", "ship")
    with writing():
        reminding.remind(order, at=morning_after(order))
    assert told() == []


def test_what_is_short_waits_for_the_buyer(place, pack, do, steps, at):
    (order,) = place((pack, 2)).orders
    assert lack(order, at).ready_on > order.ship_by
    steps(order, "report_shortage", at=morning_after(order) - MINUTE)
    remind(morning_after(order))
    assert told() == []
