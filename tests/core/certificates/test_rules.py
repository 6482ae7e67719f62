"""Numbers that nobody mistypes unseen, how a certificate stands, and who may end it."""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest

from core.certificates import rules
from core.certificates.models import Certificate, CertificateKind
from core.certificates.rules import SIGNS, State

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
MOMENT = datetime(2026, 11, 1, tzinfo=UTC)
NUMBER = "XC-7K3M-9QPT-4" + rules.check_of("7K3M9QPT4")
ABOVE = frozenset({8, 9})


def test_a_thousand_numbers_tell_nothing():
    numbers = [rules.new_number() for _each in range(1000)]
    assert len(set(numbers)) == 1000
    assert numbers != sorted(numbers)
    for number in numbers:
        assert rules.normal_number(number) == number
        assert len(number) == 15
        assert not set("01OIL") & set(number.removeprefix("XC-"))
    for place in (3, 4, 5, 6, 8, 9, 10, 11, 13, 14):
        assert len({number[place] for number in numbers}) == len(SIGNS)


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER,
        NUMBER.lower(),
        NUMBER.replace("-", ""),
        NUMBER.removeprefix("XC-"),
        f"  {NUMBER.replace('-', ' ')}  ",
        NUMBER.replace("-", "—"),
        "".join(chr(ord(sign) + 0xFEE0) for sign in NUMBER),
    ],
)
def test_however_it_is_typed(typed):
    assert rules.normal_number(typed) == NUMBER


@pytest.mark.parametrize(
    "typed",
    ["", "XC", "证书", NUMBER[:-1], NUMBER + "2", "XD" + NUMBER[2:], "0" + NUMBER, "九" * 10],
)
def test_what_is_no_number(typed):
    assert rules.normal_number(typed) is None


def test_each_wrong_sign_and_each_two_that_changed_places_are_found():
    signs = NUMBER.replace("-", "")[2:]
    assert len(set(signs)) > 5
    for place, sign in enumerate(signs):
        for other in set(SIGNS) - {sign}:
            assert rules.normal_number(signs[:place] + other + signs[place + 1 :]) is None
    for first, second in combinations(range(len(signs)), 2):
        swapped = list(signs)
        swapped[first], swapped[second] = swapped[second], swapped[first]
        same = signs[first] == signs[second]
        assert (rules.normal_number("".join(swapped)) is not None) is same


@pytest.mark.parametrize(
    ("until", "revoked_at", "state"),
    [
        (None, None, State.VALID),
        (TODAY + DAY, None, State.VALID),
        (TODAY, None, State.VALID),
        (TODAY - DAY, None, State.EXPIRED),
        (None, MOMENT, State.REVOKED),
        (TODAY - DAY, MOMENT, State.REVOKED),
    ],
)
def test_how_it_stands(until, revoked_at, state):
    paper = Certificate(valid_until=until, revoked_at=revoked_at)
    assert rules.state_of(paper, today=TODAY) is state


def test_everything_has_its_words():
    assert set(rules.STATES) == set(State)
    assert set(rules.KINDS) == set(CertificateKind)


def test_sentences_say_days_as_the_reader_does(app):
    content = [["从 %(since)s 到 %(until)s 共 %(hours)s 小时", {"since": "2026-01-02", "hours": 3}]]
    content[0][1]["until"] = "2026-11-24"
    assert rules.in_words(content) == ["从 2026年1月2日 到 2026年11月24日 共 3 小时"]
    with pytest.raises(KeyError):
        rules.in_words([["共 %(hours)s 小时", {"since": "2026-01-02"}]])


@pytest.mark.parametrize(
    ("officers", "asked_by", "holder", "seconds"),
    [
        ({1, 2, 3}, 1, 7, {2, 3}),
        ({1, 2}, 1, 7, {2}),
        ({1}, 1, 7, {8, 9}),  # one officer: the branch above
        ({1, 2}, 1, 2, {8, 9}),  # the other one is the holder
        ({1}, 1, 8, {9}),
        ({2}, 1, 7, {2}),  # who asked has left office since
        (set(), 1, 7, {8, 9}),
    ],
)
def test_who_says_the_second_word(officers, asked_by, holder, seconds):
    found = rules.seconds_of(frozenset(officers), ABOVE, asked_by=asked_by, holder=holder)
    assert found == seconds


ASKING = {"is_revoked": False, "is_open": False, "by": 1, "holder": 7, "seconds": frozenset({2})}


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({}, None),
        ({"is_revoked": True}, "已经撤销"),
        ({"is_open": True}, "已经有人提出"),
        ({"holder": 1}, "自己的"),
        ({"seconds": frozenset()}, "两个人"),
    ],
)
def test_why_not_ask(app, given, word):
    reason = rules.why_not_ask(**{**ASKING, **given})
    assert reason is None if word is None else word in reason


@pytest.mark.parametrize(
    ("by", "word"), [(2, None), (1, "另一个人"), (7, "自己的"), (5, "本支部的班子成员")]
)
def test_why_not_answer(app, by, word):
    reason = rules.why_not_answer(by, asked_by=1, holder=7, seconds=frozenset({2}))
    assert reason is None if word is None else word in reason


def test_a_holders_number_stays_and_tells_nothing():
    numbers = [rules.holder_number(person_id) for person_id in range(1, 500)]
    assert numbers == [rules.holder_number(person_id) for person_id in range(1, 500)]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"ZY-[2-9A-Z]{4}-[2-9A-Z]{4}", each) for each in numbers)


def test_what_was_done_is_said_in_the_readers_language(app):
    content = [["%(what)s：%(count)s", {"what": "理发", "count": 2}]]
    with app.test_request_context("/?lang=en"):
        (said,) = rules.in_words(content)
    assert "理发" not in said
