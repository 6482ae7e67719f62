"""Several orders at the desk done at once, or printed: each for itself, as the page showed it."""

import re

import pytest
from sqlalchemy import select

from core.db import db
from shop.orders.models import Order, OrderStatus
from shop.orders.operations import buying, selling
from shop.orders.operations.placing import Receiver
from shop.orders.rules.standing import spoken

S = OrderStatus


@pytest.fixture
def signed_in(client, producer):
    client.log_in(producer.responsible)
    return client


@pytest.fixture
def home(producer):
    return f"/sell/{producer.id}/orders"


@pytest.fixture
def order(place, pack):
    (order,) = place((pack, 1)).orders
    return order


def status_of(order):
    return db.session.scalar(select(Order.status).where(Order.id == order.id))


def test_bulk_with_one_that_has_moved_on(signed_in, home, place, pack, do, buyer):
    orders = [place((pack, 1)).orders[0] for _ in range(3)]
    sent = {"do": "accept", "ids": [f"{each.id}:1" for each in orders], "form_key": "tapped-twice"}
    do(buying.cancel, orders[1], by=buyer)
    first = signed_in.send(f"{home}/bulk", sent)
    assert first.status_code == 302
    again = signed_in.send(f"{home}/bulk", sent)
    assert again.location == first.location
    assert [status_of(each) for each in orders] == [S.ACCEPTED, S.CANCELLED, S.ACCEPTED]
    page = signed_in.get(first.location).text
    assert "接单：2 单" in page
    assert "这 1 单没有办" in page
    assert "这一单已经结束了" in page
    assert f"{home}/{orders[1].id}" in page


def shown_in(page):
    return re.search(r'name="shown"[^>]*value="([\d:,]+)"', page)[1]


def test_bulk_takes_the_whole_page(signed_in, home, place, pack):
    orders = [place((pack, 1)).orders[0] for _ in range(3)]
    page = signed_in.get(home).text
    sent = {"do": "accept", "everything": "y", "shown": shown_in(page)}
    assert signed_in.send(f"{home}/bulk", sent).status_code == 302
    assert {status_of(each) for each in orders} == {S.ACCEPTED}
    sent |= {"do": "pack"}
    assert signed_in.send(f"{home}/bulk", sent).status_code == 302
    assert {status_of(each) for each in orders} == {S.PACKED}


@pytest.mark.both_engines
@pytest.mark.parametrize("everything", [True, False])
def test_bulk_packs_for_the_receiver_that_was_on_the_page(
    everything, signed_in, home, place, pack, do, buyer
):
    orders = [place((pack, 1)).orders[0] for _ in range(2)]
    for each in orders:
        do(selling.accept, each)
    page = signed_in.get(f"{home}?tab=pack").text
    moved = Receiver(name="张三", phone="13900000000", district="330106", address="文二路 2 号")
    do(buying.change_receiver, orders[1], moved, version=1, by=buyer)
    sent = {"do": "pack", "ids": re.findall(r'name="ids"\s+value="([\d:]+)"', page)}
    if everything:
        sent = {"do": "pack", "everything": "y", "shown": shown_in(page)}
    answer = signed_in.send(f"{home}/bulk", sent)
    assert [status_of(each) for each in orders] == [S.PACKED, S.ACCEPTED]
    page = signed_in.get(answer.location).text
    assert "打包好了：1 单" in page
    assert "收货信息改过，请照新的再打包" in page
    assert f"{home}/{orders[1].id}" in page
    sent = {"do": "pack", "everything": "y", "shown": shown_in(page)}
    assert signed_in.send(f"{home}/bulk", sent).location == f"{home}?tab=pack"
    assert status_of(orders[1]) is S.PACKED


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "accept"},
        {"do": "print"},
        {"do": "cancel", "ids": ["1:1"]},
        {"do": "", "ids": ["1:1"]},
        {"ids": ["1:1"]},
        {"do": "accept", "ids": ["x", "1", "1:", ":1", "-1:1", "0:1", "9" * 30 + ":1", "１:1"]},
        {"do": "print", "ids": [f"{each}:1" for each in range(1, 33)]},
    ],
)
def test_nonsense_in_bulk_changes_nothing(sent, signed_in, home, order):
    answer = signed_in.send(f"{home}/bulk", sent)
    assert answer.status_code == 422
    assert status_of(order) is S.PLACED


def test_a_form_with_another_choice_is_another_form(signed_in, home, place, pack):
    one, two = (place((pack, 1)).orders[0] for _ in range(2))
    sent = {"do": "accept", "form_key": "the-same-key"}
    assert signed_in.send(f"{home}/bulk", {**sent, "ids": [f"{one.id}:1"]}).status_code == 302
    assert signed_in.send(f"{home}/bulk", {**sent, "ids": [f"{two.id}:1"]}).status_code == 422
    assert status_of(two) is S.PLACED


def test_what_is_left_is_read_only_from_ones_own(signed_in, home, order, shop, producer):
    other = shop.producer(producer.responsible)
    page = signed_in.get(f"/sell/{other.id}/orders?tried=accept&left={order.id}-x-").text
    assert order.number[:4] not in page
    for nonsense in ("tried=fly&left=1", "tried=accept&left=", "tried=accept&left=%00"):
        assert signed_in.get(f"{home}?{nonsense}").status_code in {200, 400}


def test_printing_leads_to_the_file(signed_in, home, order):
    answer = signed_in.send(f"{home}/bulk", do="print", ids=f"{order.id}:1")
    assert answer.location == f"{home}/slips.pdf?ids={order.id}"
    made = signed_in.get(answer.location)
    assert made.mimetype == "application/pdf"
    assert made.data.startswith(b"%PDF-")
    assert "no-store" in made.headers["Cache-Control"]
    assert signed_in.get(f"{home}/slips.pdf").location == home
    for wrong in ("", "x", "1,999999", ",".join(map(str, range(1, 33)))):
        assert signed_in.get(f"{home}/slips.pdf?ids={wrong}").status_code == 404


def test_what_nobody_packs_is_not_printed(signed_in, home, place, pack, do, buyer):
    order, gone = (place((pack, 1)).orders[0] for _ in range(2))
    do(buying.cancel, gone, by=buyer)
    answer = signed_in.send(f"{home}/bulk", do="print", ids=[f"{order.id}:1", f"{gone.id}:1"])
    assert answer.status_code == 422
    assert f"去掉勾再打印：{spoken(gone.number)}" in answer.text
    both = signed_in.get(f"{home}/slips.pdf?ids={order.id},{gone.id}")
    assert len(re.findall(rb"/Type /Page\b(?!s)", both.data)) == 1
    assert signed_in.get(f"{home}/slips.pdf?ids={gone.id}").status_code == 404
    ended = signed_in.get(f"{home}?tab=ended").text
    assert "order-row" in ended
    assert "打印装箱单" not in ended
    assert 'name="ids"' not in ended
