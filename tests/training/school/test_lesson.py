"""A lesson: open to all where its course is, else for who is in the course, in their version."""

import pytest

from tests.training.school.world import HOW, acting, hide
from training.courses.models import LessonKind

pytestmark = pytest.mark.both_engines
FOR_LEARNERS = "这一课报了名就能看"


@pytest.fixture
def url(world):
    world.lesson(None, 2, body="先洗手，**再**摆案板。", points=["洗手"], minutes=15)
    return f"/learn/{world.course.id}/2"


class TestOpen:
    """A course that everybody may read."""

    @pytest.fixture(autouse=True)
    def here(self, world):
        world.say(open_reading=True)

    def test_the_whole_text(self, client, world, url):
        page = client.get(url).text
        assert "<h1>第2课</h1>" in page
        assert "先洗手，<strong>再</strong>摆案板。" in page
        for words in ("第 2 课，共 3 课", "大约 15 分钟", "记住这几点"):
            assert words in page, words
        assert FOR_LEARNERS not in page

    def test_on_and_back(self, client, world, url):
        page = client.get(url).text
        assert f'href="/learn/{world.course.id}/1"' in page
        assert f'href="/learn/{world.course.id}/3"' in page
        first = client.get(f"/learn/{world.course.id}/1").text
        assert "上一课" not in first
        last = client.get(f"/learn/{world.course.id}/3").text
        assert "下一课" not in last
        assert "回到目录" in last

    def test_what_is_to_be_watched_can_be_read_and_played(self, client, world, url):
        world.lesson(None, 2, kind=LessonKind.VIDEO, transcript="大家好，今天讲洗手。", seconds=60)
        page = client.get(url).text
        assert "大家好，今天讲洗手。" in page
        assert "<video" not in page
        film = world.film(2)
        page = client.get(url).text
        assert f'src="/recordings/{film.ref}"' in page
        assert 'preload="none"' in page
        assert "点了播放才会用流量。" in page

    def test_who_is_signed_in_reads_it_too(self, client, world, url):
        client.log_in(world.make.person(name="邻居"))
        assert "摆案板" in client.get(url).text

    @pytest.mark.parametrize("how", HOW)
    def test_not_where_the_course_is_not_shown(self, client, world, url, how):
        assert client.get(url).status_code == 200
        hide(world, how)
        assert client.get(url).status_code == 404


class TestForLearners:
    """A course that one enrols in."""

    def test_a_visitor_is_told_how_to_get_to_it(self, client, world, url):
        world.lesson(None, 2, kind=LessonKind.VIDEO, transcript="大家好。", seconds=60)
        world.film(2)
        page = client.get(url).text
        assert FOR_LEARNERS in page
        assert "摆案板" not in page
        for words in ("记住这几点", "大家好。", "/recordings/"):
            assert words not in page
        assert f'href="/learn/{world.course.id}"' in page

    @pytest.mark.parametrize("who", ["neighbour", "teacher", "officer"])
    def test_so_is_everybody_who_is_not_in_it(self, client, world, url, who):
        person = {
            "neighbour": world.make.person(name="邻居"),
            "teacher": world.teacher,
            "officer": world.officer,
        }[who]
        client.log_in(person)
        page = client.get(url).text
        assert FOR_LEARNERS in page
        assert "摆案板" not in page

    def test_who_is_in_it_reads_their_own_version(self, client, world, url):
        world.enrol()
        world.version(world.course, "新的", 4)
        world.lesson(None, 2, body="新写的。")
        client.log_in(world.learner)
        page = client.get(url).text
        assert "摆案板" in page
        assert "新写的" not in page
        assert client.get(f"/learn/{world.course.id}/4").status_code == 404

    def test_what_was_kept_for_visitors_is_not_theirs(self, client, world, url):
        assert FOR_LEARNERS in client.get(url).text
        world.enrol()
        client.log_in(world.learner)
        assert "摆案板" in client.get(url).text
        client.log_out()
        assert "摆案板" not in client.get(url).text

    def test_who_acts_for_them_does_not(self, client, world, url):
        world.enrol()
        acting(client, world, world.make.person(name="李小帮"))
        page = client.get(url).text
        assert FOR_LEARNERS in page
        assert "摆案板" not in page

    def test_who_has_left_does_not(self, client, world, url):
        world.leave(world.enrol())
        client.log_in(world.learner)
        assert "摆案板" not in client.get(url).text

    def test_who_has_passed_may_look_again(self, client, world, url):
        world.passed(world.enrol())
        client.log_in(world.learner)
        assert "摆案板" in client.get(url).text

    @pytest.mark.parametrize("how", HOW)
    def test_where_the_course_is_not_shown_its_learners_go_on(self, client, world, url, how):
        if how == "not published":  # what somebody learns was published
            return
        world.enrol()
        hide(world, how)
        assert client.get(url).status_code == 404
        client.log_in(world.learner)
        assert "摆案板" in client.get(url).text


@pytest.mark.parametrize("key", ["0", "99", "x", "-1", "987654321987654321987654321"])
def test_no_such_lesson(client, world, key):
    assert client.get(f"/learn/{world.course.id}/{key}").status_code == 404
    world.enrol()
    client.log_in(world.learner)
    assert client.get(f"/learn/{world.course.id}/{key}").status_code == 404


def test_of_a_draft_there_is_none(client, world):
    world.say(open_reading=True)
    draft = world.make_course("还在写", 2, published=False, open_reading=True)
    assert client.get(f"/learn/{draft.id}/1").status_code == 404
    assert client.get(f"/learn/{draft.id}").status_code == 404
