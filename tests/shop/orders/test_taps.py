"""Two taps at the same instant, from two tabs or two people: one of them counts."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.accounts.models import Person
from core.clock import now
from core.db import db
from core.notices.models import Notice
from shop.catalog.models import Pack
from shop.orders.models import Order, OrderStatus
from shop.orders.operations import selling, shortages

S = OrderStatus
ROUNDS = 4
pytestmark = pytest.mark.both_engines


@pytest.fixture
def taps(app, buyer):
    """Return a hand that posts forms at the same instant, each from a browser of its own."""

    def at_once(*forms, by=buyer):
        clients = [app.test_client() for _form in forms]
        for client in clients:
            client.log_in(db.session.get(Person, by.person))
        tokens = [client.token() for client in clients]
        gate = threading.Barrier(len(forms))

        def one(number):
            url, fields = forms[number]
            gate.wait(20)
            sent = {**fields, "csrf_token": tokens[number]}
            with app.app_context():
                return clients[number].post(url, data=sent).status_code

        db.session.rollback()
        with ThreadPoolExecutor(len(forms)) as pool:
            return sorted(pool.map(one, range(len(forms))))

    return at_once


def row_of(order):
    return db.session.get(Order, order.id, populate_existing=True)


def told(event):
    query = select(func.count()).select_from(Notice).where(Notice.event == event)
    return db.session.scalar(query)


def test_pressing(taps, place, pack):
    before = now() - timedelta(days=2)
    for number in range(ROUNDS):
        (order,) = place((pack, 1), at=before).orders
        url = f"/orders/{order.ref}/press"
        assert taps((url, {}), (url, {}), (url, {})) == [302, 422, 422]
        assert told("orders.pressed") == number + 1


def test_receiving(taps, place, pack, do):
    for number in range(ROUNDS):
        (order,) = place((pack, 1)).orders
        do(selling.accept, order)
        do(selling.pack, order)
        do(selling.ship, order, selling.Sending(carrier="邮政", number="9876"))
        url = f"/orders/{order.ref}/receive"
        assert taps((url, {}), (url, {})) == [302, 422]
        assert row_of(order).status is S.RECEIVED
        assert told("orders.received") == number + 1


def test_cancelling_gives_back_once(taps, place, pack):
    for _round in range(ROUNDS):
        (order,) = place((pack, 3)).orders
        url = f"/orders/{order.ref}/cancel"
        assert taps((url, {}), (url, {"why": "下错了"}), (url, {})) == [302, 422, 422]
        assert db.session.get(Pack, pack.id, populate_existing=True).stock == 10


def test_two_answers_to_one_shortage(taps, place, pack, do):
    for _round in range(ROUNDS):
        (order,) = place((pack, 2)).orders
        lack = shortages.Lack(missing={order.lines[0].id: 1}, why="雨太大")
        said = do(shortages.report_shortage, order, lack)
        url, fields = f"/orders/{order.ref}/answer", {"shortage": str(said.id)}
        less, gone = {**fields, "choice": "less"}, {**fields, "choice": "cancel"}
        assert taps((url, less), (url, gone)) == [302, 422]
        row = row_of(order)
        assert (row.status, row.reduced_fen) in {(S.PLACED, 2500), (S.CANCELLED, 0)}


def test_two_tabs_that_change_the_receiver(taps, place, pack):
    (order,) = place((pack, 1)).orders
    url = f"/orders/{order.ref}/receiver"
    fields = {"phone": "13800138000", "city": "3301", "district": "330108", "version": "1"}
    forms = [
        (url, {**fields, "receiver": name, "address": f"{name}家"}) for name in ("李四", "王五")
    ]
    assert taps(*forms) == [302, 409]
    row = row_of(order)
    assert row.address == f"{row.receiver}家"
    assert row.version == 2


def test_one_form_sent_three_times_is_one_step(taps, place, pack):
    (order,) = place((pack, 1)).orders
    url, key = f"/orders/{order.ref}/cancel", {"form_key": "tapped-thrice"}
    assert taps((url, key), (url, key), (url, key)) == [302, 302, 302]
    assert told("orders.cancelled_by_buyer") == 1
