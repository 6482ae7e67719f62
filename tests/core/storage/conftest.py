"""Somebody who uploads."""

import pytest

from core.access import Actor
from core.db import writing
from core.storage import operations
from tests.core.storage import samples


@pytest.fixture
def by(make):
    person = make.person()
    return Actor(id=person.id, person=person.id, name=person.name)


@pytest.fixture
def keep(by, at):
    """Upload in both steps, as a view does."""

    def keep(name="茶叶.jpg", data=None, *, is_public=True, lay=operations.lay_picture):
        laid = lay(name, samples.photo() if data is None else data, by=by)
        with writing():
            return operations.keep(laid, is_public=is_public, by=by, at=at)

    return keep
