"""How long a place is kept: two hours of the day, and never into the last two before the start."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.waitlists.models import WaitStatus
from core.waitlists.rules import FIRST_HOUR, LAST_HOUR, WAIT, kept_until, why_not_take

VILLAGE = ZoneInfo("Asia/Shanghai")
FAR = datetime(2027, 1, 1, tzinfo=UTC)


def clock(text, day=24):
    """Return the moment at which the village's clock shows this."""
    hour, minute, *second = (int(part) for part in text.split(":"))
    return datetime(2026, 11, day, hour, minute, *second, tzinfo=VILLAGE)


@pytest.mark.parametrize(
    ("offered", "until", "day"),
    [
        ("07:00", "09:00", 24),
        ("12:30", "14:30", 24),
        ("18:59", "20:59", 24),
        ("19:00", "21:00", 24),
        ("19:01", "07:01", 25),  # the last minute is one of the next morning
        ("20:30", "08:30", 25),
        ("20:59", "08:59", 25),
        ("21:00", "09:00", 25),
        ("23:59", "09:00", 25),
        ("00:00", "09:00", 24),
        ("06:59", "09:00", 24),
    ],
)
def test_two_hours_of_the_day(offered, until, day):
    at = clock(offered).astimezone(UTC)
    found = kept_until(at, starts_at=FAR)
    assert found == clock(until, day)
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("starts", "until"),
    [
        ("14:00", "12:00"),
        ("12:30", "10:30"),  # half an hour: what is shorter nobody can answer
        ("12:29", None),
        ("12:00", None),  # two hours before: everybody's
        ("11:59", None),
        ("09:00", None),
    ],
)
def test_never_into_the_last_two_hours(starts, until):
    at = clock("10:00")
    assert kept_until(at, starts_at=clock(starts)) == (until and clock(until))


@given(st.integers(0, 7 * 24 * 3600), st.integers(0, 7 * 24 * 3600))
def test_it_ends_by_day_and_in_time(asked, starts):
    at = clock("00:00") + timedelta(seconds=asked)
    begins = clock("00:00") + timedelta(seconds=starts)
    until = kept_until(at, starts_at=begins)
    if until is None:
        assert begins - timedelta(hours=2, minutes=30) < at
        return
    assert at + timedelta(minutes=30) <= until <= begins - timedelta(hours=2)
    assert until <= at + timedelta(hours=12, minutes=1)
    if until < begins - timedelta(hours=2):
        assert until - at >= timedelta(hours=2)
        shown = until.astimezone(VILLAGE)
        assert FIRST_HOUR <= shown.hour <= LAST_HOUR


def test_the_place_is_taken_before_the_time_is_over():
    until = clock("12:00")
    almost, after = until - timedelta(minutes=1), until + timedelta(minutes=1)
    assert why_not_take(WaitStatus.OFFERED, offered_until=until, at=almost) is None
    for late in (until, after):
        assert why_not_take(WaitStatus.OFFERED, offered_until=until, at=late)
    for status in set(WaitStatus) - {WaitStatus.OFFERED}:
        assert why_not_take(status, offered_until=until, at=almost)


def test_what_has_ended_stays_ended():
    assert {status for status in WaitStatus if WAIT.actions(status)} == {
        WaitStatus.WAITING,
        WaitStatus.OFFERED,
    }
