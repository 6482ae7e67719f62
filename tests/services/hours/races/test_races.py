"""At the same instant: one attendance, one line of the ledger, one end of each question."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.certificates.models import Certificate
from core.clock import day_starts, village_day
from core.db import db, writing
from services.hours.models import Attendance, AttendanceStatus, Check, Confirmed, HoursEntry
from services.hours.operations import (
    by_hand,
    certifying,
    checking,
    confirming,
    correcting,
    objecting,
)
from services.hours.queries import ledger
from services.volunteering.models import Shift
from services.volunteering.operations import signups, tasks
from services.volunteering.queries.signups import find_signup
from tests.services.hours.world import DAY, HOUR, MINUTE

pytestmark = pytest.mark.both_engines
A, C = AttendanceStatus, Confirmed


@pytest.fixture
def wang(world):
    return world.person("王奶奶")


@pytest.fixture
def li(world):
    return world.person()


def count(table, *which):
    return db.session.scalar(select(func.count()).select_from(table).where(*which))


def test_six_times_in(world, together, step):
    shift, li = world.coming()
    came = together(*[step(checking.check_in, shift, li.id, Check.QR, by=li)] * 6)
    assert sum(came) == 1
    assert count(Attendance, Attendance.status == A.OPEN) == 1


def test_in_at_two_places(world, li, together, step):
    shifts = [world.shift(), world.shift()]
    for shift in shifts:
        world.sign_up(shift, li)
    came = together(*[step(checking.check_in, each, li.id, Check.QR, by=li) for each in shifts])
    assert sum(came) == 1


@pytest.fixture
def at_the_insert(at_once):
    """Let who checks in wait at the very insert, having looked at all that could be in the way."""

    def run(*doings):
        on_postgresql = db.engine.dialect.name == "postgresql"
        gate = "LOCK TABLE attendance IN EXCLUSIVE MODE"
        return at_once(
            *doings, row=gate if on_postgresql else "UPDATE person SET version = version"
        )

    return run


def test_in_while_the_shift_is_cancelled(world, at_the_insert, step):
    shift, li = world.coming(begins=20 * MINUTE)
    came = at_the_insert(
        step(checking.check_in, shift, li.id, Check.QR, by=li),
        step(tasks.cancel_shift, shift, why="下雨", by=world.officer),
    )
    assert sum(came) == 1
    assert count(Attendance) == came[0]
    assert (db.session.get(Shift, shift.id).cancelled_at is not None) is came[1]


def test_in_while_one_says_no_or_is_taken_out(world, at_the_insert, step):
    shift, li = world.coming(begins=20 * MINUTE)
    signup = find_signup(shift.id, li.id)
    came = at_the_insert(
        step(checking.check_in, shift, li.id, Check.QR, by=li),
        step(signups.cannot_come, shift, by=li),
        step(signups.take_out, signup, by=world.officer),
    )
    assert sum(came) == 1
    assert count(Attendance) == came[0]
    assert (find_signup(shift.id, li.id) is None) is not came[0]


def test_out_twice_and_forgotten(world, do, together, step, at):
    shift, li = world.coming(lasts=18 * HOUR)
    there = do(checking.check_in, shift, li.id, Check.QR, by=li)
    late = at + 16 * HOUR

    def forget(row, *, by, at):
        checking.end_forgotten(row, at=at)

    organiser = {"by": world.officer, "at": late}
    outs = [step(checking.check_out, there, Check.ORGANISER, **organiser)] * 2
    first, second, _swept = together(*outs, step(forget, there, by=li, at=late))
    db.session.refresh(there)
    assert (there.status, there.minutes) in {(A.ENDED, 960), (A.VOIDED, 0)}
    assert first + second == (there.status is A.ENDED)


def test_the_same_hours_by_hand_from_two_desks(world, li, together, step, at):
    shift = world.shift(begins=-5 * HOUR)
    world.sign_up(shift, li)
    said = [
        by_hand.Entered(
            person_id=li.id, starts_at=at - 4 * HOUR, ends_at=at - 3 * HOUR + more, why="没电"
        )
        for more in (timedelta(), 10 * MINUTE)
    ]
    came = together(*[step(by_hand.enter, shift, each, by=world.officer) for each in said])
    assert sum(came) == 1


def test_in_at_the_instant_at_which_it_is_entered_by_hand(world, li, together, step, at):
    """What is entered until this very minute leaves no room for coming a minute before."""
    shift = world.shift()
    world.sign_up(shift, li)
    said = by_hand.Entered(person_id=li.id, starts_at=at - 30 * MINUTE, ends_at=at, why="没电")
    came = together(
        step(checking.check_in, shift, li.id, Check.QR, by=li, at=at - MINUTE),
        step(by_hand.enter, shift, said, by=world.officer),
    )
    assert sum(came) == 1


def test_confirmed_by_two(world, wang, li, together, step):
    there = world.ended(li, served=wang)
    came = together(
        step(confirming.confirm, there, C.SERVED, by=wang),
        step(confirming.confirm, there, C.PHONE, by=world.officer),
        step(confirming.confirm, there, C.SERVED, by=wang),
    )
    assert sum(came) == 1
    assert count(HoursEntry) == 1


def test_two_halves_of_a_day_that_are_too_much_together(world, wang, li, together, step):
    first = world.ended(li, served=wang, minutes=300, before=5 * HOUR)
    second = world.ended(li, served=wang, minutes=300)
    came = together(*[step(confirming.confirm, x, C.SERVED, by=wang) for x in (first, second)])
    assert came == [True, True]
    assert ledger.figure_of(li.id).parts.total == 480


def test_two_days_by_phone_that_are_too_much_together(world, wang, li, together, step):
    there = [world.ended(li, served=wang, minutes=400, day=day) for day in (2, 1)]
    came = together(*[step(confirming.confirm, x, C.PHONE, by=world.officer) for x in there])
    assert came == [True, True]
    assert ledger.figure_of(li.id).parts.by_phone == 600


@pytest.mark.parametrize("end", ["object", "void"])
def test_the_last_instant_of_a_notice(world, together, step, at, end):
    there = world.ended(world.person(public=True))
    with writing():
        checking.put_up(there, at=at)
    over = day_starts(village_day(at) + 8 * DAY)

    def confirm(row, *, by, at):
        confirming.confirm_shown(row, at=at)

    other = (
        step(objecting.object_to, there, "没来", by=world.person("路人"), at=over - MINUTE)
        if end == "object"
        else step(correcting.void, there, "没来", by=world.officer, at=over)
    )
    came = together(step(confirm, there, by=world.upper, at=over), other)
    db.session.refresh(there)
    if end == "object":
        assert sum(came) == 1
        assert there.status is (A.CONFIRMED if came[0] else A.OBJECTED)
    else:
        assert came[1], "what is confirmed can be void a moment later"
        assert there.status is A.VOIDED
    assert ledger.figure_of(there.person_id).parts.total == 60 * (there.status is A.CONFIRMED)


def test_two_objections(world, together, step, at):
    there = world.ended(world.person(public=True))
    with writing():
        checking.put_up(there, at=at)
    people = [world.person(name) for name in ("路人甲", "路人乙", "路人丙")]
    came = together(*[step(objecting.object_to, there, "没来", by=each) for each in people])
    assert sum(came) == 1


def test_two_answers(world, wang, do, together, step):
    there = world.ended(world.person(), served=wang)
    objection = do(objecting.object_to, there, "没来", by=wang)
    answers = [
        step(objecting.answer, objection, upheld=upheld, words="问过", by=world.officer)
        for upheld in (True, False)
    ]
    assert sum(together(*answers)) == 1


def test_void_while_it_is_confirmed(world, wang, li, together, step):
    """In whatever order: void at the end, and the ledger says nothing of it."""
    there = world.ended(li, served=wang)
    came = together(
        step(confirming.confirm, there, C.SERVED, by=wang),
        step(correcting.void, there, "没来", by=world.officer),
    )
    assert came[1]
    db.session.refresh(there)
    assert there.status is A.VOIDED
    assert ledger.figure_of(li.id).parts.total == 0


def test_void_twice(world, wang, li, confirmed, together, step):
    there = world.ended(li, served=wang)
    confirmed(C.SERVED, wang, there)
    came = together(*[step(correcting.void, there, "没来", by=world.officer)] * 2)
    assert sum(came) == 1
    assert count(HoursEntry) == 2


def test_the_same_certificate_by_two_officers(world, wang, li, confirmed, do, together, step, at):
    confirmed(C.SERVED, wang, world.ended(li, served=wang))
    day = village_day(at)
    asked = do(certifying.ask, world.branch, first=day, last=day, by=li)
    came = together(*[step(certifying.issue_asked, asked, by=world.officer)] * 3)
    assert came == [True] * 3
    assert count(Certificate) == 1


def test_asked_for_twice(world, wang, li, confirmed, together, step, at):
    confirmed(C.SERVED, wang, world.ended(li, served=wang))
    days = {"first": village_day(at), "last": village_day(at)}
    came = together(*[step(certifying.ask, world.branch, **days, by=li)] * 2)
    assert sum(came) == 1


@pytest.mark.parametrize("end", ["withdraw", "decline"])
def test_issued_while_it_is_ended(world, li, served, ask, together, step, end):
    asked = ask()
    other = (
        step(certifying.withdraw, asked, by=li)
        if end == "withdraw"
        else step(certifying.decline, asked, "不开", by=world.officer)
    )
    came = together(step(certifying.issue_asked, asked, by=world.officer), other)
    assert sum(came) == 1
    assert count(Certificate) == came[0]


def test_two_voids_make_room_once(world, wang, li, confirmed, together, step):
    wrong = [world.ended(li, served=wang, minutes=240, before=b * HOUR) for b in (9, 4)]
    true = world.ended(li, served=wang, minutes=200)
    confirmed(C.SERVED, wang, *wrong, true)
    assert all(together(*[step(correcting.void, x, "没来", by=world.officer) for x in wrong]))
    assert ledger.find_entry(true.id).minutes == 200
    assert ledger.figure_of(li.id).parts.total == 200
