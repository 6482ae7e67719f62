"""From the basket to the purchase over HTTP: what was shown is what is ordered, or nothing is."""

import re

import pytest
from sqlalchemy import select, update

from core.clock import now
from core.db import db, writing
from core.money import Money
from core.sponsorship.models import Sponsorship
from shop.cart.models import CartLine
from shop.catalog.models import Pack, Product, ReturnPolicy, StockReason
from shop.catalog.operations.packs import PackFacts, change_pack
from shop.catalog.operations.stock import move_stock
from shop.orders.models import Order, OrderLine, Purchase, Way
from tests.shop.orders.checkout.hands import HIDDEN, TO, purchases
from tests.shop.orders.conftest import HERE


def test_a_visitor_signs_in_first(client):
    assert client.get("/checkout").location == "/login?next=/checkout"


def test_an_empty_basket_leads_back(client, person):
    assert client.get("/checkout").location == "/cart"
    assert client.send("/checkout", TO, quote="1").location == "/cart"
    assert client.send("/checkout", TO).status_code == 422
    assert purchases() == 0


def test_from_the_form_to_the_thanks(client, person, fill, pack, checkout, producer):
    fill((pack, 2))
    form = checkout(note="放门卫室")
    assert form["total"] == str(5000 + 800 + 4 * 300)
    answer = client.send("/checkout", form)
    assert answer.status_code == 302
    purchase = db.session.scalars(select(Purchase)).one()
    assert answer.location == f"/orders/purchases/{purchase.ref}"
    page = client.get(answer.location).text
    for words in ("下好单了", "¥70.00", producer.name, "文一路", "接下来"):
        assert words in page
    order = db.session.scalars(select(Order)).one()
    assert f"/orders/{order.ref}" in page
    assert (order.receiver, order.phone, order.district) == ("张三", "13900000000", HERE)
    assert (order.address, order.note, order.way) == ("文一路 1 号", "放门卫室", Way.PARCEL)
    assert db.session.scalars(select(OrderLine)).one().returns_confirmed_at is not None
    assert client.get("/checkout").location == "/cart"


def test_the_page_says_what_it_costs_before_it_is_ordered(client, person, fill, pack, checkout):
    fill((pack, 2))
    checkout()
    page = client.send("/checkout", {**TO, "quote": "1"}).text
    said = ("提交订单，货到付 ¥70.00", "货到付款", "没有别的费用", "回购物车改", "各自和您订合同")
    assert [words for words in said if words not in page] == []
    assert purchases() == 0


def test_only_the_buyer_sees_the_purchase(client, person, fill, pack, checkout, make):
    fill((pack, 1))
    where = client.send("/checkout", checkout()).location
    client.log_in(make.person())
    assert client.get(where).status_code == 404
    client.log_out()
    assert client.get(where).location.startswith("/login")


def test_the_same_form_ten_times_is_one_purchase(client, person, fill, pack, checkout):
    fill((pack, 1))
    form = checkout()
    places = {client.send("/checkout", form).location for _each in range(10)}
    assert len(places) == 1
    assert purchases() == 1
    assert db.session.get(Pack, pack.id).stock == 9


