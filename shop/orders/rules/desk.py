"""How a producer's orders are sorted by what is to do, and what they say in one line."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from core.accounts.regions import find_place
from core.branches.rules import public_name
from core.words import _, _l
from shop.orders.models import Order, OrderLine, OrderStatus, Parcel, Shortage, Way
from shop.orders.rules.lifecycle import BEFORE_SHIPPING, ENDED, UNDER_WAY
from shop.orders.rules.listed import Listed
from shop.orders.rules.steps import waits_for_sending, why_not

S = OrderStatus
COUNTED = timedelta(days=90)  # over which what could not be delivered is counted
MOST_SLIPS = 30  # in one file
TAKES_CASH = S.SHIPPED, S.RECEIVED, S.COMPLETED
PRINTED = (*BEFORE_SHIPPING, S.SHIPPED)


class Tab(StrEnum):
    """What is to do with an order; `sent` is whatever still needs an eye: on its way, unpaid.

    An order stands in one of them; in `talk`, too, while the buyer's words are unread.
    """

    NEW, PACK, SHIP = "new", "pack", "ship"
    SHORT, SENT, ENDED = "short", "sent", "ended"
    TALK = "talk"


TABS: Mapping[Tab, str] = {
    Tab.NEW: _l("等接单"),
    Tab.PACK: _l("等打包"),
    Tab.SHIP: _l("等交货"),
    Tab.SHORT: _l("交不齐"),
    Tab.SENT: _l("寄出的"),
    Tab.ENDED: _l("结束的"),
    Tab.TALK: _l("有留言的"),
}
EMPTY: Mapping[Tab, str] = {
    Tab.NEW: _l("没有等接单的"),
    Tab.PACK: _l("没有等打包的"),
    Tab.SHIP: _l("没有等交货的"),
    Tab.SHORT: _l("没有交不齐的"),
    Tab.SENT: _l("没有在路上、等收钱的"),
    Tab.ENDED: _l("还没有结束的"),
    Tab.TALK: _l("留言都看过了"),
}
# What an order waits for, as whoever sells says it.
AT_DESK: Mapping[OrderStatus, str] = {
    S.PLACED: _l("等接单"),
    S.ACCEPTED: _l("等打包"),
    S.PACKED: _l("打包好了"),
    S.CANNOT_DELIVER: _l("交不齐，等买家选"),
    S.SHIPPED: _l("寄出了"),
    S.RECEIVED: _l("买家收到了"),
    S.COMPLETED: _l("完成"),
    S.CANCELLED: _l("已取消"),
    S.REFUSED_AT_DOOR: _l("拒收，退回途中"),
    S.RETURNED: _l("退回了"),
}
# What can be done with several orders at once, by the tab they stand in.
BULK: Mapping[str, str] = {"accept": _l("接单"), "pack": _l("打包好了")}
BULK_OF: Mapping[Tab, str] = {Tab.NEW: "accept", Tab.PACK: "pack"}
UNPRINTED = Tab.SHORT, Tab.SENT, Tab.ENDED  # where nothing is packed, so nothing is chosen
# Why nobody took the goods at the door.
REFUSALS: Mapping[str, str] = {
    "away": _l("人不在，电话也打不通"),
    "unwanted": _l("说不想要了"),
    "wrong": _l("说东西不对，或者坏了"),
    "other": _l("别的原因"),
}
CARRIERS = ("邮政", "顺丰", "中通", "圆通", "韵达", "申通", "极兔", "京东", "德邦")


def what_of(order: Order | Listed) -> str:
    """Say in one line what is still to be delivered."""
    kept = [line for line in order.lines if line.left] or list(order.lines)
    said = "、".join(f"{line.title} {line.detail}" for line in kept[:2])
    if len(kept) > len(kept[:2]):
        return _("%(goods)s 等 %(count)s 样", goods=said, count=len(kept))
    return said


def pieces_of(order: Order | Listed) -> int:
    """Count what is to be delivered after what the buyer did without."""
    return sum(line.left for line in order.lines)


def whom_of(order: Order | Listed) -> str:
    """Name the receiver by surname and place: a list needs no more."""
    return public_name(order.receiver)


def place_of(order: Order | Listed) -> str:
    """Say where it goes: province and city, or the pickup point."""
    if order.way is Way.PICKUP:
        return _("自提 · %(point)s", point=order.address)
    place = find_place(order.district)
    return "".join(name for _code, name in place.path[:2]) if place else order.address


def whole_address(order: Order) -> str:
    """Return the address as it is written on a parcel."""
    place = find_place(order.district)
    return f"{place.title if place else ''}{order.address}"


def is_to_pack(order: Order) -> bool:
    """Tell whether some of the goods are still to be put together, or to be handed over."""
    return order.status in PRINTED and order.handed_at is None


def is_moving(order: Order) -> bool:
    """Tell whether goods are still to go to the buyer, or to come back: one needs the address."""
    return order.status in {*UNDER_WAY, S.REFUSED_AT_DOOR}


def shows_receiver(order: Order) -> bool:
    """Tell whether there is still a reason to call whoever receives it; else a surname will do."""
    return order.status not in ENDED or owes_cash(order)


def lines_short(order: Order, shortages: Sequence[Shortage]) -> list[OrderLine]:
    """Return the lines of which the order that cannot be delivered has too few, else none."""
    asked = [each for each in shortages if each.answer is None]
    short = {each.line_id for shortage in asked for each in shortage.lines}
    return [line for line in order.lines if line.id in short]


def days_late(order: Order | Listed, *, today: date) -> int:
    """Return by how many days the promised day has passed without all being sent or ready."""
    return max((today - order.ship_by).days, 0) if waits_for_sending(order) else 0


def owes_cash(order: Order | Listed) -> bool:
    """Tell whether the goods are out and their money is not in."""
    return why_not_record_cash(order) is None


def next_step(order: Order) -> str:
    """Return the one thing to do now; nothing where one waits for the buyer or it has ended."""
    if order.status is S.PACKED:
        return "pickup" if order.way is Way.PICKUP else "ship"
    if order.status is S.SHIPPED and order.handed_at is None:
        return "ship"
    if owes_cash(order):
        return "cash"
    return {S.PLACED: "accept", S.ACCEPTED: "pack", S.REFUSED_AT_DOOR: "back"}.get(order.status, "")


def why_not_record_cash(order: Order | Listed) -> str | None:
    """Say why it cannot be recorded that what is due was paid in cash, or None.

    What is due is due for all of it: an order that is partly sent can still be refused, and what
    is paid cannot.
    """
    if order.status not in TAKES_CASH:
        return _("货交到买家手里，才能记收款")
    if order.cash_at is not None:
        return _("这一单已经记过收款了")
    if order.handed_at is None:
        return _("还有东西没寄出，都寄了再记收款")
    return None


def why_not_refused(order: Order) -> str | None:
    """Say why it cannot be noted that nobody took the goods, or None."""
    if order.cash_at is not None:
        return _("这一单已经记过收款了，不能再记拒收")
    return why_not(order, "refuse_at_door")


def why_not_correct(parcel: Parcel) -> str | None:
    """Say why carrier and number stay as they are, or None."""
    if parcel.way is not Way.PARCEL:
        return _("这一次没有走快递，没有单号")
    if parcel.received_at or parcel.order.status is not S.SHIPPED:
        return _("已经收到了，单号不用改了")
    return None


def chosen_as(order: Order | Listed) -> str:
    """Return what the list says of an order that is chosen: its id and its receiver's version."""
    return f"{order.id}:{order.version}"


def why_left(order: Order, action: str) -> str:
    """Say why a step with several has left this order, as it stands now."""
    if reason := why_not(order, action):
        return reason
    if action == "pack" and order.version > 1:
        return _("收货信息改过，请照新的再打包")
    return _("刚才没办成，请再试一次")


def why_not_slip(order: Order) -> str | None:
    """Say why no slip is printed for the order, or None."""
    if order.status is S.CANNOT_DELIVER:
        return _("买家还没选好，选好了再打印")
    return None if order.status in PRINTED else _("没有要装的了，不用打印")


def why_not_paper(count: int) -> str | None:
    """Say why so many slips do not go into one file, or None."""
    if not count:
        return _("请先勾选要打印的单")
    if count > MOST_SLIPS:
        return _("一次最多打印 %(most)s 单", most=MOST_SLIPS)
    return None
