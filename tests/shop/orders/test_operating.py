"""What the operator's clerks see of orders: what is stuck, since when, and who is often short."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from core.clock import day_starts, now, village_day
from core.db import db, writing
from shop.catalog.models import Pack, StockMove, StockReason
from shop.orders.models import Order
from shop.orders.operations import buying, selling, shortages
from shop.orders.queries import operating
from shop.orders.rules.standing import spoken
from shop.orders.rules.stuck import Stuck
from tests.counting import queries_in

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
URL = "/operate/orders/"


@pytest.fixture
def ordered(place, pack):
    (order,) = place((pack, 1)).orders
    return order


@pytest.fixture
def clerk(client, make):
    client.log_in(make.clerk())
    return client


def found(at):
    return [(each.way, each.since) for each in operating.list_stuck(at=at)]


def short(order, do, at, **kw):
    lack = shortages.Lack(missing={order.lines[0].id: 1}, why="霜冻", **kw)
    do(shortages.report_shortage, order, lack, at=at)


@pytest.mark.both_engines
def test_nobody_took_it_on_for_a_day(ordered, do, at):
    assert found(at + 24 * HOUR - timedelta(seconds=1)) == []
    assert found(at + 24 * HOUR) == [(Stuck.NOT_TAKEN_ON, at)]
    do(selling.accept, ordered)
    assert found(at + 24 * HOUR) == []


@pytest.mark.both_engines
def test_not_sent_by_the_promised_day(ordered, do, at):
    do(selling.accept, ordered)
    late = day_starts(ordered.ship_by + DAY)
    assert found(late - HOUR) == []
    assert found(late) == [(Stuck.NOT_SENT, late)]
    do(selling.pack, ordered)
    assert found(late) == [(Stuck.NOT_SENT, late)]
    do(selling.ship, ordered, selling.Sending(carrier="邮政", number="1"))
    assert found(late) == []


@pytest.mark.both_engines
def test_the_rest_is_not_sent_by_the_promised_day(place, pack, steps, do):
    (order,) = place((pack, 3)).orders
    steps(order, "accept", "pack")
    some = {order.lines[0].id: 1}
    do(selling.ship, order, selling.Sending(carrier="邮政", number="1", counts=some))
    late = day_starts(order.ship_by + DAY)
    assert found(late - HOUR) == []
    assert found(late) == [(Stuck.NOT_SENT, late)]
    do(selling.ship, order, selling.Sending(carrier="邮政", number="2"))
    assert found(late) == []


@pytest.mark.both_engines
def test_what_lies_ready_to_be_fetched_is_not_stuck(place, pack, shop, producer, do):
    point = shop.point(producer)
    (order,) = place((pack, 1), pickups={producer.id: point.id}).orders
    do(selling.accept, order)
    late = day_starts(order.ship_by + DAY)
    assert found(late) == [(Stuck.NOT_SENT, late)]
    do(selling.pack, order)
    assert found(late) == []


def test_taken_on_by_nobody_is_not_late_as_well(ordered, at):
    assert [way for way, _since in found(at + 30 * DAY)] == [Stuck.NOT_TAKEN_ON]


@pytest.mark.both_engines
def test_short_until_the_buyer_chooses_then_a_day_anew(ordered, do, buyer, at):
    said, chose = at + HOUR, at + 2 * HOUR
    short(ordered, do, said, ready_on=village_day(at) + 9 * DAY)
    assert found(said) == [(Stuck.SHORT, said)]
    do(shortages.wait, ordered, by=buyer, at=chose)
    assert found(chose) == []
    assert found(at + 24 * HOUR) == []
    assert found(chose + 24 * HOUR) == [(Stuck.NOT_TAKEN_ON, chose)]


@pytest.mark.both_engines
def test_refused_and_not_back_after_two_weeks(shipped, do, at):
    refused = at + DAY
    do(selling.refuse_at_door, shipped, why="不在家", at=refused)
    assert found(refused + 14 * DAY - HOUR) == []
    assert found(refused + 14 * DAY) == [(Stuck.NOT_BACK, refused)]
    do(selling.take_back, shipped)
    assert found(refused + 30 * DAY) == []


def test_what_goes_on_is_not_there(shipped, do, buyer, place, pack, at):
    do(buying.receive, shipped, by=buyer)
    (cancelled,) = place((pack, 1)).orders
    do(buying.cancel, cancelled, by=buyer)
    assert found(at + 60 * DAY) == []


@pytest.mark.both_engines
def test_counted_by_way_since_the_first(place, pack, do, at):
    first, second, third = [place((pack, 1), at=at + n * HOUR).orders[0] for n in range(3)]
    short(third, do, at + 4 * HOUR)
    assert first.id < second.id
    assert operating.count_stuck(at=at + 2 * DAY) == {
        Stuck.NOT_TAKEN_ON: (2, at),
        Stuck.SHORT: (1, at + 4 * HOUR),
    }


@pytest.mark.both_engines
def test_who_could_not_deliver_in_ninety_days(shop, place, pack, do, buyer, at):
    for _ in range(2):
        (order,) = place((pack, 1)).orders
        short(order, do, at)
        do(shortages.give_up, order, by=buyer)
    place((pack, 1))
    other = shop.producer(name="从不失约")
    shop.zone(other)
    product = shop.on_sale(other)
    place((db.session.scalars(db.select(Pack).filter_by(product_id=product.id)).one(), 1))
    (row,) = operating.list_short(at=at + 89 * DAY)
    assert (row.producer_id, row.shortages, row.orders) == (pack.product.producer_id, 2, 3)
    assert operating.list_short(at=at + 90 * DAY) == []


def long_ago(order):
    with writing():
        step = update(Order).where(Order.id == order.id)
        db.session.execute(step.values(placed_at=now() - 30 * DAY))


def test_clerks_alone_see_numbers_and_no_addresses(client, clerk, make, ordered, producer):
    long_ago(ordered)
    page = clerk.get(URL).text
    assert spoken(ordered.number) in page
    assert producer.name in page
    assert "下单满一天，没人接" in page
    for private in (ordered.ref, "张三", "13900000000", "文一路", "买家"):
        assert private not in page
    home = clerk.get("/operate/").text
    assert "1 单下单满一天，没人接" in home
    assert f"{URL}?way=not_taken_on" in home
    for person in (make.person(), producer.responsible, make.admin()):
        client.log_in(person)
        assert client.get(URL).status_code == 403


def test_one_way_alone_and_what_is_none(clerk, ordered):
    long_ago(ordered)
    assert spoken(ordered.number) in clerk.get(f"{URL}?way=not_taken_on").text
    assert spoken(ordered.number) not in clerk.get(f"{URL}?way=short").text
    assert clerk.get(f"{URL}?way=other").status_code == 404
    assert clerk.get(f"{URL}?after=x").status_code == 404


def test_behind_the_first_page_there_is_a_way_back(clerk, ordered):
    long_ago(ordered)
    assert "回到开头" not in clerk.get(URL).text
    page = clerk.get(f"{URL}?way=not_taken_on&after={ordered.id}").text
    assert f'href="{URL}?way=not_taken_on"\n' in page.partition("回到开头")[0]
    assert "后面没有了" in page


def test_nothing_is_stuck(clerk):
    page = clerk.get(URL).text
    assert "没有卡住的订单" in page
    assert "没有商家报过交不齐" in page


def test_it_pages_by_key_and_costs_the_same(clerk, place, pack, do, at, monkeypatch):
    with writing():
        db.session.get(Pack, pack.id).stock = 99
        move = {"delta": 89, "reason": StockReason.HARVEST, "at": at}
        db.session.add(StockMove(pack_id=pack.id, **move))
    monkeypatch.setattr(operating, "PAGE", 4)
    costs = []
    for number in (3, 4):
        for _ in range(number):
            (order,) = place((pack, 1)).orders
            long_ago(order)
        (order,) = place((pack, 1)).orders
        short(order, do, at)
        costs.append(
            (queries_in(lambda: clerk.get(URL)), queries_in(lambda: clerk.get("/operate/")))
        )
    assert costs[0] == costs[1]
    assert max(costs[1]) <= 9  # eight and the BEGIN
    numbers = db.session.scalars(db.select(Order.number).order_by(Order.id)).all()
    seen, url = [], URL
    for _ in range(5):
        page = clerk.get(url).text
        seen += [each for each in numbers if spoken(each) in page]
        older = re.search(r'<a class="btn btn-quiet"\s+href="([^"]+)"\s+rel="next"', page)
        if older is None:
            break
        url = html.unescape(older[1])
    assert seen == list(numbers)
