"""The pages of enrolling and of one's own learning, as visitor, learner and teacher open them."""

from datetime import timedelta

import pytest

from core.access import Actor
from core.clock import now
from core.db import db, writing
from core.waitlists.queries import list_of
from tests.counting import queries_in
from tests.services.help.pages.forms import form_of
from tests.training.learning.world import DAY
from training.courses.models import Course
from training.courses.queries import find_shown
from training.learning.operations import enrolling
from training.learning.queries.standing import standing_of
from training.learning.rules.standing import KIND

pytestmark = pytest.mark.both_engines
MINE = "/learn/mine"


@pytest.fixture
def at():
    """A moment that the server would agree with."""
    return now().replace(microsecond=0)


@pytest.fixture
def here(world):
    return f"/learn/{world.course.id}/enrol"


def fill(world, seats=1, waiting=1):
    """Return a full cohort, who is in it, and who waits."""
    cohort = world.cohort(seats=seats)
    people = world.people(seats + waiting)
    inside = [world.enrol(each, cohort=cohort) for each in people[:seats]]
    for each in people[seats:]:
        world.wait(each, cohort)
    return cohort, inside, people


class TestEnrolling:
    """One tap, and what it says when it does not work."""

    def test_one_tap(self, client, world, here):
        client.log_in(world.learner)
        page = client.get(here)
        for words in ("报名：食品安全", "不收钱", "3 课", "桃源夜校", "学的人不满 14 岁？"):
            assert words in page.text, words
        sent = form_of(page, here)
        answers = [client.post(here, data=sent) for _time in range(2)]
        assert [each.location for each in answers] == [MINE, MINE]
        (made,) = world.enrolments()
        assert (made.person_id, made.guardian) == (world.learner.id, "")
        assert "报上了" in client.get(MINE).text
        page = client.get(here)
        assert "您在学这门课" in page.text
        assert f"/learn/{world.course.id}/leave" in page.text
        answer = client.send(here, form_key="another-key")
        assert (answer.status_code, "已经在学" in answer.text) == (422, True)

    def test_a_visitor_signs_in_first(self, client, world, here):
        assert client.get(here).location.startswith("/login")
        assert client.send(here).location.startswith("/login")

    def test_a_child_has_a_guardian(self, client, world, here):
        client.log_in(world.learner)
        answer = client.send(here, form_key="a-key-of-its-own", guardian="张大山")
        assert answer.status_code == 422
        assert "勾上同意" in answer.text
        assert 'value="张大山"' in answer.text
        assert "<details open>" in answer.text
        answer = client.send(here, form_key="a-key-of-its-own", agrees="y")
        assert (answer.status_code, "写监护人的名字" in answer.text) == (422, True)
        sent = {"form_key": "a-key-of-its-own", "guardian": "张大山", "agrees": "y"}
        assert client.send(here, sent).location == MINE
        assert world.enrolments()[0].guardian == "张大山"

    @pytest.mark.parametrize("field", [{"guardian": "长" * 41}, {"cohort": "x"}, {"form_key": "x"}])
    def test_nonsense(self, client, world, here, field):
        client.log_in(world.learner)
        sent = {"form_key": "a-key-of-its-own", "guardian": "张大山", "agrees": "y", **field}
        answer = client.send(here, sent)
        assert answer.status_code == 422
        assert sent["guardian"] in answer.text
        assert world.enrolments() == []

    @pytest.mark.parametrize("number", ["987654", "-1"])
    def test_no_such_cohort(self, client, world, here, number):
        client.log_in(world.learner)
        world.cohort()
        sent = {"form_key": "a-key-of-its-own", "cohort": number}
        answer = client.send(here, sent)
        assert (answer.status_code, "请看看别的" in answer.text) == (422, True)

    def test_what_is_not_shown_is_not_there(self, client, world, here):
        client.log_in(world.learner)
        with writing():
            db.session.get(Course, world.course.id).is_on = False
        assert client.get(here).status_code == 404
        assert client.send(here).status_code == 404
        assert client.get("/learn/987654/enrol").status_code == 404

    def test_which_course_comes_first(self, client, world):
        first = world.make_course("入门")
        course = world.make_course("高级", needs=[first])
        client.log_in(world.learner)
        page = client.get(f"/learn/{course.id}/enrol")
        assert "要先学完《入门》" in page.text
        assert f'href="/learn/{first.id}"' in page.text
        assert "学的人不满" not in page.text

    def test_a_teacher_is_told_why_not(self, client, world, here):
        client.log_in(world.teacher)
        assert "您教这门课，不用报名" in client.get(here).text

    def test_coming_back(self, client, world, here):
        world.leave(world.enrol())
        client.log_in(world.learner)
        page = client.get(here)
        assert "上次学到哪里都留着" in page.text
        assert client.post(here, data=form_of(page, here)).location == MINE


