"""Hardship at the desk: recorded by another than the household, ended with a reason, seen there."""

import pytest
from sqlalchemy import select

from core.branches.models import OfficeRole, Unit, UnitKind
from core.clock import village_day
from core.db import db
from core.errors import Refused
from core.house import HOUSE
from core.notices.models import Notice
from shop.hands import operations, queries
from shop.hands.models import Hardship
from shop.producers.models import ProducerKind
from tests.counting import queries_in
from tests.shop.hands.conftest import DAY, get

pytestmark = pytest.mark.both_engines


@pytest.fixture
def desk(client, officer, branch):
    client.log_in(officer)
    return f"/desk/{branch.id}/hardships"


def fields(at, **kw):
    today = village_day(at)
    return {
        "form_key": "12345678",
        "who": "陈家橘园",
        "kind": "illness",
        "words": "腰伤了，一个人摘不过来",
        "since": today.isoformat(),
        "until": (today + 30 * DAY).isoformat(),
        "agreed": "y",
        **kw,
    }


def all_of_them():
    return db.session.scalars(select(Hardship).order_by(Hardship.id)).all()


def told(person):
    notices = select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)
    return db.session.scalars(notices).all()


def test_recorded_and_ended(client, desk, producer, farmer, officer, branch, at):
    assert "现在没有登记着的" in client.get(desk).text
    assert client.get(f"{desk}/new").status_code == 200
    for _twice in range(2):
        assert client.send(f"{desk}/new", fields(at)).location == desk
    [made] = all_of_them()
    assert (made.producer_id, made.branch_id) == (producer.id, branch.id)
    assert made.recorded_by == officer.id
    page = client.get(desk).text
    for said in ("陈家橘园", "陈阿福", "病了或受伤", "腰伤了", "李宣登记"):
        assert said in page
    url = f"{desk}/{made.id}/end"
    page = client.get(url).text
    assert "腰伤了" in page
    assert "马上取消" in page
    while HOUSE.queue.take():
        pass
    empty = client.send(url, why=" ", form_key="12345678")
    assert empty.status_code == 422
    assert 'id="why-error"' in empty.text
    assert client.send(url, why="长" * 201, form_key="12345678").status_code == 422
    for _twice in range(2):
        assert client.send(url, why="好转了", form_key="abcdefgh").location == desk
    assert HOUSE.queue.take() == ("volunteering.recall", ())
    late = client.send(url, why="再来", form_key="87654321")
    assert late.status_code == 422
    assert "已经结束了" in late.text
    assert "陈家橘园" not in client.get(desk).text
    over = client.get(f"{desk}?state=over").text
    for said in ("陈家橘园", "李宣结束", "好转了"):
        assert said in over
    assert client.get(f"{desk}?state=x").status_code == 404
    assert [each.event for each in told(farmer)] == ["hands.recorded", "hands.ended"]


def test_the_household_hears_and_no_message_says_what_of(
    client, record, do, make, officer, farmer, producer
):
    hardship = record(words="canary-seen")
    do(operations.end, hardship, why="canary-over", by=make.actor(officer))
    assert len(told(farmer)) == 2
    for each in told(farmer):
        assert each.url == f"/sell/{producer.id}/hands"
        assert "canary" not in str(each.facts)
    client.log_in(farmer)
    inbox = client.get("/inbox").text
    assert "登记了您家的情况" in inbox
    assert "结束了您家情况的登记" in inbox
    for said in ("canary", "病", "难处"):
        assert said not in inbox


@pytest.mark.parametrize("typed", ["陈家橘园", "陈阿福", "13977776666", " 139 7777 6666 "])
def test_found_by_shop_name_or_number(client, desk, shop, make, village, at, typed, producer):
    person = make.person(name="何秀", phone="13977776666")
    mine = shop.producer(person, village, name="何家菜园")
    wanted = producer if "陈" in typed else mine
    assert client.send(f"{desk}/new", fields(at, who=typed)).location == desk
    assert [each.producer_id for each in all_of_them()] == [wanted.id]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"who": ""}, "who"),
        ({"who": "没有这一家"}, "who"),
        ({"who": "陈"}, "who"),
        ({"who": "13900009999"}, "who"),
        ({"kind": "poor"}, "kind"),
        ({"words": " "}, "words"),
        ({"words": "长" * 201}, "words"),
        ({"since": "x"}, "since"),
        ({"since": "2001-01-01"}, "since"),
        ({"until": ""}, "until"),
        ({"until": "2001-01-01"}, "until"),
        ({"until": "2999-01-01"}, "until"),
        ({"agreed": ""}, "agreed"),
    ],
)
def test_what_is_wrong_stands_at_its_field(client, desk, producer, at, given, field):
    sent = {name: value for name, value in fields(at, **given).items() if value or name != "agreed"}
    answer = client.send(f"{desk}/new", sent)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "腰伤了" in answer.text or field == "words"
    assert all_of_them() == []


def test_days_are_held_by_the_operation(record):
    for since, until in ((0, 181), (-61, 5), (31, 40), (5, 4)):
        with pytest.raises(Refused):
            record(since=since, until=until)
    made = record(until=180)
    assert made.until - made.since == 180 * DAY


@pytest.mark.parametrize("kind", sorted(set(ProducerKind) - {ProducerKind.HOUSEHOLD}))
def test_never_a_company_cooperative_or_family_farm(client, desk, shop, village, at, kind):
    shop.producer(unit=village, kind=kind, name="云溪合作社")
    answer = client.send(f"{desk}/new", fields(at, who="云溪合作社"))
    assert answer.status_code == 422
    assert "只登记农户" in answer.text
    assert all_of_them() == []


