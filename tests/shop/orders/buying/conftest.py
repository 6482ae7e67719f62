"""A buyer who is signed in, with an order of three packs."""

from datetime import timedelta

import pytest

from core.accounts.models import Person
from core.clock import now
from core.db import db
from shop.orders.operations import shortages


@pytest.fixture
def at():
    return now()


@pytest.fixture
def me(client, make, buyer):
    """Sign the buyer in."""
    client.log_in(db.session.get(Person, buyer.person))
    return client


@pytest.fixture
def order(place, pack):
    (order,) = place((pack, 3)).orders
    return order


@pytest.fixture
def short(order, do):
    """Report that one of the three is missing, and all there in five days."""

    def report(missing=1, days=5, by_at=None, **kw):
        at = by_at or now()
        ready = (at + timedelta(days=days)).date() if days else None
        lack = shortages.Lack(missing={order.lines[0].id: missing}, why="雨太大", ready_on=ready)
        return do(shortages.report_shortage, order, lack, at=at)

    return report
