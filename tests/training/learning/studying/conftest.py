"""A course to learn; after each test nothing that must hold of learning is broken."""

import pytest
from flask import Blueprint

from core.cli import invariants
from core.clock import now
from core.db import db
from core.house import Area
from core.web.guard import public
from tests.training.learning.studying.world import World
from training.learning.queries.progress_invariants import INVARIANTS
from wsgi import AREAS


def stand_in():
    """Return an address of recordings, where the house does not play any yet."""
    bp = Blueprint("recordings", __name__, url_prefix="/recordings")
    bp.add_url_rule("/<ref>", "play", public(lambda ref: ref))
    return Area(name="stand-in", blueprints=(bp,))


@pytest.fixture
def areas():
    known = {bp.name for area in AREAS for bp in area.blueprints}
    return AREAS if "recordings" in known else (*AREAS, stand_in())


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
    return {n: rows for n, rows in invariants.broken(at=at).items() if n in INVARIANTS}


@pytest.fixture(autouse=True)
def whole(app, at):
    yield
    assert broken(at) == {}
