"""An organiser with a keeper and a teacher; after each test nothing that must hold is broken."""

import pytest

from core.cli import invariants
from core.clock import now
from core.db import db, writing
from training.courses.queries.invariants import INVARIANTS
from tests.training.courses.world import World


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


@pytest.fixture(autouse=True)
def whole(app, at):
    yield
    db.session.rollback()
    found = {n: rows for n, rows in invariants.broken(at=at).items() if n in INVARIANTS}
    assert found == {}
