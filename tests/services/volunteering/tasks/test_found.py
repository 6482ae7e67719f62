"""Tasks on the home page, in the search and in the sitemap."""

import re
from datetime import timedelta

import pytest

from core.db import writing
from core.house import HOUSE
from core.search.queries import list_due
from services.volunteering.operations import tasks as operations
from tests.services.volunteering.tasks.world import SECRETS, at_hour

LINK = re.compile(r'href="/volunteer/(\d+)"')


def test_the_home_page_shows_what_lacks_hands(client, task, come, at):
    full = task(capacity=1, title="人够的", **at_hour(at, 1))
    come(full.shifts[0])
    made = [task(title=f"第{n}件", **at_hour(at, 2 + n)) for n in range(5)]
    page = client.get("/").text
    assert "需要人手" in page
    assert [int(each) for each in LINK.findall(page)] == [each.id for each in made[:4]]


def test_without_any_the_home_page_is_silent(client, app):
    assert "需要人手" not in client.get("/").text


@pytest.fixture
def found():
    return next(each for each in HOUSE.searchable if each.kind == "task")


def test_what_the_index_holds(found, task, at_home, by, at):
    made = task(skill="haircut", place="文化礼堂门口")
    hidden = task(in_turn=True)
    gone = task()
    with writing():
        operations.cancel(gone, why="下雨", by=by, at=at)
    every = [made.id, at_home.id, hidden.id, gone.id]
    assert set(found.refs(after=0, limit=9)) == {made.id, at_home.id}
    assert found.refs(after=max(made.id, at_home.id), limit=9) == []
    texts = {each.ref: f"{each.title} {each.text}" for each in found.documents(every)}
    assert set(texts) == {made.id, at_home.id}
    for said in ("给老人剪头发", "带上推子", "理发", "文化礼堂门口", "桃源村", "桃源村党支部"):
        assert said in texts[made.id]
    assert not [each for each in SECRETS if each in texts[at_home.id]]


def test_what_is_shown_of_what_was_found(app, found, task, at, by):
    made = task(**at_hour(at, 1))
    later = task(**at_hour(at, 2))
    with app.test_request_context():
        hits, facets = found.shown([later.id, made.id, 987654], {}, at=at)
        assert [each.ref for each in hits] == [later.id, made.id]
        assert hits[1].url == f"/volunteer/{made.id}"
        assert "桃源村" in hits[1].meta
        assert facets == ()
        assert found.shown([made.id], {"category": "fruit"}, at=at) == ((), ())
        over = made.shifts[0].starts_at
        assert found.visible([made.id, later.id], at=over) == {later.id}
        assert found.visible([made.id], at=over - timedelta(minutes=1)) == {made.id}
        assert [ref for ref, _url, _when in found.addresses(after=0, limit=9, at=over)] == [
            later.id
        ]
        assert found.addresses(after=0, limit=1, at=at)[0][1] == f"/volunteer/{made.id}"


def test_plain_sql_finds_it_too(found, task, at_home, at):
    made = task(place="文化礼堂门口", skill="haircut")
    assert set(found.like(["桃源村"], limit=9, at=at)) == {made.id, at_home.id}
    assert found.like(["剪头发", "推子"], limit=9, at=at) == [made.id]
    assert found.like(["文化礼堂门口"], limit=9, at=at) == [made.id]
    assert found.like(["三组"], limit=9, at=at) == []
    assert found.like(["桃源村"], limit=1, at=at) != []


def test_from_made_to_found_and_gone(client, task, by, at):
    made = task(title="编竹篮")
    HOUSE.jobs["search.write"]()
    assert f"/volunteer/{made.id}" in client.get("/search?q=竹篮").text
    assert "编竹篮" in client.get("/search/suggest?q=编竹").json
    with writing():
        operations.cancel(made, why="下雨", by=by, at=at)
    assert f"/volunteer/{made.id}" not in client.get("/search?q=竹篮").text
    assert client.get("/search/suggest?q=编竹").json == []


def test_a_village_that_is_called_otherwise_has_its_tasks_written_anew(task, village, at):
    made = task()
    HOUSE.jobs["search.write"]()
    for hear in HOUSE.renamed:
        with writing():
            hear("unit", village.id, at=at)
    assert [(each.kind, each.ref) for each in list_due()] == [("task", made.id)]
