"""A clinic with a contact clerk, a lawyer and a client; after each test nothing is broken."""

import pytest

from core.cli import invariants
from core.db import db, writing
from services.cases.operations import handling, safekeeping
from services.cases.queries.invariants import INVARIANTS
from tests.services.clinics.conftest import do, world

__all__ = ["do", "world"]
CANARY = "机密-CANARY-他打了我"


@pytest.fixture
def contact(world, make):
    person = make.person(name="联络员")
    with writing():
        world.clinic.contact_id, world.clinic.undertaken_at = person.id, world.at
    return person


@pytest.fixture
def case(world, contact, do):
    """Return a case that the client has begun, with something said in it."""
    client = world.actor(world.guest)
    made = do(handling.begin, world.clinic, by=client)
    do(safekeeping.save_intake, made, {"story": CANARY, "others": "家暴"}, by=client)
    return made


@pytest.fixture
def handed(world, case, contact, do):
    do(handling.submit, case, None, by=world.actor(world.guest))
    do(handling.hand, case, world.lawyer, is_open=True, by=world.actor(contact))
    return case


@pytest.fixture(autouse=True)
def whole(app, at):
    yield
    db.session.rollback()
    assert not invariants.broken(at=at, only=INVARIANTS)
