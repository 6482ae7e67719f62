"""Who may take which step with an order now, and when things happen by themselves."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from core.clock import day_starts, village_day
from core.words import _, dated
from shop.orders.models import Order, OrderLine, OrderStatus, Way
from shop.orders.rules.lifecycle import ADDRESS_STAYS_OPEN, BEFORE_SHIPPING, ENDED, ORDER
from shop.orders.rules.listed import Listed

SILENCE = timedelta(hours=24)  # after which a shortage without an answer ends the order
UNTOUCHED = timedelta(days=10)  # after the last hand-over it counts as received
RETURN_DAYS = 7  # the day of receipt not counted (Consumer law 25)
PRESS_EVERY = timedelta(days=1)
MOST_TRIES = 10  # of the pickup code
LATEST = timedelta(days=60)  # to wait for what is short


def why_not(order: Order, action: str) -> str | None:
    """Say why the order cannot take this step in its status, or None."""
    if action in ORDER.actions(order.status):
        return None
    if order.status in ENDED:
        return _("这一单已经结束了")
    if order.status is OrderStatus.CANNOT_DELIVER:
        return _("正等买家选：等、少要，还是取消")
    return _("现在还不能做这一步")


def why_not_cancel(order: Order) -> str | None:
    """Say why the buyer cannot cancel for free any more, or None."""
    if order.status in {OrderStatus.PACKED, OrderStatus.SHIPPED}:
        return _("商家已经打包了，不能直接取消；请和商家说一声，或者收货时拒收")
    return why_not(order, "cancel")


def why_not_change_receiver(order: Order) -> str | None:
    """Say why the receiver stays, or None; it can change until the goods are packed."""
    if order.status in ADDRESS_STAYS_OPEN:
        return None
    return _("已经打包了，地址改不了；请和商家说一声")


def why_not_press(order: Order, *, at: datetime) -> str | None:
    """Say why the producer cannot be pressed now, or None: once a day, from a day after placing."""
    if not waits_for_sending(order):
        return _("现在不用催")
    if at < order.placed_at + PRESS_EVERY:
        return _("下单满一天才能催")
    if order.pressed_at and at < order.pressed_at + PRESS_EVERY:
        return _("催过不到一天，一天只能催一次")
    return None


def is_ready(order: Order | Listed) -> bool:
    """Tell whether the goods wait at the pickup point, and it is the buyer's turn."""
    return order.way is Way.PICKUP and order.status is OrderStatus.PACKED


def waits_for_sending(order: Order | Listed) -> bool:
    """Tell whether it is the producer's turn: something is still to be sent, or to be got ready."""
    if order.status is OrderStatus.SHIPPED:
        return order.handed_at is None
    return order.status in BEFORE_SHIPPING and not is_ready(order)


def why_not_receive(order: Order) -> str | None:
    """Say why the buyer cannot say yet that all was received, or None."""
    if order.status in {OrderStatus.RECEIVED, OrderStatus.COMPLETED}:
        return _("已经记下收到了，不用再点")
    if order.status is OrderStatus.SHIPPED and order.handed_at is None:
        return _("还有东西没寄出，等都寄了再点")
    return why_not(order, "receive")


def days_to_wait(order: Order, *, today: date) -> tuple[date, date]:
    """Return the first and the last day that can be offered to wait for.

    What was promised is not promised for an earlier day; goods are sold long before they are ripe.
    """
    return max(today + timedelta(days=1), order.ship_by), max(today, order.ship_by) + LATEST


def why_not_ready_on(order: Order, day: date | None, *, today: date) -> str | None:
    """Say why this day cannot be offered to wait for, or None."""
    first, last = days_to_wait(order, today=today)
    if day is None or first <= day <= last:
        return None
    days = {"first": dated(first), "last": dated(last)}
    return _("请填 %(first)s到 %(last)s中的一天，不能早于答应的日子", **days)


def why_not_missing(lines: Sequence[OrderLine], missing: Mapping[int, int]) -> str | None:
    """Say why so many of each line cannot be missing, or None."""
    left = {line.id: line.left for line in lines}
    if not any(missing.values()):
        return _("请写清楚哪样少几份")
    if any(not 0 <= count <= left.get(line_id, 0) for line_id, count in missing.items()):
        return _("少的份数不能比买的还多")
    return None


def can_take_less(lines: Sequence[OrderLine], missing: Mapping[int, int]) -> bool:
    """Tell whether anything would be left of the order."""
    return sum(line.left for line in lines) > sum(missing.values())


def unsent(lines: Sequence[OrderLine], sent: Mapping[int, int]) -> dict[int, int]:
    """Return how many of each line are still to be handed over, the finished ones left out."""
    rest = {line.id: line.left - sent.get(line.id, 0) for line in lines}
    return {line_id: count for line_id, count in rest.items() if count > 0}


def why_not_hand_over(counts: Mapping[int, int], rest: Mapping[int, int]) -> str | None:
    """Say why these cannot be handed over now, or None."""
    if not any(counts.values()):
        return _("请选这次寄哪几样")
    if any(not 0 <= count <= rest.get(line_id, 0) for line_id, count in counts.items()):
        return _("份数不能比没寄的还多")
    return None


def why_not_way(order: Order, way: Way) -> str | None:
    """Say why the goods cannot go this way, or None: what is fetched is not sent."""
    if (order.way is Way.PICKUP) != (way is Way.PICKUP):
        return _("这一单是自提的，取货时核对取货码") if way is not Way.PICKUP else _("不是自提的单")
    return None


def silent_until(said_at: datetime) -> datetime:
    return said_at + SILENCE


def untouched_until(handed_at: datetime) -> datetime:
    return handed_at + UNTOUCHED


def returns_until(received_at: datetime) -> datetime:
    """Return when the return window is over: after seven whole village days."""
    return day_starts(last_day_to_return(received_at) + timedelta(days=1))


def last_day_to_return(received_at: datetime) -> date:
    return village_day(received_at) + timedelta(days=RETURN_DAYS)
