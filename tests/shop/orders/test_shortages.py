"""What a producer cannot deliver: the buyer waits, takes less or cancels, or says nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import village_day
from core.db import db
from core.errors import Refused
from shop.catalog.models import Hold, HoldStatus, Pack, StockMove, StockReason
from shop.orders.jobs import go_on
from shop.orders.models import Answer, OrderStatus, PurchaseStatus, Reduction, Shortage
from shop.orders.operations import buying, money, selling, shortages
from shop.orders.operations.shortages import Lack
from shop.orders.rules.steps import LATEST, SILENCE
from tests.shop.orders.hands import lack

pytestmark = pytest.mark.both_engines


def stock(pack):
    db.session.rollback()
    return db.session.scalar(select(Pack.stock).where(Pack.id == pack.id))


def hold_of(order):
    db.session.rollback()
    query = select(Hold.packs, Hold.state).where(Hold.line_id == order.lines[0].id)
    return tuple(db.session.execute(query).one())


def written_off():
    query = select(StockMove.delta).where(StockMove.reason == StockReason.UNDELIVERED)
    return db.session.scalars(query).all()


@pytest.fixture
def short(place, pack, do, steps, at):
    """Return an order of five packs of which two are missing."""
    (order,) = place((pack, 5)).orders
    steps(order, "accept")
    do(shortages.report_shortage, order, lack(order, at, missing=2))
    return order


def the_answer():
    return db.session.scalar(select(Shortage.answer))


def test_to_wait_is_to_take_the_named_day_as_promised(short, pack, do, buyer, at):
    do(shortages.wait, short, by=buyer)
    assert (short.status, short.due_at, short.accepted_at) == (OrderStatus.PLACED, None, None)
    assert short.ship_by == village_day(at) + timedelta(days=3)
    assert (stock(pack), hold_of(short)) == (5, (5, HoldStatus.COMMITTED))
    assert the_answer() is Answer.WAIT
    assert short.due.fen == short.total_fen


def test_to_take_less_lowers_what_is_due_and_the_hold_but_gives_no_stock_back(
    short, pack, do, buyer
):
    total = short.total_fen
    do(shortages.take_less, short, by=buyer)
    assert (short.status, short.total_fen) == (OrderStatus.PLACED, total)
    assert (short.reduced_fen, short.due.fen) == (5000, total - 5000)
    assert (stock(pack), hold_of(short)) == (5, (3, HoldStatus.COMMITTED))
    assert (the_answer(), written_off()) == (Answer.LESS, [-2])
    (line,) = short.lines
    assert (line.count, line.left) == (5, 3)
    reduction = db.session.scalars(select(Reduction)).one()
    assert (reduction.line_id, reduction.count, reduction.fen) == (line.id, 2, 5000)


def test_what_is_left_after_a_reduction_is_what_is_sent_and_paid(short, do, steps, buyer):
    do(shortages.take_less, short, by=buyer)
    steps(short, "accept", "pack", "ship", "receive", "record_cash")
    assert short.cash_fen == short.due.fen == short.total_fen - 5000
    assert short.parcels[0].lines[0].count == 3
    assert short.purchase.status is PurchaseStatus.SETTLED


def test_after_a_reduction_a_free_cancel_gives_back_only_what_was_left(short, pack, do, buyer):
    do(shortages.take_less, short, by=buyer)
    do(buying.cancel, short, by=buyer)
    assert stock(pack) == 8
    assert short.purchase.status is PurchaseStatus.CANCELLED


def test_to_cancel_writes_off_what_is_missing_and_gives_the_rest_back(short, pack, do, buyer):
    do(shortages.give_up, short, by=buyer)
    assert (short.status, short.ended_why) == (OrderStatus.CANCELLED, "下雨没摘够")
    assert (stock(pack), written_off(), the_answer()) == (8, [-2], Answer.CANCEL)
    assert hold_of(short)[1] is HoldStatus.RELEASED
    assert short.purchase.status is PurchaseStatus.CANCELLED


def test_a_day_of_silence_cancels_and_not_a_moment_less(short, pack, at):
    go_on(at + SILENCE - timedelta(microseconds=1))
    db.session.refresh(short)
    assert short.status is OrderStatus.CANNOT_DELIVER
    go_on(at + SILENCE)
    db.session.refresh(short)
    assert (short.status, the_answer()) == (OrderStatus.CANCELLED, Answer.SILENT)
    assert stock(pack) == 8


def test_nothing_is_left_to_take_when_all_is_missing(place, pack, do, buyer, at):
    (order,) = place((pack, 2)).orders
    do(shortages.report_shortage, order, lack(order, at, missing=2, ready=False))
    with pytest.raises(Refused, match="一份也没有"):
        do(shortages.take_less, order, by=buyer)
    with pytest.raises(Refused, match="没有说哪天"):
        do(shortages.wait, order, by=buyer)
    do(shortages.give_up, order, by=buyer)
    assert (stock(pack), written_off()) == (8, [-2])


def test_one_line_of_two_can_be_missing_whole(place, pack, shop, do, steps, buyer, at):
    other = shop.pack(pack.product, fen=900)
    (order,) = place((pack, 2), (other, 4)).orders
    missing = {order.lines[0].id: 2, order.lines[1].id: 1}
    do(shortages.report_shortage, order, Lack(missing=missing, why="虫"))
    do(shortages.take_less, order, by=buyer)
    assert order.reduced_fen == 2 * 2500 + 900
    assert [line.left for line in order.lines] == [0, 3]
    assert hold_of(order)[1] is HoldStatus.RELEASED
    steps(order, "accept", "pack", "ship")
    assert [(x.line_id, x.count) for x in order.parcels[0].lines] == [(order.lines[1].id, 3)]
    steps(order, "receive")
    assert order.status is OrderStatus.RECEIVED


def test_a_second_shortage_counts_from_what_was_left(short, pack, do, steps, buyer, at):
    do(shortages.take_less, short, by=buyer)
    with pytest.raises(Refused, match="比买的还多"):
        do(shortages.report_shortage, short, lack(short, at, missing=4))
    do(shortages.report_shortage, short, lack(short, at, missing=2))
    do(shortages.take_less, short, by=buyer)
    assert (short.reduced_fen, short.lines[0].left) == (10000, 1)
    assert (stock(pack), hold_of(short), written_off()) == (5, (1, HoldStatus.COMMITTED), [-2, -2])


def test_the_buyer_answers_what_was_on_the_page(short, do, steps, buyer, at):
    """An old tab does not agree to what the producer said since."""
    seen = db.session.scalar(select(Shortage.id))
    do(shortages.wait, short, seen=seen, by=buyer)
    do(shortages.report_shortage, short, lack(short, at, missing=4))
    for answer in (shortages.wait, shortages.take_less, shortages.give_up):
        with pytest.raises(Refused, match="新的情况"):
            do(answer, short, seen=seen, by=buyer)
    assert short.status is OrderStatus.CANNOT_DELIVER


@pytest.mark.parametrize("days", [-1, 0, 1, LATEST.days + 3])
def test_a_day_that_cannot_be_waited_for_is_refused(place, pack, do, at, days):
    """It is promised for the day after tomorrow."""
    (order,) = place((pack, 2)).orders
    day = village_day(at) + timedelta(days=days)
    said = Lack(missing={order.lines[0].id: 1}, why="雨", ready_on=day)
    with pytest.raises(Refused) as refused:
        do(shortages.report_shortage, order, said)
    assert refused.value.field == "ready_on"


@pytest.mark.parametrize(("days", "right"), [(-1, False), (0, True), (60, True), (61, False)])
def test_what_is_sold_long_before_waits_from_its_promised_day(
    place, shop, producer, do, buyer, at, days, right
):
    """Goods sold ahead are named an honest day, and waiting moves no promise to an earlier one."""
    promised = village_day(at) + timedelta(days=150)
    early = shop.pack(shop.on_sale(producer), name="预售", position=1, ship_by=promised, cap=9)
    (order,) = place((early, 2)).orders
    assert order.ship_by == promised
    day = promised + timedelta(days=days)
    said = Lack(missing={order.lines[0].id: 1}, why="晚熟", ready_on=day)
    if not right:
        with pytest.raises(Refused, match="不能早于答应的日子"):
            do(shortages.report_shortage, order, said)
        return
    do(shortages.report_shortage, order, said)
    do(shortages.wait, order, by=buyer)
    assert order.ship_by == day


@pytest.mark.parametrize("missing", [0, -1, 3, 2**63])
def test_more_than_was_bought_cannot_be_missing(place, pack, do, missing):
    (order,) = place((pack, 2)).orders
    with pytest.raises(Refused) as refused:
        do(shortages.report_shortage, order, Lack(missing={order.lines[0].id: missing}, why="雨"))
    assert refused.value.field == "missing"


def test_a_line_of_another_order_cannot_be_missing(place, pack, do):
    (order,), (other,) = place((pack, 2)).orders, place((pack, 2)).orders
    with pytest.raises(Refused):
        do(shortages.report_shortage, order, Lack(missing={other.lines[0].id: 1}, why="雨"))


def test_the_rest_of_the_purchase_goes_on(shop, place, pack, do, steps, buyer, at):
    """One of two orders lapses, the other is delivered and paid: settled, not cancelled."""
    producer = shop.producer(district="330106")
    shop.zone(producer)
    product = shop.on_sale(producer)
    other = db.session.scalars(select(Pack).where(Pack.product_id == product.id)).one()
    purchase = place((pack, 1), (other, 1))
    first, second = purchase.orders
    do(shortages.report_shortage, first, lack(first, at))
    go_on(at + SILENCE)
    db.session.refresh(purchase)
    assert purchase.status is PurchaseStatus.OPEN
    do(selling.accept, second)
    do(selling.pack, second)
    do(selling.ship, second, selling.Sending(carrier="邮政", number="1"))
    do(money.record_cash, second)
    assert purchase.status is PurchaseStatus.OPEN
    do(buying.receive, second, by=buyer)
    assert purchase.status is PurchaseStatus.SETTLED
