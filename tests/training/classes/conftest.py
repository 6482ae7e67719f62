"""A cohort with classes; after each test nothing that must hold of them is broken."""

import pytest

from core.cli import invariants
from core.clock import now
from core.db import db, writing
from tests.training.classes.world import World


@pytest.fixture
def at():
    """A moment that the server would agree with."""
    return now().replace(microsecond=0)


@pytest.fixture
def world(make, at):
    return World(make, at)


@pytest.fixture
def do(at):
    """Return a hand that runs one operation in a transaction of its own."""

    def run(operation, *given, at=at, **kw):
        with writing():
            return operation(*given, **kw, at=at)

    return run


@pytest.fixture(autouse=True)
def whole(app, at):
    yield
    db.session.rollback()
    found = invariants.broken(at=at)
    assert {n: rows for n, rows in found.items() if n.startswith(("classes.", "learning."))} == {}
