"""What is shown is what is placed and what is due, to the fen."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from core.db import db
from core.money import Money
from shop.cart.queries import fill
from shop.cart.rules import Group, Item, Line
from shop.catalog.models import Pack
from shop.freight.rules import freight_of
from shop.orders.models import Order
from shop.orders.operations import shortages
from shop.orders.operations.shortages import Lack
from shop.orders.queries.quoting import part_of, quote
from shop.orders.rules.totals import MOST_FEN, Quote
from tests.shop.orders.conftest import HERE

MANY = 10_000  # baskets


class Zone:
    """A zone of freight as it could stand in the database."""

    def __init__(self, rng):
        self.served = rng.random() < 0.95
        self.first_fen, self.further_fen = rng.randrange(0, 3000), rng.randrange(0, 1000)
        self.first_grams, self.further_grams = rng.randrange(1, 5000), rng.randrange(1, 5000)
        self.free_over_fen = rng.choice([None, rng.randrange(1, 100_000)])


class Thing:
    """A thing as it could be had."""

    def __init__(self, rng, seller_id):
        self.seller_id, self.ref = seller_id, rng.randrange(10**6)
        self.fen, self.grams = rng.randrange(1, 100_000), rng.randrange(0, 20_000)
        self.price, self.why_not, self.left = Money(self.fen), "", 99


def test_the_sum_of_ten_thousand_random_baskets_is_that_of_their_parts():
    """Counted anew with whole numbers, by hand, beside what the house adds up."""
    rng = random.Random(4)
    sold = 0
    for _each in range(MANY):
        parts, expected, most = [], 0, 0
        for seller_id in range(rng.randrange(1, 5)):
            lines = [
                Line(Item("pack", number, rng.randrange(1, 100)), Thing(rng, seller_id))
                for number in range(rng.randrange(1, 6))
            ]
            zone = Zone(rng)
            group = Group(seller_id=seller_id, seller="李家", lines=lines)
            part = part_of(group, zone, [], chosen=None, district=HERE)
            parts.append(part)
            goods = sum(line.ware.fen * line.count for line in lines)
            freight = by_hand(zone, goods, sum(x.ware.grams * x.count for x in lines))
            assert part.group.goods == Money(goods)
            assert part.freight == (None if freight is None else Money(freight))
            expected += goods + (freight or 0)
            most = max(most, goods + (freight or 0))
        whole = Quote(parts=parts)
        assert whole.total.fen == expected
        served = all(part.freight is not None for part in parts)
        assert (whole.why_not == "") is (served and most <= MOST_FEN)
        sold += whole.why_not == ""
    assert sold > MANY / 10, "too few can be sold: these baskets prove little"


def by_hand(zone, goods, grams):
    """Say the freight in the words of the rule: each begun step counts whole."""
    if not zone.served:
        return None
    if zone.free_over_fen is not None and goods >= zone.free_over_fen:
        return 0
    fen, beyond = zone.first_fen, grams - zone.first_grams
    while beyond > 0:
        fen, beyond = fen + zone.further_fen, beyond - zone.further_grams
    return fen


@given(st.integers(0, 10**6), st.integers(1, 10**7))
def test_freight_has_no_part_of_a_fen(grams, goods):
    zone = Zone(random.Random(grams))
    found = freight_of(zone, grams, goods)
    assert found is None or (isinstance(found.fen, int) and found.fen >= 0)


@pytest.fixture
def market(shop):
    """Return sizes of goods of three producers, each with its own freight."""
    packs, rng = [], random.Random(3)
    for number in range(3):
        producer = shop.producer(district=HERE)
        free = {"free_over_fen": 20_000} if number else {}
        shop.zone(producer, first_fen=rng.randrange(900), further_fen=rng.randrange(900), **free)
        product = shop.on_sale(producer)
        packs += db.session.scalars(select(Pack).where(Pack.product_id == product.id)).all()
        packs += [
            shop.pack(product, fen=rng.randrange(1, 9999), net_grams=rng.randrange(9999), stock=900)
            for _size in range(3)
        ]
    return packs


@pytest.mark.both_engines
def test_what_is_shown_is_what_is_placed_and_what_is_due(market, place, at):
    """The same over the database: basket, quote, rows, and what the buyer owes."""
    rng = random.Random(5)
    for _each in range(12):
        wanted = [(pack, rng.randrange(1, 10)) for pack in rng.sample(market, rng.randrange(1, 6))]
        wanted = [(pack, count) for pack, count in wanted if pack.stock >= count]
        if not wanted:
            continue
        items = [Item("pack", pack.id, count) for pack, count in wanted]
        shown = quote(fill(items, at=at), district=HERE, pickups={})
        purchase = place(*wanted)
        assert purchase.total_fen == shown.total.fen
        by_seller = {part.group.seller_id: part for part in shown.parts}
        for order in purchase.orders:
            part = by_seller[order.producer_id]
            assert (order.goods_fen, order.freight_fen) == (part.group.goods.fen, part.freight.fen)
            assert order.due.fen == sum(x.fen * x.count for x in order.lines) + order.freight_fen


@pytest.mark.parametrize("seed", range(4))
def test_what_is_reduced_and_what_is_due_are_the_total(market, place, do, buyer, seed):
    rng = random.Random(seed)
    mine = [pack for pack in market if pack.product_id == market[0].product_id]
    (order,) = place(*((pack, rng.randrange(2, 6)) for pack in mine)).orders
    while order.lines and sum(line.left for line in order.lines) > 1:
        missing = {line.id: rng.randrange(line.left + 1) for line in order.lines}
        total = sum(missing.values())
        if not 0 < total < sum(line.left for line in order.lines):
            continue
        do(shortages.report_shortage, order, Lack(missing=missing, why="雨"))
        do(shortages.take_less, order, by=buyer)
        left = sum(line.fen * line.left for line in order.lines)
        assert order.due.fen == left + order.freight_fen
        assert order.total_fen == order.due.fen + order.reduced_fen
    assert db.session.scalar(select(Order.total_fen)) == order.goods_fen + order.freight_fen
