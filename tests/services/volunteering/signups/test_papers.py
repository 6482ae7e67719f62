"""A volunteer's calendar tells of shifts, and nothing of whose home they are in."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from core.db import writing
from core.me.calendars import token_of, written
from services.volunteering.operations import signups
from services.volunteering.papers import list_entries

DAY = timedelta(days=1)


@pytest.fixture
def who(hands):
    return hands.actor(hands.person("张三"))


def test_a_shift_stands_in_it_until_one_does_not_come(hands, do, who, at):
    shift = hands.shift()
    do(signups.join, shift, of_age=True, by=who)
    (entry,) = list_entries(who.person, at)
    assert (entry.start, entry.end) == (shift.starts_at, shift.ends_at)
    assert (entry.title, entry.place) == ("志愿服务：扫雪", "桃源村 村口")
    assert (entry.uid, entry.url) == (f"shift-{shift.id}", f"/volunteer/{shift.task_id}")
    do(signups.cannot_come, shift, by=who)
    assert list_entries(who.person, at) == []


def test_of_somebodys_home_it_tells_the_village_alone(hands, do, who, at):
    served = hands.person("王奶奶")
    task = hands.task(title="代买东西", private=True, place="三组 12 号", served_id=served.id)
    do(signups.join, hands.shift(task), of_age=True, by=who)
    (entry,) = list_entries(who.person, at)
    assert (entry.title, entry.place) == ("志愿服务：代买东西", "桃源村")
    said = str(entry)
    assert "三组" not in said
    assert "王奶奶" not in said


def test_what_was_cancelled_or_is_long_past_is_gone(hands, do, who, at):
    for days in (-70, -50, 2, 4):
        shift = hands.shift(hands.task(title=f"{days}"), starts=at + days * DAY)
        do(signups.join, shift, of_age=True, by=who, at=shift.starts_at - DAY)
    do(signups.cancel_shift, shift, why="雨", by=hands.actor(hands.officer))
    assert [each.title[5:] for each in list_entries(who.person, at)] == ["-50", "2"]


def test_a_shift_that_was_moved_is_the_same_entry(hands, do, who, at):
    shift = hands.shift()
    do(signups.join, shift, of_age=True, by=who)
    (before,) = list_entries(who.person, at)
    with writing():
        shift.starts_at += DAY
        shift.ends_at += DAY
    (after,) = list_entries(who.person, at)
    assert (after.uid, after.start) == (before.uid, before.start + DAY)


def test_it_comes_through_the_address(hands, do, who, at, client):
    do(signups.join, hands.shift(), of_age=True, by=who)
    answer = client.get(f"/calendar/{token_of(who.person)}.ics")
    assert [str(e["summary"]) for e in Calendar.from_ical(answer.data).walk("VEVENT")] == [
        "志愿服务：扫雪"
    ]
    other = hands.person()
    assert not Calendar.from_ical(written(other, at=at)).walk("VEVENT")
