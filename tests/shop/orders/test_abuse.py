"""Steps that are skipped, sent again, or sent by somebody else, over HTTP (4.7): no, and no 5xx."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import now, village_day
from core.db import db
from shop.orders.models import OrderStatus, Shortage
from tests.shop.orders.hands import PATHS, S, method_of, rows
from tests.visitor import new_key

FREE = {S.PLACED, S.ACCEPTED}
SENT = {S.SHIPPED, S.RECEIVED, S.COMPLETED}
ASKED = {S.CANNOT_DELIVER}
# Who sends it, to which step, and in which statuses it may be taken; all else is refused. What
# awaits its payment can be cancelled too, but has no page at the desk yet.
BUYERS = {
    "cancel": FREE,
    "press": {S.PLACED, S.ACCEPTED, S.PACKED},
    "receive": {S.SHIPPED},
    "answer": ASKED,
}
SELLERS = {
    "accept": {S.PLACED},
    "pack": {S.ACCEPTED},
    "ship": {S.PACKED},
    "cash": SENT,
    "refused": {S.SHIPPED},
    "back": {S.REFUSED_AT_DOOR},
    "short": {S.PLACED, S.ACCEPTED, S.PACKED},
    "pickup": set(),  # it goes by parcel
    "no-code": set(),
}
NO_SUCH, REFUSED, TAKEN = 404, 422, 302


def sent_to(step, order):
    """Return what a sound form of this step says."""
    line = order.lines[0].id
    shortage = db.session.scalar(select(Shortage.id).where(Shortage.order_id == order.id))
    day = village_day(now()) + timedelta(days=3)
    return {
        "form_key": new_key(),
        **{
            "answer": {"choice": "wait", "shortage": str(shortage or 1)},
            "pack": {"version": str(order.version)},
            "ship": {"way": "parcel", "carrier": "邮政", "number": "9876543", f"count_{line}": "2"},
            "refused": {"reason": "away"},
            "short": {"why": "下雨", "ready_on": day.isoformat(), f"missing_{line}": "1"},
            "pickup": {"code": "123456"},
        }.get(step, {}),
    }


@pytest.fixture
def sent(client, buyer, producer, make):
    """Send a step of an order as its buyer, its seller or a stranger; return the status."""
    client.look = False
    people = {"buyer": buyer.person, "seller": producer.responsible_id}

    def send(who, step, order, **fields):
        db.session.rollback()
        person = db.session.get(type(producer.responsible), people.get(who) or make.person().id)
        url = f"/orders/{order.ref}/{step}"
        if step in SELLERS:
            url = f"/sell/{order.producer_id}/orders/{order.id}/{step}"
        form = {**sent_to(step, order), **fields}
        client.log_in(person)
        return client.send(url, form).status_code

    return send


def touched(before):
    """Return the tables that were changed, but for what each request notes of its own."""
    after = rows()
    return {name for name in after if after[name] != before[name]}


@pytest.fixture
def placed(place, pack, steps):
    """Return an order in any status that was placed two days ago."""

    def make(status):
        then = now() - timedelta(days=2)
        (order,) = place((pack, 2), method=method_of(status), at=then).orders
        return steps(order, *PATHS[status], at=then)

    return make


@pytest.mark.parametrize("status", OrderStatus)
def test_a_step_out_of_its_turn_is_refused_and_changes_nothing(status, placed, sent):
    order, wrong = placed(status), []
    before = rows()
    for who, steps in (("buyer", BUYERS), ("seller", SELLERS)):
        for step, may in steps.items():
            if status in may or (step, status) == ("cancel", S.AWAITING_PAYMENT):
                continue
            answered = sent(who, step, order)
            if answered not in {NO_SUCH, REFUSED} or touched(before):
                wrong.append((who, step, answered))
                before = rows()
    assert wrong == []


@pytest.mark.parametrize(
    ("step", "status"),
    [(step, min(may)) for step, may in {**BUYERS, **SELLERS}.items() if may],
)
def test_a_step_in_its_turn_is_taken_once_and_by_nobody_else(step, status, placed, sent):
    order = placed(status)
    mine, other = ("seller", "buyer") if step in SELLERS else ("buyer", "seller")
    before = rows()
    for stranger in (other, "stranger"):
        assert sent(stranger, step, order) == NO_SUCH
        assert touched(before) <= {"history_entry"}, "a denied access is noted, and nothing else"
        before = rows()
    key = new_key()
    form = {**sent_to(step, order), "form_key": key}
    assert sent(mine, step, order, **form) == TAKEN
    after = rows()
    assert after != before
    assert sent(mine, step, order, **form) == TAKEN, "the same form leads to the same effect"
    assert not touched(after)


NONSENSE = ("-1", "0.5", "1e3", "NaN", "Infinity", "2147483648", "9223372036854775808", "１,０００")


@pytest.mark.parametrize("text", NONSENSE)
@pytest.mark.parametrize(
    ("step", "field", "status"), [("ship", "count", S.PACKED), ("short", "missing", S.PLACED)]
)
def test_strange_counts_send_and_miss_nothing(step, field, status, text, placed, sent):
    order = placed(status)
    before = rows()
    assert sent("seller", step, order, **{f"{field}_{order.lines[0].id}": text}) == REFUSED
    assert not touched(before)


POSTED = {"total_fen": "1", "fen": "1", "price": "1", "discount": "99", "freight_fen": "0",
          "status": "completed", "person_id": "1", "cash_fen": "1", "reduced_fen": "1"}  # fmt: skip


@pytest.mark.parametrize(("step", "status"), [("accept", S.PLACED), ("cash", S.SHIPPED)])
def test_what_the_client_says_of_money_is_not_heard(step, status, placed, sent):
    order = placed(status)
    told = (order.total_fen, order.goods_fen, order.freight_fen, order.person_id)
    assert sent("seller", step, order, **POSTED) == TAKEN
    db.session.refresh(order)
    assert told == (order.total_fen, order.goods_fen, order.freight_fen, order.person_id)
    assert order.cash_fen in {None, order.total_fen}
    assert order.status is (S.ACCEPTED if step == "accept" else S.SHIPPED)
