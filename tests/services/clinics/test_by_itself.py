"""What follows by itself: hours nobody spoke of, reminders after a move, times for the line."""

import pytest
from sqlalchemy import select

from core.clock import village_day
from core.db import db
from core.errors import Refused
from core.waitlists.models import Wait, WaitStatus
from services.clinics.jobs import lapse_all, offer_all, remind_all, settle_all
from services.clinics.models import Appointment, AppointmentStatus
from services.clinics.operations import booking, groups, practising, setting_up, waiting
from services.clinics.rules.words import STATUSES, said_of, status_of
from tests.services.clinics.test_booking import told
from tests.services.clinics.test_races import in_threads
from tests.services.clinics.test_waiting import kept_for, wait
from tests.services.clinics.world import DAY, HOUR

pytestmark = pytest.mark.both_engines
A = AppointmentStatus


class TestUnsaid:
    """Nobody has said how it was."""

    def test_a_day_after_its_end_it_counts_as_nothing(self, world, make):
        made = world.book(world.start(9))
        over = made.ends_at + DAY
        settle_all(over)
        assert made.status is A.BOOKED
        settle_all(over + HOUR)
        assert (made.status, world.cells()) == (A.LAPSED, 0)
        assert status_of(made, at=over + HOUR) == "没有记下办得怎么样"
        assert "没有记下" in said_of(made, kept_until="", at=over)
        world.book(world.start(9, day=3), at=over + HOUR)

    def test_a_hold_that_lapsed_says_otherwise(self, world):
        made = world.hold(world.start(9))
        lapse_all(world.at + HOUR)
        assert status_of(made, at=world.at + HOUR) == STATUSES[A.LAPSED] == "过时没有约成"
        assert said_of(made, kept_until="", at=world.at) == ""

    def test_what_is_over_is_none_of_three_to_come(self, world, make):
        for _number in range(3):
            lawyer = world.practitioner(make.person())
            world.book(world.start(9), service=world.make_service(lawyer))
        world.book(world.start(14, day=2), at=world.start(11))

    def test_a_seat_in_a_group_was_held(self, world, do, make):
        service = world.make_service(minutes=60, after=0, seats=2)
        by = world.actor(world.officer)
        session = do(groups.open_session, service, "讲讲借条怎么写", world.start(9), by=by)
        seat = do(groups.join, session, by=world.actor(make.person()))
        settle_all(seat.ends_at + DAY + HOUR)
        assert seat.status is A.DONE


class TestNotices:
    """Each is told once, and none is lost."""

    def test_there_and_back_again_all_is_told(self, world, do):
        made = world.book(world.start(9))
        for hour in (14, 9, 14):
            do(booking.reschedule, made, world.start(hour), by=world.actor(world.guest))
        for person in (world.guest, world.lawyer.person):
            assert len(told(person, "moved")) == 3

    def test_nobody_came_both_hear(self, world, do):
        made = world.book(world.start(9))
        do(practising.fail, made, by=world.actor(world.guest), at=made.starts_at + HOUR)
        assert told(world.guest, "host_absent")
        (notice,) = told(world.lawyer.person, "nobody_came")
        assert notice.url == f"/practice/{made.ref}"

    def test_moved_to_within_a_day_one_knows_it(self, world, do):
        made = world.book(world.start(14, day=3))
        then = world.start(14) - 20 * HOUR
        do(booking.reschedule, made, world.start(14), by=world.actor(world.guest), at=then)
        assert made.booked_at == then
        remind_all(then + HOUR / 12)
        assert not told(world.guest, "soon")
        remind_all(made.starts_at - 2 * HOUR)
        assert len(told(world.guest, "soon")) == 1

    def test_the_day_before_is_not_said_in_the_last_hours(self, world):
        made = world.book(world.start(14, day=3))
        remind_all(made.starts_at - HOUR)
        assert len(told(world.guest, "soon")) == 1
        assert made.told_day_at is None


def test_within_a_full_day_one_moves(world, do):
    world.service.daily_cap = 1
    db.session.commit()
    made = world.book(world.start(9))
    do(booking.reschedule, made, world.start(14), by=world.actor(world.guest))
    assert made.starts_at == world.start(14)


