"""What may become a task and when, to the minute; what a volunteer may say of themselves."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from core.clock import VILLAGE
from core.errors import Refused
from core.hooks import Need
from services.volunteering.models import Reach, TaskStatus
from services.volunteering.rules import licences, tasks, times, volunteers, words
from services.volunteering.rules.tasks import TASK, Plan, Said

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def plan(**kw):
    usual = {
        "title": "剪头发",
        "place": "礼堂",
        "first_start": AT + DAY,
        "first_end": AT + DAY + 2 * HOUR,
        "capacity": 2,
    }
    return Plan(**{"risks": "路滑", **usual, **kw})


def field_of(wrong):
    return wrong[0] if wrong else None


def test_a_plain_plan_is_good():
    assert tasks.why_not_make(plan(), at=AT) is None


DARING = {"dangerous": True, "risks": "登高", "insurance": "意外险到年底", "min_age": 18}


@pytest.mark.parametrize(
    ("lacking", "field"),
    [
        ({}, None),
        ({"risks": ""}, "risks"),
        ({"insurance": ""}, "insurance"),
        ({"min_age": 17}, "min_age"),
        ({"min_age": 19}, None),
    ],
)
def test_dangerous_work_says_risks_has_insurance_and_is_for_adults(lacking, field):
    assert field_of(tasks.why_not_make(plan(**{**DARING, **lacking}), at=AT)) == field


def test_what_is_not_dangerous_needs_no_insurance():
    assert tasks.why_not_make(plan(insurance="", min_age=14), at=AT) is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "长" * 40}, None),
        ({"title": "长" * 41}, "title"),
        ({"place": ""}, "place"),
        ({"place": "长" * 121}, "place"),
        ({"words": "长" * 500}, None),
        ({"words": "长" * 501}, "words"),
        ({"risks": "长" * 201}, "risks"),
        ({"insurance": "长" * 121}, "insurance"),
        ({"skill": "driving", "licence": "driver"}, None),
        ({"skill": "flying"}, "skill"),
        ({"licence": "pilot"}, "licence"),
        ({"min_age": 13}, "min_age"),
        ({"min_age": 14}, None),
        ({"min_age": 99}, None),
        ({"min_age": 100}, "min_age"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 1}, None),
        ({"capacity": 500}, None),
        ({"capacity": 501}, "capacity"),
        ({"repeats": 0}, "repeats"),
        ({"repeats": 12}, None),
        ({"repeats": 13}, "repeats"),
    ],
)
def test_what_a_task_may_say(given, field):
    assert field_of(tasks.why_not_make(plan(**given), at=AT)) == field


@pytest.mark.parametrize(
    ("start", "lasts", "field"),
    [
        (-MINUTE, HOUR, "begins"),
        (timedelta(), HOUR, "begins"),
        (MINUTE, HOUR, None),
        (DAY, -MINUTE, "ends"),
        (DAY, timedelta(), "ends"),
        (DAY, MINUTE, None),
        (DAY, 12 * HOUR - MINUTE, None),
        (DAY, 12 * HOUR, None),
        (DAY, 12 * HOUR + MINUTE, "ends"),
        (90 * DAY - MINUTE, HOUR, None),
        (90 * DAY, HOUR, None),
        (90 * DAY + MINUTE, HOUR, "day"),
    ],
)
def test_when_a_shift_may_be(start, lasts, field):
    given = plan(first_start=AT + start, first_end=AT + start + lasts)
    assert field_of(tasks.why_not_make(given, at=AT)) == field
    times_of = (given.first_start, given.first_end)
    assert field_of(tasks.why_not_add(times_of, starts=(), at=AT)) == field


@pytest.mark.parametrize(("days", "field"), [(6, None), (13, None), (14, "repeats")])
def test_the_last_week_is_within_ninety_days_too(days, field):
    """Twelve weeks: the last shift is seventy-seven days after the first."""
    start = AT + days * DAY
    given = plan(first_start=start, first_end=start + HOUR, repeats=12)
    assert field_of(tasks.why_not_make(given, at=AT)) == field


def test_every_week_at_the_same_hour():
    made = tasks.shifts_of(plan(repeats=3, first_start=AT + DAY + timedelta(seconds=7)))
    assert [start - made[0][0] for start, _end in made] == [n * 7 * DAY for n in range(3)]
    assert {(start.minute, start.second) for start, _end in made} == {(0, 0)}
    assert {end - start for start, end in made} == {2 * HOUR}


def need(**kw):
    made = {
        "kind": "fields",
        "ref": 1,
        "title": "采柑橘",
        "words": "",
        "place": "坡上",
        "unit_id": 1,
        "starts_at": AT + DAY,
        "ends_at": AT + DAY + HOUR,
        "hands": 2,
        "filled": 0,
        "owner_id": 1,
        "owner": "王家",
        "url": "/",
    }
    return Need(**{**made, **kw})


@pytest.mark.parametrize(
    ("given", "may"),
    [
        ({}, True),
        ({"why_paid": "不是困难户"}, False),
        ({"filled": 1}, True),
        ({"filled": 2}, False),
        ({"starts_at": AT + MINUTE}, True),
        ({"starts_at": AT}, False),
        ({"starts_at": AT - MINUTE}, False),
    ],
)
def test_a_sellers_need_is_no_task_unless_it_need_not_be_paid(given, may):
    """Volunteer Service Regulations 25, 39: nobody's profit."""
    assert (tasks.why_not_from(need(**given), at=AT) is None) is may


