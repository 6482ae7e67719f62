"""What a buyer does with an order, on its page."""

from datetime import timedelta

import pytest

from core.clock import village_day
from core.db import db, writing
from core.notices.models import Notice
from shop.cart.queries import list_items
from shop.cart.rules import Item
from shop.catalog.models import Pack, Product
from shop.orders.models import Answer, Order, OrderStatus, Shortage
from shop.orders.operations import buying, selling, shortages
from tests.shop.orders.buying.hands import key_in, status_of, url

S = OrderStatus


def test_cancelling_is_free_and_a_second_tap_changes_nothing(me, order, pack):
    page = me.get(url(order))
    assert "取消不收一分钱" in page.text
    sent = {"why": "下错了", "form_key": key_in(page)}
    answers = [me.send(url(order, "/cancel"), sent) for _tap in "12"]
    assert [each.location for each in answers] == [url(order)] * 2
    assert status_of(order) is S.CANCELLED
    assert db.session.get(Pack, pack.id, populate_existing=True).stock == 10
    assert db.session.get(Order, order.id).ended_why == "下错了"
    page = me.get(url(order)).text
    assert "不用付了" in page
    assert "您取消了这一单" in page
    later = me.send(url(order, "/cancel"))
    assert later.status_code == 422
    assert "已经结束" in later.text
    assert db.session.get(Pack, pack.id, populate_existing=True).stock == 10


def test_too_long_a_reason_is_kept_and_cancels_nothing(me, order):
    answer = me.send(url(order, "/cancel"), why="长" * 101)
    assert answer.status_code == 422
    assert "长" * 101 in answer.text
    assert '<details class="ask" open' in answer.text
    assert status_of(order) is S.PLACED


def test_what_is_packed_is_not_cancelled_here(me, order, do):
    do(selling.accept, order)
    do(selling.pack, order)
    assert "/cancel" not in me.get(url(order)).text
    answer = me.send(url(order, "/cancel"))
    assert answer.status_code == 422
    assert "已经打包" in answer.text
    assert status_of(order) is S.PACKED


def test_pressing_has_a_clock(me, place, pack, at):
    (new,) = place((pack, 1)).orders
    page = me.get(url(new)).text
    assert "下单满一天才能催" in page
    assert "起可以催" in page
    assert url(new, "/press") not in page
    assert me.send(url(new, "/press")).status_code == 422
    (old,) = place((pack, 1), at=at - timedelta(days=2)).orders
    page = me.get(url(old))
    assert url(old, "/press") in page.text
    sent = {"form_key": key_in(page)}
    assert [me.send(url(old, "/press"), sent).location for _tap in "12"] == [url(old)] * 2
    page = me.get(url(old)).text
    assert "催过不到一天" in page
    assert "您催了一次" in page
    refused = me.send(url(old, "/press"))
    assert refused.status_code == 422
    assert "催过不到一天" in refused.text
    pressed = db.select(db.func.count()).select_from(Notice).where(Notice.event == "orders.pressed")
    assert db.session.scalar(pressed) == 1


def test_a_late_order_says_so(me, place, pack, at):
    (old,) = place((pack, 1), at=at - timedelta(days=9)).orders
    assert "已经过了，可以催一催" in me.get(url(old)).text
    assert "过了答应的日子，催一催" in me.get("/orders/").text


@pytest.mark.both_engines
def test_the_rest_of_what_is_partly_sent_can_be_pressed(me, place, pack, do, at):
    """The buyer knows by when the rest goes, and that it is late."""
    (order,) = place((pack, 3), at=at - timedelta(days=9)).orders
    do(selling.accept, order)
    do(selling.pack, order)
    some = {order.lines[0].id: 1}
    do(selling.ship, order, selling.Sending(carrier="邮政", number="1", counts=some))
    assert "已经过了，可以催一催" in me.get(url(order)).text
    assert "过了答应的日子，催一催" in me.get("/orders/").text
    assert me.send(url(order, "/press")).location == url(order)
    assert me.send(url(order, "/press")).status_code == 422
    with writing():
        db.session.get(Order, order.id).ship_by = village_day(at) + timedelta(days=1)
    assert "剩下的答应最晚" in me.get(url(order)).text
    do(selling.ship, order, selling.Sending(carrier="邮政", number="2"))
    page = me.get(url(order)).text
    assert "答应" not in page
    assert url(order, "/press") not in page
    assert me.send(url(order, "/press")).status_code == 422


