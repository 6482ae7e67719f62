"""A clinic that can be booked; after each test nothing that must hold is broken."""

import pytest

from core.cli import invariants
from core.db import db, writing
from services.clinics.queries.invariants import INVARIANTS
from tests.services.clinics.world import World


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


def broken(at):
    """Return which invariants of clinics are broken, and what breaks them."""
    db.session.rollback()
    return invariants.broken(at=at, only=INVARIANTS)


@pytest.fixture(autouse=True)
def whole(app, at):
    yield
    assert broken(at) == {}
