"""Times that are offered: hours less what is off, each with its buffers, nothing that is busy."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.clinics.rules import slots

DAY = date(2026, 11, 25)
HALF_HOURS = SimpleNamespace(minutes=30, before=0, after=10)
minutes = st.integers(0, 288).map(lambda n: n * 5)
spans = st.lists(st.tuples(minutes, minutes).filter(lambda s: s[0] < s[1]), max_size=5)


def clock(moments):
    return [f"{each.astimezone(slots.VILLAGE):%H:%M}" for each in moments]


def test_one_after_the_other_with_its_buffer():
    assert clock(slots.starts_in(DAY, [(540, 660)], HALF_HOURS)) == ["09:00", "09:40", "10:20"]
    around = SimpleNamespace(minutes=30, before=15, after=15)
    assert clock(slots.starts_in(DAY, [(540, 660)], around)) == ["09:15", "10:15"]


@pytest.mark.parametrize(
    ("given_", "off", "left"),
    [
        ([(540, 720)], [], [(540, 720)]),
        ([(540, 600), (600, 720)], [], [(540, 720)]),
        ([(540, 650), (600, 720)], [(630, 640)], [(540, 630), (640, 720)]),
        ([(540, 720)], [(0, 1440)], []),
        ([(540, 720)], [(500, 560)], [(560, 720)]),
        ([(540, 720), (840, 900)], [(700, 850)], [(540, 700), (850, 900)]),
    ],
)
def test_what_is_off_is_left_out(given_, off, left):
    assert slots.spans_left(given_, off) == left


@given(spans, spans)
def test_a_minute_is_left_if_it_is_given_and_not_off(given_, off):
    left = slots.spans_left(given_, off)
    for minute in range(0, 1440, 5):
        wanted = any(a <= minute < b for a, b in given_)
        wanted &= not any(a <= minute < b for a, b in off)
        assert wanted == any(a <= minute < b for a, b in left)
    assert left == sorted(left)


@given(st.sets(st.integers(0, 40), max_size=12), st.sampled_from([(30, 0, 0), (30, 15, 10)]))
def test_free_is_what_takes_no_cell_that_is_busy(busy, shape):
    service = SimpleNamespace(minutes=shape[0], before=shape[1], after=shape[2])
    first = datetime(2026, 11, 25, 1, tzinfo=UTC)
    intervals = [(first + n * slots.CELL, first + (n + 1) * slots.CELL) for n in sorted(busy)]
    starts = [first + timedelta(minutes=5 * n) for n in range(40)]
    taken = {begins for begins, _ends in intervals}
    expected = [s for s in starts if not taken & set(slots.cells_of(s, service))]
    assert list(slots.free_among(starts, service, busy=intervals)) == expected


def test_neither_too_early_nor_too_late():
    at = datetime(2026, 11, 24, 2, tzinfo=UTC)
    service = SimpleNamespace(notice_hours=12, horizon_days=2)
    hours = [at + timedelta(hours=n) for n in (11, 12, 61, 62)]
    assert slots.within(hours, service, at=at) == hours[1:3]
