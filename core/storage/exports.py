"""Writing a table that people open in a spreadsheet, in which no cell can become a formula."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

TROUBLE = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
LONGEST_TITLE = 31
LONGEST_CELL = 32_767
Value = str | int | float | Decimal | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(value: Value) -> Value:
    """Return a value that a spreadsheet shows and never runs; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    shown = unicodedata.normalize("NFKC", value.lstrip())
    dangerous = value.startswith(TROUBLE) or shown.startswith(TROUBLE)
    return UNWRITABLE.sub("", f"'{value}" if dangerous else value)[:LONGEST_CELL]


def write_xlsx(rows: Iterable[Sequence[Value]], *, title: str = "Sheet1") -> bytes:
    """Return a workbook with one sheet; its first row is the heading and stays in sight.

    Row after row goes to disk: of a long sheet only the finished, squeezed one lies in memory.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(NOT_IN_TITLES.sub(" ", title)[:LONGEST_TITLE] or "Sheet1")
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        written = []
        for value in row:
            cell = WriteOnlyCell(sheet)
            cell.value = harmless(value)
            if isinstance(value, str):
                cell.data_type = "s"
            elif isinstance(value, Decimal):
                cell.number_format = "0.00"
            if number == 0:
                cell.font = Font(bold=True)
            written.append(cell)
        sheet.append(written)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def write_csv(rows: Iterable[Sequence[Value]]) -> bytes:
    """Return the rows as CSV that Excel and WPS open as UTF-8, each cell in quotes."""
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows([["" if cell is None else harmless(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")
