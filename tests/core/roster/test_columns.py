"""Sheets are read as villages write them; what is wrong is named by its cell."""

import pytest

from core.errors import Refused
from core.roster.columns import field_called, read
from core.storage.sheets import read_table
from tests.core.roster.sheets import csv, xlsx


def sheet_of(*rows, name="花名册.xlsx", **kw):
    return read(read_table(name, xlsx(*rows, **kw)))


def facts(line):
    return line.name, line.phone, line.household, line.member, line.note


LI = ("李明", "13800138000", "12", "是", "入户时同意")
READ = ("李明", "13800138000", "12", True, "入户时同意")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_csv_in_any_coding(encoding):
    sheet = read(read_table("花名册.csv", csv(LI, encoding=encoding)))
    assert [facts(line) for line in sheet.lines] == [READ]


def test_xlsx_with_numbers_as_numbers():
    sheet = sheet_of(("李明", 13800138000, 12, "是", "入户时同意"))
    assert [facts(line) for line in sheet.lines] == [READ]


def test_columns_in_another_order_under_other_names_with_others_between():
    heading = (
        "序号",
        "户 编 号",
        "联系电话（本人）",
        "身份证号",
        "姓　名*",
        "政治面貌",
        "备注/同意方式",
    )
    sheet = sheet_of(
        (1, "12", "138-0013-8000", "x", "李明", "中共党员", "入户时同意"), heading=heading
    )
    assert [facts(line) for line in sheet.lines] == [READ]
    assert sheet.ignored == ["序号 (A)", "身份证号 (D)"]
    assert sheet.lines[0].places["phone"] == "C2"


def test_a_title_above_the_heading():
    sheet = sheet_of(("姓名", "手机号"), ("李明", "13800138000"), heading=("桃源村花名册",))
    assert [(line.number, line.name) for line in sheet.lines] == [(3, "李明")]


def test_a_second_column_of_the_same_meaning_is_named_and_left_out():
    sheet = sheet_of(("李明", "13800138000", "13900139000"), heading=("姓名", "手机", "电话"))
    assert sheet.lines[0].phone == "13800138000"
    assert sheet.ignored == ["电话 (C)"]


def test_rows_with_nothing_of_ours_are_no_people():
    sheet = sheet_of((1, "李明"), (2, ""), (3, ""), heading=("序号", "姓名"))
    assert [line.name for line in sheet.lines] == ["李明"]


@pytest.mark.parametrize(
    ("written", "name"),
    [("李　明", "李明"), (" 李 明 ", "李明"), ("John  Smith", "John Smith"), ("𠮷田㛃", "𠮷田㛃")],
)
def test_names_lose_their_gaps(written, name):
    assert sheet_of((written,)).lines[0].name == name


@pytest.mark.parametrize(
    ("written", "phone"),
    [("１３８００１３８０００", "13800138000"), ("+86 138 0013 8000", "13800138000"), ("", "")],
)
def test_numbers_are_made_alike(written, phone):
    assert sheet_of(("李明", written)).lines[0].phone == phone


@pytest.mark.parametrize(
    ("written", "member"),
    [
        *(("是", True), ("√", True), ("预备党员", True), ("Ｙ", True), ("1", True)),
        *(("否", False), ("群众", False), ("", False), ("×", False), (" 无 ", False)),
    ],
)
def test_members_are_marked_in_many_ways(written, member):
    line = sheet_of(("李明", "", "", written)).lines[0]
    assert (line.member, line.problems) == (member, ())


@pytest.mark.parametrize(
    ("row", "cell", "reason"),
    [
        (("", "13800138000"), "A2", "请写姓名"),
        (("李" * 61,), "A2", "太长"),
        (("李\u202e明",), "A2", "看不见"),
        (("李明", "1380013"), "B2", "11 位"),
        (("李明", "13800138000 13900139000"), "B2", "11 位"),
        (("李明", "", "1" * 31), "C2", "户号太长"),
        (("李明", "", "1\u200b2"), "C2", "看不见"),
        (("李明", "", "", "大概是"), "D2", "看不懂"),
        (("李明", "", "", "", "话" * 201), "E2", "备注太长"),
    ],
)
def test_each_problem_names_its_cell(row, cell, reason):
    ((where, why),) = sheet_of(row).lines[0].problems
    assert where == cell
    assert reason in why


def test_several_problems_of_one_row_are_all_named():
    problems = sheet_of(("", "12", "", "谁知道")).lines[0].problems
    assert [cell for cell, _reason in problems] == ["A2", "B2", "D2"]


@pytest.mark.parametrize(
    ("first", "second", "cell"),
    [
        (("李明", "13800138000"), ("王芳", "138 0013 8000"), "B3"),
        (("李明", "", "12"), ("李明", "", "12"), "A3"),
        (("李明", "13800138000", "12"), ("李明", "13900139000", "12"), "A3"),
        (("李明",), ("李明",), "A3"),
        (("李明",), ("李明", "13900139000"), "A3"),
        (("李明", "", "12"), ("李明", "13900139000", ""), "A3"),
    ],
)
def test_two_rows_that_cannot_be_told_apart(first, second, cell):
    one, two = sheet_of(first, second).lines
    assert one.problems == ()
    ((where, why),) = two.problems
    assert where == cell
    assert "第 2 行" in why


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("李明", "13800138000"), ("李明", "13900139000")),
        (("李明", "", "12"), ("李明", "", "13")),
        (("李明", "13800138000", "12"), ("李明", "", "13")),
        (("李明",), ("王芳",)),
    ],
)
def test_namesakes_that_can_be_told_apart(first, second):
    assert [line.problems for line in sheet_of(first, second).lines] == [(), ()]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (xlsx(("李明",), heading=("谁", "号")), "没有找到"),
        (xlsx(heading=("姓名", "手机号")), "一个人也没有"),
        (xlsx(*[("x",)] * 5, ("姓名",), ("李明",), heading=("x",)), "没有找到"),
        (xlsx(heading=()), "没有内容"),
        (b"", "空"),
        (b"PK\x03\x04nothing", "不正常"),
        ('姓名\n"李明'.encode(), "引号"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_with_a_sentence(data, reason):
    name = "x.xlsx" if data.startswith(b"PK") else "x.csv"
    with pytest.raises(Refused, match=reason) as refused:
        read(read_table(name, data))
    assert refused.value.field == "file"


def test_headings_nobody_asked_for():
    assert field_called("身份证号") is None
    assert field_called("") is None
    assert field_called("手机号【必填】：") == "phone"
