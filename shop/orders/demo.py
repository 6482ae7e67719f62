"""What people of the demo world ordered and how far it has come, from `demo/orders.toml`."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.access import SYSTEM
from core.clock import village_day
from core.db import db
from shop.cart.queries import fill
from shop.cart.rules import Item
from shop.catalog.demo import find_titled
from shop.catalog.models import Pack
from shop.freight.queries import list_points
from shop.orders.models import Order
from shop.orders.operations import buying, money, selling, shortages
from shop.orders.operations.placing import Receiver, Wish, place
from shop.orders.queries.quoting import quote
from shop.producers.demo import Steps, find_named, find_somebody

ORDERS = Path(__file__).parent / "demo" / "orders.toml"
HOUR = timedelta(hours=1)
STAGES = ("accepted", "packed", "shipped", "received", "completed")
AFTER = {
    "accepted": 3 * HOUR,
    "packed": 4 * HOUR,
    "shipped": 26 * HOUR,
    "received": 72 * HOUR,
    "completed": 270 * HOUR,
    "short": 5 * HOUR,
    "refused": 80 * HOUR,
    "cancelled": 2 * HOUR,
}
BEFORE = {"short": ("accepted",), "refused": ("accepted", "packed", "shipped"), "cancelled": ()}
Facts = Mapping[str, Any]


def steps(at: datetime) -> Steps:
    """Yield when people ordered and what became of it; nothing where there is an order already."""
    if db.session.scalar(select(Order.id).limit(1)):
        return
    for facts in tomllib.loads(ORDERS.read_text("utf-8"))["purchase"]:
        placed = at - timedelta(days=facts["days"], hours=facts.get("hours", 0))
        yield placed, partial(buy, facts, placed)
        for producer, end in facts["went"].items():
            for stage in stages_to(end):
                then = placed + AFTER[stage]
                yield then, partial(take, facts, producer, stage, placed, then)


def stages_to(end: str) -> tuple[str, ...]:
    """Return all that happens until the order has come so far."""
    if end in STAGES:
        return STAGES[: STAGES.index(end) + 1]
    return (*BEFORE[end], end) if end in BEFORE else ()


def buy(facts: Facts, then: datetime) -> None:
    """Order what the file says, at the price of that day."""
    items = [Item("pack", pack_of(title, pack).id, n) for title, pack, n in facts["items"]]
    receiver = Receiver(**facts["receiver"])
    basket = fill(items, at=then)
    points = {g.seller_id: list_points(g.seller_id) for g in basket.groups}
    pickups = {s: found[0].id for s, found in points.items() if found and facts.get("pickup")}
    quoted = quote(basket, district=receiver.district, pickups=pickups)
    wish = Wish(items=items, receiver=receiver, pickups=pickups, total=quoted.total, confirmed=True)
    place(wish, by=find_somebody(facts["by"], then), at=then)


def take(facts: Facts, producer: str, stage: str, placed: datetime, then: datetime) -> None:
    """Take the order with this producer one stage further."""
    seller = find_named(producer)
    query = select(Order).where(Order.producer_id == seller.id, Order.placed_at == placed)
    order = db.session.scalars(query).one()
    by_seller = find_somebody(seller.responsible.name, then)
    buyer = find_somebody(facts["by"], then)
    doing: Mapping[str, Callable[[], object]] = {
        "accepted": lambda: selling.accept(order, by=by_seller, at=then),
        "packed": lambda: selling.pack(order, by=by_seller, at=then),
        "shipped": lambda: selling.ship(order, parcel_of(order), by=by_seller, at=then),
        "received": lambda: receive(order, buyer=buyer, seller=by_seller, then=then),
        "completed": lambda: selling.complete(order, by=SYSTEM, at=then),
        "cancelled": lambda: buying.cancel(order, why="买重了", by=buyer, at=then),
        "refused": lambda: selling.refuse_at_door(
            order, why="家里没人，快递退回", by=by_seller, at=then
        ),
        "short": lambda: shortages.report_shortage(
            order, lack_of(order, facts["short"], then), by=by_seller, at=then
        ),
    }
    doing[stage]()


def receive(order: Order, *, buyer: Any, seller: Any, then: datetime) -> None:
    """Receive it and pay the producer."""
    buying.receive(order, by=buyer, at=then)
    money.record_cash(order, by=seller, at=then)


def parcel_of(order: Order) -> selling.Sending:
    return selling.Sending(carrier="邮政快递", number=f"98{order.number[:10]}")


def lack_of(order: Order, facts: Facts, then: datetime) -> shortages.Lack:
    """Say that some of the last line are missing."""
    ready = village_day(then) + timedelta(days=facts["ready"])
    missing = {order.lines[-1].id: facts["missing"]}
    return shortages.Lack(missing=missing, why=facts["why"], ready_on=ready)


def pack_of(title: str, name: str) -> Pack:
    product = find_titled(title)
    mine = select(Pack).where(Pack.product_id == product.id, Pack.name == name)
    return db.session.scalars(mine).one()
