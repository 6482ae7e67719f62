"""Two who act at the same instant on one work: the gate stands at the work's row."""

from functools import partial

import pytest

from core.db import db
from services.paid_work.models import Deal
from tests.shop.orders.races.conftest import at_once, gate

__all__ = ["at_once", "gate"]  # fixtures


@pytest.fixture
def together(at_once):
    """Run these at the same instant; return what came of each."""
    return partial(at_once, row="UPDATE paid_work SET hands = hands")


@pytest.fixture
def step(world):
    """Return one operation on a fresh look at a deal, to be done in a thread of its own."""

    def make(operation, deal, person=None, **kw):
        deal_id, by = deal.id, world.actor(person or world.owner)
        at = kw.pop("at", world.at)
        return lambda: operation(db.session.get_one(Deal, deal_id), by=by, at=at)

    return make
