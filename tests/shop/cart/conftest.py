"""A visitor with a basket, and things to put in."""

import pytest
from sqlalchemy import select

from core.db import db
from shop.cart.models import CartLine
from shop.catalog.models import Pack

OURS = {"Origin": "http://localhost"}
HERE = "330106"


@pytest.fixture
def producer(shop):
    producer = shop.producer(district=HERE)
    shop.zone(producer)
    return producer


@pytest.fixture
def product(shop, producer):
    return shop.on_sale(producer)


@pytest.fixture
def pack(product):
    """Return a size of a product on sale: 2.5 kg for 25 yuan, ten of them."""
    return db.session.scalars(select(Pack).where(Pack.product_id == product.id)).one()


@pytest.fixture
def send(client):
    """Return a hand that posts as a browser does: with the token of a session, else the origin."""

    def post(path, data=None, **fields):
        sent = {**(data or {}), **fields}
        if client.get_cookie("session") is not None:
            return client.send(path, sent, headers=OURS)
        return client.post(path, data=sent, headers=OURS)

    return post


@pytest.fixture
def put(send):
    """Return a hand that puts so many of a pack in."""

    def put_in(pack, count=1):
        return send("/cart/add", thing=f"pack-{pack.id}", count=str(count))

    return put_in


@pytest.fixture
def rows():
    """Return a hand that reads what stands in the basket of a person."""

    def read(person):
        db.session.rollback()
        mine = select(CartLine.ref, CartLine.count).where(CartLine.person_id == person.id)
        return {ref: count for ref, count in db.session.execute(mine.order_by(CartLine.id))}  # noqa: C416 - rows

    return read
