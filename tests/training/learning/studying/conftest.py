"""A course to learn; after each test nothing that must hold of learning is broken."""

import pytest

from core.cli import invariants
from core.clock import now
from core.db import db
from tests.training.learning.studying.world import World
from training.learning.queries.progress_invariants import INVARIANTS


@pytest.fixture
def at():
    """A moment that the server would agree with."""
    return now().replace(microsecond=0)


@pytest.fixture
def world(make, at):
    return World(make, at)


@pytest.fixture
def learner(client, world):
    client.log_in(world.learner)
    return client


@pytest.fixture
def teacher(app, world):
    client = app.test_client()
    client.log_in(world.teacher)
    return client


def broken(at):
    """Return which invariants of learning are broken, and what breaks them."""
    db.session.rollback()
    return invariants.broken(at=at, only=INVARIANTS)


@pytest.fixture(autouse=True)
def whole(app, at):
    yield
    assert broken(at) == {}
