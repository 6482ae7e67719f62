"""When one can check in and out, to the minute; and what may be entered by hand."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from services.hours.rules import presence

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
    assert not may_come(START, elsewhere="修水渠")
    assert not may_come(START, shift=replace(Plan(), cancelled_at=START))


def may_go(at, *, came=START, by_organiser=False):
    return presence.why_not_check_out(came, Plan(), by_organiser=by_organiser, at=at) is None


@pytest.mark.parametrize(
    ("at", "by_oneself", "by_organiser"),
    [
        (START + 59 * SECOND, False, False),
        (START + MINUTE, True, True),
        (END + 59 * MINUTE, True, True),
        (END + 60 * MINUTE, True, True),
        (END + 60 * MINUTE + SECOND, False, True),
        (START + timedelta(hours=15, minutes=59), False, True),
        (START + timedelta(hours=16), False, True),
        (START + timedelta(hours=16, seconds=1), False, False),
    ],
)
def test_one_checks_out_until_an_hour_after_the_end_and_the_organiser_later(
    at, by_oneself, by_organiser
):
    assert may_go(at) is by_oneself
    assert may_go(at, by_organiser=True) is by_organiser


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
