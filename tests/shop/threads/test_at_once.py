"""Messages of both sides at the same instant: none is lost, none too many; with a control."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import update

from core.db import db, writing
from core.errors import Refused
from shop.orders.models import Order
from shop.threads import operations, rules

pytestmark = pytest.mark.both_engines


@pytest.fixture
def crowd(app):
    """Return a hand that does one thing so often at the same instant, and counts what went."""

    def at_once(do, times):
        gate = threading.Barrier(times)

        def one(number):
            with app.app_context():
                gate.wait(20)
                try:
                    do(number)
                except Refused:
                    return 0
                return 1

        db.session.rollback()
        with ThreadPoolExecutor(times) as pool:
            return sum(pool.map(one, range(times)))

    return at_once


@pytest.fixture
def speak(order, buyer, seller, at):
    """Return a hand that says something from a connection of its own."""
    order_id = order.id

    def put(*, by_seller):
        by = seller if by_seller else buyer
        found = db.session.get(Order, order_id)
        with writing():
            operations.say(found, "一句", by_seller=by_seller, by=by, at=at)

    return put


def unread(order):
    row = db.session.get(Order, order.id, populate_existing=True)
    return row.unread_buyer, row.unread_seller


def test_every_message_is_counted(crowd, speak, order):
    assert crowd(lambda number: speak(by_seller=bool(number % 2)), 8) == 8
    assert unread(order) == (4, 4)


def test_the_fiftieth_is_the_last_however_many_try(crowd, speak, say, order, at):
    for _ in range(rules.MOST_A_DAY - 2):
        say(at=at - timedelta(hours=1))
    assert crowd(lambda _number: speak(by_seller=False), 6) == 2
    assert unread(order) == (0, rules.MOST_A_DAY)


def test_reading_loses_nothing_that_comes_meanwhile(crowd, speak, say, order):
    last, order_id = say(by_seller=True).id, order.id

    def do(number):
        if number:
            speak(by_seller=True)
            return
        found = db.session.get(Order, order_id)
        with writing():
            operations.read(found, last, by_seller=False)

    assert crowd(do, 5) == 5
    assert unread(order) == (4, 0)


def test_control_counting_by_hand_loses_some(crowd, order):
    order_id = order.id

    def naive(_number):
        was = db.session.get(Order, order_id).unread_seller
        time.sleep(0.05)
        with writing():
            step = update(Order).where(Order.id == order_id)
            db.session.execute(step.values(unread_seller=was + 1))

    crowd(naive, 6)
    assert unread(order)[1] < 6
    with writing():
        db.session.execute(update(Order).where(Order.id == order_id).values(unread_seller=0))
