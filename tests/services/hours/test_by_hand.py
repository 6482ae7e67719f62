"""Hours entered by hand stand apart, never overlap, and wait to be confirmed as all others."""

import pytest
from sqlalchemy import select

from core.db import db
from core.errors import Refused
from core.notices.models import Notice
from services.hours.models import AttendanceStatus, Check, Confirmed
from services.hours.operations import by_hand, checking, correcting
from services.hours.queries.ledger import figure_of
from services.hours.rules.counting import Parts
from tests.services.hours.world import HOUR, MINUTE

pytestmark = pytest.mark.both_engines
A = AttendanceStatus


@pytest.fixture
def over(world):
    """A shift that ended an hour ago, and who was there."""
    return world.coming(begins=-4 * HOUR)


@pytest.fixture
def enter(world, do, at):
    """Return a hand by which the officer enters hours of the shift."""

    def hand(shift, person, *, begins=-4 * HOUR, ends=-HOUR, why="手机没电", by=None, **kw):
        said = by_hand.Entered(
            person_id=person.id, starts_at=at + begins, ends_at=at + ends, why=why
        )
        return do(by_hand.enter, shift, said, by=by or world.officer, **kw)

    return hand


def test_they_are_marked_for_ever(over, enter, world, confirmed, do, make):
    made = enter(*over)
    assert (made.by_hand, made.status, made.minutes) == (True, A.ENDED, 180)
    assert (made.in_how, made.in_by, made.why) == (Check.HAND, world.officer.id, "手机没电")
    other = make.officer(world.branch, person=make.person(name="委员"), role="publicity")
    (entry,) = confirmed(Confirmed.PHONE, other, made)
    assert entry.by_hand
    assert figure_of(over[1].id).parts == Parts(by_hand=180)


def test_the_volunteer_hears_of_it(over, enter):
    enter(*over)
    notice = db.session.scalar(select(Notice).where(Notice.person_id == over[1].id))
    assert (notice.event, notice.facts["minutes"]) == ("hours.entered", "180")


def test_a_reason_is_asked_for(over, enter):
    with pytest.raises(Refused, match="为什么补录"):
        enter(*over, why="")


def test_nobody_enters_their_own(over, enter, world):
    shift, _li = over
    world.sign_up(shift, world.officer)
    with pytest.raises(Refused, match="自己的时长"):
        enter(shift, world.officer)


def test_a_stranger_has_no_hours_here(over, enter, world):
    with pytest.raises(Refused, match="没有报名"):
        enter(over[0], world.person("王五"))


@pytest.mark.parametrize(
    ("begins", "ends", "may"),
    [
        (-4 * HOUR, -3 * HOUR, True),  # ends as the other begins
        (-4 * HOUR, -3 * HOUR + MINUTE, False),
        (-2 * HOUR, -HOUR, True),  # begins as the other ends
        (-2 * HOUR - MINUTE, -HOUR, False),
        (-3 * HOUR + MINUTE, -2 * HOUR - MINUTE, False),  # lies within
        (-4 * HOUR, -HOUR, False),  # lies around
    ],
)
def test_no_two_of_a_person_overlap(over, enter, begins, ends, may):
    enter(*over, begins=-3 * HOUR, ends=-2 * HOUR)
    if may:
        enter(*over, begins=begins, ends=ends)
    else:
        with pytest.raises(Refused, match="不能重复记"):
            enter(*over, begins=begins, ends=ends)


def test_what_is_open_is_in_the_way_too(world, do, enter, at):
    shift, li = world.coming()
    do(checking.check_in, shift, li.id, Check.QR, by=li, at=at - 30 * MINUTE)
    with pytest.raises(Refused, match="不能重复记"):
        enter(shift, li, begins=-HOUR, ends=-10 * MINUTE)
    enter(shift, li, begins=-HOUR, ends=-30 * MINUTE)


def test_what_is_void_is_in_nobodys_way(over, enter, do, world):
    made = enter(*over)
    do(correcting.void, made, "写错了", by=world.officer)
    again = enter(*over, ends=-2 * HOUR)
    assert again.minutes == 120


def test_by_hand_of_who_agreed_is_shown_in_public(world, enter):
    shift, li = world.coming(public=True, begins=-4 * HOUR)
    made = enter(shift, li)
    assert made.status is A.NOTICE
