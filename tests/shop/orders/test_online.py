"""What is paid online: held until it is paid, and nobody hears of it before."""

import pytest
from sqlalchemy import select, update

from core.db import db, writing
from core.notices.models import Notice
from core.transition import move
from shop.catalog.models import Hold, HoldStatus, Pack
from shop.orders.models import Method, OrderStatus
from shop.orders.operations.events import tell_placed
from shop.orders.rules.lifecycle import ORDER
from tests.shop.orders.conftest import broken_of

UNTOLD = "orders.seller_not_told"


@pytest.fixture
def order(place, pack):
    (order,) = place((pack, 2), method=Method.ONLINE).orders
    return order


def told():
    return set(db.session.scalars(select(Notice.event)))


def test_stock_is_only_held_until_it_is_paid(order):
    hold = db.session.scalars(select(Hold)).one()
    assert (order.status, hold.state) == (OrderStatus.AWAITING_PAYMENT, HoldStatus.HELD)
    assert db.session.scalar(select(Pack.stock)) == 8


@pytest.mark.both_engines
@pytest.mark.parametrize("ending", ["cancel", "expire"])
def test_nobody_is_told_of_what_was_never_paid(ending, order, steps):
    steps(order, "change_receiver", ending)
    assert told() == set()
    assert broken_of({UNTOLD}) == {}


@pytest.mark.both_engines
def test_what_was_paid_and_not_told_is_found(order, buyer, at):
    assert broken_of({UNTOLD}) == {}
    with writing():
        move(order, ORDER, "pay", by=buyer, at=at)
        db.session.execute(update(Hold).values(state=HoldStatus.COMMITTED))
    assert set(broken_of({UNTOLD})) == {UNTOLD}
    with writing():
        tell_placed(order.purchase, at=at)
    assert told() == {"orders.came", "orders.placed"}
