"""Tables from WPS and Excel are read as people see them; everything odd is refused in words."""

import csv
import datetime as dt
import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from core.errors import Refused
from core.storage import archives
from core.storage.exports import write_csv, write_xlsx
from core.storage.sheets import Row, letters, read_table
from tests.core.storage.samples import PDF, SHEET, photo, workbook, zipped

NAIVE = dt.datetime.fromisoformat("2026-03-01T08:05")  # as a spreadsheet has it: without a zone


def texts(rows):
    return [list(row.cells) for row in rows]


def book(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class TestReading:
    def test_a_roster_from_excel(self):
        rows = read_table(
            "名册.XLSX",
            book(
                ["姓名", "手机", "生日"], [" 李明 ", 13800000000, dt.date(1980, 3, 1)], [None, 1.5]
            ),
        )
        assert texts(rows) == [
            ["姓名", "手机", "生日"],
            ["李明", "13800000000", "1980-03-01"],
            ["", "1.5", ""],
        ]

    def test_rows_keep_the_number_they_have_in_the_sheet(self):
        rows = read_table("a.xlsx", book([], ["姓名"], [], ["", "", "李明"]))
        assert [row.number for row in rows] == [2, 4]
        assert rows[1].place(2) == "C4"
        assert rows[1].text(2) == "李明"
        assert rows[1].text(99) == ""

    def test_moments_and_answers(self):
        rows = read_table("a.xlsx", book([True, False, NAIVE]))
        assert texts(rows) == [["是", "否", "2026-03-01 08:05"]]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
    @pytest.mark.parametrize("mark", [",", "\t", ";"])
    def test_csv_in_all_its_forms(self, encoding, mark):
        text = f'姓名{mark}住址\r\n李明{mark}"河湾村{mark}一组"\r\n\r\n王芳{mark}\r\n'
        rows = read_table("a.csv", text.encode(encoding))
        assert texts(rows) == [["姓名", "住址"], ["李明", f"河湾村{mark}一组"], ["王芳", ""]]
        assert [row.number for row in rows] == [1, 2, 4]

    def test_a_rare_sign_of_gb18030(self):
        assert texts(read_table("a.csv", "姓名\n𠮷田䶮\n".encode("gb18030")))[1] == ["𠮷田䶮"]

    def test_a_line_break_inside_a_cell(self):
        rows = read_table("a.csv", '备注,b\n"一\n二",x\n'.encode())
        assert texts(rows)[1] == ["一\n二", "x"]

    def test_column_names(self):
        assert [letters(number) for number in (0, 25, 26, 701, 702)] == [
            "A",
            "Z",
            "AA",
            "ZZ",
            "AAA",
        ]
        assert Row(3, ()).place(27) == "AB3"


REFUSED = {
    "empty": ("a.csv", b""),
    "only blanks": ("a.csv", b" \r\n "),
    "nothing in cells": ("a.csv", b",,\n,,\n"),
    "nothing in the book": ("a.xlsx", book()),
    "too large": ("a.csv", b"x" * (10 * 1024 * 1024 + 1)),
    "old office": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600),
    "encrypted office": ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600),
    "a photo": ("a.csv", photo()),
    "a photo by another name": ("a.xlsx", photo()),
    "a paper": ("a.pdf", PDF),
    "a workbook called csv": ("a.csv", book(["a"])),
    "csv called workbook": ("a.xlsx", b"a,b\n1,2\n"),
    "no extension": ("table", b"a,b\n1,2\n"),
    "NUL": ("a.csv", b"a,b\n1,\0\n"),
    "neither UTF-8 nor GBK": ("a.csv", b"a,b\n\xff\xff\xff,1\n"),
    "quotes left open": ("a.csv", b'a,b\n"x,1\n'),
    "quotes in the middle": ("a.csv", b'a,b\n"x"y,1\n'),
    "too many rows": ("a.csv", b"x\n" * 20_001),
    "too many columns": ("a.csv", b"x," * 101 + b"\n"),
    "a book in a cell": ("a.csv", b"x" * 5001),
    "an archive of no workbook": ("a.xlsx", zipped({"readme.txt": "x"})),
    "a text document": ("a.xlsx", zipped({"word/document.xml": "<x/>"})),
    "open document": ("a.xlsx", zipped({"mimetype": "x", "content.xml": "<x/>"})),
    "half a workbook": ("a.xlsx", book(["a"])[:3000]),
    "not a sheet": ("a.xlsx", workbook("<x>")),
    "entities": (
        "a.xlsx",
        workbook('<!DOCTYPE x [<!ENTITY a "aaaa">]>' + SHEET.format("<sheetData/>")),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_everything_else_is_refused_in_words(case):
    with pytest.raises(Refused) as refused:
        read_table(*REFUSED[case])
    assert refused.value.field == "file"
    assert re.search(r"[\u4e00-\u9fff]{2}", refused.value.reason)


@pytest.mark.parametrize(
    "data",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="99999999"><c r="A99999999"/></row>',
        '<row r="1"><c r="XFD1"><v>1</v></c></row>',
        '<row r="1"><c r="xfd1048576"><v>1</v></c></row>',
        "<row>" + "<c/>" * 101 + "</row>",
        "<row/>" * 20_001,
        '<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="30000"/>',
    ],
)
def test_a_cell_far_out_does_not_unfold(data):
    with pytest.raises(Refused):
        read_table("a.xlsx", workbook(SHEET.format(f"<sheetData>{data}</sheetData>")))


