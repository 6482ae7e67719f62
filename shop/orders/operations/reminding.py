"""Reminding a producer of what it promised."""

from datetime import datetime

from core.accounts.telling import tell
from core.house import Event
from core.words import _l, dated
from shop.orders.models import Order, Way
from shop.orders.operations.locking import lock
from shop.orders.rules.desk import what_of
from shop.orders.rules.reminding import is_forgotten

TABLE = Order.__tablename__
NOT_SENT = Event(
    name="orders.not_sent",
    kind="卖东西",
    title=_l("过了答应的日子，还没寄齐：%(what)s"),
    text=_l("答应最晚 %(day)s寄出。请尽快寄，寄不了就和买家说一声。"),
    urgent=True,
)
NOT_READY = Event(
    name="orders.not_ready",
    kind="卖东西",
    title=_l("过了答应的日子，还没备好：%(what)s"),
    text=_l("答应最晚 %(day)s备好，买家等着来取。备不了就和买家说一声。"),
    urgent=True,
)
EVENTS = (NOT_SENT, NOT_READY)


def remind(order: Order, *, at: datetime) -> None:
    """Tell who answers for the producer, once for each day that was promised.

    An order that was sent or has ended meanwhile is nobody's trouble.
    """
    lock(order)
    if not is_forgotten(order, at=at):
        return
    event = NOT_READY if order.way is Way.PICKUP else NOT_SENT
    tell(
        [order.responsible_id],
        event.name,
        about=f"{TABLE}:{order.id}:{order.ship_by}",
        url=f"/sell/{order.producer_id}/orders/{order.id}",
        facts={"what": what_of(order), "day": dated(order.ship_by, "MMMd")},
        at=at,
    )
