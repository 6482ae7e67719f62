"""My orders on their pages: the list, and each order."""

import re
from datetime import timedelta

import pytest

from core.clock import now
from core.db import db, writing
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from shop.catalog.models import Pack, StockMove, StockReason
from shop.catalog.operations.stock import follow
from shop.orders.models import Order, OrderStatus
from shop.orders.operations import buying, money, selling, shortages
from shop.orders.queries.buying import PAGE
from tests.counting import queries_in
from tests.shop.orders.buying.hands import key_in, status_of, url

S = OrderStatus


FILLED = {
    "receiver": "李四",
    "phone": "138 0013 8000",
    "city": "3301",
    "district": "330108",
    "address": "江南大道 8 号",
    "note": "放门卫",
    "version": "1",
}


def test_the_list_says_what_is_there_and_what_to_do(me, place, pack, shipped, do, buyer):
    (other,) = place((pack, 1)).orders
    page = me.get("/orders/").text
    assert page.index(other.ref) < page.index(shipped.ref)
    assert "收到了就点一下" in page
    assert "等商家接单" in page
    assert str(shipped.due) in page
    assert shipped.producer.name in page
    do(buying.cancel, other, by=buyer)
    assert other.ref not in me.get("/orders/").text
    assert other.ref in me.get("/orders/?show=all").text


def test_nobody_has_ordered_yet(client, make):
    client.log_in(make.person())
    page = client.get("/orders/").text
    assert "还没有买过东西" in page
    assert 'href="/market/"' in page
    assert "进行中" not in page


def test_a_visitor_is_sent_to_log_in(client, order):
    assert client.get("/orders/").location.startswith("/login")
    assert client.get(url(order)).location.startswith("/login")
    assert client.send(url(order, "/receive")).location.startswith("/login")


def test_pages_by_key_and_costs_the_same(me, place, pack):
    with writing():
        db.session.get(Pack, pack.id).stock += 89
        move = {"delta": 89, "reason": StockReason.HARVEST, "at": now()}
        db.session.add(StockMove(pack_id=pack.id, **move))
    counts = []
    for more in (3, 27):
        for _ in range(more):
            place((pack, 1))
        counts.append(queries_in(lambda: me.get("/orders/")))
    assert counts[0] == counts[1]
    assert counts[1] <= 8
    seen, where = [], "/orders/"
    for _ in range(2):
        page = me.get(where).text
        seen += re.findall(r'href="/orders/([\w-]{24})"', page)
        older = re.search(r'href="(/orders/\?after=\d+)"', page)
        where = older[1] if older else ""
    assert len(set(seen)) == len(seen) == 30
    assert len(me.get("/orders/").text.split('class="ordered"')) == PAGE + 1
    assert me.get("/orders/?after=x").status_code == 404
    assert "没有更早的了" in me.get("/orders/?after=1").text


@pytest.mark.parametrize("step", ["", "/receiver"])
@pytest.mark.parametrize("role", ["person", "officer", "clerk", "admin", "seller"])
def test_somebody_elses_order_is_not_there(client, make, order, step, role):
    person = order.producer.responsible if role == "seller" else make.person()
    if role == "officer":
        make.officer(order.producer.unit.branch, person=person)
    if role == "clerk":
        make.clerk(person)
    if role == "admin":
        make.admin(person)
    client.log_in(person)
    assert client.get(url(order, step)).status_code == 404
    for each in ("/cancel", "/press", "/receive", "/answer", "/again", "/receiver"):
        assert client.send(url(order, each)).status_code == 404
    assert client.get("/orders/nothing-of-the-kind").status_code == 404
    assert status_of(order) is S.PLACED


def test_the_page_tells_all_that_happened(me, order, do, short, buyer, at):
    later = [at + timedelta(minutes=number) for number in range(1, 8)]
    do(selling.accept, order, at=later[0])
    short(missing=1, by_at=later[1])
    do(shortages.take_less, order, by=buyer, at=later[2])
    do(selling.accept, order, at=later[3])
    do(selling.pack, order, at=later[4])
    part = {order.lines[0].id: 1}
    first = selling.Sending(carrier="邮政", number="11111", counts=part)
    do(selling.ship, order, first, at=later[5])
    page = me.get(url(order)).text
    assert "寄出了一部分" in page
    assert "收到了，确认收货" not in page
    do(selling.ship, order, selling.Sending(carrier="邮政", number="22222"), at=later[6])
    do(money.record_cash, order, at=later[6])
    page = me.get(url(order)).text
    for words in (
        "已经寄出",
        "邮政 11111",
        "邮政 22222",
        "雨太大",
        "您选了：少要一些",
        "后来少要 1 份",
        "-¥25.00",
        str(order.due),
        "已付现金",
        "收到现金",
        "收到了，确认收货",
        "离自动收货",
        "13900000000",
        "文一路 1 号",
        "已核验",
        "向核验的支部投诉",
        "tel:12315",
    ):
        assert words in page, words
    assert page.index("邮政 22222") < page.index("邮政 11111") < page.index("您下了单")
    for gone in ("/cancel", "/press", "改收货信息", "/answer", "再买一次"):
        assert gone not in page, gone


