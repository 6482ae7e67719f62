"""Placing: all of it at the price that was shown, or nothing; what was sold stays as it was."""

import re
from itertools import pairwise

import pytest
from sqlalchemy import select, update

from core.clock import now, village_day
from core.db import db, writing
from core.errors import Refused
from core.money import Money
from core.notices.models import Notice
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from shop.cart import operations as cart
from shop.cart.models import CartLine
from shop.cart.queries import fill
from shop.cart.rules import Item
from shop.catalog.models import (
    Pack,
    Product,
    ReturnPolicy,
    StockReason,
)
from shop.catalog.operations.packs import PackFacts, change_pack, remove_pack, switch_pack
from shop.catalog.operations.stock import move_stock
from shop.freight.models import PickupPoint
from shop.orders.models import OrderStatus, Way
from shop.orders.operations import placing
from shop.orders.queries.quoting import quote
from shop.producers.models import Producer
from tests.shop.orders.conftest import HERE
from tests.shop.orders.hands import rows


def stock(pack):
    db.session.rollback()
    return db.session.scalar(select(Pack.stock).where(Pack.id == pack.id))


@pytest.fixture
def refused(place):
    """Order what cannot be had, and return the field that says so; nothing changes."""

    def order(*wanted, match=None, **kw):
        before = rows()
        with pytest.raises(Refused, match=match) as error:
            place(*wanted, **kw)
        assert rows() == before
        return error.value.field

    return order


@pytest.fixture
def another(shop, producer, pack):
    """Return a second size of another product of the same producer."""
    product = shop.product(producer, db.session.get(Sponsorship, pack.product.sponsorship_id))
    return shop.pack(product, fen=900, net_grams=500)


@pytest.mark.both_engines
def test_three_producers_are_three_orders_of_one_purchase(place, pack, shop, at, buyer):
    others = []
    for _each in range(2):
        producer = shop.producer(district=HERE)
        shop.zone(producer)
        product = shop.on_sale(producer)
        others.append(db.session.scalars(select(Pack).where(Pack.product_id == product.id)).one())
    purchase = place((pack, 2), (others[0], 1), (others[1], 3))
    assert [len(order.lines) for order in purchase.orders] == [1, 1, 1]
    assert len({order.producer_id for order in purchase.orders}) == 3
    assert [order.status for order in purchase.orders] == [OrderStatus.PLACED] * 3
    assert purchase.total_fen == sum(order.total_fen for order in purchase.orders)
    assert [order.goods_fen for order in purchase.orders] == [5000, 2500, 7500]
    assert [stock(each) for each in (pack, *others)] == [8, 9, 7]
    told = db.session.execute(select(Notice.event, Notice.person_id)).all()
    assert sorted(told) == sorted(
        [("orders.placed", buyer.person)]
        + [("orders.came", order.producer.responsible_id) for order in purchase.orders]
    )
    refs = [purchase.ref, *(order.ref for order in purchase.orders)]
    assert len(set(refs)) == 4
    assert all(len(ref) >= 22 for ref in refs)
    assert all(re.fullmatch(r"\d{12}", order.number) for order in purchase.orders)


def test_a_thousand_order_numbers_show_no_order(app):
    """They are drawn, not counted: about half of the steps between them go up."""
    numbers = [placing.new_number() for _each in range(1000)]
    assert len(set(numbers)) == 1000
    ups = sum(one < other for one, other in pairwise(numbers))
    assert 400 < ups < 600


@pytest.mark.both_engines
def test_what_is_missing_takes_the_rest_with_it(refused, pack, another):
    """F03: the line that could be had is not taken when the other cannot."""
    assert refused((pack, 2), (another, 11), total=1, match="只剩 10 份") == "items"


@pytest.mark.both_engines
def test_who_comes_second_to_the_last_one_gets_nothing(place, pack, another, do, buyer, at, make):
    """The stock is taken by a condition, after the page was looked at."""
    wish = wish_for(place, (pack, 10), (another, 1), at=at)
    place((pack, 1), by=make.actor(make.person()))
    before = rows()
    assert fill(wish.items, at=at).aside

    def place_late():
        with writing():
            placing.place(wish, by=buyer, at=at)

    with pytest.raises(Refused) as error:
        place_late()
    assert error.value.field == "items"
    assert rows() == before
    assert (stock(pack), stock(another)) == (9, 10)


def wish_for(place, *wanted, at, **kw):
    items = [Item("pack", pack.id, count) for pack, count in wanted]
    receiver = placing.Receiver(name="张三", phone="13900000000", district=HERE, address="一号")
    total = quote(fill(items, at=at), district=HERE, pickups={}).total
    made = {"items": items, "receiver": receiver, "pickups": {}, "total": total}
    return placing.Wish(**made, confirmed=True, **kw)


def test_another_price_than_shown_is_said_with_both(place, pack, refused, do):
    before = quote_of(pack, 2)
    facts = PackFacts(name=pack.name, net_grams=pack.net_grams, price=Money(2600))
    do(change_pack, pack, facts, version=pack.version)
    field = refused((pack, 2), total=before.fen, match=re.escape(f"{before}，现在是 ¥72.00"))
    assert field == "total"


def quote_of(pack, count):
    items = [Item("pack", pack.id, count)]
    return quote(fill(items, at=now()), district=HERE, pickups={}).total


@pytest.mark.parametrize("fen", [0, 1, -1, 6999, 7001, 2**62])
def test_a_total_that_the_page_did_not_say_is_refused(refused, pack, fen):
    assert quote_of(pack, 2) == Money(7000)
    assert refused((pack, 2), total=fen) == "total"


def remove(pack, do, at):
    do(remove_pack, pack)


