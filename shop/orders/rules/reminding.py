"""When a producer is reminded of an order that it has not sent."""

from datetime import date, datetime, timedelta

from core.clock import village_day
from shop.orders.models import Order
from shop.orders.rules.steps import waits_for_sending

MORNING = timedelta(hours=8)  # nobody is told at night


def kept_until(at: datetime) -> date:
    """Return the promised day from which on nobody is reminded yet: one is on the next morning."""
    return village_day(at - MORNING)


def is_forgotten(order: Order, *, at: datetime) -> bool:
    """Tell whether the morning after the promised day has come, and something is not sent yet."""
    return waits_for_sending(order) and order.ship_by < kept_until(at)
