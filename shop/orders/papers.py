"""Packing slips: a small page for each order, to lie in the parcel or be glued on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.web.pdf import begin, draw_code, rule, say
from core.words import _, dated
from shop.orders.models import Order, Way
from shop.orders.rules.desk import whole_address
from shop.orders.rules.words import WAYS

WIDTH, HEIGHT = 105, 148  # A6, in millimetres
EDGE = 7
CODE = 26  # the side of the code


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What a page says; `address` is where the code leads."""

    order: Order
    address: str


def write_slips(slips: Sequence[Slip]) -> bytes:
    """Return a PDF with a page for each order, more where its lines do not fit on one."""
    pdf = begin((WIDTH, HEIGHT), edge=EDGE, title=_("装箱单"))
    for slip in slips:
        pdf.add_page()
        _head(pdf, slip)
        _receiver(pdf, slip.order)
        _lines(pdf, slip.order)
        _foot(pdf, slip.order)
    return bytes(pdf.output())


def _head(pdf: Any, slip: Slip) -> None:
    order = slip.order
    draw_code(pdf, slip.address, left=WIDTH - EDGE - CODE, top=EDGE, side=CODE)
    wide = WIDTH - 2 * EDGE - CODE - 3
    say(pdf, order.producer.name, size=11, width=wide)
    say(pdf, f"{order.number[:4]} {order.number[4:8]} {order.number[8:]}", size=15, width=wide)
    day = dated(order.ship_by, "MMMd")
    way = str(WAYS[order.way])
    say(pdf, _("%(way)s · %(day)s前交出", way=way, day=day), size=9, width=wide)
    pdf.set_y(max(pdf.get_y(), EDGE + CODE) + 1)
    rule(pdf)


def _receiver(pdf: Any, order: Order) -> None:
    say(pdf, f"{order.receiver}  {order.phone}", size=12)
    where = order.address if order.way is Way.PICKUP else whole_address(order)
    say(pdf, where, size=10)
    if order.note:
        say(pdf, _("买家说：%(note)s", note=order.note), size=9)
    rule(pdf)


def _lines(pdf: Any, order: Order) -> None:
    for line in order.lines:
        if line.left:
            say(pdf, f"{line.left} × {line.title} {line.detail}", size=12)


def _foot(pdf: Any, order: Order) -> None:
    rule(pdf)
    if order.cash_at is not None:
        say(pdf, _("钱已经收过了"), size=12)
    else:
        say(pdf, _("货到收 %(due)s", due=order.due), size=13)
    say(pdf, _("扫右上角的码看这一单，收到后点一下“收到了”。"), size=8)
