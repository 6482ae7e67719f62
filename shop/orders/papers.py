"""Packing slips: a small page for each order, to lie in the parcel or be glued on it."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import segno

from core.words import _
from shop.orders.models import Order, Way
from shop.orders.rules.desk import whole_address
from shop.orders.rules.standing import spoken
from shop.orders.rules.words import WAYS, by_when

if TYPE_CHECKING:
    from fpdf import FPDF

WIDTH, HEIGHT = 105, 148  # A6, in millimetres
EDGE = 7
CODE = 26  # the side of the code
UNKNOWN = "□"  # stands for a sign that the font does not have
FONT = "sans"


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What a page says; `address` is where the code leads."""

    order: Order
    address: str


def write_slips(slips: Sequence[Slip]) -> bytes:
    """Return a PDF with a page for each order, more where its lines do not fit on one."""
    pdf = _begin()
    for slip in slips:
        pdf.add_page()
        _head(pdf, slip)
        _receiver(pdf, slip.order)
        _lines(pdf, slip.order)
        _foot(pdf, slip.order)
    return bytes(pdf.output())


def _begin() -> "FPDF":
    # Imported here: it takes a while, and most processes never print.
    from fpdf import FPDF  # noqa: PLC0415
    from pylopdf_fonts_zh_cn import sans_path  # noqa: PLC0415

    pdf = FPDF(format=(WIDTH, HEIGHT))
    pdf.add_font(FONT, fname=sans_path())
    pdf.set_margin(EDGE)
    pdf.set_auto_page_break(True, margin=EDGE)
    pdf.set_title(_("装箱单"))
    return pdf


def shown(text: str, signs: Container[int]) -> str:
    """Return the text as the font can write it: a gap is seen, and filled in by hand."""
    plain = " ".join(text.split())
    return "".join(each if ord(each) in signs else UNKNOWN for each in plain)


def _say(pdf: Any, text: str, *, size: float, width: float = 0) -> None:
    """Write text that breaks anywhere, as Chinese does."""
    pdf.set_font(FONT, size=size)
    said = shown(text, pdf.fonts[FONT].cmap)
    pdf.multi_cell(
        width, size * 0.5, said, align="L", wrapmode="CHAR", new_x="LMARGIN", new_y="NEXT"
    )


def _head(pdf: Any, slip: Slip) -> None:
    order = slip.order
    _draw_code(pdf, slip.address, left=WIDTH - EDGE - CODE, top=EDGE)
    wide = WIDTH - 2 * EDGE - CODE - 3
    _say(pdf, order.producer.name, size=11, width=wide)
    _say(pdf, spoken(order.number), size=15, width=wide)
    _say(pdf, f"{WAYS[order.way]} · {by_when(order)}", size=9, width=wide)
    pdf.set_y(max(pdf.get_y(), EDGE + CODE) + 1)
    _rule(pdf)


def _receiver(pdf: Any, order: Order) -> None:
    _say(pdf, f"{order.receiver}  {order.phone}", size=12)
    where = order.address if order.way is Way.PICKUP else whole_address(order)
    _say(pdf, where, size=10)
    if order.note:
        _say(pdf, _("买家说：%(note)s", note=order.note), size=9)
    _rule(pdf)


def _lines(pdf: Any, order: Order) -> None:
    for line in order.lines:
        if line.left:
            _say(pdf, f"{line.left} × {line.title} {line.detail}", size=12)


def _foot(pdf: Any, order: Order) -> None:
    _rule(pdf)
    if order.cash_at is not None:
        _say(pdf, _("钱已经收过了"), size=12)
    else:
        _say(pdf, _("货到收 %(due)s", due=order.due), size=13)
    _say(pdf, _("扫右上角的码看这一单，收到后点一下“收到了”。"), size=8)


def _rule(pdf: Any) -> None:
    y = pdf.get_y() + 1
    pdf.set_line_width(0.2)
    pdf.line(EDGE, y, WIDTH - EDGE, y)
    pdf.set_y(y + 1.2)


def _draw_code(pdf: Any, address: str, *, left: float, top: float) -> None:
    """Draw an address as a code, each run of dark squares as one bar."""
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    side = CODE / len(rows)
    for down, row in enumerate(rows):
        start = None
        for across, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = across
            elif not dark and start is not None:
                run = (across - start) * side
                pdf.rect(left + start * side, top + down * side, run, side, style="F")
                start = None
