"""An order, its two sides, and a hand that says something for either."""

import io

import pytest
from PIL import Image

from core.accounts.models import Person
from core.clock import now
from core.db import db, writing
from shop.threads import operations
from tests.shop.orders.conftest import buyer, do, pack, place, producer, seller, whole

__all__ = ["buyer", "do", "pack", "place", "producer", "seller", "whole"]


@pytest.fixture
def at():
    return now()


@pytest.fixture
def order(place, pack):
    (order,) = place((pack, 2)).orders
    return order


@pytest.fixture
def say(order, buyer, seller, at):
    """Return a hand that says something, for the buyer unless said."""

    def put(text="几号发？", *, by_seller=False, at=at, **kw):
        by = seller if by_seller else buyer
        with writing():
            return operations.say(order, text, by_seller=by_seller, by=by, at=at, **kw)

    return put


@pytest.fixture
def sides(order):
    """Return both sides: who they are, and where the talk is for each."""
    return {
        "buyer": (order.person, f"/orders/{order.ref}/thread"),
        "seller": (
            order.producer.responsible,
            f"/sell/{order.producer_id}/orders/{order.id}/thread",
        ),
    }


@pytest.fixture
def as_(client, sides):
    """Return a hand that signs a side in and tells its address."""

    def sign(side):
        person, url = sides[side]
        client.log_in(db.session.get(Person, person.id))
        return url

    return sign


@pytest.fixture
def photo():
    def draw(name="坏果.png"):
        data = io.BytesIO()
        Image.new("RGB", (640, 480), "#a33").save(data, "PNG")
        data.seek(0)
        return data, name

    return draw