def test_the_smallest_workbook_is_read():
    """The control of the test above: the same workbook, with a cell that is near."""
    cell = '<c r="B2" t="inlineStr"><is><t>李明</t></is></c>'
    data = workbook(SHEET.format(f'<sheetData><row r="2">{cell}</row></sheetData>'))
    assert texts(read_table("a.xlsx", data)) == [["", "李明"]]


class TestArchives:
    def unsafe(self, data):
        with pytest.raises(archives.Unsafe) as error:
            archives.unpack(data)
        with pytest.raises(Refused):
            read_table("a.xlsx", data)
        return str(error.value)

    def test_an_honest_one(self):
        assert archives.unpack(zipped({"a/b.txt": "x", "c": "y"})) == {"a/b.txt": b"x", "c": b"y"}
        assert archives.unpack(archives.pack({"a": b"x"})) == {"a": b"x"}

    @pytest.mark.parametrize(
        "name", ["../x", "/etc/passwd", "a/../../x", "..\\x", "C:x", "a/..", "\\\\server\\x"]
    )
    def test_a_name_that_leads_elsewhere(self, name):
        assert self.unsafe(zipped({name: "x"})) == "path"

    def test_a_link(self):
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(link, "/etc/passwd")
        assert self.unsafe(out.getvalue()) == "link"

    def test_too_many_members(self):
        assert self.unsafe(zipped({f"{number}": "" for number in range(1001)})) == "members"

    def test_a_double(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a", "x")
            with pytest.warns(UserWarning, match="Duplicate"):
                archive.writestr("a", "y")
        assert self.unsafe(out.getvalue()) == "double"

    def test_a_bomb(self):
        assert self.unsafe(zipped({"xl/workbook.xml": b"\0" * 60_000_000})) == "size"

    def test_a_bomb_in_pieces(self):
        pieces = {f"{number}.xml": b"\0" * 1_000_000 for number in range(60)}
        assert self.unsafe(zipped(pieces)) == "size"

    def test_a_bomb_that_lies_about_its_size(self):
        honest = zipped({"a": b"\0" * 60_000_000})
        size = (60_000_000).to_bytes(4, "little")
        assert honest.count(size) == 2
        assert self.unsafe(honest.replace(size, (100).to_bytes(4, "little"))) == "size"

    def test_an_archive_in_an_archive_is_only_bytes(self):
        inner = zipped({"a": b"\0" * 5_000_000})
        assert archives.unpack(zipped({"inner.zip": inner}))["inner.zip"] == inner

    def test_a_flipped_byte(self):
        data = bytearray(zipped({"a": b"tea" * 100}))
        data[40] ^= 0xFF
        self.unsafe(bytes(data))

    def test_another_way_of_packing(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
            archive.writestr("a", "x" * 1000)
        assert self.unsafe(out.getvalue()) == "compression"

    def test_one_that_is_locked(self):
        data = bytearray(zipped({"a": "x"}))
        data[6] |= 1
        data[data.index(b"PK\x01\x02") + 8] |= 1
        assert self.unsafe(bytes(data)) == "encrypted"


FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "＝1", "＋1", "－1", "＠x",
    " =1", "=cmd|' /C calc'!A0", '","=cmd|x', "\u3000=1", "﹢1",
]  # fmt: skip


class TestWriting:
    @pytest.mark.parametrize("text", FORMULAS)
    def test_no_cell_becomes_a_formula(self, text):
        data = write_xlsx([["姓名", "数"], [text, 7]])
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        assert sheet["A2"].data_type == "s"
        shown = sheet["A2"].value
        assert shown.startswith("'") or text.startswith('"')
        assert sheet["B2"].value == 7
        assert sheet.max_column == 2

    @pytest.mark.parametrize("text", FORMULAS)
    def test_nor_in_csv(self, text):
        data = write_csv([["姓名", "数"], [text, 7]])
        assert data.startswith(b"\xef\xbb\xbf")
        heading, row = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        assert heading == ["姓名", "数"]
        assert row[0].startswith("'") or text.startswith('"')
        assert row[1:] == ["7"]

    def test_ordinary_words_stay_as_they_are(self):
        data = write_xlsx([["姓名", "手机"], ["李明", "13800000000"], [None, -5]], title="名册/一")
        assert texts(read_table("a.xlsx", data)) == [
            ["姓名", "手机"],
            ["李明", "13800000000"],
            ["", "-5"],
        ]

    def test_what_no_sheet_can_hold_is_left_out(self):
        data = write_xlsx([["a"], ["x\x01\x0by"]])
        assert openpyxl.load_workbook(io.BytesIO(data)).active["A2"].value == "xy"

    def test_amounts_are_exact_numbers(self):
        data = write_xlsx([["钱"], [Decimal("0.10")], [Decimal("-1234567.89")]])
        cells = [row[0] for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(2)]
        assert [(each.value, each.number_format) for each in cells] == [
            (0.1, "0.00"),
            (-1234567.89, "0.00"),
        ]
