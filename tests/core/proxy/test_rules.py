"""What may be agreed, for how long, and who may do what with it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.notices.models import Notice
from core.proxy import rules
from core.proxy.models import Act, How, Proxy, Scope
from core.proxy.rules import Standing

TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
VILLAGER, HELPER, OFFICER, RECORDER = 1, 2, 3, 4


def proxy(**kw):
    made = {
        "person_id": VILLAGER,
        "proxy_id": HELPER,
        "scopes": "ask",
        "how": How.PAPER,
        "until": TODAY,
        "asked_at": AT,
        "stop_why": "",
        **kw,
    }
    return Proxy(**made)


@pytest.mark.parametrize(
    ("days", "allowed"), [(-1, False), (0, False), (1, True), (90, True), (91, False)]
)
def test_from_one_day_to_ninety(days, allowed):
    assert (rules.why_not_days(days) is None) is allowed


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, True), (90, True), (91, False)])
def test_until_counts_its_own_day(days, allowed):
    until = TODAY + timedelta(days=days)
    assert (rules.why_not_until(until, today=TODAY) is None) is allowed


def test_scopes_are_written_in_one_order_and_read_again():
    given = {Scope.ASK, Scope.ORDER, Scope.LIST}
    assert rules.written(given) == "order,list,ask"
    assert rules.scopes_of("order,list,ask") == given
    assert rules.named(given) == "下单、上架、提问求助"
    assert rules.why_not_scopes(set())
    assert rules.why_not_scopes(given) is None


def test_every_scope_has_words():
    assert set(rules.SCOPES) == set(rules.MEANS) == set(Scope)


def test_nobody_asks_for_their_own_number():
    assert rules.why_not_ask(own=True)
    assert rules.why_not_ask(own=False) is None


@pytest.mark.parametrize(
    ("person", "helper", "by", "is_family", "field"),
    [
        (VILLAGER, HELPER, OFFICER, False, None),
        (VILLAGER, VILLAGER, OFFICER, False, "helper"),
        (VILLAGER, HELPER, HELPER, False, "helper"),
        (VILLAGER, HELPER, OFFICER, True, "helper"),
    ],
)
def test_who_helps_never_records_it_nor_their_family(person, helper, by, is_family, field):
    wrong = rules.why_not_record(person, helper, by=by, is_family=is_family)
    assert (wrong[0] if wrong else None) == field


@pytest.mark.parametrize(
    ("kw", "by", "allowed"),
    [
        ({}, OFFICER, True),
        ({}, HELPER, False),
        ({"consented_at": AT}, OFFICER, False),
        ({"stopped_at": AT}, OFFICER, False),
        ({"until": TODAY - timedelta(days=1)}, OFFICER, False),
        ({"until": TODAY}, OFFICER, True),
    ],
)
def test_when_the_paper_may_be_handed_in(kw, by, allowed):
    why_not = rules.why_not_sign(proxy(**kw), by=by, is_family=False, today=TODAY)
    assert (why_not is None) is allowed
    assert rules.why_not_sign(proxy(**kw), by=by, is_family=True, today=TODAY)


@pytest.mark.parametrize(
    ("kw", "allowed"),
    [({}, True), ({"stopped_at": AT}, False), ({"until": TODAY - timedelta(days=1)}, False)],
)
def test_what_is_over_is_not_stopped(kw, allowed):
    assert (rules.why_not_stop(proxy(**kw), today=TODAY) is None) is allowed


def standing(**kw):
    made = {
        "proxy_id": 7,
        "person_id": VILLAGER,
        "name": "张桂兰",
        "unit_id": None,
        "scopes": "ask",
        "until": TODAY,
        "consented": True,
        "stopped": False,
        "gone": False,
    }
    return Standing(**{**made, **kw})


@pytest.mark.parametrize(
    ("known", "allowed"),
    [
        (standing(), True),
        (None, False),
        (standing(consented=False), False),
        (standing(stopped=True), False),
        (standing(gone=True), False),
        (standing(until=TODAY - timedelta(days=1)), False),
    ],
)
def test_one_acts_while_it_stands_and_to_the_end_of_the_last_day(known, allowed):
    assert (rules.why_not_act(known, today=TODAY) is None) is allowed


def test_an_act_is_disputed_once_and_only_where_a_branch_answers():
    assert rules.why_not_dispute(Act(), has_branch=True) is None
    assert rules.why_not_dispute(Act(), has_branch=False)
    assert rules.why_not_dispute(Act(disputed_at=AT), has_branch=True)


@pytest.mark.parametrize(
    ("kw", "by", "allowed"),
    [
        ({"disputed_at": AT}, OFFICER, True),
        ({"disputed_at": AT}, HELPER, False),
        ({"disputed_at": AT}, RECORDER, False),
        ({}, OFFICER, False),
        ({"disputed_at": AT, "answered_at": AT}, OFFICER, False),
    ],
)
def test_an_officer_who_neither_helps_nor_has_recorded_it_answers_once(kw, by, allowed):
    one = proxy(recorded_by=RECORDER)
    assert (rules.why_not_answer(Act(**kw), by=by, proxy=one) is None) is allowed


@pytest.mark.parametrize(
    ("kw", "has_another", "waited", "climbed"),
    [
        ({"disputed_at": AT}, True, timedelta(days=3), True),
        ({"disputed_at": AT}, True, timedelta(days=2), False),
        ({"disputed_at": AT}, False, timedelta(0), True),
        ({}, False, timedelta(days=3), False),
    ],
)
def test_the_branch_above_answers_what_is_late_and_what_nobody_else_can(
    kw, has_another, waited, climbed
):
    act, at = Act(**kw), AT + waited
    assert rules.has_climbed(act, has_another=has_another, at=at) is climbed


@pytest.mark.parametrize(
    ("by", "waits", "allowed"),
    [
        (HELPER, False, False),
        (OFFICER, True, True),
        (RECORDER, True, False),
        (RECORDER, False, True),
    ],
)
def test_the_first_time_another_tells_than_who_has_recorded_it(by, waits, allowed):
    one = proxy(recorded_by=RECORDER)
    why_not = rules.why_not_tell(by=by, proxy=one, waits_for_another=waits)
    assert (why_not is None) is allowed


@pytest.mark.parametrize(
    ("first", "last", "due"),
    [
        (timedelta(minutes=2, seconds=59), timedelta(minutes=2, seconds=59), False),
        (timedelta(minutes=3), timedelta(minutes=3), True),
        (timedelta(minutes=14, seconds=59), timedelta(0), False),
        (timedelta(minutes=15), timedelta(0), True),
    ],
)
def test_acts_are_told_when_it_is_quiet_or_has_gone_on_for_long(first, last, due):
    assert rules.is_due(AT - first, AT - last, at=AT) is due


def test_each_kind_of_act_is_named_once():
    words = {f"x.{n}": f"办了{n}" for n in range(9)}

    def said(*whats):
        return rules.what_was_done([Act(what=each, fact="") for each in whats], words)

    assert said("x.1") == "办了1"
    assert said("x.1", "x.2", "x.1") == "办了1（2 次）、办了2"
    many = said(*[f"x.{n}" for n in range(9)])
    assert many.startswith("办了0、")
    assert many.endswith("办了5，还有别的")
    assert said("gone.away") == "办了一件事"


def test_what_came_of_it_is_named_and_leaves_room_for_the_rest_of_the_message():
    words = {"x.1": "下了单"}
    acts = [Act(what="x.1", fact=f"¥12.00 A{n}") for n in (1, 1, 2)]
    assert rules.what_was_done(acts, words) == "下了单：¥12.00 A1（2 次）、下了单：¥12.00 A2"
    long = [Act(what="x.1", fact=f"{n}" * rules.LONGEST_FACT) for n in range(3)]
    said = rules.what_was_done(long, words)
    assert len(said) <= rules.LONGEST_NAMED
    assert said.endswith("，还有别的")


@pytest.mark.parametrize(
    ("kw", "words"),
    [
        ({}, "还没告诉本人"),
        ({"notice": Notice(dead=0, channel="sms")}, "正在给本人发消息"),
        ({"notice": Notice(dead=1, channel="sms")}, "消息没有送到，要当面告诉本人"),
        ({"notice": Notice(dead=0)}, "消息没有送到，要当面告诉本人"),
        ({"told_at": AT, "told_how": "sms"}, "短信告诉了本人"),
    ],
)
def test_how_the_villager_knows_in_words(kw, words):
    assert rules.how_told(Act(**kw)) == words


@pytest.mark.parametrize(
    ("kw", "words"),
    [
        ({}, "等签字的照片"),
        ({"consented_at": AT}, "正在代办期内"),
        ({"consented_at": AT, "until": TODAY - timedelta(days=1)}, "到期了"),
        ({"consented_at": AT, "stopped_at": AT, "stop_why": "self"}, "本人停的"),
    ],
)
def test_how_it_stands_in_words(kw, words):
    assert rules.state_of(proxy(**kw), today=TODAY)[0] == words
