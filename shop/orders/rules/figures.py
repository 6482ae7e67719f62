"""Over which weeks a producer's figures go, and which orders count as sold."""

from datetime import date, timedelta

from shop.orders.models import OrderStatus

S = OrderStatus
WEEKS = 12
A_WEEK = timedelta(days=7)
BEST = 10  # sizes that are named
NOT_SOLD = (S.AWAITING_PAYMENT, S.EXPIRED, S.CANCELLED, S.REFUSED_AT_DOOR, S.RETURNED)


def weeks_until(today: date) -> list[date]:
    """Return the Mondays of the last twelve weeks, this week's the last."""
    monday = today - timedelta(days=today.weekday())
    return [monday - A_WEEK * before for before in reversed(range(WEEKS))]
