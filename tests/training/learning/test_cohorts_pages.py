"""The pages of cohorts at the teacher's desk."""

import pytest

from core.clock import now, village_day
from core.db import db, writing
from tests.services.help.pages.forms import form_of
from tests.training.learning.world import DAY
from training.learning.models import Cohort

pytestmark = pytest.mark.both_engines


@pytest.fixture
def at():
    """A moment that the server would agree with."""
    return now().replace(microsecond=0)


@pytest.fixture
def here(client, world):
    """Return the address of the course's cohorts; its teacher is signed in."""
    client.log_in(world.teacher)
    return f"/teach/courses/{world.course.id}/cohorts"


def sent(world, **kw):
    made = {"starts_on": world.today + 7 * DAY, "ends_on": world.today + 30 * DAY}
    made |= {"closes_on": world.today + 5 * DAY, "seats": "20", "least": "", "words": "周三晚上"}
    return {"form_key": "a-key-of-its-own", **made, **kw}


def cohorts():
    db.session.rollback()
    return db.session.query(Cohort).order_by(Cohort.id).all()


class TestMaking:
    """A cohort is opened, and shown."""

    def test_opened(self, client, world, here):
        page = client.get(here)
        assert "还没有开班" in page.text
        assert client.get(f"{here}/new").status_code == 200
        answers = [client.send(f"{here}/new", sent(world)) for _time in range(2)]
        (made,) = cohorts()
        assert [each.location for each in answers] == [f"{here}/{made.id}"] * 2
        assert (made.seats, made.least, made.course_id) == (20, 0, world.course.id)
        page = client.get(f"{here}/{made.id}")
        for words in ("正在报名", "20 个，报了 0 人", "几人都开", "周三晚上", "还没有人报名"):
            assert words in page.text, words
        assert "再开一期" in client.get(here).text

    @pytest.mark.parametrize(
        "field",
        [
            {"starts_on": "x"},
            {"starts_on": ""},
            {"ends_on": "2020-01-01"},
            {"closes_on": "2099-01-01"},
            {"seats": "many"},
            {"seats": "0"},
            {"seats": "501"},
            {"seats": ""},
            {"least": "-1"},
            {"least": "21"},
            {"words": "长" * 201},
        ],
    )
    def test_nonsense(self, client, world, here, field):
        answer = client.send(f"{here}/new", sent(world, **field))
        assert answer.status_code == 422
        assert "周三晚上" in answer.text or "words" in field
        assert cohorts() == []

    def test_not_before_it_is_published(self, client, world, here):
        draft = world.make_course("草稿", published=False)
        assert "还没发布" in client.get(f"/teach/courses/{draft.id}/cohorts").text
        answer = client.send(f"/teach/courses/{draft.id}/cohorts/new", sent(world))
        assert (answer.status_code, "还没发布" in answer.text) == (422, True)


class TestChanging:
    """Days while nobody is in it, seats always, an end with a reason."""

    def test_the_days(self, client, world, here):
        made = world.cohort()
        url = f"{here}/{made.id}/edit"
        filled = form_of(client.get(url), "")
        assert filled["starts_on"] == made.starts_on.isoformat()
        answer = client.send(url, {**filled, "seats": "9"})
        assert answer.location == f"{here}/{made.id}"
        assert world.again(made).seats == 9
        world.enrol(cohort=made)
        page = client.get(url)
        assert "日子不能改" in page.text
        assert f"{here}/{made.id}/seats" in page.text
        assert client.send(url, filled).status_code == 422
        assert client.send(url, sent(world, seats="x")).status_code == 422

    def test_more_seats(self, client, world, here):
        made = world.cohort(seats=1)
        people = world.people(2)
        world.enrol(people[0], cohort=made)
        world.wait(people[1], made)
        url = f"{here}/{made.id}/seats"
        assert 'value="1"' in client.get(url).text
        for wrong in ("0", "x", "501"):
            assert client.send(url, seats=wrong).status_code == 422
        assert client.send(url, seats="2").location == f"{here}/{made.id}"
        assert "给候补的 1 位留了名额" in client.get(f"{here}/{made.id}").text
        assert world.again(made).held == 1

    def test_cancelled(self, client, world, here):
        made = world.cohort()
        world.enrol(cohort=made)
        url = f"{here}/{made.id}/cancel"
        assert "报了 1 人" in client.get(url).text
        for why in ("", "长" * 201):
            assert client.send(url, why=why).status_code == 422
        assert client.send(url, why="老师病了").location == f"{here}/{made.id}"
        page = client.get(f"{here}/{made.id}")
        assert "老师病了" in page.text
        assert "取消这一期" not in page.text
        assert "取消了" in client.get(url).text
        assert client.send(url, why="老师病了").status_code == 422
        assert "取消了" in client.get(f"{here}/{made.id}/edit").text
        assert "取消了" in client.get(here).text

    def test_held_though_few_have_come(self, client, world, here):
        made = world.cohort(least=2, seats=5)
        world.enrol(cohort=made)
        url = f"{here}/{made.id}/hold"
        assert "不用定" in client.get(url).text
        assert client.send(url).status_code == 422
        with writing():
            row = db.session.get(Cohort, made.id)
            row.closes_on = village_day(world.at) - DAY
        assert "最少要 2 人" in client.get(f"{here}/{made.id}").text
        assert "等您定" in client.get(here).text
        assert "照样开" in client.get(url).text
        assert client.send(url).location == f"{here}/{made.id}"
        assert world.again(made).least == 1
        assert "报名截止了" in client.get(here).text


class TestSeeing:
    """Who is in it is seen by the course's teachers alone."""

    def test_names_and_guardians(self, client, world, here):
        made = world.cohort(seats=40)
        world.enrol(cohort=made, guardian="张大山", agrees=True)
        world.passed(world.enrol(world.people(1)[0], cohort=made))
        page = client.get(f"{here}/{made.id}")
        for words in ("张桂兰", "张大山", "村民0", "学完了", "在学"):
            assert words in page.text, words

    @pytest.mark.parametrize("what", ["", "/edit", "/seats", "/cancel", "/hold"])
    def test_nobody_else(self, client, world, here, what):
        made = world.cohort()
        other = world.make_course("另一门")
        assert client.get(f"{here}/{made.id}{what}").status_code == 200
        crossed = f"/teach/courses/{other.id}/cohorts/{made.id}{what}"
        assert client.get(crossed).status_code == 404
        for person in (world.learner, world.officer):
            client.log_in(person)
            assert client.get(f"{here}/{made.id}{what}").status_code == 404
            assert client.get(here).status_code == 404
            assert client.get(f"{here}/new").status_code == 404

    def test_pages(self, client, world, here):
        for _each in range(32):
            made = world.cohort(seats=40)
        page = client.get(here)
        assert page.text.count("正在报名") == 30
        older = page.text.split('rel="next"', maxsplit=1)[0].rpartition('href="')[2].split('"')[0]
        assert client.get(older).text.count("正在报名") == 2
        assert "后面没有了" in client.get(f"{here}?after=1").text
        for each in world.people(32):
            world.enrol(each, cohort=made)
        page = client.get(f"{here}/{made.id}")
        assert page.text.count("在学") == 30
        assert "后面没有了" in client.get(f"{here}/{made.id}?after=999999").text
        assert client.get(f"{here}?after=x").status_code == 404
