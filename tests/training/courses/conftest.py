"""An organiser with a keeper and a teacher; after each test nothing that must hold is broken."""

import pytest

from core.cli import invariants
from core.clock import now
from core.db import db, writing
from tests.services.clinics.desk.forms import form_of
from tests.training.courses.world import World
from training.courses.queries.invariants import INVARIANTS


@pytest.fixture
def at():
    """A moment that the server would agree with."""
    return now().replace(microsecond=0)


@pytest.fixture
def world(make, at):
    return World(make, at)


@pytest.fixture
def do(world):
    """Return a hand that runs one operation of the keeper in a transaction of its own."""

    def run(operation, *given, person=None, at=None, **kw):
        with writing():
            said = {**world.by(person), **({"at": at} if at else {}), **kw}
            return operation(*given, **said)

    return run


@pytest.fixture
def fill(client):
    """Return a hand that opens a page, changes some fields and sends the form as a browser does."""

    def send(url, action="", **changed):
        sent = form_of(client.get(url), action)
        for name, value in changed.items():
            if value is None:
                sent.pop(name, None)
            else:
                sent[name] = value
        return client.post(action or url, data=sent)

    return send


@pytest.fixture
def keeper(client, world):
    client.log_in(world.keeper)
    return world.keeper


@pytest.fixture(autouse=True)
def whole(app, at):
    yield
    db.session.rollback()
    found = invariants.broken(at=at, only=INVARIANTS)
    assert found == {}
