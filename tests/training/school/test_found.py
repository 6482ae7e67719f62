"""Courses in the search, the sitemap, the feed, on the home page; and what is nowhere at all."""

import pytest

from core.clock import now
from core.db import db
from core.search import jobs
from tests.counting import queries_in
from tests.training.school.world import HOW, TILE, hide
from training.courses.models import Subject
from training.school.queries.searched import COURSE
from training.school.views import FEED, SEARCHABLE, SHOWCASE
from training.school.views.listing import AT_HOME

pytestmark = pytest.mark.both_engines
(COURSES,) = SEARCHABLE
TITLE = "桃源豆腐课"


@pytest.fixture
def speaks(app):
    with app.test_request_context():
        yield


@pytest.fixture
def named(world):
    world.say(title=TITLE, summary="点卤不难。", for_whom="想卖豆腐的", open_reading=True)
    world.change(world.organiser, about="周老师教豆腐。")
    return world.course


class TestSearchable:
    """What the index keeps, and what is shown of it."""

    def test_a_document_holds_all_a_course_is_found_by(self, named, world, speaks):
        (document,) = COURSES.documents([named.id])
        assert (document.kind, document.ref, document.title) == (COURSE, named.id, TITLE)
        for words in ("食品安全", "点卤不难", "想卖豆腐的", "第1课", "桃源夜校", "桃源村"):
            assert words in document.text, words

    def test_a_hit_says_how_long_and_who_has_been_there(self, named, world, speaks):
        world.say(minutes=80)
        ((hit,), facets) = COURSES.shown([named.id], {}, at=now())
        assert (hit.title, hit.url) == (TITLE, f"/learn/{named.id}")
        assert hit.meta == "食品安全 · 1 小时 20 分 · 桃源夜校"
        assert (hit.seal, facets) == ("桃源镇党委已核验", ())

    def test_in_the_order_that_was_asked_for(self, world, speaks):
        ids = [world.course.id, *(world.shown(f"课{n}").id for n in range(3))]
        for order in (ids, ids[::-1]):
            hits, _facets = COURSES.shown([*order, 987_654], {}, at=now())
            assert [each.ref for each in hits] == order

    def test_filters_of_goods_leave_no_course(self, named, speaks):
        assert COURSES.shown([named.id], {"category": "fruit"}, at=now()) == ((), ())
        assert COURSES.shown([named.id], {"category": ""}, at=now())[0]

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            (["豆腐"], True),
            (["点卤"], True),
            (["桃源村", "豆腐"], True),
            (["桃源夜校"], True),
            (["豆腐", "香蕉"], False),
            (["%"], False),
            (["_"], False),
            (["\\"], False),
            (["'"], False),
        ],
    )
    def test_plain_sql_takes_words_as_they_stand(self, named, speaks, words, found):
        assert COURSES.like(words, limit=9, at=now()) == ([named.id] if found else [])

    def test_refs_and_addresses_go_on_where_they_ended(self, world, speaks):
        ids = [world.course.id, *(world.shown(f"课{n}").id for n in range(6))]
        for read in (
            lambda after: list(COURSES.refs(after=after, limit=3)),
            lambda after: [each[0] for each in COURSES.addresses(after=after, limit=3, at=now())],
        ):
            seen = []
            while page := read(seen[-1] if seen else 0):
                seen += page
            assert seen == ids

    def test_it_costs_the_same_for_many(self, world, speaks):
        ids = [world.course.id, *(world.shown(f"课{n}").id for n in range(9))]

        def cost(read, some):
            db.session.rollback()
            return queries_in(lambda: read(some))

        for read in (COURSES.documents, lambda some: COURSES.shown(some, {}, at=now())):
            assert cost(read, ids[:2]) == cost(read, ids) <= 3

    def test_by_the_house_s_own_search(self, client, named):
        jobs.rebuild()
        page = client.get("/search?q=豆腐").text
        assert f'href="/learn/{named.id}"' in page
        assert "课程" in page