def test_a_price_of_today_changes_nothing_of_the_order(me, order):
    was = str(order.due)
    with writing():
        pack = db.session.get(Pack, order.lines[0].ref)
        pack.fen = 9900
        db.session.flush()
        follow(pack.product_id, at=now())
    page = me.get(url(order)).text
    assert was in page
    assert "¥99.00" not in page


def test_changing_the_receiver(me, order):
    page = me.get(url(order, "/receiver"))
    assert "文一路 1 号" in page.text
    assert "寄到浙江省" in page.text
    assert 'name="province"' not in page.text
    assert me.send(url(order, "/receiver"), FILLED).location == url(order)
    page = me.get(url(order)).text
    for words in ("李四", "13800138000", "滨江区", "江南大道 8 号", "放门卫", "您改了收货信息"):
        assert words in page, words
    late = me.send(url(order, "/receiver"), FILLED, receiver="王五")
    assert late.status_code == 409
    assert "王五" in late.text
    assert "李四" in late.text
    assert "王五" not in me.get(url(order)).text


@pytest.mark.both_engines
def test_two_taps_change_the_receiver_once_and_nobody_came_in_between(me, order):
    sent = {**FILLED, "form_key": key_in(me.get(url(order, "/receiver")))}
    answers = [me.send(url(order, "/receiver"), sent).location for _tap in "12"]
    assert answers == [url(order)] * 2
    row = db.session.get(Order, order.id, populate_existing=True)
    assert (row.receiver, row.version) == ("李四", 2)
    assert me.get(url(order)).text.count("您改了收货信息") == 1


def test_another_city_asks_for_its_districts(me, order):
    page = me.send(url(order, "/receiver"), FILLED, city="3302", pick="1")
    assert page.status_code == 200
    assert "海曙区" in page.text
    assert "江南大道 8 号" in page.text
    assert me.send(url(order, "/receiver"), FILLED, city="3302").status_code == 422
    assert db.session.get(Order, order.id).district == "330106"


@pytest.mark.parametrize(
    "wrong",
    [
        {"receiver": ""},
        {"phone": "12345"},
        {"address": ""},
        {"address": "长" * 121},
        {"district": ""},
        {"district": "420102", "city": "4201"},
        {"version": "x"},
        {"note": "长" * 201},
    ],
)
def test_nonsense_about_the_receiver_is_refused_and_kept(me, order, wrong):
    answer = me.send(url(order, "/receiver"), {**FILLED, **wrong}, province="42")
    assert answer.status_code == 422
    assert "放门卫" in answer.text or "note" in wrong
    row = db.session.get(Order, order.id, populate_existing=True)
    assert (row.receiver, row.district, row.version) == ("张三", "330106", 1)


def test_what_is_packed_keeps_its_receiver(me, order, do):
    do(selling.accept, order)
    do(selling.pack, order)
    assert "已经打包了，地址改不了" in me.get(url(order, "/receiver")).text
    assert me.send(url(order, "/receiver"), FILLED).status_code == 422
    assert db.session.get(Order, order.id, populate_existing=True).receiver == "张三"


def test_a_pickup_shows_its_code_until_it_was_fetched(me, place, pack, producer, shop, do):
    point = shop.point(producer)
    (order,) = place((pack, 1), pickups={producer.id: point.id}).orders
    code = f"{order.pickup_code[:3]}&nbsp;{order.pickup_code[3:]}"
    page = me.get(url(order)).text
    assert code in page
    assert "每天 8:00–18:00" in page
    assert "村口小卖部" in page
    assert 'name="address"' not in me.get(url(order, "/receiver")).text
    sent = {**FILLED, "district": "", "city": ""}
    assert me.send(url(order, "/receiver"), sent).location == url(order)
    do(selling.accept, order)
    do(selling.pack, order)
    assert "备好了，可以去取" in me.get(url(order)).text
    assert f"取货码 {order.pickup_code}" in me.get("/orders/").text
    do(selling.hand_at_pickup, order, order.pickup_code, paid=True)
    page = me.get(url(order)).text
    assert code not in page
    assert page.index("收到现金") < page.index("取走了")


def test_the_mark_of_a_suspended_verification_is_not_shown(me, order):
    assert "已核验" in me.get(url(order)).text
    with writing():
        row = db.session.scalars(db.select(Sponsorship).filter_by(ref=order.producer_id)).one()
        row.status = SponsorshipStatus.SUSPENDED
    page = me.get(url(order)).text
    assert "已核验" not in page
    assert "向核验的支部投诉" in page


def test_a_get_stores_nothing(me, order):
    before = db.session.scalar(db.text("SELECT count(*) FROM history_entry"))
    for step in ("", "/receiver", "/thread"):
        assert me.get(url(order, step)).status_code == 200
    assert db.session.scalar(db.text("SELECT count(*) FROM history_entry")) == before