class TestCohorts:
    """Choosing, waiting, taking and doing without."""

    def test_an_only_one_is_chosen_already(self, client, world, here):
        cohort = world.cohort(words="周三晚上七点", seats=30)
        client.log_in(world.learner)
        page = client.get(here)
        assert "周三晚上七点" in page.text
        assert "30 个名额" in page.text
        sent = form_of(page, here)
        assert sent["cohort"] == str(cohort.id)
        assert client.post(here, data=sent).location == MINE
        assert world.enrolments()[0].cohort_id == cohort.id

    def test_of_several_one_chooses(self, client, world, here):
        _first, second = world.cohort(), world.cohort(starts=40, closes=30)
        client.log_in(world.learner)
        sent = form_of(client.get(here), here)
        assert "cohort" not in sent
        answer = client.post(here, data=sent)
        assert (answer.status_code, "请选一期" in answer.text) == (422, True)
        assert client.post(here, data={**sent, "cohort": second.id}).location == MINE
        assert world.enrolments()[0].cohort_id == second.id

    def test_full_one_waits_and_does_without(self, client, world, here):
        cohort, _inside, _people = fill(world)
        client.log_in(world.learner)
        page = client.get(here)
        assert "报满了" in page.text
        wait = f"/learn/{world.course.id}/wait"
        sent = form_of(page, wait)
        answer = client.send(here, form_key="a-key-of-its-own", cohort=cohort.id)
        assert (answer.status_code, "名额已经满了" in answer.text) == (422, True)
        assert [client.post(wait, data=sent).location for _time in range(2)] == [MINE, MINE]
        assert "您在候补，排第 2 位" in client.get(here).text
        page = client.get(MINE)
        assert "排第 2 位" in page.text
        drop = f"/learn/cohorts/{cohort.id}/leave"
        assert client.post(drop, data=form_of(page, drop)).location == MINE
        assert list_of(KIND, person_id=world.learner.id) == []
        answer = client.send(drop, form_key="another-key")
        assert (answer.status_code, "没有在候补" in answer.text) == (422, True)

    def test_waiting_without_a_line(self, client, world):
        wait = f"/learn/{world.course.id}/wait"
        client.log_in(world.learner)
        answer = client.send(wait, form_key="a-key-of-its-own")
        assert (answer.status_code, "直接报名" in answer.text) == (422, True)
        cohort = world.cohort()
        for sent, why in (({"cohort": cohort.id}, "直接报名"), ({}, "请选一期")):
            answer = client.send(wait, sent, form_key="a-key-of-its-own")
            assert (answer.status_code, why in answer.text) == (422, True)

    def test_a_seat_that_is_kept_is_taken(self, client, world, here):
        cohort, (one,), people = fill(world)
        world.leave(one)
        client.log_in(people[1])
        page = client.get(MINE)
        assert "给您留着的名额" in page.text
        page = client.get(here)
        assert "要这个名额" in page.text
        sent = form_of(page, here)
        assert sent["cohort"] == str(cohort.id)
        assert client.post(here, data=sent).location == MINE
        assert world.again(cohort).taken == 1
        assert "您在学" in client.get(here).text

    def test_nobody_ends_the_waiting_of_another(self, client, world):
        cohort, _inside, people = fill(world)
        client.log_in(world.learner)
        assert client.send(f"/learn/cohorts/{cohort.id}/leave").status_code == 404
        assert client.send("/learn/cohorts/987654/leave").status_code == 404
        assert len(list_of(KIND, person_id=people[1].id)) == 1


class TestLeaving:
    """Asked once, then out."""

    def test_out(self, client, world):
        cohort, (one,), people = fill(world)
        client.log_in(people[0])
        url = f"/learn/{world.course.id}/leave"
        page = client.get(url)
        assert "名额马上给候补的人" in page.text
        assert client.post(url, data=form_of(page, "")).location == MINE
        assert world.again(one).status == "out"
        assert world.again(cohort).held == 1
        assert "没有在学" in client.get(url).text
        assert client.send(url, form_key="another-key").status_code == 422

    def test_who_is_not_in_it(self, client, world):
        world.enrol(world.people(1)[0])
        client.log_in(world.learner)
        url = f"/learn/{world.course.id}/leave"
        assert (client.get(url).status_code, client.send(url).status_code) == (404, 404)


