"""The basket page: what is in it, each change, and whatever people type."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from core.clock import now, village_day
from core.db import db, writing
from shop.cart.models import CartLine
from shop.catalog.models import Pack, Product
from shop.producers.models import Producer
from tests.shop.cart.conftest import OURS

STRANGE = ["-1", "0", "0.5", "1e3", "NaN", "sNaN", "Infinity", str(2**31), str(2**63), "1,000", ""]


def change(table, row, **values):
    with writing():
        db.session.execute(update(table).where(table.id == row.id).values(**values))


@pytest.fixture(params=["visitor", "person"])
def person(request, client, make):
    """Nobody who is signed in, or somebody."""
    if request.param == "visitor":
        return None
    person = make.person()
    client.log_in(person)
    return person


def test_the_page_of_a_thing_lets_it_be_put_in(client, product, pack, person):
    page = client.get(f"/market/{product.id}").text
    assert 'form id="basket" method="post" action="/cart/add"' in " ".join(page.split())
    assert f'value="pack-{pack.id}"' in page
    assert "放进购物车" in page
    assert ("csrf_token" in page.split('id="basket"')[1]) is (person is not None)


def test_what_is_sold_out_cannot_be_chosen(client, product, pack, shop):
    shop.pack(product, name="大箱", fen=4500, stock=0, position=1)
    page = client.get(f"/market/{product.id}").text
    assert page.count("disabled") == 1
    assert page.count(" checked") == 1


def test_without_anything_to_buy_there_is_no_button(client, product, pack, producer):
    change(Pack, pack, stock=0)
    assert "放进购物车" not in client.get(f"/market/{product.id}").text
    change(Pack, pack, stock=5)
    today = village_day(now())
    change(Producer, producer, away_from=today, away_until=today + timedelta(days=3))
    assert "放进购物车" not in client.get(f"/market/{product.id}").text


def test_from_the_page_into_the_basket(client, put, pack, product, person):
    answer = put(pack, 2)
    assert answer.location == f"/cart?added=pack-{pack.id}"
    page = client.get(answer.location).text
    for words in ("放进购物车了", "继续逛", "去结算", product.title, "¥50.00", "最晚"):
        assert words in page
    assert f'name="count-pack-{pack.id}"' in page


def test_a_visitor_gets_no_session_and_the_cookie_is_for_us_alone(client, put, pack):
    answer = put(pack)
    cookie = answer.headers["Set-Cookie"]
    assert "basket=" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert client.get_cookie("session") is None
    assert client.get("/cart").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("bad", ["", "x", "pack-1-1", "pack-1-1.AAAA", "." * 4000, "\x00"])
def test_a_broken_cookie_is_an_empty_basket(client, pack, bad):
    client.set_cookie("basket", bad)
    assert "购物车是空的" in client.get("/cart").text


def test_a_cookie_made_by_hand_is_an_empty_basket(client, put, pack):
    put(pack)
    signed = client.get_cookie("basket").value
    client.set_cookie("basket", signed.replace("-1.", "-9."))
    assert "购物车是空的" in client.get("/cart").text


def test_freight_to_a_province_before_signing_in(client, put, pack, producer, shop):
    shop.zone(producer, "54", served=False)
    put(pack, 2)
    assert "选省后算" in client.get("/cart").text
    page = client.get("/cart?district=33").text
    assert "¥20.00" in page  # 5 kg: 8 yuan and four steps of 3
    assert "¥70.00" in page
    page = client.get("/cart?district=54").text
    assert "不送到西藏" in page
    assert "有一家寄不到" in page
    for nonsense in ("99", "x", "330106", "' OR 1=1"):
        assert "选省后算" in client.get("/cart", query_string={"district": nonsense}).text


@pytest.mark.parametrize("text", STRANGE)
def test_strange_numbers_put_nothing_in(client, put, pack, person, text):
    put(pack, 2)
    answer = put(pack, text)
    assert answer.status_code == 422
    assert 'id="count-error"' in answer.text
    assert "没有放进去" in answer.text
    assert f'id="count-pack-{pack.id}"' in answer.text  # what was there still is
    assert "¥25.00 × 2" in client.get("/cart").text


@pytest.mark.parametrize("text", STRANGE)
def test_strange_numbers_change_nothing(client, put, send, pack, person, text):
    put(pack, 2)
    answer = send("/cart/change", {f"count-pack-{pack.id}": text})
    assert answer.status_code == 422
    assert f'id="count-pack-{pack.id}-error"' in answer.text
    assert f'value="{text}"' in answer.text
    assert "¥25.00 × 2" in client.get("/cart").text


def test_full_width_digits_are_digits(client, put, send, pack, person):
    change(Pack, pack, stock=50)
    assert put(pack, "１２").status_code == 302
    assert "¥25.00 × 12" in client.get("/cart").text
    assert send("/cart/change", {f"count-pack-{pack.id}": "１３"}).status_code == 302
    assert "¥25.00 × 13" in client.get("/cart").text


def test_a_number_said_twice_is_none(client, put, send, pack, person):
    put(pack, 2)
    twice = {f"count-pack-{pack.id}": ["3", "4"]}
    assert send("/cart/change", twice).status_code == 422
    assert send("/cart/add", {"thing": f"pack-{pack.id}", "count": ["3", "4"]}).status_code == 422
    assert "¥25.00 × 2" in client.get("/cart").text


@pytest.mark.parametrize(
    "thing", ["", "pack", "pack-0", "pack--1", "pack-999999", f"pack-{2**63}", "seat-1", "包-1"]
)
def test_what_is_no_thing_is_refused(client, send, pack, person, thing):
    answer = send("/cart/add", thing=thing, count="1")
    assert answer.status_code == 422
    assert "购物车是空的" in answer.text


def test_nothing_said_at_all(client, send, pack, person):
    for path in ("/cart/add", "/cart/change", "/cart/remove"):
        assert send(path).status_code in {302, 422}


def test_more_than_there_are(client, put, send, pack, person):
    assert put(pack, 8).status_code == 302
    answer = put(pack, 3)
    assert answer.status_code == 422
    assert "只剩 10 份，购物车里已经有 8 份" in answer.text
    answer = send("/cart/change", {f"count-pack-{pack.id}": "11"})
    assert answer.status_code == 422
    assert "只剩 10 份" in answer.text
    assert "¥25.00 × 8" in client.get("/cart").text


def test_more_than_anybody_needs(put, pack, person):
    change(Pack, pack, stock=200)
    assert put(pack, 60).status_code == 302
    answer = put(pack, 60)
    assert answer.status_code == 422
    assert "一样最多 99 份" in answer.text


def test_a_full_basket_takes_more_of_the_same_only(client, put, shop, product, pack, person):
    packs = [shop.pack(product, name=f"{n} 号", position=n) for n in range(1, 51)]
    for each in packs:
        assert put(each).status_code == 302
    assert put(packs[0]).status_code == 302
    answer = put(pack)
    assert answer.status_code == 422
    assert "最多放 50 样" in answer.text


def test_nobody_buys_from_himself(client, put, pack, producer, rows):
    client.log_in(producer.responsible)
    answer = put(pack)
    assert answer.status_code == 422
    assert "您自己卖的" in answer.text
    assert rows(producer.responsible) == {}


def test_what_becomes_unavailable_is_kept_aside(client, put, send, pack, product, shop, person):
    other = shop.pack(product, name="大箱", fen=4500, position=1)
    put(pack, 5)
    put(other, 1)
    change(Pack, other, is_on=False)
    page = client.get("/cart").text
    assert "现在买不了的" in page
    assert "这个规格已经不卖了" in page
    assert "¥125.00" in page
    assert "¥170.00" not in page
    change(Pack, pack, stock=3)
    page = client.get("/cart").text
    assert "只剩 3 份" in page
    assert "去结算" not in page
    assert send("/cart/change", {f"count-pack-{pack.id}": "3"}).status_code == 302
    assert "¥75.00" in client.get("/cart").text
    change(Pack, other, is_on=True)
    assert "现在买不了的" not in client.get("/cart").text


def test_what_is_withdrawn_says_so_and_can_be_taken_out(client, put, send, pack, product, person):
    put(pack)
    change(Product, product, is_on=False)
    assert "已经不卖了" in client.get("/cart").text
    send("/cart/remove", thing=f"pack-{pack.id}")
    assert "购物车是空的" in client.get("/cart").text


def test_taken_out_and_put_back(client, put, send, pack, product, person):
    put(pack, 3)
    answer = send("/cart/remove", thing=f"pack-{pack.id}", district="33")
    assert answer.location == f"/cart?removed=pack-{pack.id}-3&district=33"
    page = client.get(answer.location).text
    assert "拿掉了" in page
    assert "放回去" in page
    send("/cart/add", thing=f"pack-{pack.id}", count="3")
    assert "¥25.00 × 3" in client.get("/cart").text


def test_counts_are_kept_on_the_way_to_the_checkout(client, put, send, pack, person):
    put(pack, 1)
    answer = send("/cart/change", {f"count-pack-{pack.id}": "4", "go": "checkout"})
    assert answer.location == "/checkout"
    assert "¥25.00 × 4" in client.get("/cart").text


def test_one_cannot_touch_the_basket_of_another(client, make, put, send, pack, rows):
    other = make.person()
    make.add(CartLine(person_id=other.id, kind="pack", ref=pack.id, count=5, put_at=now()))
    client.log_in(make.person())
    send("/cart/change", {f"count-pack-{pack.id}": "1"})
    send("/cart/remove", thing=f"pack-{pack.id}")
    assert rows(other) == {pack.id: 5}


@pytest.mark.parametrize("path", ["/cart/add", "/cart/change", "/cart/remove"])
def test_other_sites_put_nothing_in(client, pack, path):
    data = {"thing": f"pack-{pack.id}", "count": "1"}
    client.look = False
    for headers in ({}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = client.post(path, data=data, headers=headers)
        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers


def test_with_a_session_the_token_is_asked_for(client, make, pack):
    client.log_in(make.person())
    client.look = False
    data = {"thing": f"pack-{pack.id}", "count": "1"}
    assert client.post("/cart/add", data=data, headers=OURS).status_code == 400


def test_the_way_to_the_basket_stands_on_every_page(client, pack):
    for path in ("/", "/market/", "/login"):
        assert 'href="/cart"' in client.get(path).text
