"""Where it is sent or fetched, who receives it, and what the checkout costs to show."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.clock import now
from core.db import db, writing
from core.money import Money
from shop.cart.models import CartLine
from shop.freight.models import PickupPoint
from shop.orders.models import Order, OrderLine, Way
from tests.counting import queries_in
from tests.shop.orders.checkout.hands import TO, purchases
from tests.shop.orders.conftest import HERE


def test_where_it_is_not_sent(client, person, fill, pack, checkout, shop, producer):
    shop.zone(producer, "54", served=False)
    fill((pack, 1))
    form = checkout(province="54", city="5401", district="540102")
    answer = client.send("/checkout", form)
    assert answer.status_code == 422
    assert "不送到西藏" in answer.text
    assert purchases() == 0


def test_fetched_instead_of_sent(client, person, fill, pack, checkout, shop, producer):
    point = shop.point(producer, name="村口小卖部")
    fill((pack, 2))
    way = f"way-{producer.id}"
    form = checkout(**{way: str(point.id)}, province="", city="", district="", address="")
    assert form["total"] == "5000"
    shown = client.send("/checkout", {**form, "quote": "1"}).text
    assert "备好" in shown
    assert "日</time>寄出" not in shown
    answer = client.send("/checkout", form)
    order = db.session.scalars(select(Order)).one()
    assert (order.way, order.pickup_point_id) == (Way.PICKUP, point.id)
    page = client.get(answer.location).text
    assert order.pickup_code in page
    assert "村口小卖部" in page


@pytest.mark.parametrize("value", ["0", "-1", "x", str(2**63), "999999", "１", ""])
def test_a_point_made_up_fetches_nothing(
    client, person, fill, pack, checkout, shop, producer, value
):
    shop.point(producer)
    fill((pack, 1))
    form = checkout()
    answer = client.send("/checkout", {**form, f"way-{producer.id}": value, "district": ""})
    assert answer.status_code == 422
    assert purchases() == 0


def test_a_point_that_closed_meanwhile(client, person, fill, pack, checkout, shop, producer):
    point = shop.point(producer)
    fill((pack, 1))
    form = checkout(**{f"way-{producer.id}": str(point.id)})
    with writing():
        db.session.get(PickupPoint, point.id).closed_at = now()
    answer = client.send("/checkout", form)
    assert answer.status_code == 422
    assert "已经不用了" in answer.text
    assert purchases() == 0


def test_an_address_is_needed_as_soon_as_one_thing_is_sent(
    client, person, fill, pack, checkout, shop, producer
):
    point = shop.point(producer)
    other = shop.producer()
    shop.zone(other)
    elsewhere = shop.pack(shop.product(other, shop.sponsorship(other)))
    fill((pack, 1), (elsewhere, 1))
    form = checkout(**{f"way-{producer.id}": str(point.id)})
    for missing in ({"address": ""}, {"district": ""}):
        assert client.send("/checkout", {**form, **missing}).status_code == 422
    sly = {name: value for name, value in form.items() if name != f"way-{other.id}"}
    assert client.send("/checkout", {**sly, "address": ""}).status_code == 422
    assert purchases() == 0
    assert client.send("/checkout", form).status_code == 302
    ways = {order.producer_id: order.way for order in db.session.scalars(select(Order))}
    assert ways == {producer.id: Way.PICKUP, other.id: Way.PARCEL}


def test_places_are_chosen_one_after_the_other(client, person, fill, pack):
    fill((pack, 1))
    page = client.get("/checkout").text
    assert 'name="city"' not in page
    typed = {"receiver": "李四", "note": "放这里", "province": "33"}
    answer = client.send("/checkout", typed, pick="1")
    assert answer.status_code == 200
    for words in ('name="city"', "放这里", "李四"):
        assert words in answer.text
    assert "invalid-feedback" not in answer.text


def test_receivers_of_before_are_picked_with_one_tap(
    client, person, fill, pack, checkout, make, producer
):
    for number, name in enumerate(["甲", "乙", "甲", "丙", "丁", "戊", "己"]):
        fill((pack, 1))
        said = {"receiver": name, "address": f"{name}路 1 号"}
        assert client.send("/checkout", checkout(**said)).status_code == 302, number
    fill((pack, 1))
    page = client.get("/checkout").text
    known = re.findall(r'href="/checkout\?receiver=([\w-]+)"[^>]*><b>(\w)</b>', page)
    assert [name for _ref, name in known] == ["己", "戊", "丁", "丙", "甲"]
    page = client.get(f"/checkout?receiver={known[-1][0]}").text
    assert 'value="甲"' in page
    assert "甲路 1 号" in page
    assert f'value="{HERE}" ' in page.replace("\n", " ") or f'value="{HERE}"' in page
    client.log_in(make.person())
    make.add(CartLine(person_id=person.id + 1, kind="pack", ref=pack.id, count=1, put_at=now()))
    assert "甲路" not in client.get(f"/checkout?receiver={known[-1][0]}").text


def test_nobody_buys_his_own(client, fill, pack, producer, make):
    client.log_in(producer.responsible)
    row = {"person_id": producer.responsible_id, "kind": "pack", "ref": pack.id, "put_at": now()}
    make.add(CartLine(**row, count=1))
    assert client.get("/checkout").location == "/cart"
    form = {**TO, "things": f"pack-{pack.id}-1", "total": "3300", "confirmed": "y"}
    answer = client.send("/checkout", form)
    assert answer.status_code == 422
    assert "自己" in answer.text
    assert purchases() == 0


@pytest.fixture
def three(shop, make, fill):
    """Return a hand that fills the basket with so many lines of each of three producers."""

    def put_in(lines):
        producers = []
        for _each in range(3):
            producer = shop.producer()
            shop.zone(producer)
            sponsorship = shop.sponsorship(producer)
            for _line in range(lines):
                product = shop.product(producer, sponsorship)
                fill((shop.pack(product), 2))
            producers.append(producer)
        return producers

    return put_in


@pytest.mark.both_engines
def test_the_checkout_costs_few_queries(client, person, three, checkout):
    three(3)
    form = checkout()
    answers = []
    seen = queries_in(lambda: answers.append(client.send("/checkout", form)))
    assert answers[0].status_code == 302
    assert db.session.scalar(select(func.count()).select_from(OrderLine)) == 9
    assert seen <= 16 + 2 * 9


@pytest.mark.both_engines
@pytest.mark.parametrize("path", ["/cart?district=33", "/checkout"])
def test_looking_costs_as_much_however_much_there_is(client, person, three, path):
    three(1)
    client.get(path)
    few = queries_in(lambda: client.get(path))
    three(6)
    many = queries_in(lambda: client.get(path))
    assert few == many <= 12


def test_the_total_is_the_sum_of_all_parts(client, person, three, checkout):
    three(2)
    form = checkout()
    assert client.send("/checkout", form).status_code == 302
    orders = db.session.scalars(select(Order)).all()
    assert len(orders) == 3
    assert sum(order.total_fen for order in orders) == int(form["total"])
    assert Money(int(form["total"])) == Money(3 * (4 * 2500 + 800 + 9 * 300))
    assert all(order.placed_at > now() - timedelta(minutes=1) for order in orders)
