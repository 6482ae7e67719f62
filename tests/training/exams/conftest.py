"""A school with a course; after each test nothing that must hold is broken."""

import pytest

from core.cli import invariants
from core.clock import now
from core.db import db
from tests.training.exams.world import School

ROOMS = ("exams.", "certificates.", "qualifications.", "sqlite.")


@pytest.fixture
def at():
    return now()


def broken(at):
    db.session.rollback()
    found = invariants.broken(at=at)
    return {name: rows for name, rows in found.items() if name.startswith(ROOMS)}


@pytest.fixture
def school(make, at):
    yield School(make, at)
    assert broken(at) == {}
