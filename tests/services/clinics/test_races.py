"""At the same instant: of overlapping times, at one service or two, one is given (F06, I13)."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from core.db import db, writing
from core.errors import Refused
from services.clinics.models import Appointment, AppointmentStatus, Cell, Service
from services.clinics.operations import booking, cells, groups
from services.clinics.rules import appointments as rules

pytestmark = pytest.mark.both_engines
MANY = 12


@pytest.fixture
def at_once(app):
    """Take all steps at the same instant, each in a thread of its own; return which were taken."""

    def go(steps):
        db.session.rollback()
        came = in_threads(app, steps)
        assert None not in came, "a thread ended with another error"
        db.session.rollback()
        db.session.expire_all()
        return came

    return go


def in_threads(app, steps):
    gate, came = Barrier(len(steps)), [None] * len(steps)

    def run(number, step):
        with app.app_context():
            gate.wait()
            try:
                with writing():
                    step()
                came[number] = True
            except Refused:
                came[number] = False
            finally:
                db.session.remove()

    threads = [Thread(target=run, args=each) for each in enumerate(steps)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return came


def hold(service_id, start, actor, at):
    def take():
        booking.hold(db.session.get_one(Service, service_id), start, "place", by=actor, at=at)

    return take


@pytest.fixture
def people(world, make):
    return [world.actor(make.person()) for _number in range(MANY)]


def test_of_many_who_want_overlapping_times_one_has_it(at_once, world, people):
    """Half of them at a service of an hour, half at one of half an hour, both of one lawyer."""
    long = world.make_service(minutes=60, after=0, hours=((540, 720),))
    wants = [
        (world.service, world.start(9)) if number % 2 else (long, world.start(9))
        for number in range(MANY)
    ]
    steps = [
        hold(service.id, start, actor, world.at)
        for (service, start), actor in zip(wants, people, strict=True)
    ]
    assert sum(at_once(steps)) == 1
    (one,) = db.session.scalars(select(Appointment)).all()
    assert one.status is AppointmentStatus.HELD
    assert len(db.session.scalars(select(Cell)).all()) in {8, 12}


def test_the_key_alone_holds_without_the_lock(at_once, world, people, monkeypatch):
    monkeypatch.setattr(cells, "lock", lambda _who: None)
    steps = [hold(world.service.id, world.start(9), actor, world.at) for actor in people]
    assert sum(at_once(steps)) == 1


def test_control_to_look_first_gives_it_to_many(at_once, world, people, monkeypatch):
    """Without lock and key, who looks whether it is free before booking is one of many."""
    gate = Barrier(MANY, timeout=3)

    def look_then_take(practitioner_id, wanted, of):
        query = select(Cell).where(
            Cell.practitioner_id == practitioner_id, Cell.starts_at.in_(wanted)
        )
        if db.session.scalars(query).all():
            raise Refused("taken", field="start")
        if db.engine.dialect.name == "postgresql":
            gate.wait()

    monkeypatch.setattr(cells, "lock", lambda _who: None)
    monkeypatch.setattr(cells, "take", look_then_take)
    steps = [hold(world.service.id, world.start(9), actor, world.at) for actor in people]
    assert sum(at_once(steps)) > 1
    with writing():
        db.session.execute(
            Appointment.__table__.update().values(
                status="lapsed", ended_at=world.at, kept_until=None
            )
        )


def test_the_last_seat_is_taken_once(at_once, world, people):
    service = world.make_service(minutes=60, after=0, seats=3)
    with writing():
        session = groups.open_session(
            service, "讲座", world.start(9), by=world.actor(world.officer), at=world.at
        )
    session_id, kind = session.id, type(session)

    def join(actor):
        return lambda: groups.join(db.session.get_one(kind, session_id), by=actor, at=world.at)

    assert sum(at_once([join(actor) for actor in people])) == 3
    assert db.session.get_one(kind, session_id).taken == 3


def test_the_cap_of_a_day_holds(at_once, world, people):
    world.service.daily_cap = 2
    db.session.commit()
    starts = [world.start(9) + n * timedelta(minutes=40) for n in range(4)]
    steps = [
        hold(world.service.id, starts[n % 4], actor, world.at) for n, actor in enumerate(people)
    ]
    assert sum(at_once(steps)) == 2


def test_one_person_on_many_devices_has_one(at_once, world):
    actor = world.actor(world.guest)
    starts = [world.start(9) + n * timedelta(minutes=40) for n in range(4)]
    steps = [hold(world.service.id, start, actor, world.at) for start in starts]
    assert sum(at_once(steps)) == 1


def test_given_back_and_wanted_at_once_nothing_is_lost(at_once, world, people):
    made = world.book(world.start(9))
    made_id, guest = made.id, world.actor(world.guest)

    def cancel():
        booking.cancel(db.session.get_one(Appointment, made_id), by=guest, at=world.at)

    wants = [hold(world.service.id, world.start(9), actor, world.at) for actor in people]
    came = at_once([cancel, *wants])
    assert came[0] is True
    assert sum(came[1:]) <= 1
    live = select(Appointment).where(Appointment.status.in_(rules.LIVE))
    assert len(db.session.scalars(live).all()) == sum(came[1:])
