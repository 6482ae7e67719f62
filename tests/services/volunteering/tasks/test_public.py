"""The public list and a task's page: facts and risks for all, a home's address for who comes."""

import re
from datetime import timedelta

import pytest

from core.branches.models import Branch
from core.clock import village_day
from core.db import db, writing
from core.house import HOUSE
from core.search.queries import list_due
from services.volunteering.models import Source, Task
from services.volunteering.operations import tasks as operations
from services.volunteering.queries import listing
from services.volunteering.rules import wishes
from tests.counting import queries_in
from tests.services.volunteering.tasks.world import hour

LINK = re.compile(r'href="/volunteer/(\d+)"')


def listed(client, query=""):
    answer = client.get(f"/volunteer/{query}")
    assert answer.status_code == 200
    return [int(each) for each in LINK.findall(answer.text)]


def test_an_empty_list_says_what_to_do(client, app):
    page = client.get("/volunteer/").text
    assert "现在没有要人手的事" in page
    assert "/volunteer/me" in page


def at_hour(at, days, clock=9):
    return {"first_start": hour(at, days, clock), "first_end": hour(at, days, clock + 1)}


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
    assert client.get(f"/volunteer/{in_turn.id}").status_code == 200
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


# One task


def test_facts_and_risks_are_said(client, task):
    daring = {"dangerous": True, "risks": "登梯子", "insurance": "意外险到年底", "min_age": 18}
    made = task(skill="repairs", licence="electrician", place="村口变压器", **daring)
    page = client.get(f"/volunteer/{made.id}").text
    for said in (
        "自愿参加，不来不会有任何影响。",
        "登梯子",
        "意外险到年底",
        "18 岁以上",
        "水电维修",
        "电工证",
        "桃源村 村口变压器",
        "桃源村党支部",
        "0576-01000101",
        "危险的活",
        "要 2 人",
    ):
        assert said in page, said
    assert f"/login?next=/volunteer/{made.id}" in page
    plain = client.get(f"/volunteer/{task().id}").text
    assert "没有特别的风险" in plain
    assert "没有另买保险" in plain


@pytest.fixture
def at_home(make, village, task):
    """Return a task in somebody's home."""
    served = make.resident(village, make.person(name="陈桂花"))
    source = {"source": Source.HELP, "source_kind": "help", "source_ref": 3}
    return task(private=True, place="三组 12 号", served_id=served.id, title="修水龙头", **source)


SECRETS = ("三组 12 号", "陈桂花")


def test_of_a_home_all_see_the_village_only(client, at_home, make, come, officer):
    url = f"/volunteer/{at_home.id}"
    guest, other = come(at_home.shifts[0]), make.person()
    for person in (None, other, make.officer(make.branch())):
        if person is not None:
            client.log_in(person)
        for page in (url, "/volunteer/", "/", "/search?q=修水龙头"):
            text = client.get(page).text
            assert not [each for each in SECRETS if each in text], (person, page)
        assert "桃源村，报了名就看得到地点" in client.get(url).text
    for person in (guest, officer):
        client.log_in(person)
        text = client.get(url).text
        assert all(each in text for each in SECRETS), person
    client.log_out()
    assert not [each for each in SECRETS if each in client.get(url).text]


def test_who_said_no_after_all_reads_it_no_more(client, at_home, come, by, at):
    guest = come(at_home.shifts[0])
    client.log_in(guest)
    assert "三组 12 号" in client.get(f"/volunteer/{at_home.id}").text
    with writing():
        operations.cancel(db.session.get(Task, at_home.id), why="改天", by=by, at=at)
    assert client.get(f"/volunteer/{at_home.id}").status_code == 404


def test_when_it_is_over_a_home_is_shown_to_nobody(
    client, at_home, task, come, officer, at, monkeypatch
):
    guest, public = come(at_home.shifts[0]), task()
    over = hour(at, 2, 14)
    with writing():
        operations.end_over(at=over)
    url, other = f"/volunteer/{at_home.id}", f"/volunteer/{public.id}"
    assert client.get(url).status_code == 404
    assert "已经结束" in client.get(other).text
    monkeypatch.setenv("XINGCUN_CLOCK_OFFSET", str(int((over - at).total_seconds())))
    client.log_in(guest)
    assert client.get(url).status_code == 200
    day_after = hour(at, 3, 11)
    monkeypatch.setenv("XINGCUN_CLOCK_OFFSET", str(int((day_after - at).total_seconds()) + 60))
    client.log_in(guest)
    assert client.get(url).status_code == 404
    client.log_in(officer)
    assert client.get(url).status_code == 200


def test_a_cancelled_one_says_so_and_leads_nowhere(client, task, by, at):
    made = task()
    with writing():
        operations.cancel(made, why="要付的药费没凑齐", by=by, at=at)
    page = client.get(f"/volunteer/{made.id}").text
    assert "已经取消" in page
    assert "登录后报名" not in page
    assert "noindex" in page
    assert "药费" not in page, "why is for those who were to come"


def test_one_in_turn_says_how_it_goes(client, task, make):
    made = task(in_turn=True)
    for person in (None, make.person()):
        if person:
            client.log_in(person)
        page = client.get(f"/volunteer/{made.id}").text
        assert "一位一位地问" in page
        assert "登录后报名" not in page


@pytest.mark.parametrize("asked", ["0", "987654", "x"])
def test_a_task_that_is_not_there(client, asked):
    assert client.get(f"/volunteer/{asked}").status_code == 404


def test_words_stay_words(client, task):
    evil = "<script>__xss=1</script> [点我](javascript:__xss=1)"
    made = task(title="<img src=x onerror=__xss=1>", words=evil, place="<b>坡上</b>")
    for url in ("/", "/volunteer/", f"/volunteer/{made.id}"):
        page = client.get(url).text
        assert "<script>__xss" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page
        assert "<b>坡上" not in page


def test_nothing_ranks_people(client, task, come, make):
    """A visitor and a villager see how many are wanted, never who comes."""
    made = task(capacity=3)
    come(made.shifts[0], make.person(name="吴德顺"))
    for person in (None, make.person()):
        if person:
            client.log_in(person)
        for url in ("/volunteer/", f"/volunteer/{made.id}"):
            page = client.get(url).text
            assert "吴德顺" not in page
            assert "还缺 2 人" in page


# Home page, search, sitemap


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
