"""What is given back is kept for who waited longest, for a while; groups share one time."""

import pytest
from sqlalchemy import select

from core.db import db, writing
from core.errors import Refused
from core.waitlists.models import Wait, WaitStatus
from core.waitlists.queries import position_of
from services.clinics.jobs import lapse_all
from services.clinics.models import Appointment, AppointmentStatus, DayOff
from services.clinics.operations import (
    booking,
    cells,
    groups,
    hours,
    practising,
    setting_up,
    waiting,
)
from tests.services.clinics.test_booking import told
from tests.services.clinics.world import DAY, HOUR

pytestmark = pytest.mark.both_engines
A = AppointmentStatus


@pytest.fixture
def full(world, make):
    """Return a service whose two times of the horizon are both taken, and who has them."""
    service = world.make_service(
        minutes=60, after=0, hours=((540, 600),), horizon_days=2, ways="phone"
    )
    people = [make.person(), make.person()]
    return service, [
        world.book(world.start(9, day=day), person, service) for day, person in enumerate(people, 1)
    ]


def wait(world, do, person, service):
    return do(waiting.wait_for, service, by=world.actor(person))


def kept_for(person):
    query = select(Appointment).where(Appointment.person_id == person.id)
    return db.session.scalar(query.where(Appointment.status == A.HELD))


def test_what_is_given_back_is_kept_for_the_first(world, do, make, full):
    service, (booked, _other) = full
    first, second = make.person(), make.person()
    for person in (first, second):
        wait(world, do, person, service)
    do(booking.cancel, booked, by=world.actor(booked.person))
    kept = kept_for(first)
    assert (kept.starts_at, kept.way, kept_for(second)) == (booked.starts_at, "phone", None)
    assert len(told(first, "offered")) == 1
    with pytest.raises(Refused):
        world.hold(booked.starts_at, make.person(), service)
    do(booking.want, kept, by=world.actor(first))
    assert kept.status is A.BOOKED
    assert kept.wait.status is WaitStatus.TAKEN


def test_silence_passes_it_on_and_at_last_it_is_everybodys(world, do, make, full):
    service, (booked, _other) = full
    people = [make.person(), make.person()]
    for person in people:
        wait(world, do, person, service)
    do(booking.cancel, booked, by=world.actor(booked.person))
    at = world.at
    for person in people:
        kept = kept_for(person)
        at = kept.kept_until
        with pytest.raises(Refused, match="时间过了"):
            do(booking.want, kept, by=world.actor(person), at=at)
        lapse_all(at)
        assert kept.status is A.LAPSED
    assert {each.status for each in db.session.scalars(select(Wait))} == {WaitStatus.LAPSED}
    world.hold(booked.starts_at, make.person(), service, at=at)


def test_who_waits_no_longer_passes_it_on(world, do, make, full):
    service, (booked, _other) = full
    first, second = make.person(), make.person()
    for person in (first, second):
        wait(world, do, person, service)
    do(booking.cancel, booked, by=world.actor(booked.person))
    do(waiting.leave, service, by=world.actor(first))
    assert kept_for(first) is None
    assert kept_for(second).starts_at == booked.starts_at
    with pytest.raises(Refused, match="没有在候补"):
        do(waiting.leave, service, by=world.actor(first))


@pytest.mark.parametrize("how", ["decline", "cancel", "move"])
def test_what_the_practitioner_gives_up_goes_to_nobody(world, do, make, how):
    """They are not there: they may be away that day at once, and open the time again later."""
    asks, ends = how == "decline", 660 if how == "move" else 600
    service = world.make_service(
        minutes=60, after=0, hours=((540, ends),), horizon_days=1, asks=asks
    )
    booked = world.book(world.start(9), service=service)
    spare = world.book(world.start(10), make.person(), service) if how == "move" else None
    person = make.person()
    wait(world, do, person, service)
    by, own = world.actor(world.lawyer.person), {"by_practitioner": True, "why": "那天开庭"}
    if how == "decline":
        do(practising.decline, booked, "那天开庭", by=by)
    elif how == "cancel":
        do(booking.cancel, booked, by=by, **own)
    else:
        with writing():
            cells.give_back(spare)
            spare.status, spare.ended_at = A.CANCELLED, world.at
        do(booking.reschedule, booked, world.start(10), by=by, **own)
    assert kept_for(person) is None
    with pytest.raises(Refused, match="列出来"):
        world.hold(world.start(9), make.person(), service)
    (off,) = db.session.scalars(select(DayOff)).all()
    assert (off.day, off.begins, off.ends) == (world.start(9).date(), 540, 600)
    if how == "move":
        return
    do(hours.be_away_for, world.lawyer, off.day, off.day, (0, 1440), by=by)
    (off,) = db.session.scalars(select(DayOff)).all()
    do(hours.come_back, off, by=by)
    world.hold(world.start(9), make.person(), service)