def test_two_forms_buy_once(client, person, fill, pack, checkout):
    fill((pack, 1))
    first, second = checkout(), checkout()
    assert first["form_key"] != second["form_key"]
    assert client.send("/checkout", first).status_code == 302
    answer = client.send("/checkout", second)
    assert answer.status_code == 422
    assert "购物车在别处改过了" in answer.text
    assert purchases() == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("receiver", "", "请写收件人"),
        ("receiver", "长" * 31, "最多 30 个字"),
        ("receiver", "a\u200bb", "看不见"),
        ("phone", "12345", "11 位"),
        ("phone", "", "请填手机号"),
        ("address", "", "请写到村、组、门牌号"),
        ("address", "路" * 121, "2 到 120"),
        ("note", "话" * 201, "最多 200 个字"),
        ("district", "", "请接着选"),
        ("district", "110101", "请接着选"),
        ("province", "99", "请接着选"),
    ],
)
def test_what_is_missing_is_said_beside_it(
    client, person, fill, pack, checkout, field, value, words
):
    fill((pack, 1))
    answer = client.send("/checkout", {**checkout(), field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert "is-invalid" in answer.text
    assert 'value="放这里"' not in answer.text
    assert purchases() == 0


def test_fresh_goods_are_confirmed_and_nothing_is_ticked_before(
    client, person, fill, pack, checkout, shop, producer
):
    under = db.session.get(Sponsorship, pack.product.sponsorship_id)
    lasting = shop.product(producer, under, return_policy=ReturnPolicy.SEVEN_DAYS, title="干笋")
    fill((pack, 1), (shop.pack(lasting), 1))
    page = client.get("/checkout").text
    box = re.search(r'<input[^>]*name="confirmed"[^>]*>', page)[0]
    assert "checked" not in box
    listed = page.split('id="fresh"')[1].split("</section>")[0]
    assert db.session.get(Product, pack.product_id).title in listed
    assert "干笋" not in listed
    form = checkout()
    form.pop("confirmed")
    answer = client.send("/checkout", form)
    assert answer.status_code == 422
    assert 'id="confirmed-error"' in answer.text
    assert purchases() == 0
    assert client.send("/checkout", {**form, "confirmed": "y"}).status_code == 302
    said = {line.title: line.returns_confirmed_at for line in db.session.scalars(select(OrderLine))}
    assert said["干笋"] is None
    assert sum(each is not None for each in said.values()) == 1


def test_without_fresh_goods_nothing_is_asked(client, person, fill, checkout, shop, producer):
    lasting = shop.product(
        producer, shop.sponsorship(producer), return_policy=ReturnPolicy.SEVEN_DAYS
    )
    fill((shop.pack(lasting), 1))
    assert 'name="confirmed"' not in client.get("/checkout").text
    form = checkout()
    form.pop("confirmed")
    assert client.send("/checkout", form).status_code == 302


def test_a_changed_price_is_shown_with_the_old_one(client, person, fill, pack, checkout, do):
    fill((pack, 2))
    form = checkout()
    facts = PackFacts(name=pack.name, net_grams=pack.net_grams, price=Money(2600))
    do(change_pack, pack, facts, version=pack.version, at=now())
    answer = client.send("/checkout", form)
    assert answer.status_code == 422
    assert "刚才是 ¥70.00，现在是 ¥72.00" in answer.text
    assert 'name="total" type="hidden" value="7200"' in answer.text
    assert purchases() == 0
    assert client.send("/checkout", {**form, "total": "7200"}).status_code == 302


MADE_UP = ["", "0", "-1", "7000.0", "７０００", "1e4", "NaN", str(2**63), "x"]


@pytest.mark.parametrize("total", MADE_UP)
def test_a_total_made_up_buys_nothing(client, person, fill, pack, checkout, total):
    fill((pack, 2))
    answer = client.send("/checkout", {**checkout(), "total": total, "price": "1", "freight": "0"})
    assert answer.status_code == 422
    assert "¥70.00" in answer.text
    assert purchases() == 0


@pytest.mark.parametrize("things", ["", "x", "pack-1-0", "pack-999999-1", "pack-1-100", "." * 9000])
def test_things_made_up_buy_nothing(client, person, fill, pack, checkout, things):
    fill((pack, 2))
    answer = client.send("/checkout", {**checkout(), "things": things})
    assert answer.status_code == 422
    assert purchases() == 0


def test_more_than_was_shown_is_not_ordered(client, person, fill, pack, checkout, shop, producer):
    """What is put in from another tab stays in the basket."""
    fill((pack, 1))
    form = checkout()
    other = shop.pack(db.session.get(Product, pack.product_id), fen=900, position=1)
    fill((other, 1))
    assert client.send("/checkout", form).status_code == 302
    assert db.session.scalars(select(OrderLine.ref)).all() == [pack.id]
    assert db.session.scalars(select(CartLine.ref)).all() == [other.id]


def test_a_count_changed_elsewhere_is_not_ordered(client, person, fill, pack, checkout):
    fill((pack, 1))
    form = checkout()
    with writing():
        db.session.execute(update(CartLine).values(count=3))
    answer = client.send("/checkout", form)
    assert answer.status_code == 422
    assert "¥25.00 × 3" in answer.text
    assert purchases() == 0


def test_what_is_gone_is_said_and_kept_aside(client, person, fill, pack, checkout, shop, do):
    other = shop.pack(db.session.get(Product, pack.product_id), fen=900, position=1, name="小袋")
    fill((pack, 1), (other, 2))
    form = checkout()
    do(move_stock, other, delta=-9, reason=StockReason.SPOILED, at=now())
    answer = client.send("/checkout", form)
    assert answer.status_code == 422
    assert "只剩 1 份" in answer.text
    assert "这些现在买不了" in answer.text
    assert purchases() == 0
    again = dict(HIDDEN.findall(answer.text))
    assert again["things"] == f"pack-{pack.id}-1"
    assert "刚才是" in answer.text
    assert re.search(r'name="confirmed"[^>]*checked', answer.text) is None  # not what was confirmed
    form = {**form, **{name: again[name] for name in ("things", "total")}}
    assert client.send("/checkout", form).status_code == 302
    assert db.session.scalars(select(CartLine.ref)).all() == [other.id]


def test_everything_gone(client, person, fill, pack, checkout, do):
    fill((pack, 1))
    form = checkout()
    do(move_stock, pack, delta=-10, reason=StockReason.SPOILED, at=now())
    answer = client.send("/checkout", form)
    assert answer.status_code == 422
    assert "卖完了" in answer.text
    assert "提交订单" not in answer.text
