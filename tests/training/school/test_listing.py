"""The list of courses: newest first, narrowed as the address asks, page by page."""

from datetime import timedelta

import pytest

from tests.training.school.world import tiles
from training.courses.models import Level, Subject
from training.school.rules import PAGE

pytestmark = pytest.mark.both_engines
NEXT = 'rel="next"'


@pytest.fixture
def courses(world):
    """Return courses that differ, the newest first; the world's own is off."""
    world.change(world.course, is_on=False)
    made = {
        "food": world.shown("腌菜", subject=Subject.FOOD, unlocks="food-seller", language="普通话"),
        "law": world.shown("合同", subject=Subject.LAW, open_reading=True, language="普通话"),
        "host": world.shown("民宿", subject=Subject.HOSTING, level=Level.ADVANCED),
        "sell": world.shown("直播", subject=Subject.SELLING, language="台州话"),
    }
    return {name: each.id for name, each in made.items()}


def next_of(page):
    found = page.text.partition(NEXT)[0].rpartition('href="')[2].partition('"')[0]
    return found.replace("&amp;", "&") if NEXT in page.text else None


def test_all_of_them_the_newest_first(client, courses):
    assert tiles(client.get("/learn/")) == list(courses.values())


def test_a_tile_says_what_it_is(client, world):
    world.say(title="做豆腐", minutes=80)
    world.change(world.course, unlocks="food-seller")
    page = client.get("/learn/").text
    for words in ("做豆腐", "食品安全 · 3 课 · 1 小时 20 分", "桃源夜校", "桃源村"):
        assert words in page, words
    assert "桃源镇党委已核验" in page
    assert "学完有食品销售资格" in page


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("subject=food", ["food"]),
        ("subject=phone", []),
        ("level=beginner", ["food", "law", "sell"]),
        ("level=advanced", ["host"]),
        ("language=台州话", ["sell"]),
        ("language=普通话", ["food", "law"]),
        ("language=普通话&subject=law", ["law"]),
        ("unlocks=food-seller", ["food"]),
        ("unlocks=homestay-host", []),
    ],
)
def test_narrowed(client, courses, query, kept):
    page = client.get(f"/learn/?{query}")
    assert tiles(page) == [courses[each] for each in kept]
    assert ("没有这样的课" in page.text) is (not kept)
    chosen = query.partition("&")[0].partition("=")[2]
    # What nobody teaches cannot be chosen; who came by an address still is told that there is none.
    assert (f'value="{chosen}" selected' in page.text) is (chosen != "phone")


@pytest.mark.parametrize("name", ["subject", "level", "language", "unlocks", "after", "else"])
def test_nonsense_is_passed_over(client, courses, name):
    for nonsense in ("x", "'; --", "%09", "%ff", "1-0", "饭" * 300, "<b>饭"):
        page = client.get(f"/learn/?{name}={nonsense}")
        assert tiles(page) == list(courses.values()), nonsense
        assert "<b>饭" not in page.text


def test_the_heading_says_the_subject(client, courses):
    assert "<h1>法治讲堂</h1>" in client.get("/learn/?subject=law").text
    assert "<h1>学堂</h1>" in client.get("/learn/?level=beginner").text


def test_the_canonical_address_knows_the_subject_alone(client, courses):
    page = client.get("/learn/?subject=law&level=beginner&after=9-9").text
    assert 'rel="canonical" href="http://localhost/learn/?subject=law"' in page


@pytest.mark.parametrize("step", [timedelta(0), timedelta(microseconds=7), timedelta(hours=1)])
def test_page_by_page_none_twice_and_none_lost(client, world, step):
    """Also where many were switched on in the same moment, or in the same thousandth of one."""
    world.change(world.course, is_on=False)
    begun = world.at - timedelta(days=9)
    made = [world.shown(f"课{n}", 1, begun - n * step).id for n in range(2 * PAGE + 3)]
    seen, url, counts = [], "/learn/?subject=food", []
    while url:
        page = client.get(url)
        seen += tiles(page)
        counts.append(len(tiles(page)))
        url = next_of(page)
        assert ("回到第一页" in page.text) is (len(counts) > 1)
    assert counts == [PAGE, PAGE, 3]
    assert seen == (sorted(made, reverse=True) if not step else made)


def test_a_full_page_has_no_next(client, world):
    for number in range(PAGE - 1):
        world.shown(f"课{number}")
    page = client.get("/learn/")
    assert (len(tiles(page)), next_of(page)) == (PAGE, None)


def test_behind_the_last_page(client, world):
    page = client.get("/learn/?after=1-1")
    assert "后面没有了" in page.text
    assert 'href="/learn/"' in page.text


def test_before_anything_is_taught(client, world):
    world.change(world.course, is_on=False)
    assert "学堂还没开课" in client.get("/learn/").text


def test_who_is_signed_in_sees_the_same(client, world):
    page = tiles(client.get("/learn/"))
    client.log_in(world.learner)
    assert tiles(client.get("/learn/")) == page == [world.course.id]
