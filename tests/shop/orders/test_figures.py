"""What a producer sold, by weeks that begin on Monday in the village, and what sold best."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from core.clock import VILLAGE, now, village_day
from core.db import db, writing
from shop.catalog.models import Pack
from shop.orders.models import Order, OrderStatus, Shortage
from shop.orders.operations import shortages
from shop.orders.queries.figures import list_best, list_weeks
from shop.orders.rules.figures import WEEKS, weeks_until
from tests.counting import queries_in
from tests.shop.orders.hands import PATHS, lack, method_of

S = OrderStatus
A_WEEK, MINUTE = timedelta(days=7), timedelta(minutes=1)
MONDAYS = weeks_until(date(2026, 11, 24))
BEGINS = datetime(2026, 11, 23, tzinfo=VILLAGE).astimezone(UTC)  # of this week
COUNT = {S.PLACED, S.ACCEPTED, S.PACKED, S.CANNOT_DELIVER, S.SHIPPED, S.RECEIVED, S.COMPLETED}


@pytest.fixture
def signed_in(client, producer):
    client.log_in(producer.responsible)
    return client


@pytest.fixture
def url(producer):
    return f"/sell/{producer.id}/figures"


def move(order, when):
    with writing():
        placed = update(Order).where(Order.id == order.id)
        db.session.execute(placed.values(placed_at=when))


def weeks_of(producer):
    return [(each.orders, each.packs, each.fen) for each in list_weeks(producer.id, MONDAYS)]


def test_twelve_mondays():
    for day in (23, 24, 29):
        assert weeks_until(date(2026, 11, day)) == MONDAYS
    assert len(MONDAYS) == WEEKS
    assert MONDAYS[-2:] == [date(2026, 11, 16), date(2026, 11, 23)]
    assert weeks_until(date(2026, 11, 30))[-1] == date(2026, 11, 30)


@pytest.mark.both_engines
def test_a_week_begins_on_monday_at_midnight_in_the_village(producer, place, pack):
    moments = (
        BEGINS - 11 * A_WEEK - MINUTE,
        BEGINS - 11 * A_WEEK,
        BEGINS - MINUTE,
        BEGINS,
        BEGINS + A_WEEK - MINUTE,
        BEGINS + A_WEEK,
    )
    orders = [place((pack, 1)).orders[0] for _moment in moments]
    for order, when in zip(orders, moments, strict=True):
        move(order, when)
    each = orders[0].total_fen
    nothing = (0, 0, 0)
    assert weeks_of(producer) == [
        (1, 1, each),
        *[nothing] * 9,
        (1, 1, each),
        (2, 2, 2 * each),
    ]


@pytest.mark.both_engines
@pytest.mark.parametrize("status", list(S))
def test_what_counts_as_sold(producer, place, pack, steps, status):
    (order,) = place((pack, 2), method=method_of(status)).orders
    steps(order, *PATHS[status])
    sold = status in COUNT
    assert weeks_of(producer)[-1] == ((1, 2, order.total_fen) if sold else (0, 0, 0))
    assert [each.packs for each in list_best(producer.id, MONDAYS)] == ([2] if sold else [])


@pytest.mark.both_engines
def test_what_the_buyer_did_without_is_taken_off(producer, place, pack, steps):
    (order,) = place((pack, 3)).orders
    steps(order, "report_shortage", "take_less")
    assert order.reduced_fen == 2500
    assert weeks_of(producer)[-1] == (1, 2, order.total_fen - 2500)
    (best,) = list_best(producer.id, MONDAYS)
    assert (best.packs, best.total.fen) == (2, 5000)


@pytest.mark.both_engines
def test_the_best_selling_first_under_their_newest_names(producer, shop, place, pack):
    large = shop.pack(pack.product, name="10 斤装", fen=4500, stock=20, position=1)
    small = shop.pack(pack.product, name="2 斤装", fen=1200, stock=20, position=2)
    place((pack, 2), (large, 2))
    with writing():
        db.session.get(Pack, pack.id).name = "五斤一箱"
    place((pack, 2))
    place((small, 5))
    found = [(each.detail, each.packs, each.total.fen) for each in list_best(producer.id, MONDAYS)]
    assert found == [("2 斤装", 5, 6000), ("五斤一箱", 4, 10000), ("10 斤装", 2, 9000)]


def test_only_ones_own(client, url, producer, shop, make, place, pack):
    place((pack, 1), at=now())
    other = shop.producer(producer.responsible)
    assert client.get(url).location.startswith("/login")
    client.log_in(make.person())
    assert client.get(url).status_code == 404
    client.log_in(producer.responsible)
    assert "每周几单" in client.get(url).text
    assert "还没有人下单" in client.get(f"/sell/{other.id}/figures").text


def test_nothing_yet(signed_in, url):
    page = signed_in.get(url).text
    assert "近 12 周还没有人下单" in page
    assert "近 90 天交不齐 0 次" in page
    assert "<rect" not in page


def test_pictures_with_their_numbers(signed_in, url, place, pack, do, at):
    for count in (1, 2):
        place((pack, count), at=now())
    (order,) = place((pack, 3)).orders
    move(order, now() - A_WEEK)
    do(shortages.report_shortage, order, lack(order, now()), at=now())
    with writing():
        db.session.execute(update(Shortage).values(said_at=now() - timedelta(days=89)))
    page = signed_in.get(url).text
    assert page.count('<rect class="bar"') == 3 * WEEKS
    assert page.count("<table") == 3
    rows = [
        re.findall(r'<th scope="row">\s*(\S+)\s*</th>\s*<td>\s*(\S+?)\s*</td>', table)
        for table in page.split("<table")[1:]
    ]
    assert [len(each) for each in rows] == [WEEKS] * 3
    monday = weeks_until(village_day(now()))[-1]
    assert {each[-1][0] for each in rows} == {f"{monday.month}月{monday.day}日起"}
    assert [[value for _day, value in each[-2:]] for each in rows[:2]] == [["1", "2"], ["3", "3"]]
    assert rows[2][0][1] == "¥0.00"
    assert f"{pack.product.title} 5 斤装" in page
    assert "6 份" in page
    assert "近 90 天交不齐 1 次" in page


def test_many_cost_as_many_queries_as_few(signed_in, url, producer, shop, place, pack):
    place((pack, 1), at=now())
    few = queries_in(lambda: signed_in.get(url))
    for number in range(12):
        size = shop.pack(pack.product, name=f"第 {number} 种", position=number + 1)
        move(place((size, 1)).orders[0], now() - number * A_WEEK)
    assert queries_in(lambda: signed_in.get(url)) == few
    assert few <= 10
    assert len(list_best(producer.id, weeks_until(village_day(now())))) == 10
