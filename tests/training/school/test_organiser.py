"""The page of who holds courses: what a branch saw there, and all that is open there."""

import pytest

from tests.training.school.world import OF_THE_ORGANISER, hide, tiles

pytestmark = pytest.mark.both_engines


@pytest.fixture
def url(world):
    return f"/learn/organisers/{world.organiser.id}"


def test_who_it_is_and_what_was_seen(client, world, url):
    world.change(world.organiser, about="周老师教豆腐。", phone="0718-1234567")
    page = client.get(url).text
    assert "<h1>桃源夜校</h1>" in page
    for words in ("周老师教豆腐。", "村委会二楼", "0718-1234567", "不收钱", "桃源镇党委已核验"):
        assert words in page, words


def test_its_courses_and_no_others(client, world, url):
    newer = world.shown("做豆腐")
    world.shown("关了的", is_on=False)
    own = [newer.id, world.course.id]
    world.another()
    world.shown("柳湾的课")
    assert tiles(client.get(url)) == own


def test_none_now(client, world, url):
    world.change(world.course, is_on=False)
    assert "现在没有开着的课" in client.get(url).text


@pytest.mark.parametrize("how", OF_THE_ORGANISER)
def test_not_verified_it_is_not_there(client, world, url, how):
    assert client.get(url).status_code == 200
    hide(world, how)
    assert client.get(url).status_code == 404
    client.log_in(world.teacher)
    assert client.get(url).status_code == 404, "to its own keeper it is no more public"


def test_one_that_nobody_has_been_to(client, world):
    made = world.make_organiser(world.make.person(), verified=False)
    assert client.get(f"/learn/organisers/{made.id}").status_code == 404


@pytest.mark.parametrize("organiser_id", ["0", "987654", "x", "-1", "99999999999999999999"])
def test_no_such_organiser(client, world, organiser_id):
    assert client.get(f"/learn/organisers/{organiser_id}").status_code == 404
