"""The page of one's own learning, and what a course's page asks of who looks at it."""

from datetime import timedelta

import pytest

from core.access import Actor
from core.clock import now
from core.db import writing
from core.waitlists.queries import list_of
from tests.counting import queries_in
from tests.training.learning.world import DAY
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


def fill(world, seats=1, waiting=1):
    """Return a full cohort, who is in it, and who waits."""
    cohort = world.cohort(seats=seats)
    people = world.people(seats + waiting)
    inside = [world.enrol(each, cohort=cohort) for each in people[:seats]]
    for each in people[seats:]:
        world.wait(each, cohort)
    return cohort, inside, people


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

    def test_passed_with_its_certificate(self, client, world):
        client.log_in(world.learner)
        made = world.enrol()
        assert "/certificates/" not in client.get(MINE).text
        paper = world.certificate(world.passed(made))
        page = client.get(MINE)
        assert "学完的" in page.text
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
                world.passed(world.enrol(course=course))
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
