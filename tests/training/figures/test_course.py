"""How a course goes, as its teachers read it: who is stuck, where people drop off, the marks."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from core.db import db, writing
from core.history.models import Entry
from tests.counting import queries_in
from training.figures import queries, rules
from training.figures.queries.stuck import each_learner, list_stuck
from training.learning.models import EnrolmentStatus

pytestmark = pytest.mark.both_engines


def stuck(world):
    return {each.name: each.lesson for each in list_stuck(world.course.id, at=world.at).rows}


def learners(world):
    return {each.name: each for each in each_learner(world.course.id)}


class TestWhoIsStuck:
    def test_nothing_heard_for_a_fortnight(self, world):
        world.learns("停在第二课", done=[1])
        world.learns("什么也没学")
        world.learns("只剩考试", done=[1, 2, 3, 4])
        world.learns("刚报名", days=13)
        world.learns("昨天还在看", done=[1], heard=1)
        world.learns("十四天前看过", done=[1], heard=14)
        world.learns("学完的", status=EnrolmentStatus.PASSED)
        world.learns("退了的", status=EnrolmentStatus.OUT)
        assert stuck(world) == {
            "停在第二课": "第2讲",
            "什么也没学": "第1讲",
            "只剩考试": None,
        }

    def test_any_sign_of_life_counts(self, world):
        for name in ("交了作业", "考过一次", "打开了一课"):
            world.learns(name, done=[1])
        before = stuck(world)
        assert len(before) == 3
        enrolments = {each.name: each for each in list_stuck(world.course.id, at=world.at).rows}
        world.report(world.by_id(enrolments["交了作业"].id))
        world.tried(world.by_id(enrolments["考过一次"].id), 50, days=3)
        world.begun(2, enrolment=world.by_id(enrolments["打开了一课"].id))
        assert stuck(world) == {}

    def test_what_waits_for_the_teacher_is_said(self, world, teacher):
        enrolment = world.learns("等老师的", done=[1, 2])
        row = world.report(enrolment)
        world.change(row, handed_in_at=world.at - rules.SILENT * 1.5)
        assert "等您看作业" in teacher.get(world.at_desk()).text
        (line,) = list_stuck(world.course.id, at=world.at).rows
        assert line.waits_for_us
        assert line.heard_at == world.at - rules.SILENT * 1.5

    def test_a_cohort_that_has_not_begun_is_not_stuck(self, world):
        world.learns("下个月开课的", cohort_id=world.cohort(20).id)
        world.learns("早就开课的", cohort_id=world.cohort(-20).id)
        assert list(stuck(world)) == ["早就开课的"]

    def test_thirty_on_a_page_and_five_at_a_glance(self, world, teacher):
        for number in range(32):
            world.learns(f"停下的{number:02}")
        glance = teacher.get(world.at_desk()).text
        assert "看全部 32 人" in glance
        assert glance.count("停下的") == 5
        page = teacher.get(world.at_desk("/stuck")).text
        assert page.count("停下的") == 30
        rows = list_stuck(world.course.id, at=world.at).rows
        rest = teacher.get(world.at_desk(f"/stuck?after={rows[29].id}")).text
        assert rest.count("停下的") == 2
        assert teacher.get(world.at_desk("/stuck?after=x")).status_code == 404


class TestLessonsAndMarks:
    def test_who_began_and_who_completed_each_lesson(self, world):
        world.learns("一", done=[1, 2], opened=[3])
        world.learns("二", done=[1], opened=[2])
        gone = world.learns("三", opened=[1], status=EnrolmentStatus.OUT)
        again = world.by_person(gone, opened=[1])
        assert again.person_id == gone.person_id
        steps = queries.list_steps(world.course.id)
        assert [(each.began, each.done) for each in steps] == [(3, 2), (2, 1), (1, 0), (0, 0)]
        assert [each.title for each in steps] == ["第1讲", "第2讲", "第3讲", "第4讲"]

    def test_the_lessons_are_those_of_the_newest_version(self, world):
        world.learns("旧的一版", done=[1, 2])
        world.next_version(kinds=2)
        assert [each.began for each in queries.list_steps(world.course.id)] == [1, 1]

    def test_bands_of_marks_and_who_passed(self, world):
        first, second, third = (world.learns(name) for name in "甲乙丙")
        for enrolment, score in ((first, 59), (first, 60), (first, 100), (second, 79), (second, 0)):
            world.tried(enrolment, score)
        world.tried(third, None)
        marks = queries.count_marks(world.course.id)
        assert (list(marks.bands), marks.attempts) == ([2, 1, 1, 0, 1], 5)
        assert (marks.people, marks.passed) == (2, 1)


class TestThePage:
    def test_pictures_with_their_tables(self, world, teacher):
        world.tried(world.learns("甲", done=[1, 2]), 90)
        page = teacher.get(world.at_desk()).text
        for words in ("停下来的人", "每一课有多少人开始学", "每次考了多少分", "90–100", "100%"):
            assert words in page
        assert "看数字" in page
        assert world.at_desk() in teacher.get(f"/teach/courses/{world.course.id}/").text

    def test_a_course_without_learners(self, world, teacher):
        other = world.make_course()
        world.make_version(other)
        page = teacher.get(f"/teach/courses/{other.id}/figures")
        assert "还没有人报名" in page.text
        assert "没有人停下来" in teacher.get(f"/teach/courses/{other.id}/figures/stuck").text

    def test_nobody_but_those_who_teach(self, world, client):
        world.learns("停下的人")
        for person in (world.learner, world.officer, world.make.person(name="过路人")):
            client.log_in(person)
            assert client.get(world.at_desk()).status_code == 404
            assert client.get(world.at_desk("/stuck")).status_code == 404
            assert client.send(world.at_desk("/export")).status_code == 404

    def test_it_costs_the_same_for_many(self, world, teacher):
        costs = []
        urls = [world.at_desk(), world.at_desk("/stuck")]
        for count in (3, 30):
            for number in range(count):
                world.tried(world.learns(f"学员{number}", done=[1], opened=[2]), 70)
            costs.append([queries_in(lambda u=u: teacher.get(u)) for u in urls])
        assert costs[0] == costs[1]
        assert costs[1][0] <= 12
        assert costs[1][1] <= 9  # eight and the BEGIN


class TestTheSheet:
    def test_one_row_each_and_no_formula(self, world, teacher):
        world.learns('=HYPERLINK("http://x")', done=[1])
        world.tried(world.learns("考过的", done=[1, 2, 3, 4]), 85)
        answer = teacher.send(world.at_desk("/export"))
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        assert "attachment" in answer.headers["Content-Disposition"]
        sheet = load_workbook(io.BytesIO(answer.data)).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert rows[0][:2] == ["姓名", "报名"]
        assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
        formula = next(row for row in rows if "HYPERLINK" in row[0])
        assert formula[0].startswith("'=")
        assert formula[4:8] == ["在学", 1, 4, "第2讲"]
        tried = next(row for row in rows if row[0] == "考过的")
        assert (tried[5], tried[6], tried[9]) == (4, 4, 85)
        assert len(rows) == 1 + 3
        db.session.rollback()
        (noted,) = db.session.scalars(select(Entry).where(Entry.action == "export_learners"))
        assert noted.by_id == world.teacher.id

    def test_no_phone_stands_in_it(self, world):
        person = world.make.person(name="有电话的", phone="13900001234")
        world.enrol(person)
        assert "13900001234" not in repr(learners(world)["有电话的"])

    def test_a_get_takes_nothing(self, world, teacher):
        assert teacher.get(world.at_desk("/export")).status_code == 405
        with writing():
            assert not db.session.scalars(
                select(Entry).where(Entry.action == "export_learners")
            ).all()
