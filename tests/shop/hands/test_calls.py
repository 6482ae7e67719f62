"""A producer calls for hands, sees how many come, and takes it back."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text, update

from core.clock import VILLAGE, village_day
from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from core.house import HOUSE
from core.me.operations import data_of
from core.money import Money
from services.paid_work.models import PaidWork
from shop.hands import operations, queries, rules
from shop.hands.models import Hardship, HardshipKind, Wanted
from shop.hands.operations.needing import NEEDS
from shop.hands.operations.personal import OwnHands
from shop.hands.queries.invariants import INVARIANTS
from shop.hands.views import facts_of
from tests.counting import queries_in
from tests.shop.hands.conftest import DAY, get

pytestmark = pytest.mark.both_engines


@pytest.fixture
def desk(client, farmer, producer):
    client.log_in(farmer)
    return f"/sell/{producer.id}/hands"


def fields(at, **kw):
    return {
        "form_key": "12345678",
        "title": "摘橘子",
        "words": "管午饭\n穿胶鞋",
        "place": "后山橘园",
        "day": (village_day(at) + 3 * DAY).isoformat(),
        "begins": "08:00",
        "ends": "12:30",
        "hands": "3",
        "wage": "20",
        "per": "hour",
        **kw,
    }


def all_of_them():
    return db.session.scalars(select(Wanted)).all()


def test_called_for_and_taken_back(client, desk, producer, farmer, shop, at, make):
    assert "还没有请过人手" in client.get(desk).text
    assert producer.address in client.get(f"{desk}/new").text
    for _twice in range(2):
        assert client.send(f"{desk}/new", fields(at)).location == desk
    [made] = all_of_them()
    day = village_day(at) + 3 * DAY
    assert made.starts_at == datetime(day.year, day.month, day.day, 8, tzinfo=VILLAGE)
    assert made.ends_at - made.starts_at == timedelta(hours=4, minutes=30)
    assert (made.hands, made.filled, made.wage_fen, made.per) == (3, 0, 2000, "hour")
    page = client.get(desk).text
    for said in ("已有 0 人来，要 3 人", "¥20.00 / 一小时", "支部核验过这家店"):
        assert said in page
    shop.sponsorship(producer)
    assert "按帮工来办，大家看得到" in client.get(desk).text
    by = make.actor(farmer)
    with writing():
        NEEDS.filled(made.id, farmer.id, by=by, at=at)
    page = client.get(desk).text
    assert "已有 1 人来，要 3 人" in page
    assert "不能收回" in page
    refused = client.send(f"{desk}/{made.id}/close")
    assert refused.status_code == 409
    assert "1 个人" in refused.text
    with writing():
        NEEDS.freed(made.id, farmer.id, by=by, at=at)
    assert client.send(f"{desk}/{made.id}/close").location == desk
    page = client.get(desk).text
    assert "收回了" in page
    assert f"{made.id}/close" not in page
    assert client.send(f"{desk}/{made.id}/close").status_code == 409


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "长" * 41}, "title"),
        ({"title": "推荐的活"}, "title"),
        ({"title": "摘\u200b橘子"}, "title"),
        ({"words": "长" * 301}, "words"),
        ({"place": ""}, "place"),
        ({"day": ""}, "day"),
        ({"day": "x"}, "day"),
        ({"day": "2001-01-01"}, "begins"),
        ({"day": "2999-01-01"}, "day"),
        ({"begins": "25:00"}, "begins"),
        ({"begins": "13:00"}, "ends"),
        ({"begins": "12:10"}, "ends"),
        ({"ends": ""}, "ends"),
        ({"hands": "0"}, "hands"),
        ({"hands": "51"}, "hands"),
        ({"hands": "x"}, "hands"),
        ({"wage": "0"}, "wage"),
        ({"wage": "x"}, "wage"),
        ({"wage": "-5"}, "wage"),
        ({"wage": "5000.01"}, "wage"),
        ({"per": "year"}, "per"),
    ],
)
def test_what_is_wrong_stands_at_its_field(client, desk, at, given, field):
    answer = client.send(f"{desk}/new", fields(at, **given))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "管午饭" in answer.text or field == "words"
    assert all_of_them() == []


def test_a_wage_may_be_left_out(client, desk, at):
    client.send(f"{desk}/new", fields(at, wage="", hands="１"))
    [made] = all_of_them()
    assert (made.wage_fen, made.per, made.hands) == (None, "", 1)
    assert "没有写工钱：支部看得到" in client.get(desk).text


def test_ten_at_a_time(client, desk, wanted, at, make, farmer, do):
    calls = [wanted(days=day) for day in range(1, 11)]
    assert "最多同时请 10 次" in client.get(desk).text
    assert "最多同时请 10 次" in client.get(f"{desk}/new").text
    refused = client.send(f"{desk}/new", fields(at))
    assert refused.status_code == 422
    do(operations.close, calls[0], by=make.actor(farmer))
    assert client.send(f"{desk}/new", fields(at, form_key="abcdefgh")).status_code == 302


def test_what_is_over(client, desk, wanted, monkeypatch, at):
    monkeypatch.setattr(queries, "PAGE", 2)
    for number in range(3):
        call = wanted(title=f"活{number}")
        with writing():
            moved = {"starts_at": at - 2 * DAY, "ends_at": at - DAY}
            db.session.execute(update(Wanted).where(Wanted.id == call.id).values(**moved))
    page = client.get(desk).text
    second = all_of_them()[1]
    assert "来了 0 人" in page
    assert "活0" not in page
    assert f"?after={second.id}" in page
    older = client.get(f"{desk}?after={second.id}").text
    assert "活0" in older
    assert "活2" not in older
    assert client.get(f"{desk}?after=x").status_code == 404


@pytest.mark.parametrize("closed", [False, True])
def test_the_way_to_who_has_asked_stays_whatever_becomes_of_the_call(
    client, desk, wanted, make, farmer, at, closed
):
    """Nobody verifies the farm, and it is over, or was taken back: who has asked is still there."""
    plain = wanted(wage=Money(100_00), per="day")
    call = wanted(wage=Money(100_00), per="day", days=4)
    kind = {"kind": rules.KIND, "owner_id": farmer.id, "hands": 3}
    make.add(PaidWork(ref=call.id, **kind))
    if closed:
        make.add(PaidWork(ref=plain.id, **kind))
        with writing():
            db.session.get(Wanted, plain.id).closed_at = at
    text = client.get(desk).text
    assert f"/volunteer/paid/shop.hands/{call.id}/answers" in text
    assert (f"/volunteer/paid/shop.hands/{plain.id}/answers" in text) is closed


def test_others_have_no_business_here(client, desk, wanted, make, shop, officer):
    call, other = wanted(), shop.producer()
    for person in (make.person(), officer):
        client.log_in(person)
        assert client.get(desk).status_code == 404
        assert client.get(f"{desk}/new").status_code == 404
        assert client.send(f"{desk}/{call.id}/close").status_code == 404
    client.log_in(make.person())
    assert client.send(f"/sell/{other.id}/hands/{call.id}/close").status_code == 404


def test_the_household_reads_what_was_recorded(client, desk, wanted, record, do, make, officer):
    wanted()
    hardship = record(words="canary-seen")
    page = client.get(desk).text
    for said in ("canary-seen", "病了或受伤", "志愿者来，不付工钱"):
        assert said in page
    do(operations.end, hardship, why="canary-over", by=make.actor(officer))
    page = client.get(desk).text
    for said in ("canary-seen", "canary-over", "没有写工钱"):
        assert said in page


def test_who_acts_for_the_household_does_not(wanted, record, make, producer, farmer, at):
    wanted()
    record()
    own = make.actor(farmer)
    helper = replace(own, id=make.person().id, scopes=frozenset({"list"}))
    told = facts_of(producer, after=None, by=own, at=at)
    assert told["live"] is not None
    assert [by_volunteers for _call, by_volunteers in told["calls"]] == [True]
    hidden = facts_of(producer, after=None, by=helper, at=at)
    assert (hidden["live"], hidden["ended"], hidden["own"]) == (None, [], False)
    assert [by_volunteers for _call, by_volunteers in hidden["calls"]] == [False]


def test_history_keeps_no_word_of_a_hardship(record, do, make, officer):
    hardship = record()
    do(operations.end, hardship, why="好转了", by=make.actor(officer))
    about = select(Entry).where(Entry.about == "shop_hardship").order_by(Entry.id)
    entries = db.session.scalars(about).all()
    assert [(each.action, each.was, each.became) for each in entries] == [
        ("record_hardship", None, None),
        ("end_hardship", None, None),
    ]


def test_a_page_costs_as_many_queries_with_ten(client, desk, wanted, record):
    record()
    costs = []
    for days in (range(1, 3), range(3, 11)):
        for day in days:
            wanted(days=day)
        costs.append(queries_in(lambda: client.get(desk)))
    assert costs[0] == costs[1]
    assert costs[0] <= 12


def test_a_copy_and_what_stays_when_the_account_goes(wanted, record, farmer, make, do, officer, at):
    call, hardship = wanted(wage=Money(500), per="hour"), record()
    do(operations.end, hardship, why="好转了", by=make.actor(officer))
    again = record(words="又病了")
    told = data_of(farmer.id)
    assert [row["title"] for row in told["hands"]] == ["摘橘子"]
    assert [row["words"] for row in told["hardships"]] == ["腰伤了，一个人摘不过来", "又病了"]
    assert data_of(make.person().id)["hardships"] == []
    with writing():
        OwnHands().erase(farmer.id, at=at)
    left = get(call)
    assert (left.title, left.words, left.place, left.closed_at) == ("-", "", "", at)
    for row in (hardship, again):
        kept = get(row)
        assert (kept.words, kept.kind) == ("-", HardshipKind.EMERGENCY)
        assert kept.ended_at is not None
    assert get(hardship).end_why == "-"


DEFECTS = {
    "hands.own_hardship": "UPDATE shop_hardship SET recorded_by = :farmer",
    "hands.hardship_untold": "DELETE FROM notice WHERE event = 'hands.recorded'",
    "hands.closed_while_somebody_comes": (
        "UPDATE shop_hands_wanted SET filled = 1, closed_at = asked_at"
    ),
}


def broken():
    db.session.rollback()
    return {name for name, sql in INVARIANTS.items() if db.session.execute(text(sql)).all()}


def test_every_invariant_has_its_defect(app):
    assert set(DEFECTS) == set(INVARIANTS) <= set(HOUSE.invariants)


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_found(name, wanted, record, farmer):
    wanted()
    record()
    assert broken() == set()
    given = {"farmer": farmer.id} if ":farmer" in DEFECTS[name] else {}
    with writing():
        db.session.execute(text(DEFECTS[name]), given)
    assert broken() == {name}


def test_a_shop_that_has_just_closed(wanted, producer, at):
    with writing():
        producer.closed_at = at
    with pytest.raises(Refused, match="关了"):
        wanted()
    assert db.session.scalars(select(Hardship)).all() == []