def switch_size_off(pack, do, at):
    do(switch_pack, pack, on=False)


def sell_out(pack, do, at):
    do(move_stock, pack, delta=-10, reason=StockReason.SPOILED)


def switch_off(pack, do, at):
    change(Product, is_on=False)


def block(pack, do, at):
    change(Product, blocked_at=at, blocked_why="假")


def close(pack, do, at):
    change(Producer, closed_at=at)


def go_away(pack, do, at):
    change(Producer, away_from=village_day(at), away_until=village_day(at))


def withdraw(pack, do, at):
    change(Sponsorship, status=SponsorshipStatus.ENDED)


def change(table, **values):
    with writing():
        db.session.execute(update(table).values(**values))


GONE = (remove, switch_size_off, sell_out, switch_off, block, close, go_away, withdraw)


@pytest.mark.parametrize("what", GONE)
def test_what_is_not_on_sale_any_more_is_refused(what, refused, shop, pack, do, at):
    other = shop.pack(pack.product, fen=2500)
    what(pack, do, at)
    assert refused((other, 1), (pack, 1), total=1) == "items"


def test_own_goods_are_not_bought(refused, pack, seller, another):
    assert refused((pack, 1), (another, 1), by=seller, match="您自己卖的") == "items"


@pytest.mark.parametrize("policy", ReturnPolicy)
def test_fresh_goods_are_confirmed_for_this_purchase(place, refused, pack, policy, at):
    with writing():
        db.session.execute(update(Product).values(return_policy=policy))
    if policy is ReturnPolicy.FRESH_NONE:
        assert refused((pack, 1), confirmed=False) == "confirmed"
        (order,) = place((pack, 1)).orders
        assert order.lines[0].returns_confirmed_at == at
    else:
        (order,) = place((pack, 1), confirmed=False).orders
        assert order.lines[0].returns_confirmed_at is None
    assert order.lines[0].returns == policy


@pytest.mark.parametrize("count", [0, -1, -99, 100, 2**31, 2**63])
def test_a_count_out_of_its_limits_is_refused(refused, pack, another, count):
    assert refused((another, 1), (pack, count), total=1, match="1 到 99") == "items"


def test_ninety_nine_are_sold(place, shop, producer, pack):
    many = shop.pack(pack.product, stock=200, fen=100)
    (order,) = place((many, 99)).orders
    assert (order.goods_fen, stock(many)) == (9900, 101)


def test_fifty_lines_are_an_order_and_one_more_is_none(place, refused, shop, producer, pack):
    sponsorship = db.session.get(Sponsorship, pack.product.sponsorship_id)
    packs = [shop.pack(shop.product(producer, sponsorship)) for _each in range(51)]
    assert refused(*((each, 1) for each in packs), match="最多买 50 样") == "items"
    (order,) = place(*((each, 1) for each in packs[:50])).orders
    assert len(order.lines) == 50


def test_the_same_thing_twice_is_refused(refused, pack):
    assert refused((pack, 1), (pack, 2), total=1, match="两次") == "items"


@pytest.mark.parametrize("item", [Item("pack", 99999, 1), Item("night", 1, 1), Item("", 0, 1)])
def test_what_nobody_knows_takes_the_rest_with_it(item, place, pack, at, buyer):
    wish = wish_for(place, (pack, 1), at=at)
    wish = placing.Wish(**{**vars(wish), "items": [*wish.items, item]})
    before = rows()
    with pytest.raises(Refused) as error, writing():
        placing.place(wish, by=buyer, at=at)
    assert (error.value.field, rows() == before) == ("items", True)


def test_an_empty_basket_is_no_order(refused):
    assert refused(total=0, match="空的") == "items"


@pytest.mark.parametrize(("fen", "sold"), [(5_000_000 - 800, True), (5_000_000 - 799, False)])
def test_fifty_thousand_yuan_is_the_most(place, refused, shop, pack, fen, sold):
    dear = shop.pack(pack.product, fen=fen, net_grams=0)
    if sold:
        assert place((dear, 1)).total_fen == 5_000_000
    else:
        assert refused((dear, 1), match="超过了") == "district"


def test_a_province_that_is_not_served_is_refused(refused, shop, pack):
    shop.zone(pack.product.producer, "65", served=False)
    assert refused((pack, 1), total=1, district="650102", match="不送到") == "district"
    assert refused((pack, 1), total=1, district="", match="先选") == "district"


def test_fetched_at_a_point_it_costs_no_freight_and_has_a_code(place, shop, pack, producer):
    point = shop.point(producer)
    (order,) = place((pack, 1), pickups={producer.id: point.id}, district="").orders
    assert (order.way, order.freight_fen, order.pickup_point_id) == (Way.PICKUP, 0, point.id)
    assert re.fullmatch(r"\d{6}", order.pickup_code)
    assert point.name in order.address


@pytest.mark.parametrize("which", ["closed", "of_another", "none"])
def test_a_point_that_is_not_to_be_had_is_refused(refused, shop, pack, producer, which, at):
    point = shop.point(shop.producer() if which == "of_another" else producer)
    if which == "closed":
        with writing():
            db.session.execute(update(PickupPoint).values(closed_at=at))
    chosen = 999_999 if which == "none" else point.id
    field = refused((pack, 1), total=2500, pickups={producer.id: chosen}, match="自提点")
    assert field == "district"


@pytest.mark.both_engines
def test_the_basket_gives_up_what_was_ordered_and_keeps_the_rest(place, pack, another, do, buyer):
    for each in (pack, another):
        do(cart.put, Item("pack", each.id, 3), by=buyer)
    place((pack, 3))
    assert db.session.scalars(select(CartLine.ref)).all() == [another.id]
