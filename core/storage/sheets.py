"""Reading a table that somebody sent, XLSX or CSV, into plain text."""

import csv
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import PurePath
from typing import NoReturn
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook
from python_calamine import PasswordError as Locked

from core.errors import Refused
from core.storage import archives
from core.words import _

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_LETTERS = 5_000  # in one cell
LETTERS = 26
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
ROW = re.compile(r"(?P<row>[1-9]\d{0,6})", re.ASCII)
CELL = re.compile(r"(?P<column>[A-Z]{1,3})(?P<row>[1-9]\d{0,6})", re.ASCII)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True)
class Row:
    """A row of texts; `number` is what the spreadsheet itself shows at its left."""

    number: int
    cells: tuple[str, ...]

    def text(self, column: int) -> str:
        """Return the text in the column (0 is A); nothing where the row ends before."""
        return self.cells[column] if column < len(self.cells) else ""

    def place(self, column: int) -> str:
        """Return the cell's name, such as C12, to tell people where to look."""
        return f"{letters(column)}{self.number}"


def letters(column: int) -> str:
    """Return a column's name: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, left = divmod(column - 1, LETTERS)
        name = chr(ord("A") + left) + name
    return name


def read_table(name: str, data: bytes) -> list[Row]:
    """Return the rows of the first sheet that hold something; raise `Refused`, field `file`.

    Numbers come as they are shown (no `.0`), days as 2026-03-01. CSV may be UTF-8 or GBK.
    """
    if len(data) > MOST_BYTES:
        refuse(_("文件太大，最多 10 MB"))
    if not data.strip():
        refuse(_("文件是空的"))
    kind = PurePath(name).suffix.lower()
    if data.startswith(OLD_OFFICE):
        refuse(_("这是旧版 .xls 或加了密码的文件，请另存为不加密码的 .xlsx 再上传"))
    if kind == ".xlsx" and data.startswith(ZIP):
        rows = from_xlsx(data)
    elif kind == ".csv" and not data.startswith(ZIP):
        rows = from_csv(data)
    else:
        refuse(_("请上传 .xlsx 或 .csv 表格"))
    kept = [row for row in rows if any(row.cells)]
    if not kept:
        refuse(_("表格里没有内容"))
    return kept


def refuse(reason: str) -> NoReturn:
    raise Refused(reason, field="file")


def refuse_odd(*_told: object) -> NoReturn:
    refuse(_("这个表格文件不正常，没有读取。请用 WPS 或 Excel 打开后另存一份再上传"))


def from_xlsx(data: bytes) -> Iterator[Row]:
    try:
        members = archives.unpack(data)
    except archives.Unsafe:
        refuse_odd()
    if WORKBOOK not in members:
        refuse(_("请上传 .xlsx 或 .csv 表格"))
    for content in members.values():
        if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            measure(content)
    for number, values in enumerate(first_sheet(archives.pack(members)), start=1):
        yield Row(number, tidy(number, [plain(value) for value in values]))


def first_sheet(clean: bytes) -> list[list[object]]:
    """Return the values of the first sheet of a workbook that has been looked through."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(clean))
        return list(book.get_sheet_by_index(0).to_python(skip_empty_area=False))  # type: ignore[arg-type]
    except Locked:
        refuse(_("这个表格加了密码，请去掉密码再上传"))
    except (CalamineError, ValueError, IndexError, OSError):
        refuse(_("这个表格打不开，请用 WPS 或 Excel 另存一份再上传"))
    except BaseException as error:
        # The reader is not Python: where it gives up, no ordinary exception comes out of it.
        if type(error).__name__ == "PanicException":
            refuse(_("这个表格打不开，请用 WPS 或 Excel 另存一份再上传"))
        raise


def measure(xml: bytes) -> None:
    """Refuse a part that would unfold in memory: entities, or a cell far out in an empty sheet."""
    row = column = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        tag = tag.rpartition(":")[2]
        given = attributes.get("r")
        if tag == "row":
            row, column = (row + 1 if given is None else placed(ROW, given)[0]), 0
        elif tag == "c" and given is None:
            column += 1
        elif tag == "c" and given is not None:
            row, column = placed(CELL, given)
        if row > MOST_ROWS:
            refuse(_("表格最多 %(most)s 行", most=MOST_ROWS))
        if column > MOST_COLUMNS:
            refuse(_("表格最多 %(most)s 列", most=MOST_COLUMNS))

    reader = expat.ParserCreate()
    reader.StartDoctypeDeclHandler = refuse_odd
    reader.StartElementHandler = start
    try:
        reader.Parse(xml, True)  # noqa: FBT003  (expat takes no keywords)
    except expat.ExpatError:
        refuse_odd()


def placed(form: re.Pattern[str], given: str) -> tuple[int, int]:
    """Return the row and the column that `3` or `C3` stands for; refuse what is neither."""
    place = form.fullmatch(given)
    if place is None:
        refuse_odd()
    return int(place["row"]), index(place["column"]) if form is CELL else 0


def index(name: str) -> int:
    """Return a column's number by its name: A is 1."""
    number = 0
    for letter in name:
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number


def plain(value: object) -> str:
    """Return the value as people read it in the sheet."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else f"{value:%F %H:%M}"
    return str(value)


def from_csv(data: bytes) -> Iterator[Row]:
    text = decoded(data)
    if CONTROL.search(text):
        refuse(_("这不是文字表格，请上传 .xlsx 或 .csv"))
    first = text.partition("\n")[0]
    mark = max(",\t;", key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number > MOST_ROWS:
                refuse(_("表格最多 %(most)s 行", most=MOST_ROWS))
            if len(cells) > MOST_COLUMNS:
                refuse(_("表格最多 %(most)s 列", most=MOST_COLUMNS))
            yield Row(number, tidy(number, cells))
    except csv.Error:
        refuse(_("第 %(row)s 行的引号不成对，读不下去", row=number + 1))


def decoded(data: bytes) -> str:
    """Return the text, which WPS and Excel write as UTF-8 or, more often, as GBK."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    refuse(_("看不懂这个文件的文字编码，请另存为 .xlsx 再上传"))


def tidy(number: int, cells: list[str]) -> tuple[str, ...]:
    """Return the texts without what surrounds them; refuse one that is a book."""
    for column, text in enumerate(cells):
        if len(text) > MOST_LETTERS:
            refuse(_("%(place)s 格的内容太长", place=Row(number, ()).place(column)))
    return tuple(CONTROL.sub("", text).strip() for text in cells)
