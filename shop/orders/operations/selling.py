"""What a producer does with an order: accept, pack, hand over, take back."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import update

from core.access import Actor
from core.db import aside, db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.transition import move
from core.words import _, dated
from shop.orders.models import Order, OrderStatus, Parcel, ParcelLine, Way
from shop.orders.operations.events import by_way, tell_buyer
from shop.orders.operations.locking import lock
from shop.orders.operations.money import follow, record_cash
from shop.orders.queries.orders import count_sent
from shop.orders.rules import steps
from shop.orders.rules.desk import why_not_refused
from shop.orders.rules.lifecycle import ORDER

TABLE = Order.__tablename__


@dataclass(frozen=True, kw_only=True)
class Sending:
    """One hand-over: how many of each line (none named: all that is left), and by whom."""

    way: Way = Way.PARCEL
    carrier: str = ""
    number: str = ""
    counts: Mapping[int, int] | None = None


def accept(order: Order, *, by: Actor, at: datetime) -> None:
    lock(order)
    step(order, "accept", by=by, at=at, accepted_at=at)
    day = dated(order.ship_by, "MMMd")
    tell_buyer(order, by_way(order, "accepted"), at=at, facts={"day": day})


def pack(order: Order, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Note that it is packed: from here on the receiver stays as it is.

    `seen` is the version of the receiver that whoever packed had before them.
    """
    lock(order)
    if seen not in {None, order.version}:
        raise Refused(_("收货信息刚刚改过，请照新的再打包"))
    step(order, "pack", by=by, at=at, packed_at=at)
    if order.way is Way.PICKUP:
        tell_buyer(order, "packed", at=at)


def ship(order: Order, sending: Sending, *, by: Actor, at: datetime) -> Parcel:
    """Hand goods to a carrier, or to the buyer at the door; more than once when they are many.

    The order is shipped with the first parcel. Raise `Refused`, field `counts` or `number`.
    """
    lock(order)
    refuse_if(steps.why_not_way(order, sending.way), field="way")
    if sending.way is Way.PARCEL and not (sending.carrier and sending.number):
        raise Refused(_("请填快递公司和单号"), field="number")
    parcel = _hand_over(order, sending, by=by, at=at)
    if sending.way is Way.PARCEL:
        how = f"{sending.carrier} {sending.number}"
        tell_buyer(order, "shipped", at=at, facts={"how": how})
    else:
        tell_buyer(order, "handed_over", at=at)
    return parcel


def hand_at_pickup(order: Order, code: str, *, paid: bool, by: Actor, at: datetime) -> None:
    """Hand the goods to whoever shows the pickup code: the code says that they were received."""
    lock(order)
    refuse_if(steps.why_not_way(order, Way.PICKUP))
    refuse_if(steps.why_not(order, "ship"))
    if order.code_tries >= steps.MOST_TRIES:
        raise Refused(_("试错太多次了，请买家自己点“收到了”"), field="code")
    if not hmac.compare_digest(order.pickup_code.encode(), code.encode()):
        aside(partial(_count_try, order.id))
        raise Refused(_("取货码不对，请买家再念一遍"), field="code")
    _hand_over(order, Sending(way=Way.PICKUP), by=by, at=at)
    receive_all(order, by=by, at=at)
    day = dated(steps.last_day_to_return(at), "MMMd")
    tell_buyer(order, "fetched", at=at, facts={"day": day})
    if paid:
        record_cash(order, by=by, at=at)


def receive_all(order: Order, *, by: Actor, at: datetime) -> None:
    """Take all that was handed over as received, the order with it once nothing is left to send."""
    lock(order)
    refuse_if(steps.why_not_receive(order))
    mine = update(Parcel).where(Parcel.order_id == order.id, Parcel.received_at.is_(None))
    db.session.execute(mine.values(received_at=at))
    until = steps.returns_until(at)
    step(order, "receive", by=by, at=at, received_at=at, due_at=until)
    follow(order.purchase_id, by=by, at=at)


def refuse_at_door(order: Order, *, why: str, by: Actor, at: datetime) -> None:
    """Note that nobody took the goods at the door; they are on their way back."""
    lock(order)
    refuse_if(why_not_refused(order))
    step(order, "refuse_at_door", by=by, at=at, ended_why=why, due_at=None)
    tell_buyer(order, "refused_at_door", at=at)


def take_back(order: Order, *, by: Actor, at: datetime) -> None:
    """Note that refused goods came back; nothing is due for them, and nothing is on sale again."""
    lock(order)
    step(order, "take_back", by=by, at=at, ended_at=at)
    tell_buyer(order, "returned", at=at)
    follow(order.purchase_id, by=by, at=at)


def complete(order: Order, *, by: Actor, at: datetime) -> None:
    """End the order; that the return window is over is seen by the sweep, which alone does this."""
    lock(order)
    step(order, "complete", by=by, at=at, ended_at=at, due_at=None)


def step(order: Order, action: str, *, by: Actor, at: datetime, **facts: Any) -> None:
    """Move the order and write what the step says; raise `Refused` where it cannot be taken."""
    refuse_if(steps.why_not(order, action))
    move(order, ORDER, action, by=by, at=at)
    if facts:
        db.session.execute(update(Order).where(Order.id == order.id).values(**facts))
    db.session.refresh(order)


def _hand_over(order: Order, sending: Sending, *, by: Actor, at: datetime) -> Parcel:
    first = order.status is OrderStatus.PACKED
    if not first and order.status is not OrderStatus.SHIPPED:
        refuse_if(steps.why_not(order, "ship"))
    rest = steps.unsent(order.lines, count_sent(order.id))
    if not rest:
        raise Refused(_("都寄出了，没有剩下的"))
    counts = dict(rest if sending.counts is None else sending.counts)
    refuse_if(steps.why_not_hand_over(counts, rest), field="counts")
    parcel = Parcel(
        order_id=order.id,
        way=sending.way,
        carrier=sending.carrier,
        number=sending.number,
        handed_at=at,
        lines=[ParcelLine(line_id=line, count=count) for line, count in counts.items() if count],
    )
    db.session.add(parcel)
    db.session.flush()
    last = all(counts.get(line_id, 0) == count for line_id, count in rest.items())
    facts: dict[str, Any] = {"shipped_at": at} if first else {}
    if last:
        facts |= {"handed_at": at, "due_at": steps.untouched_until(at)}
    if first:
        step(order, "ship", by=by, at=at, **facts)
    else:
        record("ship_more", TABLE, order.id, by=by, at=at)
        if facts:
            db.session.execute(update(Order).where(Order.id == order.id).values(**facts))
        db.session.refresh(order)
    return parcel


def _count_try(order_id: int) -> None:
    counted = update(Order).where(Order.id == order_id)
    db.session.execute(counted.values(code_tries=Order.code_tries + 1))
