"""Two who act at the same instant on a person's hours: the gate stands at the person's row."""

from functools import partial

import pytest

from core.db import db
from tests.shop.orders.races.conftest import at_once, gate

__all__ = ["at_once", "gate"]  # fixtures


@pytest.fixture
def together(at_once):
    """Run these at the same instant; return what came of each."""
    return partial(at_once, row="UPDATE person SET version = version")


@pytest.fixture
def step(act, at):
    """Return one operation on a fresh look at a row, to be done in a thread of its own."""

    def make(operation, row, *given, by, at=at, **kw):
        table, key, actor = type(row), row.id, act(by)
        return lambda: operation(db.session.get_one(table, key), *given, **kw, by=actor, at=at)

    return make
