"""Whoever has checked in at a shift is not lost: neither by a tap, an officer, nor a cancelling."""

from datetime import timedelta

import pytest

from core.db import db, writing
from core.errors import Refused
from services.hours.models import AttendanceStatus, Check
from services.hours.operations import by_hand, checking, correcting
from services.hours.queries.attendances import find_coming, roll_of
from services.volunteering.models import Shift, SignupStatus, TaskStatus
from services.volunteering.operations import signups, tasks
from services.volunteering.queries.signups import find_own, find_signup, standing_of
from services.volunteering.rules.signups import Way
from tests.services.hours.world import DAY, HOUR, MINUTE

pytestmark = pytest.mark.both_engines
SOON = 20 * MINUTE


@pytest.fixture
def early(world, do):
    """Return a shift that begins soon, and who has checked in at it already."""
    shift, li = world.coming(begins=SOON)
    do(checking.check_in, shift, li.id, Check.QR, by=li)
    return shift, li


def test_who_is_there_does_not_say_that_they_do_not_come(early, do, at):
    shift, li = early
    standing = standing_of(li.id, [shift], at=at)[shift.id]
    assert (standing.way(shift), standing.why_not(shift)) == (Way.NONE, "已经签到了，先签退")
    with pytest.raises(Refused, match="先签退"):
        do(signups.cannot_come, shift, by=li)
    do(checking.check_out_of, shift, li.id, Check.QR, by=li, at=at + 5 * MINUTE)
    do(signups.cannot_come, shift, by=li, at=at + 5 * MINUTE)
    assert find_own(shift.id, li.id).status is SignupStatus.OUT
    (there,) = roll_of(shift.id)
    assert (there.person_id, there.is_in, len(there.attendances)) == (li.id, False, 1)


def test_nobody_is_taken_out_who_is_there(early, world, do, at):
    shift, li = early
    signup = find_signup(shift.id, li.id)
    with pytest.raises(Refused, match="先签退"):
        do(signups.take_out, signup, by=world.officer)
    assert find_signup(shift.id, li.id) is not None


def test_who_was_there_stays_on_the_roll_and_can_be_checked_out(early, world, do, at):
    """However the sign-up came to an end."""
    shift, li = early
    with writing():
        find_own(shift.id, li.id).status = SignupStatus.OUT
    (there,) = roll_of(shift.id)
    assert (there.name, there.is_in, there.open is not None) == (li.name, False, True)
    assert find_coming(world.branch.id, shift.id, li.id)
    assert find_coming(world.branch.id, shift.id, world.upper.id) is None
    ended = do(checking.check_out_of, shift, li.id, Check.ORGANISER, by=world.officer, at=at + HOUR)
    assert ended.status is AttendanceStatus.ENDED
    do(correcting.void, ended, "记错了", by=world.officer, at=at + 2 * HOUR)
    said = by_hand.Entered(
        person_id=li.id, starts_at=shift.starts_at, ends_at=at + HOUR, why="记错了"
    )
    do(by_hand.enter, shift, said, by=world.officer, at=at + 2 * HOUR)
    with pytest.raises(Refused, match="没有报名"):
        do(checking.check_in, shift, li.id, Check.QR, by=li, at=at + 2 * HOUR)


def test_no_shift_is_cancelled_at_which_somebody_is(early, world, do, at):
    shift, li = early
    task = shift.task
    world.shift(task, begins=DAY)
    for step, row in ((tasks.cancel_shift, shift), (tasks.cancel, task)):
        with pytest.raises(Refused, match="先请他们签退"):
            do(step, row, why="下雨", by=world.officer)
    db.session.expire_all()
    assert task.status is TaskStatus.OPEN
    assert all(each.cancelled_at is None for each in task.shifts)
    do(checking.check_out_of, shift, li.id, Check.QR, by=li, at=at + 5 * MINUTE)
    do(tasks.cancel, task, why="下雨", by=world.officer, at=at + 5 * MINUTE)
    db.session.expire_all()
    assert all(each.cancelled_at for each in task.shifts)


def test_what_ends_by_itself_leaves_them_there(early, world, at):
    shift, _li = early
    task, later = shift.task, world.shift(shift.task, begins=DAY)
    with writing():
        assert tasks.wind_up(task, why="不要了", at=at) is False
    db.session.expire_all()
    assert (shift.cancelled_at, later.cancelled_at, task.status) == (None, at, TaskStatus.OPEN)
    with writing():
        assert tasks.wind_up(task, why="不要了", at=at + timedelta(minutes=1)) is False
        assert tasks.end_over(task, at=shift.ends_at + 3 * HOUR)
    db.session.expire_all()
    assert task.status is TaskStatus.ENDED


def test_what_nobody_is_at_ends_whole(world, at):
    shift, _li = world.coming(begins=DAY)
    with writing():
        assert tasks.wind_up(shift.task, why="不要了", at=at)
    db.session.expire_all()
    assert shift.task.status is TaskStatus.CANCELLED
    assert db.session.get(Shift, shift.id).cancelled_at == at
