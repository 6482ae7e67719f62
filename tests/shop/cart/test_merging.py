"""A visitor's basket becomes that of the person who signs in or makes an account."""

import pytest
from sqlalchemy import select

from core.accounts import passwords
from core.accounts.models import Code, Person
from core.clock import now
from core.db import db, writing
from shop.cart import operations
from shop.cart.models import CartLine
from shop.cart.rules import Item
from tests.shop.cart.conftest import OURS

SECRET = "ein-langer-satz-7"


@pytest.fixture
def buyer(make):
    return make.person(phone="13911112222", password_hash=passwords.hash_password(SECRET))


@pytest.fixture
def sign_in(client, buyer):
    def go(secret=SECRET):
        return client.send("/login", who=buyer.phone, password=secret, headers=OURS)

    return go


def test_the_basket_comes_along(client, put, pack, product, shop, buyer, rows, sign_in):
    other = shop.pack(product, name="大箱", fen=4500, position=1)
    for ref, count in ((pack.id, 4), (other.id, 1)):
        row = {"person_id": buyer.id, "kind": "pack", "ref": ref, "count": count, "put_at": now()}
        with writing():
            db.session.add(CartLine(**row))
    third = shop.pack(product, name="小袋", fen=900, position=2)
    put(pack, 2)
    put(other, 3)
    put(third, 1)
    assert client.get_cookie("basket") is not None
    answer = sign_in()
    assert answer.status_code == 302
    assert rows(buyer) == {pack.id: 4, other.id: 3, third.id: 1}
    assert client.get_cookie("basket") is None
    assert "小袋" in client.get("/cart").text


def test_a_wrong_password_takes_nothing(client, put, pack, buyer, rows, sign_in):
    put(pack, 2)
    assert sign_in("not-this-one").status_code == 422
    assert rows(buyer) == {}
    assert "¥25.00 × 2" in client.get("/cart").text


def test_a_broken_cookie_keeps_nobody_out(client, pack, buyer, rows, sign_in):
    client.set_cookie("basket", "pack-1-1.not-signed")
    assert sign_in().status_code == 302
    assert rows(buyer) == {}


def test_own_goods_are_kept_aside(client, put, pack, producer):
    put(pack, 2)
    known = passwords.hash_password(SECRET)
    with writing():
        person = db.session.get(Person, producer.responsible_id)
        person.phone, person.password_hash = "13911113333", known
    client.send("/login", who="13911113333", password=SECRET, headers=OURS)
    page = client.get("/cart").text
    assert "这是您自己卖的" in page
    assert "去结算" not in page


def test_who_makes_an_account_keeps_the_basket(client, put, pack, rows):
    put(pack, 3)
    data = {"name": "张新来", "address": "new@example.com", "password": SECRET, "agree": "y"}
    assert client.send("/register", data).status_code == 302
    handle = db.session.scalars(select(Code.handle)).one()
    with client.session_transaction() as session:
        session["proved"] = handle  # the letter's link was opened
    assert client.send(f"/register/{handle}/open", password=SECRET).location == "/me/"
    person = db.session.scalars(select(Person).where(Person.email == "new@example.com")).one()
    assert rows(person) == {pack.id: 3}
    assert client.get_cookie("basket") is None


@pytest.mark.both_engines
def test_uniting_keeps_the_order_and_the_limit(buyer, at, rows):
    with writing():
        operations.unite([Item("pack", 7, 2), Item("pack", 5, 1)], person_id=buyer.id, at=at)
    with writing():
        more = [Item("pack", ref, 1) for ref in range(1, 51)]
        operations.unite(more, person_id=buyer.id, at=at)
    found = rows(buyer)
    assert list(found)[:2] == [7, 5]
    assert found[7] == 2
    assert len(found) == 50
