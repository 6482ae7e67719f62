"""What a producer's sheet of orders says: as much of each as the seller may still see."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from core.branches.rules import public_name
from core.clock import VILLAGE
from core.storage.exports import Value
from core.words import _
from shop.orders.models import Order, Way
from shop.orders.rules.desk import AT_DESK, is_moving, pieces_of, shows_receiver, whole_address
from shop.orders.rules.totals import to_pay
from shop.orders.rules.words import WAYS

OLDEST, NEWEST = date(2000, 1, 1), date(2100, 1, 1)
LONGEST = timedelta(days=366)
MONTHS = 12


def why_not_export(begins: date, until: date) -> str | None:
    """Say why the orders of these days do not go into one sheet, or None."""
    if begins < OLDEST or until >= NEWEST:
        return _("这些日子看着不对，请再看一看")
    if until < begins:
        return _("最后一天不能早于第一天")
    if until - begins >= LONGEST:
        return _("一次最多导出一年")
    return None


def months_before(today: date) -> list[tuple[date, date]]:
    """Return the last twelve months as their first and last days, this one first."""
    found, last = [], today
    for _number in range(MONTHS):
        first = last.replace(day=1)
        found.append((first, last))
        last = first - timedelta(days=1)
    return found


def heading() -> list[Value]:
    """Name the columns, in the reader's language."""
    return [
        _("单号"),
        _("下单时间"),
        _("现在"),
        _("送法"),
        _("答应的日子"),
        _("商品"),
        _("份数"),
        _("货款"),
        _("运费"),
        _("少要的"),
        _("应收"),
        _("收到现金"),
        _("收款时间"),
        _("收货人"),
        _("电话"),
        _("地址"),
        _("买家说"),
        _("快递单号"),
        _("交齐时间"),
        _("收到时间"),
        _("结束时间"),
        _("结束原因"),
    ]


def row_of(order: Order) -> Sequence[Value]:
    """Return what stands in the sheet of an order.

    Whom to call is said until it has ended and is paid, after that the surname; where it goes,
    while something is to be sent or to come back.
    """
    called, moving = shows_receiver(order), is_moving(order)
    return [
        order.number,
        minute(order.placed_at),
        str(AT_DESK[order.status]),
        str(WAYS[order.way]),
        order.ship_by.isoformat(),
        goods_of(order),
        pieces_of(order),
        yuan(order.goods_fen),
        yuan(order.freight_fen),
        yuan(-order.reduced_fen),
        yuan(to_pay(order).fen),
        yuan(order.cash_fen),
        minute(order.cash_at),
        order.receiver if called else public_name(order.receiver),
        order.phone if called else None,
        where(order) if moving else None,
        order.note if moving else None,
        "；".join(f"{each.carrier} {each.number}" for each in order.parcels if each.number),
        minute(order.handed_at),
        minute(order.received_at),
        minute(order.ended_at),
        order.ended_why,
    ]


def goods_of(order: Order) -> str:
    """Name what is delivered after what the buyer did without, with how many of each."""
    return "；".join(
        f"{line.title} {line.detail} × {line.left}" for line in order.lines if line.left
    )


def where(order: Order) -> str:
    return order.address if order.way is Way.PICKUP else whole_address(order)


def minute(when: datetime | None) -> str | None:
    """Write a moment in village time, so that a sheet sorts it."""
    return f"{when.astimezone(VILLAGE):%Y-%m-%d %H:%M}" if when else None


def yuan(fen: int | None) -> Decimal | None:
    """Return an amount that a sheet can add up, exact to the fen."""
    return None if fen is None else Decimal(fen).scaleb(-2)
