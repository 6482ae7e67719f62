"""A producer is closed once all its orders have ended, and ordered from only until then."""

import threading

import pytest
from sqlalchemy import select, update

from core.db import db, writing
from core.errors import Refused
from core.money import Money
from shop.cart.queries import fill
from shop.cart.rules import Item
from shop.orders.models import Order, OrderStatus
from shop.orders.operations import buying, placing, selling
from shop.orders.queries.invariants import INVARIANTS
from shop.orders.queries.open_work import count_open_work
from shop.orders.queries.quoting import quote
from shop.orders.rules.lifecycle import ENDED
from shop.producers import operations as producers
from shop.producers.models import Producer
from tests.shop.orders.conftest import HERE

LONG = 20  # seconds


def closed(producer_id):
    row = db.session.get(Producer, producer_id, populate_existing=True)
    return row.closed_at is not None


@pytest.mark.both_engines
def test_not_while_an_order_is_under_way(place, pack, do, buyer, producer):
    (order,) = place((pack, 1)).orders
    with pytest.raises(Refused, match="还有 1 单没办完"):
        do(producers.close, producer)
    do(selling.accept, order)
    do(selling.pack, order)
    do(selling.ship, order, selling.Sending(carrier="邮政", number="1"))
    do(buying.receive, order, by=buyer)
    with pytest.raises(Refused, match="还有 1 单没办完"):
        do(producers.close, producer)
    do(selling.complete, order)
    do(producers.close, producer)
    assert closed(producer.id)


def test_each_status_counts_until_the_end(ordered, producer):
    for status in OrderStatus:
        with writing():
            db.session.execute(update(Order).values(status=status))
        assert count_open_work("producer", producer.id) == (status not in ENDED), status
    assert count_open_work("farm-stay", producer.id) == 0
    assert count_open_work("producer", producer.id + 1) == 0
    with writing():
        db.session.execute(update(Order).values(status=OrderStatus.PLACED))


@pytest.fixture
def ordered(place, pack):
    return place((pack, 1)).orders[0]


def test_the_page_says_so_in_place_of_the_button(client, ordered, producer, do, buyer):
    client.log_in(producer.responsible)
    facts, close = f"/sell/{producer.id}/facts", f"/sell/{producer.id}/close"
    page = client.get(facts).text
    assert "还有 1 单没办完，都办完了才能关店" in page
    assert close not in page
    answer = client.send(close)
    assert answer.status_code == 409
    assert "还有 1 单没办完" in answer.text
    do(buying.cancel, ordered, by=buyer)
    assert close in client.get(facts).text
    assert client.send(close).status_code == 302
    assert closed(producer.id)


def test_an_order_of_a_closed_producer_is_found(ordered, producer, at):
    found = INVARIANTS["orders.open_of_a_closed_producer"]
    assert db.session.execute(db.text(found)).all() == []
    with writing():
        db.session.execute(update(Producer).values(closed_at=at))
    assert db.session.scalars(db.text(found)).all() == [ordered.id]
    with writing():
        db.session.execute(update(Producer).values(closed_at=None))


@pytest.mark.both_engines
@pytest.mark.parametrize("first", ["order", "close"])
def test_at_the_same_instant_one_of_the_two_comes_first(
    first, app, pack, producer, buyer, seller, at
):
    """One of the two comes first: the second begins before its commit, and is refused."""
    items = [Item("pack", pack.id, 1)]
    total = quote(fill(items, at=at), district=HERE, pickups={}).total
    receiver = placing.Receiver(name="张三", phone="13900000000", district=HERE, address="1 号")
    wish = placing.Wish(
        items=items, receiver=receiver, pickups={}, total=Money(total.fen), confirmed=True
    )
    producer_id = producer.id
    db.session.rollback()
    begun, ended = threading.Event(), {}

    def order():
        placing.place(wish, by=buyer, at=at)

    def close():
        producers.close(db.session.get(Producer, producer_id), by=seller, at=at)

    def second(work):
        with app.app_context():
            begun.wait(LONG)
            try:
                with writing():
                    work()
            except Refused as refused:
                ended["why"] = refused.reason
            finally:
                db.session.remove()

    works = {"order": order, "close": close}
    later = next(work for name, work in works.items() if name != first)
    thread = threading.Thread(target=second, args=(later,))
    thread.start()
    with writing():
        works[first]()
        begun.set()
        thread.join(0.5)  # it waits for this transaction
        assert thread.is_alive()
    thread.join(LONG)
    assert ended["why"]
    placed = db.session.scalars(select(Order.id)).all()
    assert (len(placed), closed(producer_id)) == ((1, False) if first == "order" else (0, True))
