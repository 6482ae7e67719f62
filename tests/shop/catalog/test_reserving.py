"""Packs are taken all or none, in the order of their ids; what comes back is counted once."""

import threading
import time

import pytest
from sqlalchemy import select, text

from core.access import SYSTEM
from core.clock import now
from core.db import db, writing
from core.hooks import NotToBeHad, Want
from shop.catalog.models import Hold, HoldStatus, Pack, Product, StockMove
from shop.catalog.operations.packs import remove_pack
from shop.catalog.operations.reserving import Packs
from shop.catalog.queries.invariants import INVARIANTS
from shop.orders.models import OrderLine
from tests.shop.orders.conftest import broken_of, buyer, place, producer

__all__ = ["buyer", "place", "producer"]

PACKS = Packs()


@pytest.fixture
def packs(shop, producer):
    """Return two sizes of a product on sale, ten of each: for 25 and for 9 yuan."""
    product = shop.on_sale(producer)
    first = db.session.scalars(select(Pack).where(Pack.product_id == product.id)).one()
    return first, shop.pack(product, fen=900, name="一斤装")


@pytest.fixture
def order(place, packs):
    """Return an order of five of the first and ten of the second, which is sold out by it."""
    first, second = packs
    (order,) = place((first, 5), (second, 10)).orders
    return order


def release(counts, **kw):
    with writing():
        PACKS.release(counts, **kw, by=SYSTEM, at=now())


def stocks(packs):
    db.session.rollback()
    return [pack.stock for pack in packs]


@pytest.mark.both_engines
def test_taken_and_given_back(order, packs):
    first, second = order.lines
    assert stocks(packs) == [5, 0]
    release({first.id: 2, second.id: 10})
    assert stocks(packs) == [7, 10]
    found = db.session.execute(select(Hold.packs, Hold.state).order_by(Hold.id)).all()
    assert [tuple(row) for row in found] == [(3, HoldStatus.COMMITTED), (10, HoldStatus.RELEASED)]
    assert not broken_of(INVARIANTS)


@pytest.mark.both_engines
@pytest.mark.parametrize("gone", [True, False])
def test_nothing_is_given_back_twice(order, packs, gone):
    line = order.lines[0].id
    for _turn in range(3):
        release({line: 5}, gone=gone)
    assert stocks(packs) == [5 if gone else 10, 0]
    assert not broken_of(INVARIANTS)


@pytest.mark.parametrize("gone", [True, False])
def test_more_than_was_taken_never_comes_back(order, packs, gone):
    release({order.lines[0].id: 99}, gone=gone)
    assert stocks(packs)[0] == (5 if gone else 10)
    assert not broken_of(INVARIANTS)


@pytest.mark.parametrize("count", [0, -1])
def test_nothing_and_less_is_not_given_back(order, packs, count):
    release({order.lines[0].id: count})
    assert stocks(packs) == [5, 0]


def test_what_is_gone_stays_out_of_the_stock_and_says_why(order, packs):
    release({order.lines[0].id: 2}, gone=True)
    assert stocks(packs) == [5, 0]
    moves = db.session.scalars(select(StockMove.delta).order_by(StockMove.id.desc())).first()
    assert moves == -2
    assert not broken_of(INVARIANTS)


def test_what_sold_out_is_shown_so_and_again_when_it_is_back(order, packs, place):
    product = packs[0].product
    assert (product.sells, product.least_fen) == (True, 2500)
    place((packs[0], 5))
    db.session.expire_all()
    assert (product.sells, product.least_fen) == (False, 900)
    release({order.lines[1].id: 1})
    db.session.expire_all()
    assert (product.sells, product.least_fen) == (True, 900)


def test_a_size_that_was_removed_meanwhile_takes_its_packs_back(order, packs):
    with writing():
        remove_pack(packs[0], by=SYSTEM, at=now())
    release({order.lines[0].id: 5})
    assert stocks(packs) == [10, 0]
    assert not broken_of(INVARIANTS)


def want(order, pack, count=1, fen=None):
    return Want(line_id=order.lines[0].id, ref=pack.id, count=count, fen=fen or pack.fen)


@pytest.mark.both_engines
@pytest.mark.parametrize("what", ["price", "count", "off", "removed"])
def test_what_cannot_be_had_is_named_and_nothing_is_taken(order, packs, what, at):
    first, second = packs
    release({order.lines[1].id: 10})
    changed = {
        "price": "fen = 1", "count": "stock = 0", "off": "is_on = false",
        "removed": "removed_at = '2026-01-01 00:00:00+00:00'",
    }[what]  # fmt: skip
    wants = [want(order, second, 3), want(order, first, 1)]

    def hold():
        with writing():
            db.session.execute(text(f"UPDATE shop_pack SET {changed} WHERE id = {second.id}"))
            PACKS.hold(wants, paid_later=False, at=at)

    with pytest.raises(NotToBeHad) as missing:
        hold()
    assert (missing.value.kind, missing.value.ref) == ("pack", second.id)
    assert stocks(packs) == [5, 10]


def test_held_until_it_is_paid(order, packs, at):
    with writing():
        db.session.execute(text("UPDATE shop_hold SET state = 'held'"))
    with writing():
        PACKS.commit([order.lines[0].id])
    statuses = dict(db.session.execute(select(Hold.line_id, Hold.state)).all())
    first, second = order.lines
    assert statuses == {first.id: HoldStatus.COMMITTED, second.id: HoldStatus.HELD}


NOWAIT = "SELECT id FROM shop_pack WHERE id = :id FOR UPDATE NOWAIT"


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
@pytest.mark.parametrize("turned", [False, True])
def test_locks_are_taken_in_the_order_of_ids(app, packs, make, at, turned):
    """Who waits for the first has not yet locked the second, in whichever order they were named."""
    first, second = (pack.id for pack in packs)
    named = [second, first] if turned else [first, second]
    product_id = packs[0].product_id
    prices = {pack.id: pack.fen for pack in packs}

    def buy():
        with app.app_context():
            wants = [Want(line_id=ref, ref=ref, count=1, fen=prices[ref]) for ref in named]
            try:
                with writing():
                    PACKS.hold(wants, paid_later=False, at=at)
            except Exception as error:  # noqa: BLE001 - there is no such line
                ends.append(error)

    ends = []
    db.session.rollback()
    hand = threading.Thread(target=buy)
    with db.engine.connect() as other, db.engine.connect() as third:
        other.execute(text("SELECT id FROM shop_pack WHERE id = :id FOR UPDATE"), {"id": first})
        hand.start()
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        until = time.monotonic() + 2
        while not third.scalar(text(waiting)) and time.monotonic() < until:
            third.rollback()
            time.sleep(0.01)
        assert third.scalar(text(waiting)) == 1
        third.execute(text(NOWAIT), {"id": second})
        third.rollback()
        product = f"SELECT id FROM {Product.__tablename__} WHERE id = :id FOR UPDATE NOWAIT"
        third.execute(text(product), {"id": product_id})
        third.rollback()
        other.rollback()
    hand.join(20)
    assert "foreign key" in str(ends[0])
    assert db.session.scalars(select(OrderLine.id)).all() == []