def test_not_at_a_place_that_is_closed(world, do):
    made = world.book(world.start(9))
    world.lawyer.licence_until = (world.at - DAY).date()
    db.session.commit()
    with pytest.raises(Refused, match="不能预约"):
        do(booking.reschedule, made, world.start(14), by=world.actor(world.guest))


@pytest.fixture
def line(world, do, make):
    """Return a service without free times, and two who wait."""
    service = world.make_service(minutes=60, after=0, hours=(), horizon_days=3)
    people = [make.person(), make.person()]
    for person in people:
        wait(world, do, person, service)
    return service, people


class TestOffered:
    """What is free is offered to the line."""

    def open_hours(self, world, do, service, ends=600):
        by, day = world.actor(world.lawyer.person), village_day(world.start(9))
        do(setting_up.add_hours, service, day, (540, ends), by=by)

    def test_new_hours_reach_the_line_one_by_one(self, world, do, line):
        service, (first, second) = line
        offer_all(world.at)
        assert kept_for(first) is None
        self.open_hours(world, do, service, ends=720)
        offer_all(world.at)
        assert (kept_for(first).starts_at, kept_for(second)) == (world.start(9), None)
        assert len(told(first, "offered")) == 1
        for _time in range(2):
            offer_all(world.at + HOUR / 12)
        assert kept_for(second).starts_at == world.start(10)
        assert len(db.session.scalars(select(Appointment)).all()) == 2

    def test_not_where_nobody_can_book(self, world, do, line):
        service, (first, _second) = line
        self.open_hours(world, do, service)
        world.lawyer.licence_until = (world.at - DAY).date()
        db.session.commit()
        offer_all(world.at)
        assert kept_for(first) is None

    def test_of_two_sweeps_at_once_one_offers_it(self, world, do, line, app):
        service, people = line
        self.open_hours(world, do, service)
        service_id, kind = service.id, type(service)
        steps = [lambda: waiting.offer_first(db.session.get_one(kind, service_id), at=world.at)] * 4
        db.session.rollback()
        assert in_threads(app, steps) == [True] * 4
        db.session.expire_all()
        (one,) = db.session.scalars(select(Appointment)).all()
        assert (one.person_id, one.status) == (people[0].id, A.HELD)
        waits = db.session.scalars(select(Wait).order_by(Wait.id)).all()
        assert [each.status for each in waits] == [WaitStatus.OFFERED, WaitStatus.WAITING]

    def test_who_missed_it_hears_so(self, world, do, line):
        service, (first, second) = line
        self.open_hours(world, do, service)
        offer_all(world.at)
        kept = kept_for(first)
        lapse_all(kept.kept_until)
        assert len(told(first, "missed")) == 1
        assert kept_for(second).starts_at == kept.starts_at
        assert not told(second, "missed")

    def test_ended_with_it_what_was_kept_is_so_too(self, world, do, line):
        service, (first, _second) = line
        self.open_hours(world, do, service)
        offer_all(world.at)
        kept = kept_for(first)
        do(setting_up.end_practitioner, world.lawyer, by=world.actor(world.officer))
        assert kept.status is A.CANCELLED
        assert kept.wait.status is WaitStatus.LAPSED
        assert told(first, "stopped")

    def test_who_takes_it_says_how_to_meet(self, world, do, line):
        service, (first, _second) = line
        self.open_hours(world, do, service)
        offer_all(world.at)
        kept, by = kept_for(first), world.actor(first)
        assert kept.way == "place"
        with pytest.raises(Refused) as refused:
            do(booking.want, kept, way="video", by=by)
        assert refused.value.field == "way"
        first.phone = None
        db.session.commit()
        with pytest.raises(Refused, match="没有手机号"):
            do(booking.want, kept, way="phone", by=by)
        first.phone = "13900001111"
        db.session.commit()
        do(booking.want, kept, way="phone", by=by)
        assert (kept.status, kept.way) == (A.BOOKED, "phone")

    def test_the_way_that_stands_is_asked_again(self, world, do):
        made = world.hold(world.start(9), way="phone")
        world.guest.phone = None
        db.session.commit()
        with pytest.raises(Refused, match="没有手机号"):
            do(booking.want, made, by=world.actor(world.guest))
