"""Somebody without a smartphone buys and sells, and a neighbour taps for them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import now, village_day
from core.db import db, writing
from core.history.models import Entry
from core.money import Money
from core.proxy.models import Act, How, Proxy
from shop.cart.models import CartLine
from shop.catalog.models import Pack
from shop.orders.models import Order
from tests.shop.orders.checkout.hands import TO

OURS = {"Origin": "http://localhost"}


@pytest.fixture
def helper(make):
    return make.person(name="李小帮")


@pytest.fixture
def person(client, make, helper):
    """The villager, for whom the helper acts from now on."""
    person = make.person(name="张桂兰")
    allow(make, person, helper, "order")
    client.log_in(helper)
    assert client.send("/me/proxies/1/start").location == "/me/proxies/now"
    return person


def allow(make, person, helper, scopes):
    at = now()
    return make.add(
        Proxy(
            ref=f"ref-{person.id}-{helper.id}",
            person_id=person.id,
            proxy_id=helper.id,
            scopes=scopes,
            how=How.CODE,
            until=village_day(at) + timedelta(days=9),
            asked_at=at,
            consented_at=at,
        )
    )


def acts():
    db.session.rollback()
    return db.session.scalars(select(Act.what).order_by(Act.id)).all()


def test_what_is_ordered_is_the_villagers_and_both_names_stand(
    client, pack, person, helper, checkout
):
    put = client.send("/cart/add", thing=f"pack-{pack.id}", count="2", headers=OURS)
    assert put.status_code == 302, put.text
    assert db.session.scalars(select(CartLine.person_id)).all() == [person.id]
    sent = client.send("/checkout", checkout())
    assert sent.status_code == 302, sent.text
    (order,) = db.session.scalars(select(Order)).all()
    assert order.person_id == person.id
    assert client.get(f"/orders/{order.ref}").status_code == 200
    assert acts() == ["cart.add", "checkout.home"]
    act = db.session.scalars(select(Act).order_by(Act.id.desc())).first()
    total = Money(order.purchase.total_fen)
    assert act.fact == f"{total} {order.number}"
    client.send(f"/orders/{order.ref}/cancel", why="")
    act = db.session.scalars(select(Act).order_by(Act.id.desc())).first()
    assert (act.what, act.fact) == ("orders.cancel", f"{total} {order.number}")
    assert act.url == f"/orders/{order.ref}"
    lines = db.session.scalars(select(Entry).where(Entry.about == "shop_purchase")).all()
    lines += db.session.scalars(select(Entry).where(Entry.about == "shop_order")).all()
    assert {(each.by_id, each.person_id) for each in lines} == {(helper.id, person.id)}
    client.send("/me/proxies/end")
    assert client.get(f"/orders/{order.ref}").status_code == 404
    assert "购物车是空的" in client.get("/cart").text


def test_with_another_scope_the_basket_stays_shut(client, make, pack, helper):
    person = make.person()
    allow(make, person, helper, "list")
    client.log_in(helper)
    client.send("/me/proxies/1/start")
    for url in ("/cart", "/checkout", "/orders/"):
        assert client.get(url).status_code == 403
    assert client.send("/cart/add", thing=f"pack-{pack.id}", headers=OURS).status_code == 403
    assert db.session.scalar(select(CartLine)) is None
    assert client.get("/sell/").status_code == 200


def test_a_farm_is_run_for_the_farmer(client, make, pack, helper):
    """The stock is moved in the farmer's name; another farm stays out of reach."""
    product = pack.product
    allow(make, product.producer.responsible, helper, "list")
    client.log_in(helper)
    url = f"/sell/products/{product.id}/packs/{pack.id}/counted"
    assert client.send(url, counted="7", seen=str(pack.stock)).status_code == 404
    client.send("/me/proxies/1/start")
    before = pack.stock
    assert client.send(url, counted="7", seen=str(before)).status_code == 302
    db.session.rollback()
    assert db.session.get_one(Pack, pack.id).stock == 7
    assert acts() == ["catalog.counted"]
    act = db.session.scalars(select(Act)).one()
    assert (act.fact, act.url) == (product.title, f"/sell/products/{product.id}/")


def test_a_stopped_proxy_buys_nothing(client, pack, person, checkout, fill):
    fill((pack, 1))
    fields = checkout()
    proxy = db.session.get_one(Proxy, 1)
    token = client.token()
    with writing():
        proxy.stopped_at, proxy.stop_why = now(), "self"
    answer = client.post("/checkout", data={**fields, **TO, "csrf_token": token})
    assert answer.status_code == 403
    assert db.session.scalar(select(Order)) is None


def test_who_sells_does_not_stand_there_for_the_buyer(client, make, pack, person, checkout, fill):
    """Else a seller would say for an old neighbour that all has come, and how good it was."""
    fill((pack, 1))
    client.send("/checkout", checkout())
    (order,) = db.session.scalars(select(Order)).all()
    seller = order.producer.responsible
    proxy = allow(make, person, seller, "order")
    client.log_in(seller)
    client.send(f"/me/proxies/{proxy.id}/start")
    assert client.get("/orders/").status_code == 200
    line = order.lines[0].id
    for path in ("", "/thread", f"/lines/{line}/review"):
        assert client.get(f"/orders/{order.ref}{path}").status_code == 404
    for step in ("receive", "cancel"):
        assert client.send(f"/orders/{order.ref}/{step}").status_code == 404
    assert acts() == ["checkout.home"]
