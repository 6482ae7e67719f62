"""Who may come to a shift, who may wait, and until when one may say no: at each boundary."""

from datetime import UTC, datetime, timedelta

import pytest

from core.waitlists.models import WaitStatus
from services.volunteering.models import Shift, SignupStatus, Task
from services.volunteering.rules import signups as rules
from services.volunteering.rules.reminding import is_time_to_remind
from services.volunteering.rules.signups import Standing, Way

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # ten in the morning
MINUTE = timedelta(minutes=1)
BOUNDARY = pytest.mark.parametrize(("late", "allowed"), [(-1, True), (0, False), (1, False)])


def shift_of(*, starts=AT + timedelta(days=1), capacity=1, taken=0, held=0, cancelled=None, **kw):
    made = {"title": "扫雪", "min_age": 16, "skill": "", "licence": "", "in_turn": False, **kw}
    return Shift(
        task=Task(**made),
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        capacity=capacity,
        taken=taken,
        held=held,
        cancelled_at=cancelled,
    )


def standing(**kw):
    return Standing(at=AT, **kw)


def why(shift, at=AT, **kw):
    return rules.why_not_join(shift, standing(**kw), at=at)


def test_anybody_may_come_where_there_is_a_place():
    assert why(shift_of()) is None


def test_into_a_home_comes_only_who_is_known_to_a_branch():
    shift = shift_of(served_id=9)
    assert "支部认识您以后" in why(shift)
    assert why(shift, is_known=True) is None
    assert rules.why_not_wait(shift, standing(), at=AT)
    assert rules.why_not_enter(shift, standing(), at=AT) is None  # the officer knows them


@BOUNDARY
def test_one_may_sign_up_until_it_starts(late, allowed):
    shift = shift_of()
    assert (why(shift, at=shift.starts_at + late * MINUTE) is None) is allowed


@BOUNDARY
def test_one_may_say_no_until_it_starts(late, allowed):
    shift = shift_of()
    found = rules.why_not_cancel(shift, at=shift.starts_at + late * MINUTE)
    assert (found is None) is allowed


@BOUNDARY
def test_an_officer_enters_and_takes_out_until_the_end(late, allowed):
    shift = shift_of()
    at = shift.ends_at + late * MINUTE
    assert (rules.why_not_enter(shift, standing(), at=at) is None) is allowed
    assert (rules.why_not_take_out(shift, at=at) is None) is allowed


@pytest.mark.parametrize(
    ("min_age", "age", "told"),
    [
        (16, None, None),
        (17, None, "出生日期"),
        (18, None, "出生日期"),
        (18, 17, "满 18 岁"),
        (18, 18, None),
        (18, 19, None),
        (14, 13, "满 14 岁"),
        (14, 14, None),
        (16, 15, "满 16 岁"),
    ],
)
def test_age(min_age, age, told):
    found = why(shift_of(min_age=min_age), age=age)
    assert found is None if told is None else told in found


def test_a_licence_that_is_needed_must_be_held_by_whoever_comes():
    shift = shift_of(licence="driver")
    assert "驾驶证" in why(shift, licences=frozenset({"nurse"}))
    assert "驾驶证" in rules.why_not_enter(shift, standing(), at=AT)
    assert why(shift, licences=frozenset({"driver"})) is None


def test_a_skill_is_said_by_oneself_first():
    shift = shift_of(skill="repairs")
    assert "水电维修" in why(shift)
    assert why(shift, skills=frozenset({"repairs"})) is None
    assert rules.why_not_enter(shift, standing(), at=AT) is None  # the officer knows them


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"is_in": True}, "已经报上"),
        ({"is_kin": True}, "自家人"),
        ({"overlapping": "送菜"}, "已经报了“送菜”"),
    ],
)
def test_who_cannot_come_is_neither_signed_up_nor_entered(facts, told):
    for found in (
        why(shift_of(), **facts),
        rules.why_not_wait(shift_of(taken=1), standing(**facts), at=AT),
        rules.why_not_enter(shift_of(), standing(**facts), at=AT),
    ):
        assert told in found


def test_a_cancelled_shift_is_nobodys():
    shift = shift_of(cancelled=AT)
    for found in (
        why(shift),
        rules.why_not_wait(shift, standing(), at=AT),
        rules.why_not_enter(shift, standing(), at=AT),
    ):
        assert "取消" in found