def test_the_area_itself_says_why_it_is_paid():
    assert tasks.why_not_from(need(why_paid="合作社要付工钱"), at=AT) == "合作社要付工钱"
    assert tasks.why_not_from(None, at=AT)


@pytest.mark.parametrize("action", ["cancel_task", "end_task"])
@pytest.mark.parametrize("status", TaskStatus)
def test_only_an_open_task_goes_anywhere(status, action):
    if status is TaskStatus.OPEN:
        assert TASK.after(status, action) is not TaskStatus.OPEN
        assert tasks.why_not_change(status) is None
    else:
        assert tasks.why_not_change(status)
        with pytest.raises(Refused):
            TASK.after(status, action)


@pytest.mark.parametrize(("minutes", "may"), [(-1, False), (0, False), (1, True)])
def test_a_shift_is_called_off_before_it_begins(minutes, may):
    reason = tasks.why_not_call_off(starts_at=AT + minutes * MINUTE, cancelled_at=None, at=AT)
    assert (reason is None) is may
    assert tasks.why_not_call_off(starts_at=AT + DAY, cancelled_at=AT, at=AT)


def test_no_second_shift_at_the_same_time_and_not_too_many():
    span = (AT + DAY, AT + DAY + HOUR)
    assert field_of(tasks.why_not_add(span, starts={AT + DAY}, at=AT)) == "begins"
    many = {AT + DAY + n * HOUR for n in range(1, 61)}
    assert field_of(tasks.why_not_add(span, starts=many, at=AT)) == "day"
    assert tasks.why_not_add(span, starts=many - {max(many)}, at=AT) is None


@pytest.mark.parametrize("status", TaskStatus)
@pytest.mark.parametrize("private", [True, False])
def test_what_was_done_in_a_home_is_shown_to_nobody_afterwards(status, private):
    shown = tasks.is_for_all(status, private=private)
    assert shown is (status is TaskStatus.OPEN or not private)


def test_two_versions_are_compared_by_all_that_they_say():
    said = {"title": "一", "place": "二", "words": "三", "risks": "四", "insurance": "五"}
    plain = tasks.written(Said(**said, min_age=20))
    assert plain.splitlines() == ["一", "三", "二", "20 岁以上", "四", "五"]
    whole = Said(**said, skill="driving", licence="driver", private=True, dangerous=True)
    more = set(tasks.written(whole).splitlines()) - set(plain.splitlines())
    assert more == {"16 岁以上", "开车", "驾驶证", "在别人家里", "危险的活"}


# Times


@pytest.mark.parametrize(
    ("begins", "ends", "hours"),
    [(time(9), time(11), 2), (time(20), time(6), 10), (time(9), time(9), 24)],
)
def test_what_ends_before_it_begins_ends_the_day_after(begins, ends, hours):
    start, end = times.span(date(2026, 11, 30), begins, ends)
    assert start == datetime(2026, 11, 30, begins.hour, tzinfo=VILLAGE)
    assert end - start == hours * HOUR


def test_a_shift_in_words_is_in_village_time():
    start = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)
    assert times.in_words(start, start + HOUR) == "12月1日周二 00:30–01:30"
    assert "第二天" in times.in_words(start - HOUR, start + HOUR)


# Volunteers and licences

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("born", "age"),
    [
        (date(2008, 11, 24), 18),
        (date(2008, 11, 25), 17),
        (date(2008, 11, 23), 18),
    ],
)
def test_somebody_is_of_age_on_the_birthday(born, age):
    assert volunteers.age_on(born, TODAY) == age


def test_who_is_born_on_a_leap_day():
    born = date(2008, 2, 29)
    assert volunteers.age_on(born, date(2026, 2, 28)) == 17
    assert volunteers.age_on(born, date(2026, 3, 1)) == 18


@pytest.mark.parametrize(
    ("born", "may"),
    [
        (None, True),
        (date(2012, 11, 24), True),
        (date(2012, 11, 25), False),  # under fourteen: PIPL 31
        (date(2026, 11, 25), False),
        (date(1906, 11, 24), True),
        (date(1905, 11, 24), False),
    ],
)
def test_which_dates_of_birth_are_kept(born, may):
    assert (volunteers.why_not_born(born, today=TODAY) is None) is may


@pytest.mark.parametrize(
    ("days", "may", "word"),
    [
        (None, True, "有效"),
        (-1, False, "已过期"),
        (0, True, "快到期"),
        (30, True, "快到期"),
        (31, True, "有效"),
        (40 * 366, True, "有效"),
        (40 * 366 + 1, False, "有效"),
    ],
)
def test_until_when_a_licence_counts(days, may, word):
    until = None if days is None else TODAY + days * DAY
    assert (licences.why_not_valid(until, today=TODAY) is None) is may
    assert licences.state_of(until, is_removed=False, today=TODAY)[0] == word
    assert licences.state_of(until, is_removed=True, today=TODAY)[0] == "已划掉"


def test_nobody_puts_down_their_own_licence():
    assert licences.why_not_see(7, by=7)
    assert licences.why_not_see(7, by=8) is None


def test_skills_are_kept_in_the_order_of_the_list_and_strange_ones_are_dropped():
    kept = words.as_text(["teaching", "driving", "flying", "driving"])
    assert kept == "driving,teaching"
    assert words.codes_of(kept) == ["driving", "teaching"]
    assert words.codes_of("") == []
    assert len(words.as_text(words.SKILLS)) <= 120
    assert set(words.REACHES) == set(Reach)
