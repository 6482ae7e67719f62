"""The seller's desk: orders by what is to do, and several of them done at once."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.clock import now, village_day
from core.db import db, writing
from shop.orders.models import Order, OrderStatus, Shortage
from shop.orders.operations import buying, selling, shortages
from shop.orders.queries import desk
from shop.orders.rules.desk import Tab
from shop.orders.rules.standing import spoken
from shop.threads.operations import say
from tests.counting import queries_in

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


def counted(producer_id):
    return desk.count_at_desk(producer_id, at=now()).by_tab


def status_of(order):
    return db.session.scalar(select(Order.status).where(Order.id == order.id))


def test_nothing_yet(signed_in, home):
    page = signed_in.get(home).text
    assert "还没有订单" in page
    assert "近 90 天交不齐 0 次" in page


def test_who_may_see(client, home, order, make, shop, producer):
    url = f"{home}/{order.id}"
    assert client.get(home).location.startswith("/login")
    client.log_in(make.person())
    assert client.get(home).status_code == 404
    assert client.get(url).status_code == 404
    other = shop.producer(producer.responsible)
    client.log_in(producer.responsible)
    crossed = f"/sell/{other.id}/orders"
    for way in ("", "/ship", "/pickup", "/refused", "/short"):
        assert client.get(f"{crossed}/{order.id}{way}").status_code == 404
    for way in ("accept", "pack", "cash", "back", "ship", "pickup", "no-code", "refused", "short"):
        assert client.send(f"{crossed}/{order.id}/{way}").status_code == 404
    assert client.get(f"{crossed}/slips.pdf?ids={order.id}").status_code == 404
    assert client.send(f"{crossed}/bulk", do="accept", ids=f"{order.id}:1").status_code == 302
    assert status_of(order) is S.PLACED


def test_the_row_says_what_is_needed_and_no_more(signed_in, home, order):
    page = signed_in.get(home).text
    assert "张某" in page
    assert "张三" not in page
    assert "13900000000" not in page
    assert "浙江省杭州市" in page
    assert "文一路" not in page
    assert "共 1 份" in page
    assert str(order.due) in page


def test_every_order_stands_in_one_tab(place, pack, do, buyer, home, signed_in):
    orders = [place((pack, 1)).orders[0] for _ in range(8)]
    _new, accepted, packed, short, sent, refused, paid, cancelled = orders
    for each in (accepted, packed, short, sent, refused, paid):
        do(selling.accept, each)
    for each in (packed, sent, refused, paid):
        do(selling.pack, each)
    for each in (sent, refused, paid):
        do(selling.ship, each, selling.Sending(carrier="邮政", number="98765432"))
    lack = shortages.Lack(missing={short.lines[0].id: 1}, why="冻了")
    do(shortages.report_shortage, short, lack)
    do(selling.refuse_at_door, refused, why="不在")
    do(buying.receive, paid, by=buyer)
    do(buying.cancel, cancelled, by=buyer)
    producer_id = orders[0].producer_id
    assert counted(producer_id) == {
        Tab.NEW: 1,
        Tab.PACK: 1,
        Tab.SHIP: 1,
        Tab.SHORT: 1,
        Tab.SENT: 3,
        Tab.ENDED: 1,
        Tab.TALK: 0,
    }
    for tab in Tab:
        answer = signed_in.get(f"{home}?tab={tab}")
        assert answer.status_code == 200
        assert answer.text.count("order-row") == counted(producer_id)[tab]
    url = f"{home}/{paid.id}/cash"
    assert "记下了" in signed_in.get(signed_in.send(url).location).text
    counts = counted(producer_id)
    assert (counts[Tab.SENT], counts[Tab.ENDED]) == (2, 2)


def test_what_is_partly_sent_still_waits_for_sending(place, pack, do, signed_in, home):
    (order,) = place((pack, 3)).orders
    do(selling.accept, order)
    do(selling.pack, order)
    some = selling.Sending(carrier="邮政", number="98765432", counts={order.lines[0].id: 1})
    do(selling.ship, order, some)
    page = signed_in.get(f"{home}?tab=ship").text
    assert "寄了一部分" in page
    assert counted(order.producer_id)[Tab.SENT] == 0


def test_late_today_and_later(place, pack, signed_in, home):
    today = village_day(now())
    for days in (-2, 0, 3):
        (order,) = place((pack, 1)).orders
        with writing():
            ship_by = today + timedelta(days=days)
            db.session.execute(update(Order).where(Order.id == order.id).values(ship_by=ship_by))
    page = signed_in.get(home).text
    assert page.index("晚了 2 天") < page.index("今天要寄") < page.index("最晚")


def test_unread_messages_have_a_tab_of_their_own(signed_in, home, order, do, buyer):
    assert "有留言的" not in signed_in.get(home).text
    for text in ("能早点寄吗", "谢谢"):
        do(say, order, text, by_seller=False, by=buyer)
    page = signed_in.get(f"{home}?tab=talk").text
    assert "2 条新留言" in page
    assert "有留言的" in page


def test_pages_by_key_and_at_the_same_cost(signed_in, home, place, shop, producer):
    one = shop.on_sale(producer)
    size = shop.pack(one, stock=200)
    costs = []
    for number in (3, 32):
        for _ in range(number):
            place((size, 1))
        costs.append(queries_in(lambda: signed_in.get(home)))
    assert costs[0] == costs[1]
    assert costs[1] <= 12
    page, seen = signed_in.get(home).text, set()
    while True:
        seen |= set(re.findall(r'name="ids"\s+value="(\d+):1"', page))
        older = re.search(r'href="([^"]+after=\d+)"', page)
        if older is None:
            break
        page = signed_in.get(older[1].replace("&amp;", "&")).text
    assert len(seen) == 35
    assert signed_in.get(f"{home}?after=x").status_code == 404
    assert signed_in.get(f"{home}?after=999999").status_code == 200
    assert signed_in.get(f"{home}?tab=nonsense").status_code == 200


def test_what_to_pick(signed_in, home, place, shop, producer, pack, do, buyer):
    other = shop.pack(pack.product, name="大箱", position=1)
    first, second, gone, packed = (
        place(*wanted).orders[0]
        for wanted in (
            [(pack, 2), (other, 1)],
            [(pack, 3)],
            [(pack, 1)],
            [(pack, 1)],
        )
    )
    do(selling.accept, second)
    do(buying.cancel, gone, by=buyer)
    do(selling.accept, packed)
    do(selling.pack, packed)
    far = first.ship_by
    picks = {each.detail: each for each in desk.list_to_pick(producer.id, until=far)}
    assert picks["5 斤装"].total == 5
    assert [count for _id, _number, count in picks["5 斤装"].orders] == [2, 3]
    assert picks["大箱"].total == 1
    assert desk.list_to_pick(producer.id, until=far - timedelta(days=1)) == []
    with writing():
        db.session.execute(update(Order).values(ship_by=village_day(now())))
    page = signed_in.get(f"{home}/picking?until=today").text
    assert first.number[:4] in page
    assert packed.number[8:] not in page
    assert signed_in.get(f"{home}/picking?until=never").status_code == 200
    with writing():
        db.session.execute(update(Order).values(ship_by=village_day(now()) + timedelta(days=30)))
    assert "没有要备的货" in signed_in.get(f"{home}/picking").text


def test_what_could_not_be_delivered_counts_for_ninety_days(signed_in, home, order, do):
    lack = shortages.Lack(missing={order.lines[0].id: 1}, why="冻了")
    do(shortages.report_shortage, order, lack)
    with writing():
        db.session.execute(update(Shortage).values(said_at=now() - timedelta(days=89)))
    assert "近 90 天交不齐 1 次" in signed_in.get(home).text
    with writing():
        db.session.execute(update(Shortage).values(said_at=now() - timedelta(days=91)))
    assert "近 90 天交不齐 0 次" in signed_in.get(home).text


def test_what_waits_stands_at_the_start(signed_in, home, order, producer, do, buyer):
    assert f"{producer.name}：等接单 1 单" in signed_in.get("/sell/").text
    for text in ("能早点寄吗", "谢谢", "不急"):
        do(say, order, text, by_seller=False, by=buyer)
    with writing():
        db.session.execute(update(Order).values(ship_by=village_day(now())))
    page = signed_in.get("/sell/").text
    assert f"{producer.name}：今天要备货 1 单" in page
    assert f"{producer.name}：买家留言 3 条" in page
    assert "今天要寄" not in page
    for url in (f"{home}?tab=new", f"{home}/picking?until=today", f"{home}?tab=talk"):
        assert url in page
        assert spoken(order.number) in signed_in.get(url).text


@pytest.mark.both_engines
@pytest.mark.parametrize("partly", [False, True])
def test_what_is_packed_or_partly_sent_waits_to_be_sent(
    partly, signed_in, home, place, pack, producer, do
):
    (order,) = place((pack, 3)).orders
    do(selling.accept, order)
    do(selling.pack, order)
    if partly:
        some = {order.lines[0].id: 1}
        do(selling.ship, order, selling.Sending(carrier="邮政", number="1", counts=some))
    late_by(order, days=0)
    page = signed_in.get("/sell/").text
    assert f"{producer.name}：今天要寄 1 单" in page
    assert "今天要备货" not in page
    assert f"{home}?tab=ship" in page
    assert spoken(order.number) in signed_in.get(f"{home}?tab=ship").text
    do(selling.ship, order, selling.Sending(carrier="邮政", number="2"))
    assert "今天要寄" not in signed_in.get("/sell/").text


@pytest.mark.both_engines
def test_what_lies_ready_to_be_fetched_is_not_late(
    signed_in, home, place, pack, shop, producer, do
):
    point = shop.point(producer)
    (order,) = place((pack, 1), pickups={producer.id: point.id}).orders
    late_by(order, days=3)
    do(selling.accept, order)
    assert "今天要备货 1 单" in signed_in.get("/sell/").text
    for url in (f"{home}?tab=pack", f"{home}/{order.id}"):
        assert "晚了 3 天" in signed_in.get(url).text
    do(selling.pack, order)
    assert "今天要" not in signed_in.get("/sell/").text
    for url in (f"{home}?tab=ship", f"{home}/{order.id}"):
        page = signed_in.get(url).text
        assert spoken(order.number) in page
        assert "晚了" not in page


def late_by(order, *, days):
    day = village_day(now()) - timedelta(days=days)
    with writing():
        db.session.execute(update(Order).where(Order.id == order.id).values(ship_by=day))


def test_nothing_waits_for_others(client, make, order):
    client.log_in(make.person())
    assert "等接单" not in client.get("/sell/").text
