"""Two who act at the same instant on one request: the gate stands at the request's row."""

from functools import partial

import pytest

from core.db import db
from services.help.models import HelpRequest
from tests.shop.orders.races.conftest import at_once, gate

__all__ = ["at_once", "gate"]  # fixtures


@pytest.fixture
def together(at_once):
    """Run these at the same instant; return what came of each."""
    return partial(at_once, row="UPDATE help_request SET place = place")


@pytest.fixture
def step(world):
    """Return one operation on a fresh look at a request, to be done in a thread of its own."""

    def make(operation, request, *given, by, at=None):
        request_id, actor = request.id, world.actor(by)
        moment = at or world.at
        return lambda: operation(
            db.session.get_one(HelpRequest, request_id), *given, by=actor, at=moment
        )

    return make
