"""Work at home at the teachers' desk: looked at, done again or done; nobody else sees it."""

import pytest

from core.db import writing
from tests.training.learning.studying.handing import WORDS, at_desk, hand_in, told
from tests.training.learning.studying.world import PRACTICE
from training.learning.models import EnrolmentStatus, ReportStatus
from training.learning.operations.own_learning import OwnLearning

pytestmark = pytest.mark.both_engines


class TestAtTheDesk:
    def test_the_list_and_one_report(self, learner, teacher, world):
        hand_in(learner, world)
        (report,) = world.reports()
        page = teacher.get(f"/teach/courses/{world.course.id}/reports")
        assert "张桂兰" in page.text
        assert at_desk(world, report) in page.text
        one = teacher.get(at_desk(world, report))
        assert WORDS in one.text
        assert "水龙头" in one.text
        picture = report.pictures[0].id
        shown = teacher.get(at_desk(world, report, f"/pictures/{picture}/480"))
        assert (shown.status_code, shown.mimetype) == (200, "image/webp")
        assert "no-store" in shown.headers["Cache-Control"]

    def test_good_the_lesson_is_done_and_the_learner_hears(self, learner, teacher, world):
        world.all_done(but=[PRACTICE])
        hand_in(learner, world)
        (report,) = world.reports()
        url = at_desk(world, report, "/accept")
        answer = teacher.send(url, form_key="0123456789", answer="洗得干净")
        assert answer.location == at_desk(world, report)
        (report,) = world.reports()
        assert (report.status, report.answer, report.looked_by) == (
            ReportStatus.ACCEPTED,
            "洗得干净",
            world.teacher.id,
        )
        assert world.progress(PRACTICE).done_at
        assert world.status() is EnrolmentStatus.PASSED
        (notice,) = told(world.learner, "school.report_accepted")
        assert notice.url == world.url(PRACTICE, "/report")
        page = learner.get(notice.url)
        assert "老师说：洗得干净" in page.text
        assert "老师已经说好了" in page.text

    def test_again_with_words_and_then_good(self, learner, teacher, world):
        hand_in(learner, world)
        (report,) = world.reports()
        blank = teacher.send(at_desk(world, report, "/again"), form_key="0123456789", again=" ")
        assert blank.status_code == 422
        assert "请写明哪里要改" in blank.text
        teacher.send(at_desk(world, report, "/again"), form_key="0123456789", again="肥皂没拍到")
        assert world.progress(PRACTICE) is None
        assert len(told(world.learner, "school.report_again")) == 1
        assert "肥皂没拍到" in learner.get(world.url(PRACTICE)).text
        assert hand_in(learner, world).status_code == 302
        _first, second = world.reports()
        teacher.send(at_desk(world, second, "/accept"), form_key="9876543210")
        assert world.progress(PRACTICE).done_at
        looked = teacher.get(f"/teach/courses/{world.course.id}/reports?tab=looked-at").text
        assert looked.index(at_desk(world, second)) < looked.index(at_desk(world, report))

    def test_too_many_words_are_kept(self, learner, teacher, world):
        hand_in(learner, world)
        (report,) = world.reports()
        for what, field in (("/accept", "answer"), ("/again", "again")):
            sent = {field: "话" * 501, "form_key": "0123456789"}
            answer = teacher.send(at_desk(world, report, what), sent)
            assert answer.status_code == 422
            assert "话" * 501 in answer.text

    def test_said_once(self, learner, teacher, world):
        hand_in(learner, world)
        (report,) = world.reports()
        teacher.send(at_desk(world, report, "/accept"), form_key="0123456789")
        late = teacher.send(at_desk(world, report, "/again"), form_key="9876543210", again="不行")
        assert late.status_code == 422
        assert "已经有老师看过了" in late.text
        assert world.reports()[0].status is ReportStatus.ACCEPTED

    def test_nobody_says_so_of_their_own(self, teacher, world):
        world.enrol(world.teacher)
        hand_in(teacher, world)
        (report,) = world.reports()
        assert told(world.teacher, "school.report_came") == []
        page = teacher.get(at_desk(world, report))
        assert "自己交的，要请别的老师看" in page.text
        answer = teacher.send(at_desk(world, report, "/accept"), form_key="0123456789")
        assert answer.status_code == 422
        assert world.reports()[0].status is ReportStatus.HANDED_IN

    def test_pages_by_key(self, teacher, world, make):
        for number in range(31):
            enrolment = world.enrol(make.person(name=f"学员{number}"))
            world.report(enrolment)
        first = teacher.get(f"/teach/courses/{world.course.id}/reports")
        assert "学员29" in first.text
        assert "学员30" not in first.text
        key = world.reports()[29].id
        rest = teacher.get(f"/teach/courses/{world.course.id}/reports?tab=waiting&after={key}")
        assert "学员30" in rest.text
        assert "学员29" not in rest.text
        nonsense = f"/teach/courses/{world.course.id}/reports?after=x"
        assert teacher.get(nonsense).status_code == 404