def test_a_task_in_turn_is_not_chosen():
    shift = shift_of(in_turn=True)
    assert "一位一位" in why(shift)
    assert "一位一位" in rules.why_not_wait(shift, standing(), at=AT)
    assert rules.why_not_enter(shift, standing(), at=AT) is None


@pytest.mark.parametrize(("taken", "held"), [(2, 0), (1, 1), (0, 2)])
def test_a_full_shift_is_waited_for(taken, held):
    shift = shift_of(capacity=2, taken=taken, held=held)
    assert "满" in why(shift)
    assert rules.why_not_wait(shift, standing(), at=AT) is None
    assert "满" in rules.why_not_enter(shift, standing(), at=AT)


def test_where_a_place_is_free_nobody_waits():
    assert "直接报名" in rules.why_not_wait(shift_of(), standing(), at=AT)


def test_nobody_waits_twice():
    waits = standing(waits=WaitStatus.WAITING, place=1)
    assert "已经在候补" in rules.why_not_wait(shift_of(taken=1), waits, at=AT)


@pytest.mark.parametrize(("minutes", "open_to_all"), [(150, False), (149, True), (119, True)])
def test_who_waits_comes_first_until_two_hours_before(minutes, open_to_all):
    shift = shift_of(capacity=2, taken=1)
    at = shift.starts_at - minutes * MINUTE
    assert (why(shift, at=at, is_waited_for=True) is None) is open_to_all
    full = shift_of(taken=1)
    waits = rules.why_not_wait(full, standing(), at=at)
    assert (waits is None) is not open_to_all


@pytest.mark.parametrize(
    ("facts", "shift", "expected"),
    [
        ({}, {}, Way.JOIN),
        ({}, {"taken": 1}, Way.WAIT),
        ({"is_in": True}, {"taken": 1}, Way.CANNOT),
        ({"is_in": True}, {"taken": 1, "starts": AT}, Way.NONE),
        ({"is_kin": True}, {}, Way.NONE),
        ({"waits": WaitStatus.WAITING, "place": 3}, {"taken": 1}, Way.LEAVE),
        ({"waits": WaitStatus.WAITING, "place": 1}, {}, Way.JOIN),
        ({"waits": WaitStatus.OFFERED, "kept_until": AT + MINUTE}, {"held": 1}, Way.TAKE),
        ({"waits": WaitStatus.OFFERED, "kept_until": AT}, {"held": 1}, Way.LEAVE),
        (
            {"waits": WaitStatus.OFFERED, "kept_until": AT + MINUTE, "overlapping": "送菜"},
            {"held": 1},
            Way.LEAVE,
        ),
    ],
)
def test_one_button(facts, shift, expected):
    found = standing(**facts)
    assert found.way(shift_of(**shift)) is expected


def test_whatever_the_button_does_is_allowed():
    """The page and the operation cannot disagree: what has a button is refused for no reason."""
    for facts in ({}, {"is_in": True}, {"waits": WaitStatus.WAITING, "place": 1}):
        for taken in (0, 1):
            found, shift = standing(**facts), shift_of(taken=taken)
            reason = {
                Way.JOIN: rules.why_not_join(shift, found, at=AT),
                Way.WAIT: rules.why_not_wait(shift, found, at=AT),
                Way.CANNOT: rules.why_not_cancel(shift, at=AT),
            }.get(found.way(shift))
            assert reason is None


def test_who_is_out_comes_back_by_a_new_line():
    assert not rules.SIGNUP.actions(SignupStatus.OUT)


@pytest.mark.parametrize(
    ("clock", "day", "reminded"),
    [
        ("16:59", 23, False),
        ("17:00", 23, True),
        ("20:59", 23, True),
        ("21:00", 23, False),
        ("06:59", 24, False),
        ("07:00", 24, True),
        ("09:59", 24, True),
        ("10:00", 24, False),
    ],
)
def test_people_are_reminded_in_the_evening_before_or_in_the_morning(clock, day, reminded):
    hour, minute = map(int, clock.split(":"))
    at = datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)
    assert is_time_to_remind(AT, at=at) is reminded
