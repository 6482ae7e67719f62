"""What was shown is what is placed, to the fen, for whatever basket."""

from random import Random

import pytest
from sqlalchemy import select, update

from core.db import db, writing
from core.money import Money
from shop.cart.queries import fill, find_freights
from shop.cart.rules import Item
from shop.catalog.models import Pack
from shop.freight.models import FreightZone
from shop.orders.models import Order
from shop.orders.operations.placing import Receiver, Wish, place
from shop.orders.queries.quoting import quote
from shop.orders.rules.totals import MOST_FEN
from tests.shop.orders.conftest import HERE

PROVINCES = {"33": HERE, "54": "540102", "11": "110101", "65": "650102"}
PRODUCERS, PACKS = 4, 5


class Market:
    """Producers whose prices, weights and freight are drawn anew for each basket."""

    def __init__(self, shop, seed):
        self.rng = Random(seed)
        self.points, self.packs = {}, {}
        for _each in range(PRODUCERS):
            producer = shop.producer()
            shop.zone(producer)
            shop.zone(producer, "54", "65")
            self.points[producer.id] = [shop.point(producer).id for _point in range(2)]
            under = shop.sponsorship(producer)
            self.packs[producer.id] = [
                shop.pack(shop.product(producer, under), stock=1_000_000).id
                for _pack in range(PACKS)
            ]

    def draw(self):
        """Let everything cost and weigh something else."""
        rng = self.rng
        with writing():
            for zone in db.session.scalars(select(FreightZone)):
                zone.first_grams = rng.choice([1, 500, 1000, 3000])
                zone.further_grams = rng.choice([7, 300, 1000])
                zone.first_fen, zone.further_fen = rng.randrange(2000), rng.randrange(700)
                zone.free_over_fen = rng.choice([None, None, 1, 5000, 9999])
            for pack in db.session.scalars(select(Pack)):
                pack.fen = rng.choice([1, rng.randrange(1, 100), rng.randrange(1, 20_000)])
                pack.net_grams = rng.choice([0, 1, 80, 499, 2500, rng.randrange(1, 9000)])

    def basket(self):
        """Return things, where they go, and what is fetched instead."""
        rng = self.rng
        sellers = rng.sample(sorted(self.packs), rng.randint(1, PRODUCERS))
        items = [
            Item("pack", ref, rng.choice([1, 1, 2, 3, 7, 99]))
            for seller in sellers
            for ref in rng.sample(self.packs[seller], rng.randint(1, PACKS))
        ]
        rng.shuffle(items)
        fetched = {s: rng.choice(self.points[s]) for s in sellers if rng.random() < 0.25}
        return items, PROVINCES[rng.choice(sorted(PROVINCES))], fetched


def in_plain_numbers(items, district, fetched):
    """Count the total once more, as one would on paper: a list of rows, and nothing of ours."""
    packs = {pack.id: pack for pack in db.session.scalars(select(Pack))}
    far = district[:2] in {"54", "65"}
    goods, grams = {}, {}
    for item in items:
        pack = packs[item.ref]
        seller = pack.product.producer_id
        goods[seller] = goods.get(seller, 0) + pack.fen * item.count
        grams[seller] = grams.get(seller, 0) + pack.net_grams * item.count
    total = 0
    for seller, fen in goods.items():
        total += fen
        zones = db.session.scalars(select(FreightZone).where(FreightZone.producer_id == seller))
        (zone,) = [each for each in zones if bool(each.provinces) is far]
        is_free = zone.free_over_fen is not None and fen >= zone.free_over_fen
        if seller in fetched or is_free:
            continue
        total += zone.first_fen
        weight = grams[seller] - zone.first_grams
        while weight > 0:
            total += zone.further_fen
            weight -= zone.further_grams
    return total


def check(market, buyer, at):
    """Draw a basket and order it; tell whether it was not too much for one order."""
    market.draw()
    items, district, fetched = market.basket()
    basket = fill(items, at=at, person_id=buyer.person)
    shown = quote(basket, district=district, pickups=fetched)
    assert shown.total.fen == in_plain_numbers(items, district, fetched)
    too_much = any(part.total.fen > MOST_FEN for part in shown.parts)
    assert bool(shown.why_not) is too_much
    if too_much:
        return False
    on_the_way = find_freights(basket, district[:2])
    assert basket.goods == shown.goods
    assert on_the_way.total == Money(sum(part.parcel.fen for part in shown.parts))
    wish = Wish(
        items=items,
        receiver=Receiver(name="张三", phone="13900000000", district=district, address="一号"),
        pickups=fetched,
        total=shown.total,
        confirmed=True,
    )
    with writing():
        purchase = place(wish, by=buyer, at=at)
        ref, placed = purchase.id, purchase.total_fen
    orders = db.session.scalars(select(Order).where(Order.purchase_id == ref)).all()
    assert placed == shown.total.fen == sum(order.total_fen for order in orders)
    parts = {part.group.seller_id: part.total.fen for part in shown.parts}
    assert {order.producer_id: order.total_fen for order in orders} == parts
    for order in orders:
        assert order.goods_fen == sum(line.fen * line.count for line in order.lines)
        assert order.total_fen == order.goods_fen + order.freight_fen
    return True


def check_so_many(baskets, market, buyer, at):
    placed = 0
    while placed < baskets:
        placed += check(market, buyer, at)


@pytest.fixture
def market(shop):
    market = Market(shop, seed=4)
    yield market
    with writing():  # prices were changed by hand: let the pages' counters follow
        for pack in db.session.scalars(select(Pack)):
            product = type(pack.product)
            least = select(Pack.fen).where(Pack.product_id == product.id).scalar_subquery()
            db.session.execute(
                update(product).where(product.id == pack.product_id).values(least_fen=least)
            )


def test_two_hundred_baskets(market, buyer, at):
    check_so_many(200, market, buyer, at)


@pytest.mark.prove
def test_ten_thousand_baskets(market, buyer, at, record_property):
    check_so_many(10_000, market, buyer, at)
    record_property("baskets", 10_000)
