"""What one order at the desk says in each status: what is over is neither packed nor collected."""

import pytest

from shop.orders.models import OrderStatus
from shop.orders.operations import buying
from shop.orders.operations.placing import Receiver
from shop.orders.rules.totals import to_pay
from tests.shop.orders.hands import PATHS, method_of

S = OrderStatus
AT_DESK = [status for status in S if status not in {S.AWAITING_PAYMENT, S.EXPIRED}]
PRINTED = {S.PLACED, S.ACCEPTED, S.PACKED, S.SHIPPED}
TO_PACK = PRINTED - {S.SHIPPED}
MOVING = PRINTED | {S.CANNOT_DELIVER, S.REFUSED_AT_DOOR}
NOTHING_DUE = {S.CANCELLED, S.REFUSED_AT_DOOR, S.RETURNED}
ENDED = {S.CANCELLED, S.RETURNED}  # completed, too, once its money is in


@pytest.fixture
def desk(client, producer):
    client.log_in(producer.responsible)
    return client


@pytest.fixture
def in_status(place, pack, steps):
    """Return an order of two packs in this status."""

    def bring(status, *more):
        (order,) = place((pack, 2)).orders
        return steps(order, *PATHS[status], *more)

    return bring


def at(order, step=""):
    return f"/sell/{order.producer_id}/orders/{order.id}{step}"


@pytest.mark.parametrize("status", AT_DESK)
def test_only_what_is_under_way_is_packed_addressed_and_collected(status, desk, in_status):
    order = in_status(status)
    page = desk.get(at(order)).text
    said = {
        "slip": "打印装箱单" in page,
        "to pack": "要装的" in page,
        "address": "文一路 1 号" in page,
        "nothing due": "不用收了" in page,
        "to collect": "要收的钱" in page and "货到收现金" in page,
        "name": "张三" in page,
        "phone": "13900000000" in page,
        "surname": "张某" in page,
    }
    assert said == {
        "slip": status in PRINTED,
        "to pack": status in TO_PACK,
        "address": status in MOVING,
        "nothing due": status in NOTHING_DUE,
        "to collect": status not in NOTHING_DUE,
        "name": status not in ENDED,
        "phone": status not in ENDED,
        "surname": status in ENDED,
    }
    assert order.lines[0].title in page
    slips = desk.get(f"/sell/{order.producer_id}/orders/slips.pdf?ids={order.id}")
    assert slips.status_code == (200 if status in PRINTED else 404)


def test_what_is_paid_and_over_shows_a_surname(desk, in_status):
    page = desk.get(at(in_status(S.COMPLETED, "record_cash"))).text
    assert "张某" in page
    for gone in ("张三", "13900000000", "文一路", "要收的钱", "打印装箱单"):
        assert gone not in page, gone


def test_the_buyers_note_goes_with_the_address(desk, place, pack, do, buyer, steps):
    (order,) = place((pack, 2)).orders
    said = Receiver(name="张三", phone="1", district=order.district, address="1 号", note="放门卫")
    do(buying.change_receiver, order, said, version=1, by=buyer)
    assert "放门卫" in desk.get(at(order)).text
    steps(order, *PATHS[S.RECEIVED])
    assert "放门卫" not in desk.get(at(order)).text


@pytest.mark.parametrize("step", ["/ship", "/pickup", "/refused", "/short"])
def test_a_step_that_cannot_be_taken_names_nobody(step, desk, in_status):
    assert "张三" not in desk.get(at(in_status(S.CANCELLED), step)).text


@pytest.mark.parametrize("status", S)
def test_what_is_paid_in_the_end(status, place, pack, steps):
    (order,) = place((pack, 2), method=method_of(status)).orders
    steps(order, *PATHS[status])
    assert to_pay(order).fen == (0 if status in NOTHING_DUE | {S.EXPIRED} else order.total_fen)
