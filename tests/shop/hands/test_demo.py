"""The demo world calls for volunteers where a household is in hardship, and for paid hands."""

import pytest
from sqlalchemy import select

from core.area import CORE
from core.clock import now
from core.db import db, writing
from core.money import Money
from shop.area import AREA
from shop.hands.models import Hardship
from shop.hands.operations.needing import NEEDS


@pytest.mark.both_engines
def test_one_for_volunteers_and_one_for_a_wage(app):
    at = now()
    for _time in range(2):
        with writing():
            CORE.demo(at)
            AREA.demo(at)
    first, second = NEEDS.open(at=at)
    assert (first.owner, first.why_paid) == ("陈桂花家", "")
    assert (second.owner, second.wage, second.per) == ("王小满家庭农场", Money(25_00), "hour")
    assert second.why_paid
    assert len(db.session.scalars(select(Hardship)).all()) == 1
