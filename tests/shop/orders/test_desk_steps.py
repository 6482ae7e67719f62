"""One order at the desk, step by step: each once, each with its reason where it cannot be."""

import pytest
from sqlalchemy import func, select

from core.db import db
from core.notices.models import Notice
from shop.orders.models import Order, OrderStatus, Parcel, ParcelLine, Way
from shop.orders.operations import buying, selling
from shop.orders.operations.placing import Receiver

S = OrderStatus
BY_POST = {"way": "parcel", "carrier": "邮政", "number": "9876 5432 10"}


@pytest.fixture
def desk(client, producer):
    client.log_in(producer.responsible)
    return client


@pytest.fixture
def order(place, pack):
    (order,) = place((pack, 3)).orders
    return order


@pytest.fixture
def packed(order, do):
    do(selling.accept, order)
    do(selling.pack, order)
    return order


@pytest.fixture
def to_fetch(shop, producer, place, pack, do):
    """Return an order that is packed and waits at the pickup point."""
    point = shop.point(producer)
    (order,) = place((pack, 1), pickups={producer.id: point.id}).orders
    do(selling.accept, order)
    do(selling.pack, order)
    return order


def at(order, step=""):
    return f"/sell/{order.producer_id}/orders/{order.id}{'/' if step else ''}{step}"


def status_of(order):
    return db.session.scalar(select(Order.status).where(Order.id == order.id))


def told(event):
    return db.session.scalar(
        select(func.count()).select_from(Notice).where(Notice.event == f"orders.{event}")
    )


def all_of(order, name="count"):
    return {f"{name}_{line.id}": str(line.count) for line in order.lines}


def test_from_the_order_to_the_money(desk, order, do, buyer):
    page = desk.get(at(order)).text
    assert "张三 13900000000 浙江省杭州市西湖区文一路 1 号" in page
    assert str(order.due) in page
    for step, words in (("accept", "接单了"), ("pack", "记下了")):
        sent = {"form_key": f"key-of-{step}"}
        first = desk.send(at(order, step), sent)
        assert first.location == at(order)
        assert desk.send(at(order, step), sent).location == at(order)
        assert words in desk.get(at(order)).text
    assert (status_of(order), told("accepted")) == (S.PACKED, 1)
    assert desk.get(at(order, "ship")).text.count("份没寄") == 1
    sent = {**BY_POST, **all_of(order), "form_key": "key-of-ship"}
    assert [desk.send(at(order, "ship"), sent).location for _tap in "12"] == [at(order)] * 2
    assert status_of(order) is S.SHIPPED
    assert [p.number for p in db.session.scalars(select(Parcel))] == ["9876543210"]
    do(buying.receive, order, by=buyer)
    assert f"收到现金 {order.due}" in desk.get(at(order)).text
    sent = {"form_key": "key-of-cash"}
    assert [desk.send(at(order, "cash"), sent).location for _tap in "12"] == [at(order)] * 2
    assert told("paid") == 1
    assert desk.send(at(order, "cash")).status_code == 422


@pytest.mark.parametrize("step", ["accept", "pack", "cash", "back"])
def test_a_step_out_of_turn_says_why_on_the_page(step, desk, order, do, buyer):
    do(buying.cancel, order, by=buyer)
    answer = desk.send(at(order, step))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert status_of(order) is S.CANCELLED


def test_packing_for_an_address_that_has_changed(desk, order, do, buyer):
    do(selling.accept, order)
    page = desk.get(at(order)).text
    assert 'name="version" value="1"' in page
    moved = Receiver(name="张三", phone="13900000000", district="330106", address="文二路 2 号")
    do(buying.change_receiver, order, moved, version=1, by=buyer)
    answer = desk.send(at(order, "pack"), version="1")
    assert answer.status_code == 422
    assert "收货信息刚刚改过" in answer.text
    assert "文二路 2 号" in answer.text
    assert 'name="version" value="2"' in answer.text
    assert status_of(order) is S.ACCEPTED
    assert desk.send(at(order, "pack"), version="2").status_code == 302


def test_in_several_parcels(desk, packed):
    (line,) = packed.lines
    name = f"count_{line.id}"
    sent = {**BY_POST, name: "2", "form_key": "first-parcel"}
    assert [desk.send(at(packed, "ship"), sent).status_code for _tap in "12"] == [302, 302]
    assert db.session.scalar(select(func.sum(ParcelLine.count))) == 2
    page = desk.get(at(packed)).text
    assert "还有 1 份没寄" in page
    assert "寄剩下的" in page
    assert at(packed, "cash") not in page
    assert desk.send(at(packed, "cash")).status_code == 422
    assert desk.send(at(packed, "ship"), {**BY_POST, name: "2"}).status_code == 422
    assert desk.send(at(packed, "ship"), {**BY_POST, name: "１"}).status_code == 302
    assert "都寄出了" in desk.get(at(packed, "ship")).text
    assert at(packed, "cash") in desk.get(at(packed)).text
    assert desk.send(at(packed, "ship"), {**BY_POST, name: "1"}).status_code == 422
    assert db.session.scalar(select(func.sum(ParcelLine.count))) == 3


