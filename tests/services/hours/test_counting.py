"""Caps of a day and of thirty days by phone; parts make up their total."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.hours.models import Confirmed
from services.hours.rules.counting import (
    MOST_A_DAY,
    MOST_BY_PHONE,
    PHONE_DAYS,
    Parts,
    counted,
    fullest,
)

DAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def whole():
    """No rows here."""


def days(number):
    return timedelta(days=number)


@pytest.mark.parametrize(
    ("minutes", "that_day", "counts"),
    [
        (479, 0, 479),
        (480, 0, 480),
        (481, 0, 480),
        (60, 419, 60),
        (60, 420, 60),
        (60, 421, 59),
        (60, 480, 0),
        (0, 0, 0),
    ],
)
@pytest.mark.parametrize("how", Confirmed)
def test_a_day_holds_eight_hours(minutes, that_day, counts, how):
    assert counted(minutes, how, day=DAY, that_day=that_day, by_phone={}) == counts


@pytest.mark.parametrize(("before", "counts"), [(539, 60), (540, 60), (541, 59), (600, 0)])
def test_thirty_days_hold_ten_hours_by_phone(before, counts):
    phone = {DAY - days(10): before - 100, DAY - days(3): 100}
    assert counted(60, Confirmed.PHONE, day=DAY, that_day=0, by_phone=phone) == counts
    assert counted(60, Confirmed.SERVED, day=DAY, that_day=0, by_phone=phone) == 60


@pytest.mark.parametrize(("away", "counts"), [(28, 0), (29, 0), (30, 60), (31, 60)])
@pytest.mark.parametrize("side", [1, -1])
def test_thirty_days_are_counted_with_both_ends(away, counts, side):
    phone = {DAY + side * days(away): 600}
    assert counted(60, Confirmed.PHONE, day=DAY, that_day=0, by_phone=phone) == counts


def test_the_thirty_days_are_those_that_are_fullest():
    phone = {DAY - days(20): 300, DAY + days(20): 400}
    assert fullest(phone, DAY) == 400, "these two never lie in the same thirty days"
    assert fullest({**phone, DAY + days(5): 150}, DAY) == 550
    assert fullest({}, DAY) == 0


@given(
    some.lists(
        some.tuples(some.integers(0, 70), some.integers(1, 960), some.sampled_from(Confirmed)),
        max_size=40,
    )
)
def test_in_whatever_order_no_day_and_no_thirty_days_hold_too_much(served):
    of_day, phone = {}, {}
    for number, minutes, how in served:
        day = DAY + days(number)
        got = counted(minutes, how, day=day, that_day=of_day.get(day, 0), by_phone=phone)
        assert 0 <= got <= minutes
        of_day[day] = of_day.get(day, 0) + got
        if how is Confirmed.PHONE:
            phone[day] = phone.get(day, 0) + got
    assert all(each <= MOST_A_DAY for each in of_day.values())
    for number in range(-PHONE_DAYS, 71):
        first = DAY + days(number)
        in_them = [v for d, v in phone.items() if first <= d <= first + days(PHONE_DAYS - 1)]
        assert sum(in_them) <= MOST_BY_PHONE


def test_parts_make_up_the_total():
    assert Parts(100, 20, 3).total == 123
    assert Parts().total == 0
