"""Two who do something with the same order at the same instant."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.db import db
from shop.catalog.models import Hold, HoldStatus, Pack
from shop.orders.jobs import BY_ITSELF, end_one
from shop.orders.models import Order, OrderStatus, Purchase, PurchaseStatus
from shop.orders.operations import buying, money, placing, selling, shortages
from shop.orders.rules.steps import SILENCE
from tests.shop.orders.conftest import HERE
from tests.shop.orders.hands import SENT, lack

pytestmark = pytest.mark.both_engines


def test_received_and_refused(shipped, at_once, step, buyer):
    done = at_once(
        step(buying.receive, shipped, by=buyer), step(selling.refuse_at_door, shipped, why="坏")
    )
    assert sum(done) == 1
    assert shipped.status is (OrderStatus.RECEIVED if done[0] else OrderStatus.REFUSED_AT_DOOR)


def test_paid_and_refused(shipped, at_once, step):
    done = at_once(
        step(money.record_cash, shipped), step(selling.refuse_at_door, shipped, why="坏")
    )
    assert sum(done) == 1
    assert (shipped.cash_at is not None) is done[0]


def test_the_cash_recorded_twice(shipped, at_once, step):
    assert sum(at_once(*[step(money.record_cash, shipped)] * 4)) == 1


def test_cancelled_and_packed(place, pack, at_once, step, steps, buyer):
    (order,) = place((pack, 2)).orders
    steps(order, "accept")
    done = at_once(step(buying.cancel, order, by=buyer), step(selling.pack, order))
    assert sum(done) == 1
    assert order.status is (OrderStatus.CANCELLED if done[0] else OrderStatus.PACKED)
    assert pack.stock == (10 if done[0] else 8)


def test_cancelled_and_accepted(place, pack, at_once, step, buyer):
    """Either is free to come first; after a cancel nothing is accepted."""
    (order,) = place((pack, 2)).orders
    done = at_once(step(buying.cancel, order, by=buyer), step(selling.accept, order))
    assert done[0]
    assert (order.status, pack.stock) == (OrderStatus.CANCELLED, 10)


def test_cancelled_by_two(place, pack, at_once, step, buyer):
    (order,) = place((pack, 2)).orders
    assert sum(at_once(*[step(buying.cancel, order, by=buyer)] * 3)) == 1
    assert pack.stock == 10


def test_two_parcels_with_the_same_rest(place, pack, at_once, step, steps):
    (order,) = place((pack, 3)).orders
    steps(order, "accept", "pack")
    line = order.lines[0].id
    two = selling.Sending(carrier="邮政", number="1", counts={line: 2})
    assert sum(at_once(*[step(selling.ship, order, two)] * 2)) == 1
    assert [x.count for parcel in order.parcels for x in parcel.lines] == [2]
    assert sum(at_once(*[step(selling.ship, order, SENT)] * 3)) == 1
    assert sum(x.count for parcel in order.parcels for x in parcel.lines) == 3


@pytest.mark.parametrize("answer", [shortages.take_less, shortages.wait, shortages.give_up])
def test_an_answer_and_the_end_of_the_day(place, pack, at_once, step, steps, buyer, at, answer):
    (order,) = place((pack, 5)).orders
    steps(order, "accept", "report_shortage")
    late = at + SILENCE
    done = at_once(step(answer, order, by=buyer, at=late), step(shortages.lapse, order, at=late))
    assert sum(done) == 1
    holds = db.session.execute(select(Hold.packs, Hold.state)).all()
    if not done[0] or answer is shortages.give_up:
        assert (order.status, pack.stock) == (OrderStatus.CANCELLED, 9)
        assert holds[0].state is HoldStatus.RELEASED
    else:
        assert (order.status, pack.stock) == (OrderStatus.PLACED, 5)
        assert holds[0].packs == 5 - order.reduced_fen // 2500


def test_two_answers(place, pack, at_once, step, steps, buyer):
    (order,) = place((pack, 5)).orders
    steps(order, "report_shortage")
    answers = shortages.take_less, shortages.wait, shortages.give_up, shortages.take_less
    assert sum(at_once(*[step(each, order, by=buyer) for each in answers])) == 1


def test_two_shortages(place, pack, at_once, step, at):
    (order,) = place((pack, 5)).orders
    said = lack(order, at)
    assert sum(at_once(*[step(shortages.report_shortage, order, said)] * 2)) == 1


def test_a_sweep_that_comes_late_leaves_a_new_question_alone(
    place, pack, at_once, step, steps, buyer, seller, at
):
    """It saw the first question due; meanwhile that was answered and another asked."""
    (order,) = place((pack, 5)).orders
    steps(order, "report_shortage")
    late = at + SILENCE

    order_id = order.id

    def ask_again():
        again = db.session.get_one(Order, order_id)
        shortages.wait(again, by=buyer, at=late)
        shortages.report_shortage(again, lack(again, late), by=seller, at=late)

    at_once(ask_again)
    status = OrderStatus.CANNOT_DELIVER
    db.session.rollback()
    end_one(order.id, status, BY_ITSELF[status], by=seller, at=late)
    db.session.refresh(order)
    assert (order.status, order.due_at) == (status, late + SILENCE)


def test_the_address_and_the_packing(place, pack, at_once, step, steps, buyer):
    """Who packs has the address that was there before, or is told that it changed."""
    (order,) = place((pack, 1)).orders
    steps(order, "accept")
    new = placing.Receiver(name="李四", phone="13900000001", district=HERE, address="别处")
    done = at_once(
        step(buying.change_receiver, order, new, version=1, by=buyer),
        step(selling.pack, order, seen=1),
    )
    assert sum(done) == 1
    assert (order.receiver == "李四") is done[0]


def test_the_same_address_form_in_two_tabs(place, pack, at_once, step, buyer):
    (order,) = place((pack, 1)).orders
    tabs = [
        placing.Receiver(name=name, phone="13900000001", district=HERE, address="别处")
        for name in ("王五", "赵六")
    ]
    done = at_once(*[step(buying.change_receiver, order, x, version=1, by=buyer) for x in tabs])
    assert sum(done) == 1
    assert order.receiver == tabs[done.index(True)].name


def test_pressed_twice(place, pack, at_once, step, buyer, at):
    (order,) = place((pack, 1)).orders
    later = at + timedelta(days=2)
    assert sum(at_once(*[step(buying.press, order, by=buyer, at=later)] * 3)) == 1


@pytest.fixture
def two(place, pack, shop):
    """Return a purchase of two orders."""
    producer = shop.producer(district=HERE)
    shop.zone(producer)
    product = shop.on_sale(producer)
    other = db.session.scalars(select(Pack).where(Pack.product_id == product.id)).one()
    return place((pack, 10), (other, 10))


@pytest.mark.parametrize("end", ["cancel", "settle", "both"])
def test_two_orders_of_a_purchase_end_at_the_same_instant(two, at_once, step, steps, buyer, end):
    """Neither sees the other's end, were it not for the lock of the purchase."""
    first, second = two.orders
    for order in two.orders:
        if end == "settle" or (order is second and end == "both"):
            steps(order, "accept", "pack", "ship", "receive")
    ends = [
        step(buying.cancel, order, by=buyer)
        if order.status is OrderStatus.PLACED
        else step(money.record_cash, order)
        for order in (first, second)
    ]
    # Each has ended its own order before it comes to the purchase, at which the gate stands.
    done = at_once(*ends, row="UPDATE shop_purchase SET total_fen = total_fen")
    assert done == [True, True]
    wanted = PurchaseStatus.CANCELLED if end == "cancel" else PurchaseStatus.SETTLED
    assert db.session.scalar(select(Purchase.status)) is wanted
