"""Whom to ask next: who has the skill, is near, and does less; and whom never."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteering.models import Reach, Shift, Task, TurnStatus
from services.volunteering.rules.signups import Standing
from services.volunteering.rules.turns import (
    TURN,
    Candidate,
    Home,
    Wanted,
    distance,
    may_ask,
    ranked,
    why_not_accept,
)

VILLAGE, TOWNSHIP, COUNTY = Reach.VILLAGE, Reach.TOWNSHIP, Reach.COUNTY
ANY = Wanted()
AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def who(person_id=1, **kw):
    made = {"distance": VILLAGE, "reach": COUNTY, **kw}
    return Candidate(person_id=person_id, **made)


def test_who_has_the_skill_comes_before_who_is_near():
    wanted = Wanted(skill="repairs")
    far = who(2, distance=COUNTY, minutes=900, skills=frozenset({"repairs"}))
    assert ranked([who(1), far], wanted) == [2, 1]
    assert ranked([who(1), far], ANY) == [1, 2]


def test_who_is_near_comes_before_who_does_little():
    near = [who(1, distance=COUNTY), who(2, distance=TOWNSHIP), who(3, minutes=600)]
    assert ranked(near, ANY) == [3, 2, 1]


def test_who_does_less_comes_before_the_lower_number():
    assert ranked([who(1, minutes=121), who(2, minutes=120), who(3, minutes=120)], ANY) == [2, 3, 1]


@pytest.mark.parametrize(
    "never",
    [
        {"was_asked": True},
        {"has_declined": True},
        {"is_in": True},
        {"overlaps": True},
        {"is_kin": True},
    ],
)
def test_who_is_never_asked(never):
    assert ranked([who(1, **never)], ANY) == []


def test_into_a_home_only_who_is_known_to_a_branch_is_asked():
    people = [who(1), who(2, is_known=True)]
    assert ranked(people, Wanted(at_home=True)) == [2]
    assert ranked(people, ANY) == [1, 2]


@pytest.mark.parametrize(
    ("reach", "asked"),
    [(VILLAGE, [VILLAGE]), (TOWNSHIP, [VILLAGE, TOWNSHIP]), (COUNTY, [VILLAGE, TOWNSHIP, COUNTY])],
)
def test_nobody_is_asked_farther_than_they_go(reach, asked):
    found = [each for each in Reach if may_ask(who(reach=reach, distance=each), ANY)]
    assert found == asked


@pytest.mark.parametrize(
    ("age", "min_age", "asked"),
    [(15, 16, False), (16, 16, True), (None, 16, True), (None, 17, False), (None, 18, False),
     (17, 18, False), (18, 18, True)],
)  # fmt: skip
def test_nobody_under_age_is_asked(age, min_age, asked):
    assert may_ask(who(age=age), Wanted(min_age=min_age)) is asked


def test_without_the_licence_nobody_is_asked_without_the_skill_they_are():
    wanted = Wanted(skill="driving", licence="driver")
    licensed = who(1, licences=frozenset({"driver"}))
    both = replace(licensed, person_id=2, skills=frozenset({"driving"}), distance=COUNTY)
    assert ranked([who(3, skills=frozenset({"driving"})), licensed, both], wanted) == [2, 1]


@given(st.permutations(range(12)))
def test_the_order_does_not_hang_on_who_was_read_first(order):
    all_of_them = [
        who(number, distance=list(Reach)[number % 3], minutes=number % 2 * 60, age=20)
        for number in range(12)
    ]
    expected = ranked(all_of_them, ANY)
    assert ranked([all_of_them[each] for each in order], ANY) == expected
    assert sorted(expected) == list(range(12))


# Branches 1 and 2 stand below 9, branch 3 below 8; unit 10 and 11 are of branch 1.
HOME = Home(unit_id=10, branch_id=1, parent_id=9)


@pytest.mark.parametrize(
    ("place", "far"),
    [
        (HOME, VILLAGE),
        (Home(unit_id=11, branch_id=1, parent_id=9), TOWNSHIP),
        (Home(unit_id=20, branch_id=2, parent_id=9), TOWNSHIP),
        (Home(unit_id=90, branch_id=9, parent_id=None), TOWNSHIP),
        (Home(unit_id=30, branch_id=3, parent_id=8), COUNTY),
        (Home(unit_id=None, branch_id=1, parent_id=9), VILLAGE),  # anywhere in the branch's
        (Home(unit_id=None, branch_id=2, parent_id=9), TOWNSHIP),
        (Home(unit_id=None, branch_id=9, parent_id=None), TOWNSHIP),
        (Home(unit_id=None, branch_id=3, parent_id=8), COUNTY),
    ],
)
def test_how_far_it_is(place, far):
    assert distance(HOME, place) is far


def test_two_without_a_branch_above_are_not_neighbours():
    first = Home(unit_id=1, branch_id=1, parent_id=None)
    assert distance(first, Home(unit_id=2, branch_id=2, parent_id=None)) is COUNTY


def test_below_the_branch_of_the_task_is_its_township():
    above = Home(unit_id=90, branch_id=9, parent_id=None)
    assert distance(above, HOME) is TOWNSHIP


def test_who_has_no_home_in_the_house_is_far():
    assert distance(None, HOME) is COUNTY


# Answers


def answer(status=TurnStatus.OFFERED, late=-1, taken=0, **kw):
    task = Task(title="扫雪", min_age=16, licence="", skill="repairs", in_turn=True)
    starts = AT + timedelta(days=1)
    shift = Shift(task=task, starts_at=starts, ends_at=starts, capacity=1, taken=taken, held=0)
    until = AT - timedelta(minutes=late)
    return why_not_accept(status, until, shift, Standing(at=AT, **kw), at=AT)


@pytest.mark.parametrize(("late", "allowed"), [(-1, True), (0, False), (1, False)])
def test_yes_counts_in_time(late, allowed):
    assert (answer(late=late) is None) is allowed


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (TurnStatus.ACCEPTED, "答复过"),
        (TurnStatus.DECLINED, "答复过"),
        (TurnStatus.SILENT, "时间过了"),
        (TurnStatus.WITHDRAWN, "有人去了"),
    ],
)
def test_yes_counts_once(status, told):
    assert told in answer(status)


def test_yes_needs_a_place_and_the_time():
    assert "满" in answer(taken=1)
    assert "送菜" in answer(overlapping="送菜")
    assert answer() is None  # the skill they may lack: they were asked, and said that they can


def test_a_question_ends_once_and_after_silence_only_with_a_no():
    assert set(TURN.actions(TurnStatus.OFFERED)) == {
        "accept", "decline", "fall_silent", "withdraw",
    }  # fmt: skip
    assert TURN.actions(TurnStatus.SILENT) == ["decline"]
    for status in (TurnStatus.ACCEPTED, TurnStatus.DECLINED, TurnStatus.WITHDRAWN):
        assert not TURN.actions(status)
