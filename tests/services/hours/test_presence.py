"""When one can check in and out, to the minute; and what may be entered by hand."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from services.hours.rules import presence
from services.hours.rules.presence import Elsewhere

START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
END = START + timedelta(hours=3)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture(autouse=True)
def whole():
    """No rows here."""


@dataclass(frozen=True)
class Plan:
    starts_at: datetime = START
    ends_at: datetime = END
    cancelled_at: datetime | None = None


def may_come(at, *, shift=None, is_signed_up=True, elsewhere=None):
    return (
        presence.why_not_check_in(
            shift or Plan(), is_signed_up=is_signed_up, elsewhere=elsewhere, at=at
        )
        is None
    )


@pytest.mark.parametrize(
    ("at", "may"),
    [
        (START - 31 * MINUTE, False),
        (START - 30 * MINUTE - SECOND, False),
        (START - 30 * MINUTE, True),
        (START, True),
        (END - MINUTE, True),
        (END, True),
        (END + SECOND, False),
        (END + MINUTE, False),
    ],
)
def test_one_checks_in_from_half_an_hour_before_until_the_end(at, may):
    assert may_come(at) is may


def test_who_has_not_signed_up_or_is_elsewhere_does_not_check_in():
    assert not may_come(START, is_signed_up=False)
    assert not may_come(START, elsewhere=Elsewhere(title="修水渠", is_here=False, is_open=True))
    assert not may_come(START, shift=replace(Plan(), cancelled_at=START))


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"is_here": True, "is_open": True}, "已经在“修水渠”签到了"),
        ({"is_here": False, "is_open": True}, "您在“修水渠”还没有签退，先去签退"),
        ({"is_here": False, "is_open": True, "is_late": True}, "请“修水渠”的负责人作废、补录"),
        ({"is_here": False, "is_open": False}, "不能重复记"),
        ({"is_here": True, "is_open": False}, "不能重复记"),
    ],
)
def test_who_is_elsewhere_is_told_what_to_do_there(known, said):
    there = Elsewhere(title="修水渠", **known)
    why = presence.why_not_check_in(Plan(), is_signed_up=True, elsewhere=there, at=START)
    assert said in why


def test_nobody_calls_themselves_on_the_roll():
    assert presence.why_not_call(2, by=1) is None
    assert presence.why_not_call(1, by=1)


def may_go(at, *, came=START, by_organiser=False):
    return presence.why_not_check_out(came, Plan(), by_organiser=by_organiser, at=at) is None


@pytest.mark.parametrize(
    ("at", "by_oneself", "by_organiser"),
    [
        (START + 59 * SECOND, False, False),
        (START + MINUTE, True, True),
        (END + 59 * MINUTE, True, True),
        (END + 60 * MINUTE, True, True),
        (END + 60 * MINUTE + SECOND, False, False),
        (START + timedelta(hours=15, minutes=59), False, False),
    ],
)
def test_one_checks_out_until_an_hour_after_the_end_and_the_organiser_no_longer(
    at, by_oneself, by_organiser
):
    assert may_go(at) is by_oneself
    assert may_go(at, by_organiser=True) is by_organiser


@pytest.mark.parametrize(("seconds", "may"), [(0, True), (1, False)])
def test_however_long_the_shift_is_nobody_is_there_for_more_than_sixteen_hours(seconds, may):
    at = START + timedelta(hours=16, seconds=seconds)
    day_long = replace(Plan(), ends_at=START + timedelta(hours=20))
    for by_organiser in (True, False):
        why = presence.why_not_check_out(START, day_long, by_organiser=by_organiser, at=at)
        assert (why is None) is may


@pytest.mark.parametrize(
    ("late", "forgotten"),
    [
        (timedelta(hours=15, minutes=59), False),
        (timedelta(hours=16), True),
        (timedelta(hours=16, minutes=1), True),
    ],
)
def test_after_sixteen_hours_it_is_forgotten(late, forgotten):
    assert presence.is_forgotten(START, at=START + late) is forgotten


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(59, 0), (60, 1), (119, 1), (3599, 59), (3600, 60), (57_600, 960)]
)
def test_minutes_are_whole_and_down(seconds, minutes):
    assert presence.minutes_between(START, START + seconds * SECOND) == minutes


def field_of(starts_at, ends_at, at=END):
    wrong = presence.why_not_enter(Plan(), starts_at, ends_at, at=at)
    return wrong and wrong[0]


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "field"),
    [
        (START, END, None),
        (START - 30 * MINUTE, END, None),
        (START - 31 * MINUTE, END, "starts"),
        (END, END + MINUTE, "ends"),  # not over yet
        (END + MINUTE, END + 2 * MINUTE, "starts"),
        (START, START, "ends"),
        (START, START + 59 * SECOND, "ends"),
        (START, START + MINUTE, None),
        (START, END + SECOND, "ends"),
    ],
)
def test_hours_by_hand_lie_in_the_shift_and_in_the_past(starts_at, ends_at, field):
    assert field_of(starts_at, ends_at) == field


def test_hours_by_hand_last_sixteen_hours_at_most():
    long = timedelta(hours=16)
    assert field_of(START, START + long, at=START + long) is None
    assert field_of(START, START + long + SECOND, at=START + 2 * long) == "ends"


@pytest.mark.parametrize(("days", "may"), [(29, True), (30, True), (31, False)])
def test_hours_are_entered_within_thirty_days(days, may):
    at = END + timedelta(days=days)
    assert (field_of(START, END, at=at) is None) is may


def test_nobody_enters_their_own_or_those_of_a_stranger():
    known = {"is_signed_up": True, "elsewhere": None, "by": 1}
    assert presence.why_not_enter_for(2, **known) is None
    assert presence.why_not_enter_for(1, **known)
    assert presence.why_not_enter_for(2, **{**known, "is_signed_up": False})
    assert presence.why_not_enter_for(2, **{**known, "elsewhere": "修水渠"})
