"""A copy of one's own appointments, and what is left of them when somebody goes."""

import pytest
from sqlalchemy import select

from core.db import db, writing
from core.waitlists.models import Wait, WaitStatus
from services.clinics.models import Appointment, AppointmentStatus
from services.clinics.operations import groups, setting_up, waiting
from services.clinics.operations.personal import OwnAppointments
from tests.services.clinics.test_booking import told

pytestmark = pytest.mark.both_engines
A = AppointmentStatus


def erase(person, at):
    with writing():
        OwnAppointments().erase(person.id, at=at)
    db.session.expire_all()


def test_the_copy_has_ones_own_alone(world, make):
    world.book(world.start(9))
    world.book(world.start(14), make.person())
    copy = OwnAppointments().export(world.guest.id)
    (mine,) = copy["appointments"]
    assert (mine["starts_at"], mine["status"], copy["practitioner"]) == (
        world.start(9),
        "booked",
        [],
    )
    assert OwnAppointments().export(world.lawyer.person_id)["practitioner"][0]["kind"] == "lawyer"


def test_who_goes_gives_back_time_and_seat_and_waits_no_more(world, make, do, at):
    booked = world.book(world.start(9))
    service = world.make_service(world.practitioner(make.person()), minutes=60, after=0, seats=2)
    session = do(
        groups.open_session, service, "讲座", world.start(14), by=world.actor(world.officer)
    )
    do(groups.join, session, by=world.actor(world.guest))
    full = world.make_service(
        world.practitioner(make.person()), hours=((540, 600),), minutes=60, after=0, horizon_days=1
    )
    world.book(world.start(9), make.person(), full)
    do(waiting.wait_for, full, by=world.actor(world.guest))
    erase(world.guest, at)
    assert booked.status is A.CANCELLED
    assert session.taken == 0
    assert world.cells(booked) == 0
    assert told(world.lawyer.person, "given_back")
    assert db.session.scalar(select(Wait.status)) is WaitStatus.LEFT
    live = select(Appointment).where(
        Appointment.person_id == world.guest.id, Appointment.ended_at.is_(None)
    )
    assert not db.session.scalars(live).all()


def test_a_practitioner_who_goes_is_booked_no_more(world, at):
    erase(world.lawyer.person, at)
    assert world.lawyer.ended_at == at
    assert "1332" not in world.lawyer.licence


def test_a_contact_clerk_who_goes_receives_nothing_more(world, make, at, do):
    clerk, by = make.person(), world.actor(world.officer)
    do(setting_up.name_contact, world.clinic, clerk, has_undertaken=True, by=by)
    (entrusted,) = OwnAppointments().export(clerk.id)["contact_clerk_of"]
    assert entrusted == {"clinic": world.clinic.title, "undertaken_at": at}
    erase(clerk, at)
    assert (world.clinic.contact_id, world.clinic.undertaken_at) == (None, None)
