"""A household that sells fruit, verified, and its hands."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from core.cli import invariants
from core.db import db, writing
from core.money import Money
from shop.catalog import operations
from shop.catalog.models import Pack, Product, Storage
from shop.catalog.queries.invariants import INVARIANTS
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
            return operation(*given, **kw, by=by, at=at)

    return run


def facts(**kw):
    usual = {"name": "5 斤装", "net_grams": 2500, "price": Money(2500)}
    return operations.PackFacts(**{**usual, **kw})


@pytest.fixture
def draft(do, producer):
    return do(operations.start, producer)


@pytest.fixture
def whole(do, draft):
    """Return a product that lacks nothing and is switched off, with ten packs."""
    do(operations.describe, draft, operations.What(**WHAT), version=draft.version)
    do(operations.add_pack, draft, facts(), stock=10)
    do(operations.tell_how, draft, operations.How(**HOW), version=draft.version)
    return again(draft)


@pytest.fixture
def offered(do, whole, sponsorship, at):
    """Return the product switched on and under the verification."""
    do(operations.switch_on, whole)
    do(operations.put_under, whole.producer_id, whole.id, sponsorship.id, seen=at)
    return again(whole)


def again(product):
    db.session.rollback()
    return db.session.get(Product, product.id, populate_existing=True)


def pack_of(product):
    return db.session.query(Pack).filter_by(product_id=product.id).order_by(Pack.id).first()


def broken(at, of=INVARIANTS):
    """Return what these invariants find, the catalogue's own unless said."""
    return invariants.broken(at=at, only=of)


SAID = {
    "category": "citrus",
    "title": "高山蜜橘",
    "text": "自家山上的。",
    "name": "一级果 5 斤装",
    "amount": "5",
    "unit": "jin",
    "price": "２５.5",
    "stock": "12",
    "version": "1",
}
TOLD = {
    "province": "33",
    "city": "3301",
    "origin": "330106",
    "origin_note": "桃源村后山",
    "season": ["11", "12", "1"],
    "storage": "room",
    "return_policy": "fresh_none",
    "shelf_life_days": "30",
    "ships_in_days": "3",
}


def photo(name="橘子.jpg"):
    out = BytesIO()
    Image.new("RGB", (800, 600), (240, 160, 40)).save(out, "JPEG")
    out.seek(0)
    return out, name


@pytest.fixture
def me(client, producer):
    client.log_in(producer.responsible)
    return client


def newest():
    db.session.rollback()
    return db.session.scalars(select(Product).order_by(Product.id.desc())).first()