@pytest.mark.both_engines
def test_receiving_once(me, shipped):
    page = me.get(url(shipped))
    sent = {"form_key": key_in(page)}
    assert [me.send(url(shipped, "/receive"), sent).location for _ in "12"] == [url(shipped)] * 2
    assert status_of(shipped) is S.RECEIVED
    again = me.send(url(shipped, "/receive"))
    assert again.status_code == 422
    assert "已经记下收到了" in again.text
    told = db.select(db.func.count()).select_from(Notice).where(Notice.event == "orders.received")
    assert db.session.scalar(told) == 1


def test_nothing_is_received_before_it_is_sent(me, order):
    assert "确认收货" not in me.get(url(order)).text
    assert me.send(url(order, "/receive")).status_code == 422
    assert status_of(order) is S.PLACED


def test_a_shortage_asks_and_waits(me, order, short):
    said = short(missing=1)
    page = me.get(url(order))
    for words in ("您想怎么办？", "雨太大", "少付 ¥25.00", "一共付 ¥", "等到", "没选，就算取消"):
        assert words in page.text, words
    assert "请选：等、少要，还是取消" in me.get("/orders/").text
    sent = {"choice": "wait", "shortage": str(said.id), "form_key": key_in(page)}
    assert [me.send(url(order, "/answer"), sent).location for _ in "12"] == [url(order)] * 2
    assert status_of(order) is S.PLACED
    assert db.session.get(Order, order.id).ship_by == said.ready_on
    assert "您想怎么办" not in me.get(url(order)).text
    late = me.send(url(order, "/answer"), choice="cancel", shortage=str(said.id))
    assert late.status_code == 422
    assert status_of(order) is S.PLACED


@pytest.mark.parametrize(("choice", "answer"), [("less", Answer.LESS), ("cancel", Answer.CANCEL)])
def test_taking_less_and_giving_up(me, order, short, choice, answer):
    said = short(missing=1, days=0)
    assert "等到" not in me.get(url(order)).text
    assert me.send(url(order, "/answer"), choice=choice, shortage=str(said.id)).location
    assert db.session.get(Shortage, said.id, populate_existing=True).answer is answer
    assert (status_of(order) is S.CANCELLED) == (choice == "cancel")


def test_when_nothing_is_left_there_is_no_less(me, order, short):
    said = short(missing=3)
    assert "少付" not in me.get(url(order)).text
    refused = me.send(url(order, "/answer"), choice="less", shortage=str(said.id))
    assert refused.status_code == 422
    assert status_of(order) is S.CANNOT_DELIVER


@pytest.mark.parametrize("choice", ["", "silent", "all"])
def test_no_such_choice(me, order, short, choice):
    said = short()
    assert me.send(url(order, "/answer"), choice=choice, shortage=str(said.id)).status_code == 422
    assert me.send(url(order, "/answer"), choice="less", shortage="x").status_code == 422
    assert status_of(order) is S.CANNOT_DELIVER


def test_an_old_page_does_not_answer_a_new_shortage(me, order, short, do, buyer):
    old = short(missing=1)
    do(shortages.wait, order, by=buyer)
    short(missing=3, days=0)
    refused = me.send(url(order, "/answer"), choice="cancel", shortage=str(old.id))
    assert refused.status_code == 422
    assert status_of(order) is S.CANNOT_DELIVER


def test_buying_the_same_again(me, shipped, do, buyer):
    first = shipped.lines[0]
    do(buying.receive, shipped, by=buyer)
    page = me.get(url(shipped))
    assert "再买一次" in page.text
    sent = {"form_key": key_in(page)}
    assert [me.send(url(shipped, "/again"), sent).location for _tap in "12"] == ["/cart"] * 2
    assert list_items(buyer.person) == [Item("pack", first.ref, 2)]
    with writing():
        db.session.get(Product, first.about).is_on = False
    answer = me.send(url(shipped, "/again"))
    assert answer.location == url(shipped)
    page = me.get(answer.location).text
    assert "没放进去" in page
    assert first.title in page


def test_only_as_many_as_there_are_are_bought_again(me, shipped, do, buyer, place, pack, make):
    do(buying.receive, shipped, by=buyer)
    place((pack, 7), by=make.actor())
    assert me.send(url(shipped, "/again")).location == "/cart"
    assert list_items(buyer.person) == [Item("pack", pack.id, 1)]
    assert "只剩 1 份" in me.get("/orders/").text
