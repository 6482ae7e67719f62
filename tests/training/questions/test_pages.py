"""Questions on their pages: who reads, who asks, who answers, and how much a list costs."""

import pytest
from sqlalchemy import func, select

from core.db import db, writing
from core.history.models import Entry
from tests.counting import queries_in
from training.courses.models import CourseVersion
from training.learning.models import EnrolmentStatus

pytestmark = pytest.mark.both_engines
KEY = {"form_key": "0123456789"}
TAKEN_BACK = select(func.count()).where(Entry.action == "take_back")


class TestUnderTheLesson:
    def test_the_newest_five_and_the_count_of_all(self, learner, ask, world):
        assert "还没有人问过" in learner.get(world.url(1)).text
        for number in range(7):
            ask(f"第 {number} 个问题")
        page = learner.get(world.url(1)).text
        assert "7 个" in page
        assert [number for number in range(7) if f"第 {number} 个问题" in page] == [2, 3, 4, 5, 6]
        assert world.of() in page
        assert "还没有人问过" in learner.get(world.url(2)).text  # each lesson has its own

    def test_asked_on_the_page_and_taken_back(self, learner, world):
        assert "问老师" in learner.get(world.of()).text
        answer = learner.send(world.of(), text="<b>水</b>要烧到多热？", **KEY)
        page = learner.get(answer.location)
        assert "问出去了" in page.text
        assert "&lt;b&gt;水&lt;/b&gt;" in page.text
        assert "张同学" in page.text
        assert "桂兰" not in page.text.split("<main")[1]
        (question,) = world.asked()
        learner.send(world.of(), text="<b>水</b>要烧到多热？", **KEY)
        assert len(world.asked()) == 1  # the same form twice
        back = world.of(what=f"/{question.id}/take-back")
        assert "收回了" in learner.get(learner.send(back).location).text
        assert learner.send(back).location == world.of()  # tapped twice
        assert db.session.scalar(TAKEN_BACK) == 1

    def test_a_teacher_who_comes_too_late_is_told(self, client, learner, ask, world):
        question = ask()
        learner.send(world.of(what=f"/{question.id}/take-back"))
        client.log_in(world.teacher)
        page = client.get(world.desk(question))
        assert "提问的人收回了" in page.text
        assert "不显示这个问题" not in page.text
        for what, sent in (("", {"answer": "好", "version": "1"}), ("/hide", {"why": "不合适"})):
            answer = client.send(world.desk(question, what), sent)
            assert (answer.status_code, "收回了" in answer.text) == (422, True)

    @pytest.mark.parametrize("text", ["", " \n ", "太短了", "长" * 301, "看\u202e不见的符号"])
    def test_nonsense_is_refused_and_kept(self, text, learner, world):
        answer = learner.send(world.of(), text=text, **KEY)
        assert answer.status_code == 422
        assert text.strip() in answer.text
        assert world.asked() == []

    def test_the_eleventh_is_refused_with_why(self, learner, ask, world):
        for number in range(10):
            ask(f"第 {number} 个问题")
        answer = learner.send(world.of(), text="第十一个问题", **KEY)
        assert answer.status_code == 422
        assert "等老师答了再问" in answer.text
        page = learner.get(world.of()).text
        assert "等老师答了再问" in page
        assert "<textarea" not in page

    def test_nobody_takes_back_what_another_asked(self, client, ask, world):
        question, friend = ask(), world.make.person(name="李四")
        world.enrol(friend)
        client.log_in(friend)
        assert "take-back" not in client.get(world.of()).text
        assert client.send(world.of(what=f"/{question.id}/take-back")).status_code == 404

    def test_answered_it_stays(self, learner, ask, answer, world):
        question = ask()
        answer(question)
        assert "take-back" not in learner.get(world.of()).text
        assert learner.send(world.of(what=f"/{question.id}/take-back")).status_code == 409

    def test_a_hidden_one_gives_its_reason_alone(self, learner, ask, hide, world):
        hide(ask("张三的电话是多少"))
        for url in (world.url(1), world.of()):
            page = learner.get(url).text
            assert "写了别人的电话" in page
            assert "张三的电话" not in page

    def test_who_does_not_see_the_lesson_sees_no_question(self, client, app, ask, world):
        ask()
        visitor = app.test_client()
        assert visitor.get(world.of()).location.startswith("/login")
        client.log_in(world.make.person(name="过路人"))
        assert client.get(world.of()).status_code == 404
        assert client.send(world.of(), text="我也想问一句").status_code == 404
        gone = world.make.person(name="退了的")
        world.enrol(gone, status=EnrolmentStatus.OUT)
        client.log_in(gone)
        assert client.get(world.of()).status_code == 404

    def test_an_open_lesson_shows_them_to_everybody(self, app, ask, hide, answer, world):
        question = ask()
        answer(question)
        with writing():
            db.session.get_one(CourseVersion, world.version.id).open_reading = True
        visitor = app.test_client()
        for url in (world.url(1), world.of()):
            page = visitor.get(url).text
            assert "水要烧到多热？" in page
            assert "张同学" in page
            assert "<textarea" not in page
        hide(question)
        assert "水要烧到多热？" not in visitor.get(world.url(1)).text

    def test_a_page_that_is_none(self, learner, world):
        assert learner.get(world.of(key=99)).status_code == 404
        assert learner.get(world.of(what="?after=x")).status_code == 404
        assert "后面没有了" in learner.get(world.of(what="?after=1")).text