def test_only_of_the_branch_s_own_villages(client, desk, shop, make, branch, at):
    shop.producer(unit=make.unit(), name="别村人家")
    shop.producer(unit=make.unit(branch, kind=UnitKind.COOPERATIVE), name="社里人家")
    shop.producer(unit=make.unit(branch), name="关了的店", closed_at=at)
    for name in ("别村人家", "社里人家", "关了的店"):
        answer = client.send(f"{desk}/new", fields(at, who=name))
        assert answer.status_code == 422
        assert "没有找到" in answer.text


def test_two_of_the_same_name(client, desk, shop, village, at, producer, farmer):
    shop.producer(farmer, village, name="陈家鸡场")
    answer = client.send(f"{desk}/new", fields(at, who="陈阿福"))
    assert answer.status_code == 422
    assert "有 2 家" in answer.text


def test_never_ones_own_nor_a_housemate_s(client, make, branch, home_of, farmer, record, do, at):
    make.officer(branch, role=OfficeRole.DEPUTY, person=farmer)
    village = db.session.get_one(Unit, home_of.unit_id)
    son = make.resident(village, make.person(name="陈小"), household_id=home_of.id)
    make.officer(branch, role=OfficeRole.DISCIPLINE, person=son)
    for person, word in ((farmer, "自己家的"), (son, "同一户")):
        client.log_in(person)
        answer = client.send(f"/desk/{branch.id}/hardships/new", fields(at))
        assert answer.status_code == 422
        assert word in answer.text
        assert 'id="who-error"' in answer.text
    hardship = record()
    for person, word in ((farmer, "自己家的"), (son, "同一户")):
        client.log_in(person)
        url = f"/desk/{branch.id}/hardships/{hardship.id}/end"
        assert word in client.get(url).text
        assert client.send(url, why="好了", form_key="12345678").status_code == 422
        with pytest.raises(Refused, match=word):
            do(operations.end, hardship, why="好了", by=make.actor(person))
    assert get(hardship).ended_at is None


def test_a_neighbour_without_a_known_household_may(record, make, branch, village, producer):
    neighbour = make.resident(village, make.person(name="邻居"))
    make.officer(branch, role=OfficeRole.DEPUTY, person=neighbour)
    assert record(by=neighbour).recorded_by == neighbour.id


def test_one_at_a_time_and_anew_when_it_has_run_out(record, at):
    first = record(until=10)
    with pytest.raises(Refused, match="已经登记着"):
        record()
    last_day = at + 10 * DAY
    with pytest.raises(Refused, match="已经登记着"):
        record(at=last_day, since=10, until=20)
    again = record(at=last_day + DAY, since=11, until=20)
    ended = get(first)
    assert (ended.end_why, ended.ended_by) == ("到期", None)
    assert get(again).ended_at is None


def test_a_hardship_that_has_run_out_is_marked(client, desk, record, officer, monkeypatch):
    record(until=0)
    assert "已到期" not in client.get(desk).text
    monkeypatch.setenv("XINGCUN_CLOCK_OFFSET", str(int(DAY.total_seconds())))
    client.log_in(officer)
    assert "已到期" in client.get(desk).text


def test_seen_at_the_desk_of_that_branch_alone(client, desk, record, make, producer, branch):
    hardship = record(words="canary-seen")
    township = make.branch()
    strangers = [make.person(), make.admin(), make.clerk(), make.officer(township)]
    for person in strangers:
        client.log_in(person)
        for url in (desk, f"{desk}/new", f"{desk}/{hardship.id}/end"):
            assert client.get(url).status_code == 404
        assert client.send(f"{desk}/{hardship.id}/end", why="x").status_code == 404
        assert client.send(f"{desk}/new").status_code == 404
        crossed = f"/desk/{township.id}/hardships/{hardship.id}/end"
        assert client.get(crossed).status_code == 404
    client.log_out()
    for url in ("/", "/market/", f"/market/farms/{producer.id}", f"/branches/{branch.id}"):
        assert "canary" not in client.get(url).text


def test_recorded_at_once_by_two(at_once, make, branch, producer, secretary, officer, found, at):
    branch_id, producer_id = branch.id, producer.id

    def put(by):
        def do():
            where = db.session.get_one(type(branch), branch_id)
            whose = db.session.get_one(type(producer), producer_id)
            operations.record(where, whose, found(), by=by, at=at)

        return do

    row = "UPDATE shop_producer SET version = version"
    done = at_once(put(make.actor(secretary)), put(make.actor(officer)), row=row)
    assert sum(done) == 1
    assert len(all_of_them()) == 1


def test_more_than_a_page(client, desk, shop, village, record, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    rows = [record(shop.producer(unit=village, name=f"人家{n}")) for n in range(3)]
    page = client.get(desk).text
    assert f"after={rows[1].id}" in page
    assert "人家0" not in page
    assert "人家0" in client.get(f"{desk}?after={rows[1].id}").text
    assert client.get(f"{desk}?after=x").status_code == 404


def test_thirty_cost_as_many_queries_as_three(client, desk, shop, village, record):
    costs = []
    for count in (3, 27):
        for _each in range(count):
            record(shop.producer(unit=village))
        costs.append(queries_in(lambda: client.get(desk)))
    assert costs[0] == costs[1] <= 8
