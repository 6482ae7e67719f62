"""Placing a purchase: all of it, at the price that was shown, or nothing."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm.attributes import set_committed_value

from core.access import Actor
from core.accounts.queries import take_turns
from core.accounts.regions import find_place
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record_all
from core.hooks import NotToBeHad, Want
from core.money import Money
from core.words import _
from shop.cart import operations as cart
from shop.cart.queries import fill, kinds, list_items
from shop.cart.rules import Basket, Item, Line
from shop.catalog.models import ReturnPolicy
from shop.orders.models import (
    Method,
    Order,
    OrderLine,
    OrderStatus,
    Purchase,
    PurchaseStatus,
    Way,
)
from shop.orders.operations.events import tell_placed
from shop.orders.queries.open_work import list_sellers
from shop.orders.queries.quoting import quote
from shop.orders.rules.totals import Part, why_not_items


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """Who receives, where, and what to know; the district is a GB/T 2260 code."""

    name: str
    phone: str
    district: str = ""
    address: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody orders: `pickups` names a point by producer, `total` is what was shown.

    `confirmed`: the buyer knows that fresh goods cannot be sent back without a reason.
    """

    items: Sequence[Item]
    receiver: Receiver
    pickups: Mapping[int, int]
    total: Money
    confirmed: bool
    method: Method = Method.CASH


def place_from_basket(wish: Wish, *, by: Actor, at: datetime) -> Purchase:
    """Order what was shown, as long as it lies in the basket just so: two checkouts buy once."""
    take_turns(by.person)
    mine = list_items(by.person)
    if any(item not in mine for item in wish.items):
        raise Refused(_("购物车在别处改过了，请再看一眼"), field="items")
    return place(wish, by=by, at=at)


def place(wish: Wish, *, by: Actor, at: datetime) -> Purchase:
    """Order all of it from its producers and take it out of the basket.

    The contract is formed here (E-commerce law 49), so whatever could be missing refuses now.
    Raise `Refused`, field `items`, `district`, `address`, `total` or `confirmed`.
    """
    refuse_if(why_not_items(wish.items), field="items")
    basket = fill(wish.items, at=at)
    found = sum(len(group.lines) for group in basket.groups) + len(basket.aside)
    if found < len(wish.items):
        raise Refused(_("有的东西已经没有了，请回购物车再看一眼"), field="items")
    refuse_if(why_not_basket(basket, person_id=by.person), field="items")
    quoted = quote(basket, district=wish.receiver.district, pickups=wish.pickups)
    refuse_if(quoted.why_not, field="district")
    if any(part.point is None for part in quoted.parts):
        where = find_place(wish.receiver.district)
        refuse_if("" if where and where.complete else _("请选到区县"), field="district")
        refuse_if("" if wish.receiver.address else _("请写到村、组、门牌号"), field="address")
    if quoted.total != wish.total:
        raise Refused(
            _("价钱变了：刚才是 %(was)s，现在是 %(now)s", was=wish.total, now=quoted.total),
            field="total",
        )
    if quoted.fresh and not wish.confirmed:
        raise Refused(_("请看一眼哪些不能无理由退，再打个勾"), field="confirmed")
    purchase = Purchase(
        ref=secrets.token_urlsafe(18),
        person_id=by.person,
        method=wish.method,
        status=PurchaseStatus.OPEN,
        total_fen=quoted.total.fen,
        placed_at=at,
    )
    db.session.add(purchase)
    db.session.flush()
    _write_orders(purchase, quoted.parts, wish, by=by, at=at)
    sellers = list_sellers([order.producer_id for order in purchase.orders])
    for seller in sellers:
        if seller.closed_at is not None:
            raise Refused(
                _("“%(seller)s”刚刚关店了，请再看一眼", seller=seller.name), field="items"
            )
    dues = {order.id: str(order.due) for order in purchase.orders}
    record_all("place", Order.__tablename__, dues, by=by, at=at)
    cart.take_out(wish.items, by=by)
    if wish.method is Method.CASH:  # what is paid online is an order once it is paid
        tell_placed(purchase, at=at)
    # Last, for all others who want the same wait from here on until it is stored.
    _take(purchase, paid_later=wish.method is not Method.CASH, at=at)
    return purchase


