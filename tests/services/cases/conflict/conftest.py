"""Two neighbours in a quarrel, a lawyer who has one of them already, and a colleague."""

import pytest

from core.clock import now
from core.db import db
from services.cases.models import Case, Party
from services.cases.operations import handling, safekeeping
from services.clinics.models import WeeklyHours


@pytest.fixture
def at():
    """A moment that the server would agree with."""
    return now().replace(microsecond=0)


@pytest.fixture
def colleague(world, make):
    """Return another lawyer of the clinic who can be booked day and night."""
    return lawyer(world, make, "文律师")


def lawyer(world, make, name, **kw):
    made = world.practitioner(make.person(name=name), **kw)
    service = world.make_service(made, hours=(), notice_hours=0, after=0)
    for weekday in range(7):
        row = {"service_id": service.id, "weekday": weekday, "begins": 0, "ends": 1440}
        make.add(WeeklyHours(**row))
    return made


@pytest.fixture
def tell(world, contact, do):
    """Return a hand with which somebody says who stands against them, and hands it in."""

    def run(person, others, *, to=None, submits=True, **said):
        by = world.actor(person)
        made = do(handling.begin, world.clinic, by=by)
        said = {"story": "邻居的事", "others": others, **said}
        do(safekeeping.save_intake, made, said, by=by)
        if submits:
            do(handling.submit, made, to, by=by)
        return made

    return run


@pytest.fixture
def hand(world, contact, do):
    """Return the contact clerk's hand."""

    def run(case, practitioner, **kw):
        do(handling.hand, case, practitioner, is_open=True, by=world.actor(contact), **kw)
        return case

    return run


@pytest.fixture
def look(world, do):
    """Return how somebody opens a case."""

    def run(case, person):
        return do(safekeeping.open_part, case, "intake", by=world.actor(person))

    return run


@pytest.fixture
def wang(make):
    return make.person(name="王大山", phone="13800138000")


@pytest.fixture
def li(make):
    return make.person(name="李小河", phone="13900139000")


def parties():
    """Return the marks that are kept, as (case, role) → marks."""
    db.session.rollback()
    return {(each.case_id, each.role.value): bytes(each.marks) for each in db.session.query(Party)}


def again(case):
    db.session.expire_all()
    return db.session.get(Case, case.id)
