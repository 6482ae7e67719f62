"""A house with a field that pays for hands; after each test nothing that must hold is broken."""

import pytest

from core.cli import invariants
from core.db import db
from core.house import Area
from services.paid_work.queries.invariants import INVARIANTS
from tests.services.paid_work.world import Fields, World
from wsgi import AREAS


@pytest.fixture
def fields():
    return Fields()


@pytest.fixture
def areas(fields):
    return (*AREAS, Area(name="fields", needs=(fields,)))


@pytest.fixture
def world(make, fields, at):
    return World(make, fields, at)


def broken(at):
    """Return which invariants of paid work are broken, and what breaks them."""
    db.session.rollback()
    return invariants.broken(at=at, only=INVARIANTS)


@pytest.fixture(autouse=True)
def whole(app, at):
    yield
    assert broken(at) == {}
