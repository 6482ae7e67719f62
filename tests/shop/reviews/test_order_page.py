"""What the page of an order offers about reviews, line by line."""

import re

import pytest
from sqlalchemy import select

from core.accounts.models import Person
from core.clock import now
from core.db import db
from core.storage import queries as storage
from core.storage.models import StoredFile
from shop.orders.operations import buying, selling, shortages
from tests.shop.reviews.conftest import photo, sent


@pytest.fixture
def me(client, buyer):
    client.log_in(db.session.get(Person, buyer.person))
    return client


@pytest.fixture
def order(place, pack, shop):
    """Return an order of two things."""
    other = shop.pack(pack.product, name="另一种规格", fen=900)
    (order,) = place((pack, 2), (other, 1)).orders
    return order


def come(order, do, buyer):
    do(selling.accept, order)
    do(selling.pack, order)
    do(selling.ship, order, selling.Sending(carrier="邮政", number="1"))
    do(buying.receive, order, by=buyer)


def offers(me, order):
    """Return what is offered, by line."""
    page = me.get(f"/orders/{order.ref}").text
    found = rf'href="/orders/{order.ref}/lines/(\d+)/review"\s+aria-label="([^：]+)：'
    return {int(line): words for line, words in re.findall(found, page)}


def test_what_can_be_reviewed_what_was_and_nothing_of_what_never_came(me, order, do, buyer):
    assert offers(me, order) == {}
    first, other = order.lines
    lack = shortages.Lack(missing={other.id: 1}, why="没有了")
    do(shortages.report_shortage, order, lack, at=now())
    do(shortages.take_less, order, by=buyer)
    come(order, do, buyer)
    assert offers(me, order) == {first.id: "评价"}
    url = f"/orders/{order.ref}/lines/{first.id}/review"
    assert sent(me, url, text="很甜").status_code == 302
    assert offers(me, order) == {first.id: "我的评价"}
    assert "很甜" in me.get(url).text


def test_each_line_by_itself(me, order, do, buyer):
    come(order, do, buyer)
    first, other = order.lines
    assert sent(me, f"/orders/{order.ref}/lines/{other.id}/review").status_code == 302
    assert offers(me, order) == {first.id: "评价", other.id: "我的评价"}


def test_its_pictures_take_no_room(me, order, do, buyer):
    come(order, do, buyer)
    url = f"/orders/{order.ref}/lines/{order.lines[0].id}/review"
    assert sent(me, url, photo(), photo("red")).status_code == 302
    assert len(db.session.scalars(select(StoredFile.id)).all()) == 2
    assert storage.usage(buyer.person) == (0, 0)
