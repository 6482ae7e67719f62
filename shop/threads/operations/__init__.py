"""Saying something in an order, and having read what was said."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, update

from core.access import Actor
from core.accounts.telling import tell
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.house import Event
from core.storage.operations import Laid, keep
from core.words import _, _l
from shop.orders.models import Order
from shop.threads import queries, rules
from shop.threads.models import Message, MessagePicture

TABLE = Message.__tablename__
# Notices say that something was said, never what.
EVENTS = (
    Event(
        name="threads.said",
        kind="我的订单",
        title=_l("%(seller)s给您留了话"),
        text=_l("关于您的订单，点开就能看到。"),
        urgent=True,
    ),
    Event(
        name="threads.asked",
        kind="卖东西",
        title=_l("买家给您留了话：%(what)s"),
        text=_l("请抽空回一句，点开就能看到。"),
        urgent=True,
    ),
)


def say(
    order: Order,
    text: str,
    pictures: Sequence[Laid] = (),
    *,
    by_seller: bool,
    seen: int = 0,
    by: Actor,
    at: datetime,
) -> Message:
    """Say something to the other side, who hears that there is something to read.

    `seen` is the last message that the speaker had on the page. Raise `Refused`, field `text` or
    `picture`.
    """
    refuse_if(rules.why_not_say(order, at=at))
    refuse_if(rules.why_not_pictures(len(pictures)), field="picture")
    column = Order.unread_buyer if by_seller else Order.unread_seller
    open_still = or_(Order.ended_at.is_(None), Order.ended_at > at - rules.OPEN_FOR)
    # The counter is raised first: it locks the order, so that one message is counted after another.
    raising = update(Order).where(Order.id == order.id, open_still).values({column: column + 1})
    if db.session.scalar(raising.returning(Order.id)) is None:
        raise Refused(_("这一单刚刚结束，不能再留言"))
    said = queries.count_said(order.id, by_seller=by_seller, since=at - rules.A_DAY)
    refuse_if(rules.why_not_another(said), field="text")
    message = Message(order_id=order.id, person_id=by.person, by_seller=by_seller, text=text, at=at)
    db.session.add(message)
    db.session.flush()
    for laid in pictures:
        file = keep(laid, is_public=False, stays=True, by=by, at=at)
        db.session.add(MessagePicture(message_id=message.id, file_id=file.id))
    record("say", TABLE, message.id, by=by, at=at)
    _read(order, seen, by_seller=by_seller)
    _tell(order, message, at=at)
    return message


def read(order: Order, seen: int, *, by_seller: bool) -> None:
    """Note that one side has read all up to this message; what came after stays unread."""
    db.session.execute(select(Order.id).where(Order.id == order.id).with_for_update())
    _read(order, seen, by_seller=by_seller)


def _read(order: Order, seen: int, *, by_seller: bool) -> None:
    """Lower the counter of who reads, never raise it; the order is locked."""
    column = Order.unread_seller if by_seller else Order.unread_buyer
    left = queries.count_after(order.id, seen, by_seller=not by_seller)
    lower = update(Order).where(Order.id == order.id, column > left).values({column: left})
    db.session.execute(lower)
    db.session.refresh(order)


def _tell(order: Order, message: Message, *, at: datetime) -> None:
    """Tell the other side, once for each message."""
    first = order.lines[0]
    to_buyer = message.by_seller
    tell(
        [order.person_id if to_buyer else order.responsible_id],
        "threads.said" if to_buyer else "threads.asked",
        about=f"{TABLE}:{message.id}",
        url=(
            f"/orders/{order.ref}/thread"
            if to_buyer
            else f"/sell/{order.producer_id}/orders/{order.id}/thread"
        ),
        facts={"seller": order.producer.name, "what": f"{first.title} {first.detail}"},
        at=at,
    )