class TestMine:
    """What goes on, what is due, what was passed."""

    def test_empty(self, client, world):
        client.log_in(world.learner)
        page = client.get(MINE)
        assert "还没有报课" in page.text
        assert 'href="/learn/"' in page.text

    def test_the_next_lesson_and_how_many_are_done(self, client, world):
        cohort = world.cohort(starts=0, days=10)
        made = world.enrol(cohort=cohort)
        client.log_in(world.learner)
        page = client.get(MINE)
        assert "学完 0 课，一共 3 课" in page.text
        assert "开始学：第1课" in page.text
        assert "结束" in page.text
        world.done(made, 1, 3)
        page = client.get(MINE)
        assert "学完 2 课，一共 3 课" in page.text
        assert f'href="/learn/{world.course.id}/2"' in page.text
        world.done(made, 2)
        assert f'href="/learn/{world.course.id}"' in client.get(MINE).text

    def test_one_that_begins_later_and_a_course_without_lessons(self, client, world):
        world.enrol(cohort=world.cohort(words="周三晚上"))
        world.enrol(course=world.make_course("空课", lessons=0))
        client.log_in(world.learner)
        page = client.get(MINE)
        assert "周三晚上" in page.text
        assert "空课" in page.text

    def test_passed_with_and_without_a_certificate(self, client, world):
        made = world.passed(world.enrol())
        client.log_in(world.learner)
        page = client.get(MINE)
        assert "学完的" in page.text
        assert "/certificates/" not in page.text
        paper = world.certificate(made)
        page = client.get(MINE)
        assert f'href="/certificates/{paper.number}"' in page.text
        assert "有效" in page.text

    def test_nothing_of_others(self, client, world):
        world.passed(world.enrol(world.people(1)[0]))
        client.log_in(world.learner)
        assert "食品安全" not in client.get(MINE).text

    @pytest.mark.parametrize("after", ["x", "-1", ""])
    def test_a_key_of_no_sense(self, client, world, after):
        client.log_in(world.learner)
        assert client.get(f"{MINE}?after={after}").status_code == 404

    def test_it_comes_in_pages_and_costs_the_same(self, client, world):
        def more(count):
            for _each in range(count):
                course = world.make_course("一课")
                made = world.passed(world.enrol(course=course))
                world.certificate(made)
                world.done(world.enrol(course=world.make_course("在学")), 1)

        more(2)
        client.log_in(world.learner)
        client.get(MINE)
        few = queries_in(lambda: client.get(MINE))
        more(31)
        assert queries_in(lambda: client.get(MINE)) == few <= 8
        page = client.get(MINE)
        assert page.text.count("结业证书</a>") == 30
        older = page.text.split('rel="next"', maxsplit=1)[0].rpartition('href="')[2].split('"')[0]
        assert client.get(older).text.count("结业证书</a>") == 3
        assert "后面没有了" in client.get(f"{MINE}?after=1").text


class TestStanding:
    """What the course's own page asks."""

    def test_of_a_visitor_nothing_is_known(self, world, at):
        world.cohort()
        standing = standing_of(find_shown(world.course.id, at=at), None, at=at)
        assert (standing.is_known, standing.choices) == (False, [])
        assert len(standing.cohorts) == 1

    def test_it_costs_little(self, world, at):
        world.enrol(cohort=world.cohort())
        shown = find_shown(world.course.id, at=at)
        by = world.actor()
        assert queries_in(lambda: standing_of(shown, by, at=at)) <= 7

    def test_for_whom_one_acts(self, world, at):
        made = world.enrol()
        helper = Actor(id=world.teacher.id, person=world.learner.id, name="")
        standing = standing_of(find_shown(world.course.id, at=at), helper, at=at)
        assert (standing.is_teacher, standing.learning.id) == (False, made.id)


def test_an_offer_that_ran_out_is_no_choice(world, at):
    _cohort, (one,), people = fill(world)
    world.leave(one)
    later = at + DAY
    standing = standing_of(find_shown(world.course.id, at=later), world.actor(people[1]), at=later)
    assert (standing.choices, standing.cohorts[0].way) == ([], "drop")
    with writing():
        wait = list_of(KIND, person_id=people[1].id)[0][0]
        enrolling.lapse(wait, at=later + timedelta(days=1))
