"""Two who act at the same instant: both wait at the same gate, then one acts after the other.

The gate is a lock held by a third: on PostgreSQL of a row, on SQLite that of the one writer. Both
have looked at the house before it opens, so whoever decides on what was seen then is found out.
"""

import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from core.db import db, writing
from core.errors import Refused
from core.money import Money
from core.once.operations import once
from shop.cart import operations as cart
from shop.cart.queries import fill
from shop.cart.rules import Item
from shop.catalog.models import Hold, HoldStatus, Pack, StockReason
from shop.catalog.operations.packs import PackFacts, change_pack
from shop.catalog.operations.stock import move_stock
from shop.orders.jobs import BY_ITSELF, end_one
from shop.orders.models import Order, OrderStatus, Purchase, PurchaseStatus
from shop.orders.operations import buying, money, placing, selling, shortages
from shop.orders.queries.quoting import quote
from shop.orders.rules.steps import SILENCE
from tests.shop.orders.conftest import HERE
from tests.shop.orders.hands import SENT, lack

pytestmark = pytest.mark.both_engines
WAITING = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
AND wait_event_type = 'Lock'
"""


@pytest.fixture
def gate(app):
    """Hold what all of them need until so many wait for it."""

    @contextmanager
    def closed(statement, waiting):
        with db.engine.connect().execution_options(write=True) as connection:
            connection.execute(text(statement))
            yield
            until = time.monotonic() + 2
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as looking:
                while db.engine.dialect.name == "postgresql" and time.monotonic() < until:
                    if looking.scalar(text(WAITING)) >= waiting:
                        break
                    time.sleep(0.01)
            if db.engine.dialect.name == "sqlite":
                time.sleep(0.05)
            connection.rollback()

    return closed


@pytest.fixture
def at_once(app, gate):
    """Run these at the same instant, each in a session of its own; return what came of each."""

    def run(*doings, row="UPDATE shop_order SET version = version"):
        came = [None] * len(doings)

        def one(number, doing):
            with app.app_context():
                try:
                    with writing():
                        doing()
                    came[number] = "done"
                except Refused as refused:
                    came[number] = refused
                except BaseException as error:  # noqa: BLE001 - whatever it is, the test shows it
                    came[number] = error
                finally:
                    db.session.remove()

        db.session.rollback()
        hands = [threading.Thread(target=one, args=each) for each in enumerate(doings)]
        with gate(row, len(hands)):
            for hand in hands:
                hand.start()
        for hand in hands:
            hand.join(30)
        db.session.rollback()
        db.session.expire_all()
        odd = [each for each in came if each != "done" and not isinstance(each, Refused)]
        assert odd == []
        return [each == "done" for each in came]

    return run


def doing(operation, order, *given, by, at, **kw):
    """Return the operation on a fresh look at the order."""
    order_id = order.id  # a thread must not ask the test's own session
    return lambda: operation(db.session.get_one(Order, order_id), *given, **kw, by=by, at=at)


@pytest.fixture
def step(seller, at):
    def make(operation, order, *given, by=seller, **kw):
        return doing(operation, order, *given, by=by, at=kw.pop("at", at), **kw)

    return make


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


def wish_of(*wanted, at):
    """Return the wish for so many of each pack, at the price of now."""
    items = [Item("pack", pack.id, count) for pack, count in wanted]
    total = quote(fill(items, at=at), district=HERE, pickups={}).total
    receiver = placing.Receiver(name="张三", phone="13900000000", district=HERE, address="一号")
    made = {"items": items, "receiver": receiver, "pickups": {}, "total": total}
    return placing.Wish(**made, confirmed=True)


def buying_of(*wanted, by, at):
    wish = wish_of(*wanted, at=at)
    return lambda: placing.place(wish, by=by, at=at)


PACKS = "UPDATE shop_pack SET position = position"


def test_the_last_ones_are_sold_once(pack, shop, at_once, make, at):
    other = shop.pack(pack.product, fen=900, stock=50)
    people = [make.actor(make.person()) for _each in range(5)]
    wishes = [buying_of((other, 1), (pack, 4), by=who, at=at) for who in people]
    assert sum(at_once(*wishes, row=PACKS)) == 2
    assert (pack.stock, other.stock) == (2, 48)


def test_ordered_in_any_order_nobody_waits_for_the_other(pack, shop, at_once, make, at):
    packs = [pack, *(shop.pack(pack.product, fen=900) for _each in range(3))]
    wishes = [
        buying_of(*((each, 1) for each in order), by=make.actor(make.person()), at=at)
        for order in (packs, packs[::-1], packs[2:] + packs[:2], packs[1::-1] + packs[:1:-1])
    ]
    assert all(at_once(*wishes, row=PACKS))
    assert {each.stock for each in packs} == {6}


def test_a_price_is_edited_while_it_is_bought(pack, at_once, buyer, seller, at):
    """Sold at the price that was shown, or refused; never at another."""
    pack_id = pack.id

    def edit():
        row = db.session.get_one(Pack, pack_id)
        facts = PackFacts(name=row.name, net_grams=row.net_grams, price=Money(2600))
        change_pack(row, facts, version=row.version, by=seller, at=at)

    done = at_once(edit, *[buying_of((pack, 1), by=buyer, at=at)] * 3, row=PACKS)
    assert done[0]
    lines = db.session.scalars(text("SELECT fen FROM shop_order_line")).all()
    assert lines == [2500] * sum(done[1:])
    assert pack.stock == 10 - sum(done[1:])


def test_stock_is_edited_while_it_is_bought_and_cancelled(
    pack, place, at_once, step, buyer, seller, at
):
    (order,) = place((pack, 9)).orders

    pack_id = pack.id

    def harvest():
        row = db.session.get_one(Pack, pack_id)
        move_stock(row, delta=20, reason=StockReason.HARVEST, by=seller, at=at)

    bought = buying_of((pack, 1), by=buyer, at=at)
    done = at_once(harvest, bought, step(buying.cancel, order, by=buyer), row=PACKS)
    assert done == [True] * 3
    assert pack.stock == 29


def test_two_checkouts_of_one_person_buy_once_and_wait_for_no_lock_of_the_other(
    pack, at_once, do, buyer, at
):
    """Each has noted down the key of its own form, and so the person, before it locks the basket."""
    do(cart.put, Item("pack", pack.id, 2), by=buyer)
    wish = wish_of((pack, 2), at=at)

    def check_out(key):
        def place():
            return str(placing.place_from_basket(wish, by=buyer, at=at).id)

        return lambda: once(key, "", place, by=buyer, at=at)

    done = at_once(*map(check_out, "abc"), row="UPDATE person SET name = name")
    assert sum(done) == 1
    assert pack.stock == 8
