"""The day before, everybody is reminded once; and it stands in their calendar."""

from datetime import UTC

import pytest

from core.clock import VILLAGE, day_starts, village_day
from core.db import db
from tests.training.classes.world import DAY, HOUR, told
from training.classes import jobs
from training.classes.operations import planning
from training.classes.papers import list_entries
from training.classes.queries.classes import get_class
from training.learning.models import Class, ClassWay

pytestmark = pytest.mark.both_engines


@pytest.fixture
def held(world):
    """A class in three days, at ten in the morning."""
    begins = day_starts(village_day(world.at) + 3 * DAY) + 10 * HOUR
    return world.meeting(starts=begins - world.at)


def eve(held, hour):
    day = (held.starts_at - DAY).astimezone(VILLAGE)
    return day.replace(hour=hour, minute=0).astimezone(UTC)


def test_once_in_the_evening_before(world, held):
    for hour, count in ((9, 0), (17, 1), (18, 1), (23, 1)):
        jobs.remind(eve(held, hour))
        assert len(told(world.learner, "soon")) == count
    jobs.remind(eve(held, 18) + DAY)
    jobs.remind(eve(held, 18) - DAY)
    assert len(told(world.learner, "soon")) == 1
    assert len(told(world.neighbour, "soon")) == 1


def test_moved_to_another_day_it_is_said_again(world, do, held):
    jobs.remind(eve(held, 17))
    later = world.said(starts_at=held.starts_at + 3 * DAY)
    do(planning.rewrite, held, later, seen=world.seen(held), by=world.actor(world.teacher))
    held = get_class(held.id)
    for hour in (17, 18):
        jobs.remind(eve(held, hour))
        assert len(told(world.learner, "soon")) == 2


def test_not_who_left_nor_of_what_is_off(world, held):
    world.leave(world.mine)
    jobs.remind(eve(held, 18))
    assert told(world.learner, "soon") == []
    off = world.meeting(starts=held.starts_at - world.at, cancelled_at=world.at)
    jobs.remind(eve(off, 19))
    assert len(told(world.neighbour, "soon")) == 1


def test_who_comes_late_is_reminded_too(world, held, make):
    jobs.remind(eve(held, 17))
    late = make.person(name="晚来的")
    world.enrol(late, cohort=world.group)
    jobs.remind(eve(held, 18))
    assert len(told(late, "soon")) == len(told(world.learner, "soon")) == 1


def test_it_stands_in_the_calendar_without_its_link(world, held, at):
    secret = "https://meet.example/secret"
    online = world.meeting(starts=DAY, way=ClassWay.ONLINE, link=secret)
    entries = {each.uid: each for each in list_entries(world.learner.id, at)}
    assert set(entries) == {f"class-{held.id}", f"class-{online.id}"}
    assert entries[f"class-{held.id}"].place == "村委会二楼"
    assert secret not in str(entries)
    assert list(list_entries(world.teacher.id, at)) == []
    db.session.get_one(Class, held.id).cancelled_at = at
    db.session.commit()
    assert [each.uid for each in list_entries(world.learner.id, at)] == [f"class-{online.id}"]
