"""What happens to orders by itself: they go on, and the producer is reminded of them."""

import logging
from collections.abc import Callable
from datetime import datetime

from core.access import SYSTEM, Actor
from core.db import db, writing
from core.errors import Refused
from core.house import Sweep
from core.jobs.by_itself import complain, each_by_itself
from shop.orders.models import Order, OrderStatus
from shop.orders.operations.buying import take_as_received
from shop.orders.operations.locking import lock
from shop.orders.operations.reminding import EVENTS as REMINDERS
from shop.orders.operations.reminding import remind
from shop.orders.operations.selling import complete
from shop.orders.operations.shortages import lapse
from shop.orders.queries.orders import list_due
from shop.orders.queries.reminding import list_forgotten

Ending = Callable[..., None]
BY_ITSELF: dict[OrderStatus, Ending] = {
    OrderStatus.CANNOT_DELIVER: lapse,
    OrderStatus.SHIPPED: take_as_received,
    OrderStatus.RECEIVED: complete,
}
log = logging.getLogger(__name__)


def go_on(at: datetime) -> None:
    """Take each order a step on for which it is time, one transaction each.

    One that fails keeps none of the others back; the sweep fails once it has tried all.
    """
    failed: list[int] = []
    for status, ending in BY_ITSELF.items():
        for order_id in list_due(status, at=at):
            try:
                end_one(order_id, status, ending, by=SYSTEM, at=at)
            except Exception:
                log.exception("order %s could not go on", order_id)
                failed.append(order_id)
    if failed:
        raise RuntimeError(f"orders that could not go on: {failed}")


def end_one(order_id: int, status: OrderStatus, ending: Ending, *, by: Actor, at: datetime) -> None:
    """Take the step, unless somebody has done something meanwhile."""
    try:
        with writing():
            order = db.session.get_one(Order, order_id)
            lock(order)
            if order.status is status and order.due_at and order.due_at <= at:
                ending(order, by=by, at=at)
    except Refused as refused:
        log.info("order %s stays: %s", order_id, refused.reason)


def remind_producers(at: datetime) -> None:
    """Remind each producer, once, of what was not sent by the promised day."""
    forgotten = list_forgotten([event.name for event in REMINDERS], at=at)
    failed = each_by_itself(remind_of, forgotten, at=at)
    complain("orders of which nobody was reminded", failed)


def remind_of(order_id: int, *, at: datetime) -> None:
    remind(db.session.get_one(Order, order_id), at=at)


SWEEPS = {"orders.go_on": Sweep(5, go_on), "orders.remind": Sweep(15, remind_producers)}
