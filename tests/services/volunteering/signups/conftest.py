"""A village with shifts, and hands that do one thing in a transaction of its own."""

import pytest

from core.cli import invariants
from core.clock import now
from core.db import db, writing
from core.waitlists.invariants import INVARIANTS as WAITLISTS
from services.volunteering.queries.counted import INVARIANTS as SHIFTS
from tests.services.volunteering.signups.world import Hands

ASKED = {*WAITLISTS, *SHIFTS} - {"waitlists.kept_too_long"}


@pytest.fixture
def hands(make, at):
    return Hands(make, at)


@pytest.fixture
def do(at):
    """Return a hand that runs one operation in a transaction of its own."""

    def run(operation, *given, at=at, **kw):
        with writing():
            return operation(*given, **kw, at=at)

    return run


@pytest.fixture
def five(hands):
    """Return five volunteers of the village who are asked in this order."""
    return [hands.volunteer() for _each in range(5)]


@pytest.fixture(autouse=True)
def whole(app):
    """After each test nothing that must hold of places and waiting lists is broken."""
    yield
    db.session.rollback()
    assert not invariants.broken(at=now(), only=ASKED)
