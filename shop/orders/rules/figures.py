"""Over which weeks a producer's figures go, and which orders count as sold."""

from datetime import date, timedelta

from shop.orders.models import OrderStatus
from shop.orders.rules.lifecycle import NOTHING_DUE

WEEKS = 12
A_WEEK = timedelta(days=7)
BEST = 10  # sizes that are named
UNSOLD = (OrderStatus.AWAITING_PAYMENT, *NOTHING_DUE)


def weeks_until(today: date) -> list[date]:
    """Return the Mondays of the last twelve weeks, this week's the last."""
    monday = today - timedelta(days=today.weekday())
    return [monday - A_WEEK * before for before in reversed(range(WEEKS))]
