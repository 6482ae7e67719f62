"""When a producer is reminded of an order that it has not sent."""

from datetime import date, datetime, timedelta

from core.clock import village_day
from shop.orders.models import Order, OrderStatus
from shop.orders.rules.lifecycle import BEFORE_SHIPPING
from shop.orders.rules.steps import is_ready

MORNING = timedelta(hours=8)  # nobody is told at night


def kept_until(at: datetime) -> date:
    """Return the promised day from which on nobody is reminded yet: one is on the next morning."""
    return village_day(at - MORNING)


def is_forgotten(order: Order, *, at: datetime) -> bool:
    """Tell whether the morning after the promised day has come, and something is not sent yet."""
    if order.status is OrderStatus.SHIPPED:
        waits = order.handed_at is None
    else:
        waits = order.status in BEFORE_SHIPPING and not is_ready(order)
    return waits and order.ship_by < kept_until(at)
