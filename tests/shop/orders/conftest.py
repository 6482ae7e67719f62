"""A buyer, and producers whose goods can be ordered."""

import pytest
from sqlalchemy import select

from core.cli import invariants
from core.clock import now
from core.db import db, writing
from core.money import Money
from shop.cart.queries import fill
from shop.cart.rules import Item
from shop.catalog.models import Pack
from shop.catalog.queries.invariants import INVARIANTS as CATALOG
from shop.orders.models import Method
from shop.orders.operations import placing, selling
from shop.orders.queries.invariants import INVARIANTS as ORDERS
from shop.orders.queries.quoting import quote
from shop.reviews.queries import INVARIANTS as REVIEWS
from shop.threads.queries import INVARIANTS as THREADS
from tests.shop.orders.hands import Steps

HERE = "330106"


@pytest.fixture
def producer(shop):
    producer = shop.producer(district=HERE)
    shop.zone(producer)
    return producer


@pytest.fixture
def buyer(make):
    return make.actor(make.person(name="买家"))


@pytest.fixture
def seller(make, producer):
    return make.actor(producer.responsible)


@pytest.fixture
def pack(shop, producer):
    """Return a size of a product on sale: 2.5 kg for 25 yuan, ten of them."""
    product = shop.on_sale(producer)
    return db.session.scalars(select(Pack).where(Pack.product_id == product.id)).one()


@pytest.fixture
def place(buyer, at):
    """Return a hand that orders so many of each pack, at the price of now or as said."""

    def order(*wanted, by=buyer, at=at, **kw):
        items = [Item("pack", pack.id, count) for pack, count in wanted]
        district, pickups = kw.get("district", HERE), kw.get("pickups", {})
        total = quote(fill(items, at=at), district=district, pickups=pickups).total
        wish = placing.Wish(
            items=items,
            receiver=placing.Receiver(
                name="张三", phone="13900000000", district=district, address="文一路 1 号"
            ),
            pickups=pickups,
            total=Money(kw["total"]) if "total" in kw else total,
            confirmed=kw.get("confirmed", True),
            method=kw.get("method", Method.CASH),
        )
        with writing():
            return placing.place(wish, by=by, at=at)

    return order


@pytest.fixture
def do(seller, at):
    """Return a hand that runs one operation in a transaction of its own, by the seller."""

    def run(operation, *given, by=seller, at=at, **kw):
        with writing():
            return operation(*given, **kw, by=by, at=at)

    return run


@pytest.fixture
def steps(do, buyer, at):
    """Return a hand that takes the named steps with an order."""
    return Steps(do, buyer, at)


@pytest.fixture
def shipped(place, pack, do):
    """Return an order of two packs that is on its way."""
    (order,) = place((pack, 2)).orders
    do(selling.accept, order)
    do(selling.pack, order)
    do(selling.ship, order, selling.Sending(carrier="邮政", number="9876"))
    return order


ASKED = {**CATALOG, **ORDERS, **THREADS, **REVIEWS}


def broken_of(names):
    """Return the rows that break one of these invariants."""
    db.session.rollback()
    return invariants.broken(at=now(), only=names)


@pytest.fixture(autouse=True)
def whole(app):
    """After each test nothing that must hold of stock, orders and talk is broken."""
    yield
    assert not broken_of(ASKED)