@pytest.mark.parametrize("count", ["0", "", "-1", "4", "1.5", "1e3", "many", "9" * 30, "100"])
def test_nonsense_counts_send_nothing(count, desk, packed):
    (line,) = packed.lines
    answer = desk.send(at(packed, "ship"), {**BY_POST, f"count_{line.id}": count})
    assert answer.status_code == 422
    assert status_of(packed) is S.PACKED
    assert "9876543210" in answer.text  # what was typed stays


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": ""},
        {"number": "12"},
        {"number": "9876<script>"},
        {"carrier": "nobody"},
        {"carrier": "other"},
        {"carrier": "other", "other": "长" * 21},
        {"way": "pickup"},
        {"way": ""},
    ],
)
def test_a_parcel_needs_a_carrier_and_a_number(wrong, desk, packed):
    answer = desk.send(at(packed, "ship"), {**BY_POST, **all_of(packed), **wrong})
    assert answer.status_code == 422
    assert status_of(packed) is S.PACKED


def test_another_carrier_and_by_hand(desk, packed):
    (line,) = packed.lines
    sent = {**BY_POST, "carrier": "other", "other": "村村通", f"count_{line.id}": "1"}
    assert desk.send(at(packed, "ship"), sent).status_code == 302
    by_hand = {"way": "hand", "carrier": "邮政", "number": "", f"count_{line.id}": "2"}
    assert desk.send(at(packed, "ship"), by_hand).status_code == 302
    first, second = db.session.scalars(select(Parcel).order_by(Parcel.id))
    assert (first.carrier, second.way, second.carrier) == ("村村通", Way.HAND, "")
    assert "送到手里" in desk.get(at(packed)).text


def test_a_line_of_another_order_is_not_in_the_form(desk, packed, place, pack):
    (other,) = place((pack, 1)).orders
    sent = {**BY_POST, **all_of(packed), f"count_{other.lines[0].id}": "1"}
    assert desk.send(at(packed, "ship"), sent).status_code == 302
    lines = set(db.session.scalars(select(ParcelLine.line_id)))
    assert lines == {packed.lines[0].id}


def test_before_it_is_packed_nothing_is_sent(desk, order):
    assert "现在还不能做这一步" in desk.get(at(order, "ship")).text
    assert desk.send(at(order, "ship"), {**BY_POST, **all_of(order)}).status_code == 422


def test_fetched_with_the_code(desk, to_fetch):
    page = desk.get(at(to_fetch, "pickup")).text
    assert to_fetch.pickup_code not in page
    assert 'name="paid" type="checkbox" value="y"' in page
    assert "checked" not in page.partition('name="paid"')[2].partition(">")[0]
    sent = {"code": f" {to_fetch.pickup_code} ", "form_key": "fetched-once"}
    assert [desk.send(at(to_fetch, "pickup"), sent).status_code for _tap in "12"] == [302, 302]
    db.session.refresh(to_fetch)
    assert (to_fetch.status, to_fetch.cash_at) == (S.RECEIVED, None)


def test_fetched_and_paid(desk, to_fetch):
    sent = {"code": to_fetch.pickup_code, "paid": "y"}
    assert desk.send(at(to_fetch, "pickup"), sent).status_code == 302
    db.session.refresh(to_fetch)
    assert to_fetch.cash_fen == to_fetch.total_fen


def test_ten_wrong_codes_and_then_without(desk, to_fetch):
    wrong = f"{(int(to_fetch.pickup_code) + 1) % 10**6:06}"
    for _try in range(10):
        answer = desk.send(at(to_fetch, "pickup"), code=wrong)
        assert answer.status_code == 422
        assert "取货码不对" in answer.text
    right = desk.send(at(to_fetch, "pickup"), code=to_fetch.pickup_code)
    assert right.status_code == 422
    assert "试错太多次" in right.text
    assert status_of(to_fetch) is S.PACKED
    assert 'name="code"' not in desk.get(at(to_fetch, "pickup")).text
    sent = {"form_key": "without-code"}
    assert [desk.send(at(to_fetch, "no-code"), sent).status_code for _tap in "12"] == [302, 302]
    db.session.refresh(to_fetch)
    assert (to_fetch.status, to_fetch.received_at) == (S.SHIPPED, None)
    assert desk.send(at(to_fetch, "no-code")).status_code == 422


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "-12345"])
def test_what_is_no_code_is_no_try(code, desk, to_fetch):
    assert desk.send(at(to_fetch, "pickup"), code=code).status_code == 422
    db.session.refresh(to_fetch)
    assert to_fetch.code_tries == 0


def test_a_parcel_is_not_fetched_and_the_fetched_is_no_parcel(desk, packed, to_fetch):
    assert "不是自提的单" in desk.get(at(packed, "pickup")).text
    assert desk.send(at(packed, "no-code")).status_code == 422
    assert "自提" in desk.get(at(to_fetch, "ship")).text
    assert desk.send(at(to_fetch, "ship"), {**BY_POST, **all_of(to_fetch)}).status_code == 422
    assert (status_of(packed), status_of(to_fetch)) == (S.PACKED, S.PACKED)
