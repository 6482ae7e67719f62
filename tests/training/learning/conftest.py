"""A course on show; after each test what must hold of enrolments and waiting lists holds."""

import pytest

from core.cli import invariants
from core.clock import now
from core.db import db, writing
from core.waitlists.invariants import INVARIANTS as WAITLISTS
from tests.training.learning.world import World
from training.learning.queries.invariants import INVARIANTS

ASKED = {*WAITLISTS, *INVARIANTS} - {"waitlists.kept_too_long"}


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


@pytest.fixture
def full(world):
    """Return a cohort of two seats with two in it, and three who wait."""
    cohort = world.cohort(seats=2)
    people = world.people(5)
    inside = [world.enrol(each, cohort=cohort) for each in people[:2]]
    for each in people[2:]:
        world.wait(each, cohort)
    return cohort, inside, people


@pytest.fixture
def broken(app):
    """Return which of them are broken, and what breaks them."""

    def ask():
        db.session.rollback()
        return invariants.broken(at=now(), only=ASKED)

    return ask


@pytest.fixture(autouse=True)
def whole(broken):
    yield
    assert not broken()
