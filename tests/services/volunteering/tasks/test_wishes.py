"""What the address of the public list means, and the days that it asks for."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.clock import day_starts
from services.volunteering.rules.wishes import When, Wish, key_of, read_key, read_wish

TODAY = date(2026, 11, 24)  # a Tuesday
AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ({}, {}),
        ({"when": "week"}, {"when": "week"}),
        ({"when": "weekend", "skill": "driving"}, {"when": "weekend", "skill": "driving"}),
        ({"when": "always", "skill": "flying"}, {}),
        ({"where": "u3"}, {"where": "u3"}),
        ({"where": "b12"}, {"where": "b12"}),
        ({"where": "u0"}, {}),
        ({"where": "x3"}, {}),
        ({"where": "u９"}, {}),
        ({"where": "u1234567890"}, {}),
        ({"day": "2026-11-24"}, {"day": "2026-11-24"}),
        ({"day": "2027-02-22"}, {"day": "2027-02-22"}),  # ninety days on
        ({"day": "2027-02-23"}, {}),
        ({"day": "2026-11-23"}, {}),
        ({"day": "yesterday"}, {}),
        ({"when": "week", "day": "2026-11-25"}, {"day": "2026-11-25"}),
        ({"after": "1795500000-7"}, {"after": "1795500000-7"}),
        ({"after": "0-7"}, {}),
        ({"after": "1795500000"}, {}),
        ({"after": "99999999999-999999999"}, {"after": "99999999999-999999999"}),
        ({"after": "999999999999-7"}, {}),
    ],
)
def test_all_addresses_that_mean_the_same_are_one(given, meant):
    wish = read_wish(given, today=TODAY)
    assert wish.args() == meant
    assert read_wish(wish.args(), today=TODAY) == wish


def test_filters_are_counted():
    assert read_wish({"when": "week", "where": "u1", "skill": "care"}, today=TODAY).active == 3
    assert read_wish({"day": "2026-11-25", "after": "1-1"}, today=TODAY).active == 1
    assert Wish().active == 0


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        (When.WEEK, AT, date(2026, 11, 30)),
        (When.WEEKEND, day_starts(date(2026, 11, 28)), date(2026, 11, 30)),
    ],
)
def test_this_week_ends_on_sunday_in_the_village(when, first, last):
    assert Wish(when=when).window(AT) == (first, day_starts(last))


@pytest.mark.parametrize("when", When)
def test_on_sunday_the_weekend_is_today(when):
    sunday = AT + 5 * DAY
    assert Wish(when=when).window(sunday) == (sunday, day_starts(date(2026, 11, 30)))
    monday = day_starts(date(2026, 11, 30))
    begins = monday if when is When.WEEK else day_starts(date(2026, 12, 5))
    assert Wish(when=when).window(monday) == (begins, day_starts(date(2026, 12, 7)))


def test_a_day_is_the_villages_and_of_today_what_is_left():
    tomorrow = date(2026, 11, 25)
    assert Wish(day=tomorrow).window(AT) == (day_starts(tomorrow), day_starts(tomorrow + DAY))
    assert Wish(day=TODAY).window(AT) == (AT, day_starts(tomorrow))
    assert Wish().window(AT) == (AT, None)


def test_a_key_leads_back_to_its_place():
    moment = datetime(2026, 11, 28, 1, 30, tzinfo=UTC)
    assert read_key(key_of(moment, 42)) == (moment, 42)
