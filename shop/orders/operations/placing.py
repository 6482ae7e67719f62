"""Placing a purchase: all of it, at the price that was shown, or nothing."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.access import Actor
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
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
from shop.orders.queries.open_work import find_closed
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
    cart.lock(by.person)
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
    if not wish.receiver.address and any(part.point is None for part in quoted.parts):
        raise Refused(_("请写到村、组、门牌号"), field="address")
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
    purchase.orders = [_order_of(part, wish, by=by, at=at) for part in quoted.parts]
    db.session.add(purchase)
    db.session.flush()  # waits for a producer that is closing at this instant
    closed = find_closed(order.producer_id for order in purchase.orders)
    if closed is not None:
        raise Refused(_("“%(seller)s”刚刚关店了，请再看一眼", seller=closed), field="items")
    _take(purchase, paid_later=wish.method is not Method.CASH, at=at)
    for order in purchase.orders:
        record("place", Order.__tablename__, order.id, by=by, at=at, became=str(order.due))
    cart.take_out(wish.items, by=by)
    tell_placed(purchase, at=at)
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


def _order_of(part: Part, wish: Wish, *, by: Actor, at: datetime) -> Order:
    freight = part.freight or Money(0)
    status = OrderStatus.PLACED if wish.method is Method.CASH else OrderStatus.AWAITING_PAYMENT
    point = part.point
    return Order(
        ref=secrets.token_urlsafe(18),
        number=new_number(),
        producer_id=part.group.seller_id,
        person_id=by.person,
        status=status,
        way=Way.PICKUP if point else Way.PARCEL,
        goods_fen=part.group.goods.fen,
        freight_fen=freight.fen,
        total_fen=(part.group.goods + freight).fen,
        receiver=wish.receiver.name,
        phone=wish.receiver.phone,
        district="" if point else wish.receiver.district,
        address=f"{point.name} {point.address}"[:120] if point else wish.receiver.address,
        note=wish.receiver.note,
        pickup_point_id=point.id if point else None,
        pickup_code=f"{secrets.randbelow(10**6):06}" if point else "",
        ship_by=part.ship_by,
        placed_at=at,
        lines=[_line_of(line, wish, at=at) for line in part.group.lines],
    )


def new_number() -> str:
    """Draw what the two sides call an order on the phone; it tells nothing of the others."""
    return f"{secrets.randbelow(10**12):012}"


def _line_of(line: Line, wish: Wish, *, at: datetime) -> OrderLine:
    ware = line.ware
    confirmed = wish.confirmed and ware.returns == ReturnPolicy.FRESH_NONE
    return OrderLine(
        kind=ware.kind,
        ref=ware.ref,
        about=ware.about,
        title=ware.title,
        detail=ware.detail,
        url=ware.url,
        count=line.count,
        fen=ware.fen,
        grams=ware.grams,
        returns=ware.returns,
        returns_confirmed_at=at if confirmed else None,
        told=json.dumps(dict(ware.told), ensure_ascii=False, sort_keys=True),
    )


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