class TestOutside:
    """The home page, the feed and the map."""

    def test_the_home_page_shows_the_newest(self, client, world):
        world.change(world.course, is_on=False)
        ids = [world.shown(f"课{n}").id for n in range(AT_HOME + 1)]
        page = client.get("/").text
        assert [int(each) for each in TILE.findall(page)] == ids[:AT_HOME]
        assert "学堂里的课" in page

    def test_without_courses_it_says_nothing(self, client, world, app):
        world.change(world.course, is_on=False)
        assert "学堂里的课" not in client.get("/").text
        with app.test_request_context():
            assert SHOWCASE[0](now()) is None

    def test_the_menu_leads_there(self, client, world):
        assert 'href="/learn/"' in client.get("/").text

    def test_the_feed(self, client, named, speaks):
        (entry,) = FEED[0](now(), 9)
        assert (entry.url, entry.title) == (f"/learn/{named.id}", TITLE)
        assert entry.text == "桃源夜校 · 点卤不难。"
        assert entry.at == named.listed_at
        assert TITLE in client.get("/feed.atom").text

    def test_the_feed_is_as_long_as_was_asked(self, world, speaks):
        ids = [world.shown(f"课{n}").id for n in range(5)]
        assert [entry.url for entry in FEED[0](now(), 2)] == [f"/learn/{each}" for each in ids[:2]]

    def test_the_map(self, client, named):
        assert f"<loc>http://localhost/learn/{named.id}</loc>" in client.get("/sitemap.xml").text


@pytest.mark.parametrize("how", HOW)
def test_what_is_not_shown_is_nowhere(client, named, world, app, how):
    """Neither where it stood before, nor to whoever keeps its address; only its learners go on."""
    places = (
        "/learn/",
        f"/learn/?subject={Subject.FOOD.value}",
        "/",
        "/feed.atom",
        "/search?q=豆腐",
    )
    own = [f"/learn/{named.id}", f"/learn/{named.id}/1"]
    jobs.rebuild()
    for url in (*places, *own):
        answer = client.get(url)
        assert answer.status_code == 200
        assert TITLE in answer.text, url
    assert f"/learn/{named.id}<" in client.get("/sitemap.xml").text
    hide(world, how)
    for index in ("as it was", "made anew"):
        for url in places:
            answer = client.get(url)
            assert answer.status_code == 200
            assert TITLE not in answer.text, (index, url)
        for url in own:
            assert client.get(url).status_code == 404
        assert f"/learn/{named.id}<" not in client.get("/sitemap.xml").text
        assert TITLE not in client.get(f"/learn/organisers/{world.organiser.id}").text
        jobs.rebuild()
    with app.test_request_context():
        assert COURSES.visible([named.id], at=now()) == set()
        assert COURSES.shown([named.id], {}, at=now())[0] == []
        assert COURSES.like(["豆腐"], limit=9, at=now()) == []
        if how not in {"not begun", "lapsed"}:  # days end without anybody telling the index
            assert COURSES.documents([named.id]) == []


def test_what_was_never_verified_is_nowhere(client, world):
    """Of a course that is switched on and of its organiser, before a branch has been there."""
    world.change(world.course, sponsorship_id=None, put_under_at=None, put_under_by=None)
    world.say(title=TITLE, open_reading=True)
    unseen = world.make_organiser(world.make.person(name="新老师"), verified=False)
    world.change(world.course, organiser_id=unseen.id)
    jobs.rebuild()
    for url in ("/learn/", "/", "/feed.atom", "/search?q=豆腐", "/sitemap.xml"):
        answer = client.get(url)
        assert TITLE not in answer.text
        assert f"/learn/{world.course.id}" not in answer.text
    for url in (f"{world.course.id}", f"{world.course.id}/1", f"organisers/{unseen.id}"):
        assert client.get(f"/learn/{url}").status_code == 404