def test_what_is_only_held_keeps_nobody_here(world, do, make, full):
    """Whoever it was kept for hears of it and keeps their place; the form is told so when sent."""
    service, (booked, _other) = full
    first, second = make.person(), make.person()
    for person in (first, second):
        wait(world, do, person, service)
    do(booking.cancel, booked, by=world.actor(booked.person))
    kept, looked = kept_for(first), world.hold(world.start(14), make.person())
    day, by = world.start(9).date(), world.actor(world.lawyer.person)
    do(hours.be_away_for, world.lawyer, day, day, (0, 1440), by=by)
    assert (kept.status, looked.status) == (A.CANCELLED, A.CANCELLED)
    assert (kept.wait.status, position_of(kept.wait)) == (WaitStatus.WAITING, 1)
    assert len(told(first, "offer_off")) == 1
    assert not told(looked.person, "offer_off")
    assert kept_for(second) is None
    with pytest.raises(Refused, match="再选一次"):
        do(booking.want, looked, by=world.actor(looked.person))


def test_hours_that_were_taken_back_are_offered_to_nobody(world, do, make, full):
    service, (booked, _other) = full
    person = make.person()
    wait(world, do, person, service)
    by = world.actor(world.lawyer.person)
    for weekday in range(5):
        do(setting_up.set_week, service, weekday, [], by=by)
    do(booking.cancel, booked, by=world.actor(booked.person))
    assert kept_for(person) is None


def test_while_there_is_a_free_time_nobody_waits(world, do):
    with pytest.raises(Refused, match="还有空"):
        wait(world, do, world.guest, world.service)


def test_who_found_another_time_is_passed_by(world, do, make, full):
    service, (booked, other) = full
    first, second = make.person(), make.person()
    for person in (first, second):
        wait(world, do, person, service)
    do(booking.cancel, booked, by=world.actor(booked.person))
    do(booking.want, kept_for(first), by=world.actor(first))
    do(booking.cancel, other, by=world.actor(other.person))
    assert kept_for(second) is not None
    assert {each.status for each in db.session.scalars(select(Wait))} == {
        WaitStatus.TAKEN,
        WaitStatus.OFFERED,
    }


def test_so_late_it_is_kept_for_nobody(world, do, make, full):
    service, (booked, _other) = full
    person = make.person()
    wait(world, do, person, service)
    late = booked.starts_at - DAY / 12
    do(
        booking.cancel,
        booked,
        by_practitioner=True,
        why="病了",
        by=world.actor(world.lawyer.person),
        at=late,
    )
    assert kept_for(person) is None


class TestGroups:
    """A group's hour."""

    @pytest.fixture
    def session(self, world, do):
        service = world.make_service(minutes=60, after=0, seats=2)
        by = world.actor(world.officer)
        return do(groups.open_session, service, "讲讲借条怎么写", world.start(9), by=by)

    def test_it_takes_its_time_once(self, world, session, do, make):
        assert world.cells() == 12
        for person in (make.person(), make.person()):
            do(groups.join, session, by=world.actor(person))
        assert world.cells() == 12
        with pytest.raises(Refused, match="刚被别人约走"):
            world.hold(world.start(9))

    def test_seats_are_counted(self, world, session, do, make):
        people = [make.person() for _number in range(3)]
        made = [do(groups.join, session, by=world.actor(each)) for each in people[:2]]
        with pytest.raises(Refused, match="名额满了"):
            do(groups.join, session, by=world.actor(people[2]))
        do(booking.cancel, made[0], by=world.actor(people[0]))
        db.session.expire_all()
        assert session.taken == 1
        assert world.cells() == 12
        do(groups.join, session, by=world.actor(people[2]))

    def test_a_seat_is_given_back_until_it_begins(self, world, session, do, make):
        """A single time is not, so late; a seat is none that was kept for one alone."""
        person = make.person()
        seat = do(groups.join, session, by=world.actor(person))
        by, begins = world.actor(person), session.starts_at
        with pytest.raises(Refused, match="已经到时间"):
            do(booking.cancel, seat, by=by, at=begins)
        with pytest.raises(Refused, match="不能改期"):
            do(booking.reschedule, seat, world.start(14), by=by, at=begins - HOUR)
        do(booking.cancel, seat, by=by, at=begins - HOUR / 60)
        db.session.expire_all()
        assert (seat.status, session.taken) == (A.CANCELLED, 0)

    def test_called_off_all_hear_and_the_time_is_free(self, world, session, do, make):
        person = make.person()
        do(groups.join, session, by=world.actor(person))
        by = world.actor(world.officer)
        with pytest.raises(Refused, match="原因"):
            do(groups.cancel_session, session, "", by=by)
        do(groups.cancel_session, session, "老师病了", by=by)
        with pytest.raises(Refused, match="取消过"):
            do(groups.cancel_session, session, "老师病了", by=by)
        assert told(person, "cancelled")
        assert world.cells() == 0
        world.hold(world.start(9))

    def test_not_for_who_comes_one_by_one_nor_in_the_past(self, world, do):
        by = world.actor(world.officer)
        with pytest.raises(Refused, match="一对一"):
            do(groups.open_session, world.service, "讲座", world.start(9), by=by)
        service = world.make_service(seats=9)
        with pytest.raises(Refused, match="过了"):
            do(groups.open_session, service, "讲座", world.at, by=by)
        with pytest.raises(Refused, match="讲什么"):
            do(groups.open_session, service, "", world.start(9), by=by)
