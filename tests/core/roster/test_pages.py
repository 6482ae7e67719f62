"""From an empty desk to a village whose people are in, on the pages that officers see."""

import re
from io import BytesIO

import pytest
from sqlalchemy import func, select

from core.accounts.models import Person
from core.branches.models import OfficeRole, UnitKind
from core.db import db
from core.roster import jobs, queries
from core.roster.columns import read
from core.roster.models import ImportStatus, RosterImport, RosterRow
from core.storage.sheets import read_table
from tests.core.roster.sheets import csv, xlsx

LI, WANG = ("李明", "13800138000", "12", "是", ""), ("王芳", "", "12", "", "")


@pytest.fixture
def desk(client, secretary, branch, unit):
    client.log_in(secretary)
    return f"/desk/{branch.id}/roster/"


@pytest.fixture
def send(client, desk, unit):
    """Return a hand that uploads a sheet."""

    def upload(data, name="花名册.xlsx", url=desk, **kw):
        given = {"unit": str(unit.id), "form_key": "12345678", **kw}
        return client.send(url, {**given, "file": (BytesIO(data), name)})

    return upload


def cells(page):
    """Return which cells of the sheet the page names."""
    return set(re.findall(r">\s*([A-Z]+[0-9]+)\s*<", page))


def the_import():
    return db.session.scalars(select(RosterImport).order_by(RosterImport.id.desc())).first()


def test_the_whole_way(client, desk, send, secretary):
    page = client.get(desk).text
    assert "桃源村" in page
    answer = send(xlsx(LI, WANG, ("", "123"), heading=("姓名", "手机号", "户号", "党员", "序号")))
    assert (answer.status_code, answer.location) == (302, f"{desk}{the_import().id}")
    dry = client.get(answer.location).text
    for words in ("导入 2 人", "请写姓名", "11 位", "序号 (E)", "取消导入"):
        assert words in dry
    assert cells(dry) == {"A4", "B4"}
    assert db.session.scalar(select(func.count(Person.id))) == 1
    unsaid = client.send(f"{answer.location}/apply", form_key="12345678")
    assert unsaid.status_code == 422
    assert "请写明是怎么征得同意的" in unsaid.text
    assert "没有征得同意，就不能导入" in unsaid.text
    sent = {"form_key": "12345678", "consent_note": "入户说明，口头同意", "agreed": "y"}
    assert client.send(f"{answer.location}/apply", sent).status_code == 302
    under_way = client.get(answer.location).text
    assert 'http-equiv="refresh"' in under_way
    assert "正在导入：0 / 2" in under_way
    assert client.send(f"{answer.location}/apply", sent).status_code == 422  # once only
    assert client.send(f"{answer.location}/drop").status_code == 409
    jobs.apply(the_import().id)
    done = client.get(answer.location).text
    assert "导入完了：2 人" in done
    assert "1 行有问题，没有导入" in done
    assert "refresh" not in done
    assert "导入了 2 人" in client.get(desk).text
    assert "花名册导入完了" in client.get("/inbox").text


def test_a_sheet_is_dropped(client, desk, send):
    where = send(xlsx(LI)).location
    assert client.send(f"{where}/drop").location == desk
    assert client.get(where).status_code == 404
    assert db.session.scalars(select(RosterRow)).all() == []
    assert "花名册.xlsx" not in client.get(desk).text


def test_what_changes_is_listed(client, desk, send, roster):
    roster.bring_in(LI, WANG)
    page = client.get(send(xlsx(("李明", "13800138000", "15", "是"), WANG)).location).text
    assert "会改动的人" in page
    assert "户号" in page
    assert "导入 2 人" in page


def test_long_lists_go_on(client, desk, send, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    where = send(xlsx(*[("", str(i)) for i in range(5)])).location
    page = client.get(where).text
    assert "没有一行能导入" in page
    assert cells(page) == {"A2", "B2", "A3", "B3"}
    assert cells(client.get(f"{where}?problems=3").text) == {"A4", "B4", "A5", "B5"}
    for nonsense in ("x", "-1", "9" * 30):
        assert client.get(f"{where}?problems={nonsense}").status_code == 200


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "x.xlsx", "空"),
        (xlsx(LI), "x.xls", ".xlsx"),
        (xlsx(LI), "x.csv", ".xlsx"),
        (b"PK\x03\x04", "x.xlsx", "不正常"),
        (xlsx(LI, heading=("谁",)), "x.xlsx", "没有找到"),
        ("姓名\n".encode() + b"\xff\xff", "x.csv", "编码"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_at_its_field(client, send, data, name, words):
    answer = send(data, name)
    assert answer.status_code == 422
    assert words in answer.text
    assert the_import() is None


def test_nothing_chosen(client, desk, unit):
    answer = client.send(desk, unit=str(unit.id), form_key="12345678")
    assert answer.status_code == 422
    assert "请选一个表格文件" in answer.text


def test_csv_as_excel_saves_it(client, send):
    assert send(csv(LI, encoding="gbk"), "花名册.csv").status_code == 302
    assert the_import().rows_bad == 0


def test_the_same_form_again_is_the_same_import_and_a_better_file_another(client, send):
    first, again = send(xlsx(LI)).location, send(xlsx(LI)).location
    assert first == again or the_import().rows_total == 1
    better = send(xlsx(LI, WANG)).location
    assert better != first


def test_a_unit_of_others_is_not_chosen(client, send, make):
    assert send(xlsx(LI), unit=str(make.unit().id)).status_code == 422
    assert the_import() is None


def test_a_branch_without_a_village_says_what_to_do(client, make):
    branch = make.branch()
    make.unit(branch, kind=UnitKind.COOPERATIVE)
    client.log_in(make.officer(branch))
    assert "还没有登记管辖的村" in client.get(f"/desk/{branch.id}/roster/").text


def test_the_template_comes_in_again(client, desk):
    answer = client.get(f"{desk}template")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    (heading,) = read_table("x.xlsx", answer.data)
    assert heading.cells == ("姓名", "手机号", "户号", "是否党员", "备注")
    filled = read(read_table("x.xlsx", xlsx(LI, heading=heading.cells)))
    assert filled.ignored == []
    assert filled.lines[0].phone == "13800138000"


@pytest.mark.parametrize("role", OfficeRole)
def test_who_may_bring_a_roster_in(client, make, roster, role):
    checked = roster.check(LI)
    may = role in {OfficeRole.SECRETARY, OfficeRole.DEPUTY}
    branch = make.branch()
    client.log_in(make.officer(branch, role=role))
    assert client.get(f"/desk/{branch.id}/roster/").status_code == (200 if may else 404)
    for place in (f"/desk/{checked.branch_id}", f"/desk/{branch.id}"):
        url = f"{place}/roster/{checked.id}"
        assert client.get(url).status_code == 404
        for verb in ("apply", "drop"):
            assert client.send(f"{url}/{verb}").status_code == 404
    assert the_import().status is ImportStatus.CHECKED


def test_words_in_a_sheet_stay_words(client, send):
    evil = "<script>__xss=1</script>"
    heading = ("姓名", "手机号", evil)
    page = client.get(send(xlsx((evil, "12", evil), heading=heading), f"{evil}.xlsx").location)
    assert "<script>__xss" not in page.text
    assert "&lt;script&gt;" in page.text
