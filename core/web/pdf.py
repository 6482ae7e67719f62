"""Sheets of paper as files: the font, words that break anywhere, and codes to scan."""

from collections.abc import Container
from functools import partial
from typing import TYPE_CHECKING, Any

import segno

if TYPE_CHECKING:
    from fpdf import FPDF

UNKNOWN = "□"  # stands for a sign that the font does not have
FONT = "sans"
MEDIA = "application/pdf"
FOOT = 14  # millimetres above the edge of the paper


def begin(size: tuple[float, float], *, edge: float, title: str) -> "FPDF":
    """Return a file without a page yet; `size` and `edge` in millimetres."""
    # Imported here: it takes a while, and most processes never print.
    from fpdf import FPDF  # noqa: PLC0415
    from pylopdf_fonts_zh_cn import sans_path  # noqa: PLC0415

    pdf = FPDF(format=size)
    pdf.add_font(FONT, fname=sans_path())
    pdf.set_margin(edge)
    pdf.set_auto_page_break(True, margin=edge)
    pdf.set_title(title)
    return pdf


def number_pages(pdf: Any) -> None:
    """Let each page from the second on bear its number at the foot."""
    pdf.footer = partial(_number, pdf)


def _number(pdf: Any) -> None:
    if pdf.page_no() > 1:
        pdf.set_y(-FOOT)
        pdf.set_font(FONT, size=12)
        pdf.cell(0, 6, str(pdf.page_no()), align="C")


def shown(text: str, signs: Container[int]) -> str:
    """Return the text as the font can write it: a gap is seen, and filled in by hand."""
    plain = " ".join(text.split())
    return "".join(each if ord(each) in signs else UNKNOWN for each in plain)


def say(pdf: Any, text: str, *, size: float, width: float = 0, align: str = "L") -> None:
    """Write text that breaks anywhere, as Chinese does."""
    pdf.set_font(FONT, size=size)
    said = shown(text, pdf.fonts[FONT].cmap)
    pdf.multi_cell(
        width, size * 0.5, said, align=align, wrapmode="CHAR", new_x="LMARGIN", new_y="NEXT"
    )


def rule(pdf: Any) -> None:
    """Draw a hairline across the page, a little below what was written."""
    y = pdf.get_y() + 1
    pdf.set_line_width(0.2)
    pdf.line(pdf.l_margin, y, pdf.w - pdf.r_margin, y)
    pdf.set_y(y + 1.2)


def draw_code(pdf: Any, address: str, *, left: float, top: float, side: float) -> None:
    """Draw an address as a code, each run of dark squares as one bar."""
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    square = side / len(rows)
    for down, row in enumerate(rows):
        start = None
        for across, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = across
            elif not dark and start is not None:
                run = (across - start) * square
                pdf.rect(left + start * square, top + down * square, run, square, style="F")
                start = None
