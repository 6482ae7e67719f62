"""Who may ask for paid work, answer and withdraw, at each boundary."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.access import Actor
from core.hooks import Need
from core.money import Money
from services.paid_work import rules
from services.paid_work.models import Deal, DealStatus
from services.paid_work.rules import DEAL, LIVE, Asker

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
D = DealStatus
NEED = Need(
    kind="tests.field",
    ref=1,
    title="摘橘子",
    words="",
    place="东坡",
    unit_id=1,
    starts_at=AT + HOUR,
    ends_at=AT + 9 * HOUR,
    hands=2,
    filled=1,
    owner_id=5,
    owner="小满果园",
    url="/",
    why_paid="要付工钱",
    wage=Money(150_00),
    per="day",
)
WORKER = Actor(id=7, person=7, name="李明")


@pytest.fixture
def whole():
    """Rules need no house."""


def test_each_status_has_words_and_what_is_over_stays_over():
    assert set(rules.STATUSES) == set(DealStatus)
    assert {each for each in DealStatus if DEAL.actions(each)} == set(LIVE)


@pytest.mark.parametrize(
    ("changed", "offered"),
    [({}, True), ({"why_paid": ""}, False), ({"wage": None, "per": ""}, False)],
)
def test_only_what_must_be_paid_and_is_paid_is_offered(changed, offered):
    assert rules.is_offered(replace(NEED, **changed)) == offered
    assert not rules.is_offered(None)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, None),
        ({"filled": 2}, "够"),
        ({"starts_at": AT + MINUTE}, None),
        ({"starts_at": AT}, "开始"),
        ({"starts_at": AT - MINUTE}, "开始"),
        ({"why_paid": ""}, "收回"),
    ],
)
def test_until_when_it_is_offered(changed, said):
    why_not = rules.why_not_offered(replace(NEED, **changed), at=AT)
    assert (why_not is None) if said is None else said in why_not


@pytest.mark.parametrize(
    ("mine", "by", "said"),
    [
        ([], WORKER, None),
        ([D.WITHDRAWN, D.WITHDRAWN], WORKER, None),
        ([D.WITHDRAWN] * 3, WORKER, "几次"),
        ([D.ASKED], WORKER, "已经问了"),
        ([D.AGREED, D.WITHDRAWN], WORKER, "已经说好"),
        ([D.REFUSED], WORKER, "没有请您"),
        ([], Actor(id=5, person=5, name="王小满"), "自己家"),
        ([], Actor(id=7, person=5, name="李明"), "自己家"),
        ([], Actor(id=7, person=8, name="李明"), "不能代办"),
    ],
)
def test_who_may_ask(mine, by, said):
    why_not = rules.why_not_ask(NEED, Asker(mine=mine, age=40), by=by, at=AT)
    assert (why_not is None) if said is None else said in why_not


@pytest.mark.parametrize(
    ("age", "of_age", "said"),
    [(15, True, "未满 16"), (16, False, None), (None, False, "请勾上"), (None, True, None)],
)
def test_nobody_under_sixteen_is_taken_on(age, of_age, said):
    asker = Asker(age=age)
    why = rules.why_not_ask(NEED, asker, by=WORKER, at=AT)
    why = why or rules.why_unsaid(asker, of_age=of_age)
    assert (why is None) if said is None else said in why


def test_nobody_is_at_two_works_at_once():
    assert "摘柿子" in rules.why_not_ask(NEED, Asker(busy_with="摘柿子"), by=WORKER, at=AT)
    assert "和别家" in rules.why_not_agree(NEED, is_busy=True)


@pytest.mark.parametrize("changed", [{"why_paid": ""}, {"wage": None}, {"filled": 2}])
def test_only_for_what_is_offered_somebody_is_taken_on(changed):
    assert rules.why_not_agree(NEED) is None
    assert rules.why_not_agree(replace(NEED, **changed))


@pytest.mark.parametrize("late", [-1, 0, 1])
@pytest.mark.parametrize("status", list(DealStatus))
def test_until_when_both_sides_say_something(status, late):
    moment = NEED.starts_at + late * MINUTE
    before = late < 0
    can_answer = rules.why_not_answer(status, NEED.starts_at, at=moment) is None
    can_withdraw = rules.why_not_withdraw(status, NEED.starts_at, at=moment) is None
    assert can_answer == (before and status is D.ASKED)
    assert can_withdraw == (before and status in LIVE)


def deal(status, **kw):
    return Deal(status=status, **kw, starts_at=NEED.starts_at, ends_at=NEED.ends_at)


@pytest.mark.parametrize(
    ("status", "after", "known"),
    [
        (D.ASKED, -9 * HOUR, False),
        (D.AGREED, -9 * HOUR, True),
        (D.AGREED, timedelta(days=1), True),
        (D.AGREED, timedelta(days=1) + MINUTE, False),
        (D.WITHDRAWN, -9 * HOUR, False),
    ],
)
def test_numbers_are_known_once_it_is_agreed_until_a_day_after(status, after, known):
    assert rules.knows_number(deal(status), at=NEED.ends_at + after) == known


@pytest.mark.parametrize(
    ("status", "at", "words"),
    [
        (D.ASKED, AT, "等主人家答复"),
        (D.ASKED, NEED.starts_at, "没有答复"),
        (D.AGREED, NEED.starts_at, "说好了"),
        (D.AGREED, NEED.ends_at, "做完了"),
        (D.REFUSED, NEED.ends_at, "这次没有请"),
    ],
)
def test_how_it_stands_in_words(status, at, words):
    assert rules.status_in_words(deal(status, ended_by=5), at=at) == words


@pytest.mark.parametrize(("late", "words"), [(-1, "人够了"), (0, "没有答复")])
def test_what_nobody_refused_came_to_nothing_all_the_same(late, words):
    over = deal(D.REFUSED, ended_at=NEED.starts_at + late * MINUTE)
    assert rules.status_in_words(over, at=NEED.ends_at) == words
