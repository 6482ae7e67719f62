"""A household that sells fruit, verified, and its hands."""

import pytest

from core.cli import invariants
from core.db import db, writing
from core.money import Money
from shop.catalog import operations
from shop.catalog.models import Pack, Product, Storage
from shop.catalog.rules.listing import return_policy_for
from shop.producers.models import ProductClass

HOW = {
    "origin": "330106",
    "origin_note": "桃源村后山",
    "months": 0b110000000001,
    "storage": Storage.ROOM,
    "storage_note": "",
    "shelf_life_days": 30,
    "return_policy": return_policy_for(ProductClass.FRESH),
}
WHAT = {"category": "citrus", "title": "高山蜜橘", "text": "自家山上的橘子。"}


@pytest.fixture
def producer(shop):
    return shop.producer(district="330106")


@pytest.fixture
def seller(make, producer):
    return make.actor(producer.responsible)


@pytest.fixture
def sponsorship(shop, producer):
    return shop.sponsorship(producer)


@pytest.fixture
def do(seller, at):
    """Return a hand that runs one operation of the seller's in a transaction of its own."""

    def run(operation, *given, by=seller, at=at, **kw):
        with writing():
            made = operation(*given, **kw, by=by, at=at)
            return made

    return run


def facts(**kw):
    usual = {"name": "5 斤装", "net_grams": 2500, "price": Money(2500)}
    return operations.PackFacts(**{**usual, **kw})


@pytest.fixture
def draft(do, producer):
    return do(operations.begin, producer)


@pytest.fixture
def whole(do, draft):
    """Return a product that lacks nothing and is switched off, with ten packs."""
    do(operations.describe, draft, operations.What(**WHAT), version=draft.version)
    do(operations.add_pack, draft, facts(), stock=10)
    do(operations.tell_how, draft, operations.How(**HOW), version=draft.version)
    return again(draft)


@pytest.fixture
def offered(do, whole, sponsorship):
    """Return the product switched on and under the verification."""
    do(operations.switch_on, whole)
    do(operations.put_under, whole.producer_id, whole.id, sponsorship.id)
    return again(whole)


def again(product):
    db.session.rollback()
    return db.session.get(Product, product.id, populate_existing=True)


def pack_of(product):
    return db.session.query(Pack).filter_by(product_id=product.id).order_by(Pack.id).first()


def broken(at):
    """Return what the catalogue's own invariants find."""
    found = invariants.broken(at=at)
    return {name: rows for name, rows in found.items() if name.startswith("catalog.")}
