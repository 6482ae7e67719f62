"""Where an order stands, told to its buyer in plain words, and what there is to do."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from core.clock import village_day
from core.words import _, _l, dated
from shop.orders.models import Order, OrderStatus, Way
from shop.orders.rules import steps
from shop.orders.rules.lifecycle import BEFORE_SHIPPING
from shop.orders.rules.words import step_titles

S = OrderStatus
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
IN_HOURS = timedelta(hours=48)  # what is shorter is counted in hours
OPEN_TO_BUYER = (
    S.AWAITING_PAYMENT,
    S.PLACED,
    S.ACCEPTED,
    S.PACKED,
    S.CANNOT_DELIVER,
    S.SHIPPED,
    S.REFUSED_AT_DOOR,
)
HEADLINES: Mapping[OrderStatus, str] = {
    S.AWAITING_PAYMENT: _l("等您付款"),
    S.EXPIRED: _l("过时没付，取消了"),
    S.CANCELLED: _l("取消了"),
    S.PLACED: _l("等商家接单"),
    S.ACCEPTED: _l("商家接单了"),
    S.PACKED: _l("打包好了，等着寄出"),
    S.CANNOT_DELIVER: _l("商家交不齐，请您选"),
    S.SHIPPED: _l("已经寄出"),
    S.RECEIVED: _l("收到了"),
    S.COMPLETED: _l("完成了"),
    S.REFUSED_AT_DOOR: _l("拒收了，正在退回"),
    S.RETURNED: _l("退回商家了"),
}
BY_HAND: Mapping[OrderStatus, str] = {
    S.PACKED: _l("备好了，可以去取"),
    S.SHIPPED: _l("货交给您了"),
}
ENDS: Mapping[OrderStatus, str] = {
    S.CANCELLED: _l("取消"),
    S.EXPIRED: _l("取消"),
    S.REFUSED_AT_DOOR: _l("拒收"),
    S.RETURNED: _l("退回"),
}


def headline(order: Order, *, last_way: Way | None = None) -> str:
    """Say in a few words where the order is; `last_way` is how goods went last."""
    if order.status is S.SHIPPED and order.handed_at is None:
        return _("寄出了一部分")
    at_hand = order.way is Way.PICKUP or last_way is Way.HAND
    if at_hand and order.status in BY_HAND:
        return str(BY_HAND[order.status])
    return str(HEADLINES[order.status])


def is_late(order: Order, *, at: datetime) -> bool:
    """Tell whether the promised day is over and not all of it is sent, or lies ready."""
    return steps.waits_for_sending(order) and village_day(at) > order.ship_by


def promise(order: Order, *, at: datetime) -> str:
    """Say what was promised and when the next thing happens by itself; only what is known."""
    day = dated(order.ship_by, "MMMd")
    if is_late(order, at=at):
        return _("答应最晚 %(day)s，已经过了，可以催一催", day=day)
    if steps.waits_for_sending(order):
        if order.way is Way.PICKUP:
            return _("答应最晚 %(day)s备好", day=day)
        if order.status is S.SHIPPED:
            return _("剩下的答应最晚 %(day)s寄出", day=day)
        return _("答应最晚 %(day)s寄出", day=day)
    if order.status is S.SHIPPED and order.due_at:
        return _("不点收到，%(day)s自动算收到", day=dated(village_day(order.due_at), "MMMd"))
    return ""


def to_do(order: Order, *, at: datetime) -> str:
    """Say the one thing that the buyer could do next, or nothing."""
    if order.status is S.CANNOT_DELIVER:
        return _("请选：等、少要，还是取消")
    if order.unread_buyer:
        return _("商家留了话，看一看")
    if steps.is_ready(order):
        return _("去取货，取货码 %(code)s", code=order.pickup_code)
    if steps.why_not_receive(order) is None:
        return _("收到了就点一下")
    if is_late(order, at=at) and steps.why_not_press(order, at=at) is None:
        return _("过了答应的日子，催一催")
    return ""


def left_until(until: datetime, *, at: datetime) -> str:
    """Say how long it is until then: in whole days, below two days in hours."""
    return lasted(max(until - at, timedelta(0)))


def lasted(time: timedelta) -> str:
    """Say how long something took, rounded down."""
    if time < HOUR:
        return _("不到 1 小时")
    if time < IN_HOURS:
        return _("%(count)s 小时", count=time // HOUR)
    return _("%(count)s 天", count=time // DAY)


def numbers(order: Order, *, at: datetime) -> list[tuple[str, str]]:
    """Return what is counted of the order: a few words and a value each."""
    found = []
    if steps.waits_for_sending(order):
        words = _("答应备好的日子") if order.way is Way.PICKUP else _("答应寄出的日子")
        found.append((words, dated(order.ship_by, "MMMd")))
    if order.shipped_at and order.way is not Way.PICKUP:
        found.append((_("下单到寄出"), lasted(order.shipped_at - order.placed_at)))
    if order.due_at and order.status in WAITS:
        found.append((str(WAITS[order.status]), left_until(order.due_at, at=at)))
    return found


WAITS: Mapping[OrderStatus, str] = {
    S.CANNOT_DELIVER: _l("离自动取消"),
    S.SHIPPED: _l("离自动收货"),
    S.RECEIVED: _l("离订单完成"),
}


def pressable_from(order: Order) -> datetime:
    """Return from when on the producer can be pressed."""
    last = order.pressed_at or order.placed_at
    return last + steps.PRESS_EVERY


def path(order: Order) -> tuple[list[tuple[str, date | None]], int]:
    """Return the order's way as steps with their days, and at which of them it stands."""
    moments = [
        order.placed_at,
        order.accepted_at,
        order.packed_at,
        order.shipped_at,
        order.received_at,
    ]
    days = [village_day(each) if each else None for each in moments]
    way = list(zip(step_titles(order), days, strict=True))
    here = max(number for number, (_words, day) in enumerate(way) if day)
    if order.status in ENDS:
        ended = village_day(order.ended_at) if order.ended_at else None
        return [*way[: here + 1], (str(ENDS[order.status]), ended)], here + 1
    return way, len(way) if order.status is S.COMPLETED else here


def shows_code(order: Order) -> bool:
    """Tell whether the pickup code is still of use."""
    return order.way is Way.PICKUP and order.status in {*BEFORE_SHIPPING, S.CANNOT_DELIVER}


def can_order_again(order: Order) -> bool:
    """Tell whether the page offers the same things once more: when this order is over or there."""
    return order.status not in OPEN_TO_BUYER


def spoken(number: str) -> str:
    """Part the number of an order into what one can say on the phone."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))
