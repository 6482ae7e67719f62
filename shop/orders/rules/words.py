"""What statuses, steps and answers are called on the page."""

from collections.abc import Mapping, Sequence

from core.words import _, _l, dated
from shop.orders.models import Answer, Order, OrderStatus, Way

S = OrderStatus
STATUSES: Mapping[OrderStatus, str] = {
    S.AWAITING_PAYMENT: _l("等付款"),
    S.EXPIRED: _l("过时没付，已取消"),
    S.CANCELLED: _l("已取消"),
    S.PLACED: _l("等商家接单"),
    S.ACCEPTED: _l("商家接单了"),
    S.PACKED: _l("打包好了"),
    S.CANNOT_DELIVER: _l("交不齐，等买家选"),
    S.SHIPPED: _l("寄出了"),
    S.RECEIVED: _l("收到了"),
    S.COMPLETED: _l("完成"),
    S.REFUSED_AT_DOOR: _l("拒收，退回途中"),
    S.RETURNED: _l("退回了"),
}
WAYS: Mapping[Way, str] = {
    Way.PARCEL: _l("快递"),
    Way.PICKUP: _l("自提"),
    Way.HAND: _l("送到手里"),
}
ANSWERS: Mapping[Answer, str] = {
    Answer.WAIT: _l("愿意等"),
    Answer.LESS: _l("少要一些"),
    Answer.CANCEL: _l("取消"),
    Answer.SILENT: _l("一天没有回话，算取消"),
}
# The way of an order as a picture: what has happened by each status.
PATH: Sequence[tuple[str, str]] = (
    ("placed_at", _l("下单")),
    ("accepted_at", _l("接单")),
    ("packed_at", _l("打包")),
    ("shipped_at", _l("寄出")),
    ("received_at", _l("收到")),
)


def by_when(order: Order) -> str:
    """Say by which day it is sent; what is fetched lies ready by then."""
    day = dated(order.ship_by, "MMMd")
    if order.way is Way.PICKUP:
        return _("最晚 %(day)s备好", day=day)
    return _("最晚 %(day)s寄出", day=day)


def step_titles(order: Order) -> list[str]:
    """Return the steps as this order takes them: what is fetched is handed over, not sent."""
    handed = _l("取货") if order.way is Way.PICKUP else None
    return [str(handed) if name == "shipped_at" and handed else str(title) for name, title in PATH]
