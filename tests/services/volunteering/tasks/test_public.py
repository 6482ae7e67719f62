"""The public list: the soonest first, by day, place and skill, page by page."""

import re
from datetime import timedelta

import pytest

from core.branches.models import Branch
from core.clock import village_day
from core.db import db, writing
from services.volunteering.operations import tasks as operations
from services.volunteering.queries import listing
from services.volunteering.rules import wishes
from tests.counting import queries_in
from tests.services.volunteering.tasks.world import at_hour, hour

LINK = re.compile(r'href="/volunteer/(\d+)"')


def listed(client, query=""):
    answer = client.get(f"/volunteer/{query}")
    assert answer.status_code == 200
    return [int(each) for each in LINK.findall(answer.text)]


def test_an_empty_list_says_what_to_do(client, app):
    page = client.get("/volunteer/").text
    assert "现在没有要人手的事" in page
    assert "/volunteer/me" in page


def test_the_soonest_first_each_task_once(client, task, at):
    late = task(**at_hour(at, 5))
    weekly = task(repeats=4, **at_hour(at, 3))
    soon = task(**at_hour(at, 1))
    same = task(**at_hour(at, 1))
    assert listed(client) == [soon.id, same.id, weekly.id, late.id]
    assert "还有 3 班" in client.get("/volunteer/").text


def test_what_nobody_can_come_to_is_not_listed(client, task, by, at, make, branch):
    begun = task(**at_hour(at, 1))
    in_turn = task(in_turn=True)
    gone = task()
    with writing():
        operations.cancel(gone, why="下雨", by=by, at=at)
    there = task(**at_hour(at, 3))
    assert listed(client) == [begun.id, there.id]
    assert [each.id for each in listing.list_page(wishes.Wish(), at=hour(at, 1, 9)).lines] == [
        there.id
    ]
    assert client.get(f"/volunteer/{in_turn.id}").status_code == 404
    with writing():
        db.session.get(Branch, branch.id).closed_at = at
        operations.bump()
    assert listed(client) == []
    assert client.get(f"/volunteer/{there.id}").status_code == 404


def test_a_full_one_stays_and_says_so(client, task, come):
    made = task(capacity=1)
    assert "还缺 1 人" in client.get("/volunteer/").text
    come(made.shifts[0])
    with writing():
        operations.bump()
    assert "报满了，可以候补" in client.get("/volunteer/").text
    come(task(repeats=2, capacity=1).shifts[0])
    with writing():
        operations.bump()
    assert "后面几班还缺人" in client.get("/volunteer/").text
    assert "报满了" in client.get(f"/volunteer/{made.id}").text


# Filters


@pytest.fixture
def somewhere(make, task, branch, village, at):
    """Return tasks by name: of two villages of one branch, of its township, of a place apart."""
    town = make.branch("桃源镇党委")
    with writing():
        db.session.get(Branch, branch.id).path = f"/{town.id}/{branch.id}/"
    second = make.unit(branch, name="柳湾村")
    apart = make.branch("石磨村党支部")
    make.unit(apart, name="石磨村")
    return {
        "first": task(unit_id=village.id, skill="driving", **at_hour(at, 1)),
        "second": task(unit_id=second.id, **at_hour(at, 2)),
        "town": task(branch=town, skill="driving", **at_hour(at, 3)),
        "apart": task(branch=apart, **at_hour(at, 4)),
    }


def named(tasks, ids):
    return [name for each in ids for name, task in tasks.items() if task.id == each]


def test_by_village_branch_and_all_below_it(client, somewhere, branch, village):
    town, apart = somewhere["town"].branch_id, somewhere["apart"]
    asked = {
        f"?where=u{village.id}": ["first"],
        f"?where=b{branch.id}": ["first", "second"],
        f"?where=b{town}": ["first", "second", "town"],
        f"?where=u{apart.unit_id}": ["apart"],
        "?where=u987654": [],
        "?skill=driving": ["first", "town"],
        f"?skill=driving&where=u{village.id}": ["first"],
        "?skill=cooking": [],
        "?skill=nonsense": ["first", "second", "town", "apart"],
    }
    for query, names in asked.items():
        assert named(somewhere, listed(client, query)) == names, query
    page = client.get(f"/volunteer/?where=u{village.id}&skill=driving").text
    assert f'value="u{village.id}" selected' in page
    assert '<option value="driving" selected' in page
    assert "桃源村" in page
    assert "不限，看全部" in client.get("/volunteer/?skill=cooking").text


def test_by_day(client, somewhere, at):
    days = [village_day(at) + timedelta(days=n) for n in (1, 2, 3, 4)]
    for day, name in zip(days, somewhere, strict=True):
        assert named(somewhere, listed(client, f"?day={day}")) == [name]
    assert listed(client, f"?day={village_day(at) + timedelta(days=9)}") == []


def test_by_week_and_weekend(task, at):
    """Of a task that repeats, the shift in the days asked for is shown."""
    made = task(repeats=12, **at_hour(at, 1))
    first = made.shifts[0].starts_at
    week = wishes.Wish(when=wishes.When.WEEK)
    for number in (0, 5, 11):
        then = first + number * timedelta(weeks=1) - timedelta(minutes=1)
        (line,) = listing.list_page(week, at=then).lines
        assert (line.starts_at, line.shifts) == (then + timedelta(minutes=1), 1)
    begun = first + 11 * timedelta(weeks=1)
    assert listing.list_page(week, at=begun).lines == []


def test_pages_go_on_where_they_end(client, task, at, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 3)
    made = [task(**at_hour(at, 1 + n // 4)).id for n in range(8)]
    seen, url = [], "/volunteer/"
    while url:
        page = client.get(url).text
        seen += [int(each) for each in LINK.findall(page)]
        following = re.search(r'href="([^"]+)"\s+rel="next"', page)
        url = following[1].replace("&amp;", "&") if following else ""
    assert seen == made
    assert "后面没有了" in client.get("/volunteer/?after=99999999999-1").text


def test_a_list_of_thirty_costs_as_much_as_one_of_three(app, client, task, come):
    for _ in range(3):
        come(task(repeats=2).shifts[0])
    few = anew(client)
    for _ in range(27):
        come(task(repeats=2).shifts[0])
    assert anew(client) == few <= 5


def anew(client):
    with writing():
        operations.bump()
    return queries_in(lambda: client.get("/volunteer/"))


def test_a_cached_list_costs_one(client, task):
    task()
    client.get("/volunteer/")
    assert queries_in(lambda: client.get("/volunteer/")) <= 2
