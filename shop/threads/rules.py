"""How long two sides may talk about an order, and how much."""

from datetime import datetime, timedelta

from core.words import _
from shop.orders.models import Order
from shop.orders.rules.lifecycle import NO_ORDER_YET

LONGEST = 500
MOST_PICTURES = 3  # a message
MOST_A_DAY = 50  # messages of one side in one order
A_DAY, OPEN_FOR = timedelta(days=1), timedelta(days=30)  # after the order has ended
ANSWERED_WITHIN = timedelta(hours=24)  # else the producer is reminded


def why_not_say(order: Order, *, at: datetime) -> str | None:
    """Say why nothing can be said about the order, or nothing more, or None."""
    if order.status in NO_ORDER_YET:
        return _("还没付款，商家看不到这一单，付了再留言")
    if order.ended_at and at >= order.ended_at + OPEN_FOR:
        return _("这一单结束 30 天了，不能再留言。有事请打商家电话或 12315")
    return None


def why_not_another(said_today: int) -> str | None:
    """Say why a side that has said so much within a day waits until tomorrow, or None."""
    if said_today < MOST_A_DAY:
        return None
    return _("一单一天最多留 %(most)s 条，明天再说", most=MOST_A_DAY)


def why_not_pictures(count: int) -> str | None:
    """Say why so many pictures do not go with one message, or None."""
    return None if count <= MOST_PICTURES else _("一次最多 3 张照片，分几次发")