class TestWhoSees:
    def test_nobody_but_the_learner_and_the_teachers(self, learner, world, app, make):
        hand_in(learner, world)
        (report,) = world.reports()
        picture = report.pictures[0]
        pages = [
            f"/teach/courses/{world.course.id}/reports",
            at_desk(world, report),
            at_desk(world, report, f"/pictures/{picture.id}/480"),
            world.url(PRACTICE, f"/report/pictures/{picture.id}/480"),
            f"/files/{picture.file.ref}",
            f"/files/{picture.file.ref}/480",
        ]
        former = make.person(name="走了的老师")
        world.teaches(former, ended_at=world.at)
        other = make.person(name="同学")
        world.enrol(other)
        people = [world.officer, make.admin(), make.clerk(), former, other]
        for person in people:
            client = app.test_client()
            client.log_in(person)
            statuses = [client.get(url).status_code for url in pages]
            assert statuses == [404] * 6, person.name
            for what in ("/accept", "/again"):
                sent = {"form_key": "0123456789", "again": "不"}
                assert client.send(at_desk(world, report, what), sent).status_code == 404
        assert learner.get(pages[3]).status_code == 200
        assert learner.get(pages[1]).status_code == 404

    def test_a_report_of_another_course(self, learner, teacher, world):
        hand_in(learner, world)
        (report,) = world.reports()
        other = world.make_course()
        wrong = f"/teach/courses/{other.id}/reports/{report.id}"
        picture = report.pictures[0].id
        assert teacher.get(wrong).status_code == 404
        assert teacher.get(f"{wrong}/pictures/{picture}/480").status_code == 404
        assert teacher.get(at_desk(world, report, f"/pictures/{picture}/77")).status_code == 404


class TestOnesOwn:
    def test_it_is_copied_out_and_erased(self, learner, teacher, world, at):
        hand_in(learner, world)
        (report,) = world.reports()
        teacher.send(at_desk(world, report, "/again"), form_key="0123456789", again="再洗一遍")
        mine = OwnLearning().export(world.learner.id)
        (row,) = mine["practice_reports"]
        assert (row["words"], row["answer"], row["status"]) == (WORDS, "再洗一遍", "again")
        assert row["pictures"]
        (said,) = OwnLearning().export(world.teacher.id)["practice_answers"]
        assert said["answer"] == "再洗一遍"
        with writing():
            OwnLearning().erase(world.learner.id, at=at)
        empty = OwnLearning().export(world.learner.id)
        assert {name: list(rows) for name, rows in empty.items()} == {
            "lessons": [],
            "practice_reports": [],
            "practice_answers": [],
        }

    def test_others_keep_theirs(self, world, make, at):
        other = world.enrol(make.person(name="同学"))
        world.report(other)
        world.all_done(enrolment=other, but=[PRACTICE])
        with writing():
            OwnLearning().erase(world.learner.id, at=at)
        assert len(OwnLearning().export(other.person_id)["lessons"]) == 3
        assert len(world.reports()) == 1
