"""The practitioner's desk now: a lawyer who can be booked on every day, a clerk, a client."""

import pytest

from core.clock import now
from core.db import db, writing
from services.cases.operations import handling, safekeeping
from services.clinics.models import AppointmentStatus, ClinicKind, PractitionerKind, WeeklyHours
from tests.services.cases.conftest import CANARY
from tests.services.clinics.world import DAY, HOUR

A = AppointmentStatus


@pytest.fixture
def at():
    """A moment that the server would agree with."""
    return now().replace(microsecond=0)


@pytest.fixture
def daily(world):
    """Return a service that is given day and night."""

    def make(practitioner=None, clinic=None, **kw):
        made = {"hours": (), "notice_hours": 0, "after": 0, **kw}
        service = world.make_service(practitioner, clinic, **made)
        for weekday in range(7):
            row = {"service_id": service.id, "weekday": weekday, "begins": 0, "ends": 1440}
            world.make.add(WeeklyHours(**row))
        return service

    return make


@pytest.fixture
def booked(world, daily):
    """Return an appointment with the lawyer tomorrow at nine."""
    return world.book(world.start(9), service=daily())


@pytest.fixture
def wish(world, daily):
    return world.book(world.start(10), service=daily(asks=True))


@pytest.fixture
def begun(world):
    """Return an appointment that began an hour ago."""
    return world.booked_row(world.at - HOUR)


@pytest.fixture
def counselled(world, make, daily, do):
    """Return a counsellor's appointment by phone and the case of it, with a canary."""
    clinic = world.make_clinic(ClinicKind.COUNSELLING, title="谈谈心")
    counsellor = world.practitioner(make.person(name="咨询师"), PractitionerKind.COUNSELLOR)
    service = daily(counsellor, clinic, ways="phone")
    appointment = world.book(world.start(11), service=service)
    client = world.actor(world.guest)
    case = do(handling.begin, clinic, consents=True, by=client)
    do(safekeeping.save_intake, case, {"nickname": CANARY}, by=client)
    do(handling.submit, case, appointment=appointment, by=client)
    return counsellor.person, appointment, case


@pytest.fixture
def lawyer(world, client):
    """Return the client, signed in as the lawyer."""
    client.log_in(world.lawyer.person)
    return client


@pytest.fixture
def colleague(world, make, daily):
    """Return another lawyer of the same clinic."""
    other = world.practitioner(make.person(name="文律师"))
    daily(other)
    return other


@pytest.fixture
def again(app):
    """Read a row as it stands now."""

    def read(row):
        db.session.expire_all()
        return db.session.get(type(row), row.id)

    return read


def change(row, **values):
    """Set what a test needs otherwise."""
    with writing():
        for name, value in values.items():
            setattr(row, name, value)
    return row


__all__ = ["DAY", "change"]
