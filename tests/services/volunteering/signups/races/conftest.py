"""Two who act on the same shift at the same instant; the gate is that of the market's races."""

import pytest

from core.db import db
from services.volunteering.models import Shift
from tests.shop.orders.races.conftest import at_once, gate

__all__ = ["at_once", "gate"]
SHIFTS = "UPDATE volunteer_shift SET capacity = capacity"
PEOPLE = "UPDATE person SET language = language"


@pytest.fixture
def step(at):
    """Return a hand that does something with a fresh look at the shift."""

    def make(operation, shift, *given, at=at, **kw):
        shift_id = shift.id  # a thread must not ask the test's own session
        return lambda: operation(db.session.get_one(Shift, shift_id), *given, at=at, **kw)

    return make


@pytest.fixture
def all_at_once(at_once):
    def run(*doings, row=SHIFTS):
        return at_once(*doings, row=row)

    return run
