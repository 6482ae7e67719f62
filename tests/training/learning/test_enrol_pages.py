"""The pages of enrolling as visitor, learner and teacher open them."""

import pytest

from core.clock import now
from core.db import db, writing
from core.waitlists.queries import list_of
from tests.services.help.pages.forms import form_of
from training.courses.models import Course
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
        for words in ("报名：食品安全", "不收钱", "3 课", "桃源夜校", "满 14 岁，报名"):
            assert words in page.text, words
        sent = form_of(page, here, press="grown")
        answers = [client.post(here, data=sent) for _time in range(2)]
        assert [each.location for each in answers] == [MINE, MINE]
        (made,) = world.enrolments()
        assert (made.person_id, made.guardian) == (world.learner.id, "")
        assert "报上了" in client.get(MINE).text
        page = client.get(here)
        assert "您在学这门课" in page.text
        assert f"/learn/{world.course.id}/leave" in page.text
        answer = client.send(here, form_key="another-key", grown="y")
        assert (answer.status_code, "已经在学" in answer.text) == (422, True)

    def test_a_visitor_signs_in_first(self, client, world, here):
        assert client.get(here).location.startswith("/login")
        assert client.send(here).location.startswith("/login")

    def test_nobody_is_taken_for_grown_who_did_not_say_so(self, client, world, here):
        client.log_in(world.learner)
        answer = client.send(here, form_key="a-key-of-its-own")
        assert (answer.status_code, "<details open>" in answer.text) == (422, True)
        sent = {"grown": "y", "guardian": "张大山", "agrees": "y"}
        answer = client.send(here, sent, form_key="a-key-of-its-own")
        assert (answer.status_code, "满 14 岁不用写监护人" in answer.text) == (422, True)
        assert world.enrolments() == []

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

    @pytest.mark.parametrize(
        "field",
        [
            {"guardian": "长" * 41},
            {"cohort": "x"},
            {"cohort": "-1"},
            {"cohort": str(2**31)},
            {"cohort": str(2**63)},
            {"form_key": "x"},
        ],
    )
    def test_nonsense(self, client, world, here, field):
        client.log_in(world.learner)
        sent = {"form_key": "a-key-of-its-own", "guardian": "张大山", "agrees": "y", **field}
        answer = client.send(here, sent)
        assert answer.status_code == 422
        assert sent["guardian"] in answer.text
        assert world.enrolments() == []

    @pytest.mark.parametrize("number", ["987654", str(2**31 - 1)])
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
        assert client.post(here, data=form_of(page, here, press="grown")).location == MINE


class TestCohorts:
    """Choosing, waiting, taking and doing without."""

    def test_an_only_one_is_chosen_already(self, client, world, here):
        cohort = world.cohort(words="周三晚上七点", seats=30)
        client.log_in(world.learner)
        page = client.get(here)
        assert "周三晚上七点" in page.text
        assert "30 个名额" in page.text
        sent = form_of(page, here, press="grown")
        assert sent["cohort"] == str(cohort.id)
        assert client.post(here, data=sent).location == MINE
        assert world.enrolments()[0].cohort_id == cohort.id

    def test_of_several_one_chooses(self, client, world, here):
        _first, second = world.cohort(), world.cohort(starts=40, closes=30)
        client.log_in(world.learner)
        sent = form_of(client.get(here), here, press="grown")
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
        sent_late = {"cohort": cohort.id, "grown": "y"}
        answer = client.send(here, sent_late, form_key="a-key-of-its-own")
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
        sent = form_of(page, here, press="grown")
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
