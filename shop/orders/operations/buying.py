"""What a buyer does with an order: change where it goes, press, cancel, receive."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, or_, update

from core.access import Actor
from core.accounts.regions import title_of
from core.db import db
from core.errors import Overtaken, Refused, refuse_if
from core.history.operations import record
from core.words import _, dated
from shop.cart.queries import kinds
from shop.orders.models import Order, Way
from shop.orders.operations.events import by_way, tell_buyer, tell_seller
from shop.orders.operations.locking import lock
from shop.orders.operations.money import follow
from shop.orders.operations.placing import Receiver
from shop.orders.operations.selling import receive_all, step
from shop.orders.queries.orders import WAITS_FOR_SENDING
from shop.orders.rules import steps
from shop.orders.rules.lifecycle import ADDRESS_STAYS_OPEN, NO_ORDER_YET

TABLE = Order.__tablename__


def cancel(order: Order, *, why: str = "", by: Actor, at: datetime) -> None:
    """Cancel for free while it is not packed; the stock comes back."""
    lock(order)
    refuse_if(steps.why_not_cancel(order))
    known = order.status not in NO_ORDER_YET
    step(order, "cancel", by=by, at=at, ended_at=at, ended_why=why, due_at=None)
    give_back(order, by=by, at=at)
    if known:
        tell_seller(order, "cancelled_by_buyer", at=at)
    follow(order.purchase_id, by=by, at=at)


def change_receiver(
    order: Order, receiver: Receiver, *, version: int, by: Actor, at: datetime
) -> None:
    """Change who receives it and where, within the province, until it is packed.

    Freight is frozen by province. Raise `Overtaken` when it was changed meanwhile.
    """
    refuse_if(steps.why_not_change_receiver(order))
    facts = {"receiver": receiver.name, "phone": receiver.phone, "note": receiver.note}
    if order.way is Way.PARCEL:
        if receiver.district[:2] != order.district[:2]:
            raise Refused(_("运费是按省算的，换省请取消后重新下单"), field="district")
        facts |= {"district": receiver.district, "address": receiver.address}
    changing = update(Order).where(
        Order.id == order.id, Order.version == version, Order.status.in_(ADDRESS_STAYS_OPEN)
    )
    done = _changed(changing.values(**facts, version=version + 1))
    db.session.refresh(order)
    if not done:
        refuse_if(steps.why_not_change_receiver(order))
        theirs = written(receiver_of(order))
        raise Overtaken(
            _("您改的时候，收货信息先被改过一次"), theirs=theirs, mine=written(receiver)
        )
    record("change_receiver", TABLE, order.id, by=by, at=at)
    if order.status not in NO_ORDER_YET:
        tell_seller(order, "receiver_changed", at=at)


def press(order: Order, *, by: Actor, at: datetime) -> None:
    """Ask the producer to send it, once a day."""
    refuse_if(steps.why_not_press(order, at=at))
    pressing = update(Order).where(
        Order.id == order.id,
        WAITS_FOR_SENDING,
        or_(Order.pressed_at.is_(None), Order.pressed_at <= at - steps.PRESS_EVERY),
    )
    if not _changed(pressing.values(pressed_at=at)):
        raise Refused(_("催过不到一天，一天只能催一次"))
    db.session.refresh(order)
    record("press", TABLE, order.id, by=by, at=at)
    day = dated(order.ship_by, "MMMd")
    tell_seller(order, by_way(order, "pressed"), at=at, facts={"day": day})


def receive(order: Order, *, by: Actor, at: datetime) -> None:
    """Say that everything was received; the producer hears of it."""
    receive_all(order, by=by, at=at)
    tell_seller(order, "received", at=at)


def take_as_received(order: Order, *, by: Actor, at: datetime) -> None:
    """Receive what nobody has said anything about for ten days; both sides hear why."""
    receive_all(order, by=by, at=at)
    tell_seller(order, "untouched", at=at)
    day = dated(steps.last_day_to_return(at), "MMMd")
    tell_buyer(order, "taken_as_received", at=at, facts={"day": day})


def give_back(
    order: Order, *, but: Mapping[int, int] | None = None, by: Actor, at: datetime
) -> None:
    """Let the stock have again what the order had taken, `but` for so many of each line."""
    for name, kind in sorted(kinds().items()):
        counts = {
            line.id: line.left - (but or {}).get(line.id, 0)
            for line in order.lines
            if line.kind == name
        }
        mine = {line_id: count for line_id, count in counts.items() if count > 0}
        if mine:
            kind.release(mine, by=by, at=at)


def _changed(changing: Any) -> bool:
    return cast("CursorResult[Any]", db.session.execute(changing)).rowcount == 1


def receiver_of(order: Order) -> Receiver:
    """Return who receives it, and where; a pickup has no address of theirs."""
    is_sent = order.way is Way.PARCEL
    return Receiver(
        name=order.receiver,
        phone=order.phone,
        district=order.district if is_sent else "",
        address=order.address if is_sent else "",
        note=order.note,
    )


def written(receiver: Receiver) -> str:
    """Return it line by line, to be compared."""
    where = title_of(receiver.district)
    lines = (receiver.name, receiver.phone, where, receiver.address, receiver.note)
    return "\n".join(line for line in lines if line)
