"""What a branch reads of the school: months and subjects, and whose qualification lapses soon."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from core.db import db
from core.history.models import Entry
from core.qualifications.models import QualificationKind
from tests.counting import queries_in
from training.courses.models import Subject
from training.figures import rules
from training.figures.queries import branch as queries

pytestmark = pytest.mark.both_engines


def counts(world):
    return queries.count_trained(world.branch.id, rules.months_before(world.today))


class TestMonths:
    def test_by_month_and_subject_of_who_lives_there(self, world):
        selling = world.make_course(subject=Subject.SELLING)
        world.trained(5)
        world.trained(2, selling, months=2)
        elsewhere = world.make.unit(world.make.branch("别村支部"), name="别村")
        world.trained(3, unit=elsewhere)
        found = counts(world)
        assert found[Subject.FOOD][-1] == 5
        assert found[Subject.SELLING][-2] == 2
        assert sum(map(sum, found.values())) == 7

    def test_this_month_is_not_over(self, world):
        world.trained(6, months=0)
        assert counts(world) == {}

    def test_the_page(self, world, officer):
        empty = officer.get(world.at_branch()).text
        assert "每个月每一科都少于 5 人" in empty
        world.trained(6)
        world.trained(2, months=3)
        world.trained(4, world.make_course(subject=Subject.SELLING))
        page = officer.get(world.at_branch()).text
        assert "写出来的合计" in page
        assert "每个月学完课程的人" in page
        assert "卖" not in page.split('id="trained"')[1].split("</table>")[-2]
        assert "学员0" not in page

    def test_a_cell_that_is_too_small_says_so(self, world, officer):
        selling = world.make_course(subject=Subject.SELLING)
        world.trained(6)
        world.trained(5, selling, months=2)
        world.trained(1, selling)
        page = officer.get(world.at_branch()).text
        assert "少于 5</div>" in page.replace("\n", "")


class TestLapsing:
    def test_the_soonest_first_with_the_name(self, world, officer):
        world.qualified("晚一点", 60)
        world.qualified("快到了", 3)
        world.qualified("还早", 61)
        world.qualified("已经过了", -1)
        world.qualified("收回的", 5, revoked_at=world.at, revoked_by=world.officer.id)
        world.qualified("别处的人", 5, lives=False)
        world.qualified("支部记的", 10, lives=False, branch_id=world.branch.id)
        found = queries.list_lapsing(world.branch.id, today=world.today)
        assert [each.name for each in found] == ["快到了", "支部记的", "晚一点"]
        page = officer.get(world.at_branch()).text
        assert page.index("快到了") < page.index("支部记的")
        assert "还早" not in page

    def test_who_has_a_new_one_need_do_nothing(self, world):
        person = world.make.person(name="续上的")
        world.qualified("", 5, person=person)
        world.qualified("", 400, person=person, lives=False)
        other = world.make.person(name="另一种")
        world.qualified("", 5, person=other)
        world.qualified("", 400, person=other, lives=False, kind=QualificationKind.HOMESTAY_HOST)
        found = queries.list_lapsing(world.branch.id, today=world.today)
        assert [each.name for each in found] == ["另一种"]

    def test_pages_go_on_on_the_same_day(self, world, officer):
        for number in range(32):
            world.qualified(f"到期{number:02}", 7 if number % 2 else 3)
        first = queries.list_lapsing(world.branch.id, today=world.today)
        assert len(first) == 31
        after = first[29].id
        rest = queries.list_lapsing(world.branch.id, today=world.today, after=after)
        assert len({each.id for each in (*first[:30], *rest)}) == 32
        page = officer.get(world.at_branch()).text
        assert f"after={after}" in page
        assert officer.get(world.at_branch(f"?after={after}")).text.count("到期") >= 2
        assert officer.get(world.at_branch("?after=x")).status_code == 404

    def test_only_officers_of_the_branch(self, world, client, make):
        other = make.officer(make.branch("别村支部"), person=make.person(name="别村书记"))
        for person in (world.teacher, other):
            client.log_in(person)
            assert client.get(world.at_branch()).status_code == 404

    def test_it_costs_the_same_for_many(self, world, officer):
        costs = []
        for count in (3, 30):
            for number in range(count):
                world.qualified(f"到期{number}", 5)
            world.trained(count)
            url = world.at_branch()
            costs.append(queries_in(lambda u=url: officer.get(u)))
        assert costs[0] == costs[1]
        assert costs[1] <= 9  # eight and the BEGIN


def test_it_stands_on_the_desk(world, officer):
    assert world.at_branch() in officer.get(f"/desk/{world.branch.id}/").text


def sheet_of(answer):
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert "attachment" in answer.headers["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.data)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


class TestSheets:
    def test_months_as_the_page_shows_them(self, world, officer):
        selling = world.make_course(subject=Subject.SELLING)
        world.trained(6)
        world.trained(5, selling, months=2)
        world.trained(1, selling)
        rows = sheet_of(officer.send(world.at_branch("/export-trained")))
        assert len(rows) == 1 + rules.MONTHS + 1
        assert rows[-2][1:] == [6, "少于 5", 6]
        assert rows[-3][1:] == ["少于 5", 5, 5]
        assert rows[-1] == ["写出来的合计", 6, 5, None]

    def test_nobody_was_trained_yet(self, world, officer):
        rows = sheet_of(officer.send(world.at_branch("/export-trained")))
        assert rows[0] == ["月份", "写出来的合计"]

    def test_all_who_lapse_and_who_took_it(self, world, officer):
        for number in range(32):
            world.qualified(f"到期{number:02}", 7 if number % 2 else 3)
        world.qualified("还早", 61)
        rows = sheet_of(officer.send(world.at_branch("/export-lapsing")))
        assert rows[0] == ["姓名", "资格", "到哪天"]
        assert [row[0] for row in rows[1:3]] == ["到期00", "到期02"]
        assert len(rows) == 1 + 32
        db.session.rollback()
        (noted,) = db.session.scalars(select(Entry).where(Entry.action == "export_lapsing"))
        assert noted.by_id == world.officer.id

    @pytest.mark.parametrize("what", ["trained", "lapsing"])
    def test_only_officers_of_the_branch(self, world, client, make, what):
        other = make.officer(make.branch("别村支部"), person=make.person(name="别村书记"))
        for person in (world.teacher, other):
            client.log_in(person)
            assert client.send(world.at_branch(f"/export-{what}")).status_code == 404
        assert client.get(world.at_branch(f"/export-{what}")).status_code == 405