class TestAtTheDesk:
    def test_what_waits_first_and_answered_once(self, teacher, learner, ask, answer, world):
        old, new = ask("早先问的问题"), ask("后来问的问题")
        answer(old)
        page = teacher.get(world.list_at_desk()).text
        assert "后来问的问题" in page
        assert "早先问的问题" not in page
        assert "早先问的问题" in teacher.get(world.list_at_desk("?tab=answered")).text
        url = world.desk(new)
        assert "张桂兰" in teacher.get(url).text
        sent = {"answer": "洗二十秒。", "version": "1", **KEY}
        assert [teacher.send(url, sent).location for _tap in "12"] == [world.list_at_desk()] * 2
        assert "没有等您回答的问题" in teacher.get(world.list_at_desk()).text
        assert teacher.send(url, answer="改一改。", version="1").status_code == 409
        assert teacher.send(url, answer="洗三十秒。", version="2").status_code == 302
        page = learner.get(world.of()).text
        assert "洗三十秒。" in page
        assert "洗二十秒。" not in page

    @pytest.mark.parametrize("text", ["", "长" * 1001, "看\u202e不见"])
    def test_a_nonsense_answer_is_refused_and_kept(self, text, teacher, ask, world):
        answer = teacher.send(world.desk(ask()), answer=text, version="1", **KEY)
        assert answer.status_code == 422
        assert text in answer.text

    @pytest.mark.parametrize("why", ["", "长" * 101, "看\u202e不见"])
    def test_hidden_with_a_reason(self, why, teacher, ask, world):
        question = ask("张三的电话是多少")
        url = world.desk(question, "/hide")
        refused = teacher.send(url, why=why, **KEY)
        assert refused.status_code == 422
        assert why in refused.text
        sent = {"why": "写了别人的电话", **KEY}
        assert teacher.send(url, sent).location == world.list_at_desk()
        assert "已经不显示了" in teacher.get(url).text
        assert "不用回答" in teacher.get(world.desk(question)).text
        again = teacher.send(url, why="再来一次")
        assert again.status_code == 422
        assert "已经不显示了" in again.text
        assert "写了别人的电话" in teacher.get(world.of()).text

    def test_nobody_else_gets_in(self, client, ask, world):
        question = ask()
        outside = [world.learner, world.officer, world.make.person(name="过路人")]
        for person in outside:
            client.log_in(person)
            for url in (world.list_at_desk(), world.desk(question), world.desk(question, "/hide")):
                assert client.get(url).status_code == 404
            assert client.send(world.desk(question), answer="好", version="1").status_code == 404

    def test_a_question_of_another_course_is_not_there(self, teacher, ask, world):
        question, other = ask(), world.make_course()
        url = f"/teach/courses/{other.id}/questions/{question.id}"
        assert teacher.get(url).status_code == 404

    def test_the_way_there(self, teacher, world):
        page = teacher.get(f"/teach/organisers/{world.organiser.id}/").text
        assert world.list_at_desk() in page
        assert world.list_at_desk() in teacher.get(f"/teach/courses/{world.course.id}/").text


def test_lists_page_by_key_and_cost_the_same(learner, teacher, ask, answer, world):
    costs = []
    for number in (3, 30):
        for _ in range(number):
            person = world.make.person(name="陈晨")
            world.enrol(person)
            ask("我想问一个问题", person=person)
            answer(ask("我想问另一个", person=person))
        urls = (world.list_at_desk(), world.list_at_desk("?tab=answered"), world.of())
        costs.append([queries_in(lambda u=u: teacher.get(u)) for u in urls])
        costs[-1].append(queries_in(lambda u=urls[-1]: learner.get(u)))
    assert costs[0] == costs[1]
    assert max(costs[1]) <= 9  # eight and the BEGIN
    page = learner.get(world.of()).text
    assert page.count('id="q') == 20
    last = page.split('id="q')[-1].split('"')[0]
    assert learner.get(world.of(what=f"?after={last}")).text.count('id="q') == 20
