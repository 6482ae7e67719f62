"""Two who buy, sell and edit the same packs at the same instant."""

import pytest
from sqlalchemy import text, update

from core.db import db, writing
from core.money import Money
from core.once.operations import once
from shop.cart import operations as cart
from shop.cart.queries import fill
from shop.cart.rules import Item
from shop.catalog.models import Pack, Product, StockReason
from shop.catalog.operations.listing import How, tell_how
from shop.catalog.operations.packs import PackFacts, change_pack
from shop.catalog.operations.stock import move_stock
from shop.orders.operations import buying, placing
from shop.orders.queries.quoting import quote
from tests.shop.orders.conftest import HERE

pytestmark = pytest.mark.both_engines


def wish_of(*wanted, at):
    """Return the wish for so many of each pack, at the price of now."""
    items = [Item("pack", pack.id, count) for pack, count in wanted]
    total = quote(fill(items, at=at), district=HERE, pickups={}).total
    receiver = placing.Receiver(name="张三", phone="13900000000", district=HERE, address="一号")
    made = {"items": items, "receiver": receiver, "pickups": {}, "total": total}
    return placing.Wish(**made, confirmed=True)


def buying_of(*wanted, by, at):
    wish = wish_of(*wanted, at=at)
    return lambda: placing.place(wish, by=by, at=at)


PACKS = "UPDATE shop_pack SET position = position"
KEPT = ("origin_note", "months", "storage", "storage_note", "shelf_life_days", "return_policy")


def test_the_last_ones_are_sold_once(pack, shop, at_once, make, at):
    other = shop.pack(pack.product, fen=900, stock=50)
    people = [make.actor(make.person()) for _each in range(5)]
    wishes = [buying_of((other, 1), (pack, 4), by=who, at=at) for who in people]
    assert sum(at_once(*wishes, row=PACKS)) == 2
    assert (pack.stock, other.stock) == (2, 48)


def test_ordered_in_any_order_nobody_waits_for_the_other(pack, shop, at_once, make, at):
    packs = [pack, *(shop.pack(pack.product, fen=900) for _each in range(3))]
    wishes = [
        buying_of(*((each, 1) for each in order), by=make.actor(make.person()), at=at)
        for order in (packs, packs[::-1], packs[2:] + packs[:2], packs[1::-1] + packs[:1:-1])
    ]
    assert all(at_once(*wishes, row=PACKS))
    assert {each.stock for each in packs} == {6}


def test_a_price_is_edited_while_it_is_bought(pack, at_once, buyer, seller, at):
    """Sold at the price that was shown, or refused; never at another."""
    pack_id = pack.id

    def edit():
        row = db.session.get_one(Pack, pack_id)
        facts = PackFacts(name=row.name, net_grams=row.net_grams, price=Money(2600))
        change_pack(row, facts, version=row.version, by=seller, at=at)

    done = at_once(edit, *[buying_of((pack, 1), by=buyer, at=at)] * 3, row=PACKS)
    assert done[0]
    lines = db.session.scalars(text("SELECT fen FROM shop_order_line")).all()
    assert lines == [2500] * sum(done[1:])
    assert pack.stock == 10 - sum(done[1:])


def test_stock_is_edited_while_it_is_bought_and_cancelled(
    pack, place, at_once, step, buyer, seller, at
):
    (order,) = place((pack, 9)).orders

    pack_id = pack.id

    def harvest():
        row = db.session.get_one(Pack, pack_id)
        move_stock(row, delta=20, reason=StockReason.HARVEST, by=seller, at=at)

    bought = buying_of((pack, 1), by=buyer, at=at)
    done = at_once(harvest, bought, step(buying.cancel, order, by=buyer), row=PACKS)
    assert done == [True] * 3
    assert pack.stock == 29


def test_two_checkouts_of_one_person_buy_once_and_wait_for_no_lock_of_the_other(
    pack, at_once, do, buyer, at
):
    """Each has noted down the key of its own form, and so the person, before the basket."""
    do(cart.put, Item("pack", pack.id, 2), by=buyer)
    wish = wish_of((pack, 2), at=at)

    def check_out(key):
        def place():
            return str(placing.place_from_basket(wish, by=buyer, at=at).id)

        return lambda: once(key, "", place, by=buyer, at=at)

    done = at_once(*map(check_out, "abc"), row="UPDATE person SET name = name")
    assert sum(done) == 1
    assert pack.stock == 8


def test_all_sizes_are_edited_while_some_are_bought(pack, shop, at_once, buyer, seller, at):
    """The edit takes them as a checkout does, by id, and not as they happen to lie."""
    other = shop.pack(pack.product, fen=900)
    with writing():  # from here on the first lies behind the other, in the table and its index
        db.session.execute(update(Pack).where(Pack.id == pack.id).values(position=9))
    product, bought = pack.product, buying_of((pack, 1), (other, 1), by=buyer, at=at)
    how = {name: getattr(product, name) for name in KEPT}
    product_id, version = product.id, product.version

    def edit():
        row = db.session.get_one(Product, product_id)
        told = How(**how, origin=HERE, ships_in_days=5)
        tell_how(row, told, version=version, by=seller, at=at)

    last = f"{PACKS} WHERE id = {other.id}"
    assert at_once(bought, edit, row=last) == [True, True]
    assert {each.ships_in_days for each in (pack, other)} == {5}
    assert {each.stock for each in (pack, other)} == {9}
