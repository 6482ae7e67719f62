"""Each invariant of paid work finds the one defect that it is there for."""

import pytest
from sqlalchemy import text

from core.db import db, writing
from services.paid_work.queries.invariants import INVARIANTS
from tests.services.paid_work.conftest import broken

DEFECTS = {
    "paid_work.agreed_is_its_deals": "UPDATE paid_work SET agreed = 0",
    "paid_work.with_oneself": "UPDATE paid_work SET owner_id = (SELECT person_id FROM"
    " paid_work_deal)",
    "paid_work.ended_without_moment": "UPDATE paid_work_deal SET ended_at = asked_at",
}


@pytest.fixture
def whole():
    """Here the house is broken on purpose."""


def test_each_has_its_defect():
    assert set(DEFECTS) == set(INVARIANTS)


@pytest.mark.both_engines
@pytest.mark.parametrize("name", DEFECTS)
def test_it_is_found(name, world, at):
    world.agreed()
    assert broken(at) == {}
    with writing():
        db.session.execute(text(DEFECTS[name]))
    assert set(broken(at)) == {name}
