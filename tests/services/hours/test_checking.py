"""Checked in and out: the server's minutes, one place at a time, what was forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import village_day
from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from core.notices.models import Notice
from services.hours import jobs
from services.hours.models import Attendance, AttendanceStatus, Check
from services.hours.operations import checking
from services.hours.rules.words import FORGOTTEN
from services.volunteering.models import Signup, SignupStatus
from tests.services.hours.world import DAY, HOUR, MINUTE

pytestmark = pytest.mark.both_engines
A = AttendanceStatus


def attendances():
    db.session.expire_all()
    return db.session.scalars(select(Attendance).order_by(Attendance.id)).all()


def told(person):
    query = select(Notice.event).where(Notice.person_id == person.id).order_by(Notice.id)
    return [name.removeprefix("hours.") for name in db.session.scalars(query)]


def test_from_coming_to_going(world, do, at):
    shift, li = world.coming()
    came = do(checking.check_in, shift, li.id, Check.QR, by=li)
    assert (came.status, came.starts_at, came.branch_id) == (A.OPEN, at, world.branch.id)
    gone = at + timedelta(minutes=95, seconds=59)
    do(checking.check_out, came, Check.CODE, by=li, at=gone)
    (kept,) = attendances()
    assert (kept.status, kept.minutes, kept.ends_at) == (A.ENDED, 95, gone)
    assert (kept.in_how, kept.out_how, kept.by_hand) == (Check.QR, Check.CODE, False)
    history = db.session.scalars(select(Entry.action).where(Entry.about == "attendance"))
    assert history.all() == ["check_in", "check_out"]


def test_somebody_is_in_one_place_at_a_time(world, do):
    shift, li = world.coming()
    other = world.shift()
    world.sign_up(other, li)
    came = do(checking.check_in, shift, li.id, Check.QR, by=li)
    for place, said in ((shift, "已经在“修水渠”签到"), (other, "您在“修水渠”还没有签退")):
        with pytest.raises(Refused, match=said):
            do(checking.check_in, place, li.id, Check.QR, by=li)
    with pytest.raises(Refused, match="本人在“修水渠”还没有签退"):
        do(checking.check_in, other, li.id, Check.ORGANISER, by=world.officer)
    do(checking.check_out, came, Check.QR, by=li, at=world.at + HOUR)
    do(checking.check_in, other, li.id, Check.QR, by=li, at=world.at + HOUR)
    assert [each.status for each in attendances()] == [A.ENDED, A.OPEN]


def test_a_request_that_began_before_the_end_of_the_last_one_is_told_to_wait(world, do, at):
    """The moment of a request is taken before its transaction: another may have come between."""
    shift, li = world.coming()
    came = do(checking.check_in, shift, li.id, Check.QR, by=li)
    do(checking.check_out, came, Check.QR, by=li, at=at + HOUR)
    with pytest.raises(Refused):
        do(checking.check_in, shift, li.id, Check.QR, by=li, at=at + HOUR - MINUTE)
    do(checking.check_in, shift, li.id, Check.QR, by=li, at=at + HOUR)


def test_one_comes_back_after_lunch(world, do, at):
    shift, li = world.coming()
    for hour in (0, 1):
        came = do(checking.check_in, shift, li.id, Check.QR, by=li, at=at + hour * HOUR)
        gone = at + hour * HOUR + 30 * MINUTE
        do(checking.check_out, came, Check.QR, by=li, at=gone)
    assert [each.minutes for each in attendances()] == [30, 30]


def test_who_has_not_signed_up_or_has_cancelled_stays_out(world, do):
    shift, li = world.coming()
    with pytest.raises(Refused, match="没有报名"):
        do(checking.check_in, shift, world.person("王五").id, Check.QR, by=li)
    with writing():
        db.session.scalar(select(Signup)).status = SignupStatus.OUT
    with pytest.raises(Refused, match="没有报名"):
        do(checking.check_in, shift, li.id, Check.QR, by=li)
    assert attendances() == []


def test_the_organiser_calls_the_roll(world, do, at):
    shift, li = world.coming()
    came = do(checking.check_in, shift, li.id, Check.ORGANISER, by=world.officer)
    assert (came.person_id, came.in_by) == (li.id, world.officer.id)
    late = at + 3 * HOUR + 1 * MINUTE  # the shift ended two hours from now
    with pytest.raises(Refused, match="请负责人"):
        do(checking.check_out, came, Check.QR, by=li, at=late)
    with pytest.raises(Refused, match=r"请作废.*补录"):
        do(checking.check_out_of, shift, li.id, Check.ORGANISER, by=world.officer, at=late)
    in_time = late - 1 * MINUTE
    gone = do(checking.check_out_of, shift, li.id, Check.ORGANISER, by=world.officer, at=in_time)
    assert (gone.status, gone.minutes, gone.out_by) == (A.ENDED, 180, world.officer.id)
    with pytest.raises(Refused, match="现在没有签到"):
        do(checking.check_out_of, shift, li.id, Check.ORGANISER, by=world.officer)


def test_nobody_calls_themselves_on_the_roll(world, do, make):
    shift = world.shift()
    world.sign_up(shift, world.officer)
    with pytest.raises(Refused, match="不能自己点名"):
        do(checking.check_in, shift, world.officer.id, Check.ORGANISER, by=world.officer)
    came = do(checking.check_in, shift, world.officer.id, Check.QR, by=world.officer)
    assert came.status is A.OPEN
    with pytest.raises(Refused, match="不能自己点名"):
        do(checking.check_out, came, Check.ORGANISER, by=world.officer, at=world.at + HOUR)
    other = make.officer(world.branch, person=world.person("委员"), role="publicity")
    do(checking.check_out, came, Check.ORGANISER, by=other, at=world.at + HOUR)


def test_the_person_served_hears_that_it_is_done(world, do, at):
    wang = world.person("王奶奶")
    shift, li = world.coming(served=wang)
    came = do(checking.check_in, shift, li.id, Check.QR, by=li)
    do(checking.check_out, came, Check.QR, by=li, at=at + HOUR)
    assert told(wang) == ["done"]
    assert came.status is A.ENDED


def test_without_a_person_served_it_is_shown_for_seven_days_where_that_was_agreed(world, do, at):
    shift, li = world.coming(public=True)
    quiet = world.sign_up(shift, world.person("赵六"))
    for who in (li, quiet):
        came = do(checking.check_in, shift, who.id, Check.QR, by=who)
        do(checking.check_out, came, Check.QR, by=who, at=at + HOUR)
    shown, waits = attendances()
    assert (shown.status, waits.status) == (A.NOTICE, A.ENDED)
    assert shown.notice_until == village_day(at + HOUR) + 7 * DAY
    assert waits.notice_until is None


@pytest.mark.parametrize(
    ("later", "status"),
    [(16 * HOUR - MINUTE, A.OPEN), (16 * HOUR, A.VOIDED), (17 * HOUR, A.VOIDED)],
)
def test_what_is_forgotten_ends_void_after_sixteen_hours(world, do, at, later, status):
    shift, li = world.coming()
    do(checking.check_in, shift, li.id, Check.QR, by=li)
    jobs.end_forgotten(at + later)
    (kept,) = attendances()
    assert (kept.status, kept.minutes) == (status, 0)
    if status is A.VOIDED:
        assert (kept.void_why, kept.ends_at) == (FORGOTTEN, at + 16 * HOUR)
        assert told(li) == ["forgotten"]
        assert told(world.officer) == ["forgotten_at_desk"]
        jobs.end_forgotten(at + later + HOUR)
        assert told(li) == ["forgotten"], "told once"


def test_who_is_forgotten_can_come_again(world, do, at):
    shift, li = world.coming()
    do(checking.check_in, shift, li.id, Check.QR, by=li)
    later = at + 17 * HOUR
    jobs.end_forgotten(later)
    other = world.shift(begins=17 * HOUR)
    world.sign_up(other, li)
    do(checking.check_in, other, li.id, Check.QR, by=li, at=later)
    assert [each.status for each in attendances()] == [A.VOIDED, A.OPEN]


def test_who_checked_out_meanwhile_has_not_forgotten(world, do, at):
    """The sweep has looked a moment ago, and comes to it only now."""
    shift, li = world.coming(lasts=18 * HOUR)
    there = do(checking.check_in, shift, li.id, Check.QR, by=li)
    late = at + 16 * HOUR
    do(checking.check_out, there, Check.ORGANISER, by=world.officer, at=late)
    jobs.each_alone([there.id], checking.end_forgotten, at=late + HOUR)
    (kept,) = attendances()
    assert (kept.status, kept.minutes) == (A.ENDED, 960)


def test_one_that_cannot_be_ended_keeps_none_of_the_others_back(world, do, at):
    shift, li = world.coming()
    other = world.sign_up(shift, world.person("赵六"))
    for who in (li, other):
        do(checking.check_in, shift, who.id, Check.QR, by=who)
    first, second = [each.id for each in attendances()]
    real = checking.end_forgotten

    def fails(attendance, *, at):
        if attendance.id == first:
            raise OSError("the disk is full")
        real(attendance, at=at)

    with pytest.raises(RuntimeError, match=str(first)):
        jobs.each_alone([first, second], fails, at=at + 17 * HOUR)
    assert [each.status for each in attendances()] == [A.OPEN, A.VOIDED]
    jobs.end_forgotten(at + 17 * HOUR)
