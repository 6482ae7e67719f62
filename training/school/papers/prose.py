"""The Markdown of a lesson on paper: headings, paragraphs, lists and tables, in large type."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from core.web.pdf import FONT, rule, say, shown
from core.web.prose import markdown

SIZE, HEADING, IN_TABLE = 15, 18, 13  # points
INDENT = 9  # millimetres, for each list or quotation within another
DEEPEST = 5  # whatever is set in further stands no narrower: a line always has room for a word
MOST_COLUMNS = 6  # a table that is wider is written line by line
LEADING = 0.5  # millimetres of a line for each point, as `say` writes
BLOCK_END = 2.5  # millimetres below a paragraph
SET_IN = {"bullet_list", "ordered_list", "blockquote"}
Rows = list[list[str]]


@dataclass
class Pen:
    """Where in the text one is: how deep in lists, the next marks, the table that is read."""

    left: float  # where the text begins that is set in by nothing
    depth: int = 0
    marks: list[int | None] = field(default_factory=list)  # the next number; None for a dot
    mark: str = ""
    size: float = SIZE
    rows: Rows = field(default_factory=list)
    in_table: bool = False


def write_prose(pdf: Any, text: str) -> None:
    """Write a text on the page that is open, and on as many more as it takes."""
    pen = Pen(left=pdf.l_margin)
    for token in markdown.parse(text):
        _take(pdf, pen, token)
    pdf.set_left_margin(pen.left)
    pdf.set_x(pen.left)


def _take(pdf: Any, pen: Pen, token: Any) -> None:
    """Write what a token brings, or note where it leads."""
    kind, _dash, end = token.type.rpartition("_")
    if kind in SET_IN:
        _set_in(pdf, pen, token, is_open=end == "open")
    elif kind in {"table", "tr"}:
        _in_table(pdf, pen, token.type)
    elif token.type == "list_item_open":
        pen.mark = _next_mark(pen)
    elif kind == "heading":
        pen.size = HEADING if end == "open" else SIZE
    elif token.type == "hr":
        rule(pdf)
    elif token.type == "inline":
        _write_inline(pdf, pen, lines_in(token))
    elif token.type in {"fence", "html_block"}:
        _write_block(pdf, pen, token.content.splitlines())


def _in_table(pdf: Any, pen: Pen, where: str) -> None:
    """Begin a table or a row of it, or write the table that ends here."""
    if where == "tr_open":
        pen.rows.append([])
    elif where.startswith("table"):
        pen.in_table = where == "table_open"
        if not pen.in_table:
            _write_table(pdf, pen.rows)
            pen.rows = []


def _write_inline(pdf: Any, pen: Pen, lines: Sequence[str]) -> None:
    if pen.in_table:
        pen.rows[-1].append(" ".join(lines))
    else:
        _write_block(pdf, pen, lines)


def _set_in(pdf: Any, pen: Pen, token: Any, *, is_open: bool) -> None:
    pen.depth += 1 if is_open else -1
    pdf.set_left_margin(pen.left + INDENT * min(pen.depth, DEEPEST))
    pdf.set_x(pdf.l_margin)
    if token.type.startswith("blockquote"):
        return
    if is_open:
        numbered = token.type == "ordered_list_open"
        pen.marks.append(int(token.attrs.get("start", 1)) if numbered else None)
    else:
        pen.marks.pop()


def _next_mark(pen: Pen) -> str:
    number = pen.marks[-1]
    if number is None:
        return "·"
    pen.marks[-1] = number + 1
    return f"{number}."


def _write_block(pdf: Any, pen: Pen, lines: Sequence[str]) -> None:
    """Write lines that belong together; a mark stands before the first, on the same page."""
    high = pen.size * LEADING
    if pen.size > SIZE:
        pdf.ln(2)
        keep_together(pdf, 4 * high)  # no heading at the foot of a page
    if pen.mark:
        write_mark(pdf, pen.mark, size=pen.size)
        pen.mark = ""
    for line in lines:
        say(pdf, line, size=pen.size)
    pdf.ln(BLOCK_END)


def write_mark(pdf: Any, mark: str, *, size: float) -> None:
    """Write the mark of an item to the left of where its words begin."""
    high = size * LEADING
    keep_together(pdf, high)
    top = pdf.get_y()
    pdf.set_font(FONT, size=size)
    pdf.set_x(pdf.l_margin - INDENT)
    pdf.cell(INDENT, high, mark)
    pdf.set_xy(pdf.l_margin, top)


def keep_together(pdf: Any, high: float) -> None:
    """Go on with the next page where so many millimetres do not fit on this one."""
    if pdf.will_page_break(high):
        pdf.add_page()


def lines_in(token: Any) -> list[str]:
    """Return what a piece of text says, line by line; where a link leads is written behind it."""
    lines, links = [""], []
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            lines.append("")
        elif child.type == "link_open":
            links.append(str(child.attrs.get("href", "")))
        elif child.type == "link_close":
            address = links.pop()
            lines[-1] += "" if lines[-1].endswith(address) else f"（{address}）"
        else:
            lines[-1] += child.content
    return lines


def _write_table(pdf: Any, rows: Rows) -> None:
    """Write a table as wide as the page; a row that is short is filled up."""
    wide = max(map(len, rows), default=0)
    if not 0 < wide <= MOST_COLUMNS or pdf.l_margin > pdf.w / 3:
        for each in rows:
            say(pdf, " ｜ ".join(each), size=IN_TABLE)
        return
    pdf.set_font(FONT, size=IN_TABLE)
    signs = pdf.fonts[FONT].cmap
    with pdf.table(
        first_row_as_headings=False,
        line_height=IN_TABLE * LEADING,
        padding=1.2,
        text_align="LEFT",
        wrapmode="CHAR",
    ) as table:
        for each in rows:
            row = table.row()
            for cell in [*each, *[""] * (wide - len(each))]:
                row.cell(shown(cell, signs))
    pdf.ln(BLOCK_END)
