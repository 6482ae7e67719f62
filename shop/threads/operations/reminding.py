"""Reminding a producer of what a buyer has said."""

from datetime import datetime

from sqlalchemy import select

from core.accounts.telling import tell
from core.db import db
from core.house import Event
from core.words import _l
from shop.orders.models import Order
from shop.threads import queries
from shop.threads.models import Message

TABLE = Message.__tablename__
UNANSWERED = Event(
    name="threads.unanswered",
    kind="卖东西",
    title=_l("买家的留言等了一天，还没有回：%(what)s"),
    text=_l("请抽空回一句，点开就能看到。"),
    urgent=True,
)
EVENTS = (UNANSWERED,)


def remind(message: Message, *, at: datetime) -> None:
    """Tell who answers for the producer, once for each time that a buyer is left waiting.

    Whoever has answered meanwhile is left alone.
    """
    order = message.order
    # Who says something locks the order, too: the answer is there, or comes after this.
    db.session.execute(select(Order.id).where(Order.id == order.id).with_for_update())
    if not queries.is_unanswered(message, at=at):
        return
    first = order.lines[0]
    tell(
        [order.responsible_id],
        UNANSWERED.name,
        about=f"{TABLE}:{message.id}",
        url=f"/sell/{order.producer_id}/orders/{order.id}/thread",
        facts={"what": f"{first.title} {first.detail}"},
        at=at,
    )