def why_not_basket(basket: Basket, *, person_id: int) -> str:
    """Say why this basket cannot be ordered whole, or nothing."""
    for line in basket.aside:
        return _("“%(title)s”%(why)s", title=line.ware.title, why=line.why_not)
    if not basket.groups:
        return _("购物车是空的")
    mine = [line for group in basket.groups for line in group.lines]
    if any(line.ware.responsible_id == person_id for line in mine):
        return _("里面有您自己卖的东西，不能自己买")
    return ""


def _write_orders(
    purchase: Purchase, parts: Sequence[Part], wish: Wish, *, by: Actor, at: datetime
) -> None:
    """Write all orders with one statement and all their lines with another.

    Waits for a producer that is closing at this instant.
    """
    said = {secrets.token_urlsafe(18): part for part in parts}
    rows = [
        {"ref": ref, "purchase_id": purchase.id, **_order_of(part, wish, by=by, at=at)}
        for ref, part in said.items()
    ]
    orders = db.session.scalars(insert(Order).values(rows).returning(Order)).all()
    lines = [
        {"order_id": order.id, **_line_of(line, wish, at=at)}
        for order in orders
        for line in said[order.ref].group.lines
    ]
    written = db.session.scalars(insert(OrderLine).values(lines).returning(OrderLine)).all()
    for order in orders:
        mine = sorted((e for e in written if e.order_id == order.id), key=attrgetter("id"))
        set_committed_value(order, "lines", mine)
    set_committed_value(purchase, "orders", sorted(orders, key=attrgetter("id")))


def _order_of(part: Part, wish: Wish, *, by: Actor, at: datetime) -> dict[str, Any]:
    freight = part.freight or Money(0)
    status = OrderStatus.PLACED if wish.method is Method.CASH else OrderStatus.AWAITING_PAYMENT
    point = part.point
    return {
        "number": new_number(),
        "producer_id": part.group.seller_id,
        "person_id": by.person,
        "status": status,
        "way": Way.PICKUP if point else Way.PARCEL,
        "goods_fen": part.group.goods.fen,
        "freight_fen": freight.fen,
        "total_fen": (part.group.goods + freight).fen,
        "receiver": wish.receiver.name,
        "phone": wish.receiver.phone,
        "district": "" if point else wish.receiver.district,
        "address": f"{point.name} {point.address}"[:120] if point else wish.receiver.address,
        "note": wish.receiver.note,
        "pickup_point_id": point.id if point else None,
        "pickup_code": f"{secrets.randbelow(10**6):06}" if point else "",
        "ship_by": part.ship_by,
        "placed_at": at,
    }


def new_number() -> str:
    """Draw what the two sides call an order on the phone; it tells nothing of the others."""
    return f"{secrets.randbelow(10**12):012}"


def _line_of(line: Line, wish: Wish, *, at: datetime) -> dict[str, Any]:
    ware = line.ware
    confirmed = wish.confirmed and ware.returns == ReturnPolicy.FRESH_NONE
    return {
        "kind": ware.kind,
        "ref": ware.ref,
        "about": ware.about,
        "title": ware.title,
        "detail": ware.detail,
        "url": ware.url,
        "count": line.count,
        "fen": ware.fen,
        "grams": ware.grams,
        "returns": ware.returns,
        "returns_confirmed_at": at if confirmed else None,
        "told": json.dumps(dict(ware.told), ensure_ascii=False, sort_keys=True),
    }


def _take(purchase: Purchase, *, paid_later: bool, at: datetime) -> None:
    """Take everything from the stock, kind by kind; whoever comes too late gets nothing."""
    lines = [line for order in purchase.orders for line in order.lines]
    for name, kind in sorted(kinds().items()):
        wants = [
            Want(line_id=line.id, ref=line.ref, count=line.count, fen=line.fen)
            for line in lines
            if line.kind == name
        ]
        if not wants:
            continue
        try:
            kind.hold(wants, paid_later=paid_later, at=at)
        except NotToBeHad as missing:
            title = next(each.title for each in lines if each.ref == missing.ref)
            reason = _("“%(title)s”刚刚被别人买走了，或改了价，请再看一眼", title=title)
            raise Refused(reason, field="items") from missing
