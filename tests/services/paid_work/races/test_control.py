"""The race for the last place against a counter that is read first goes wrong, and so is seen."""

import pytest
from sqlalchemy import func, select, update

from core.db import db
from core.transition import move
from services.paid_work import rules
from services.paid_work.models import Deal, DealStatus, PaidWork


@pytest.fixture
def whole():
    """What the control breaks is what it is there for."""


def looks_first(deal, *, by, at):
    """Agree as somebody would who counts by what was read."""
    row = db.session.scalars(select(PaidWork).where(PaidWork.id == deal.work_id)).one()
    if row.agreed < row.hands:
        count = row.agreed + 1
        db.session.execute(update(PaidWork).where(PaidWork.id == row.id).values(agreed=count))
        move(deal, rules.DEAL, "agree", by=by, at=at, also={"agreed_at": at})


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)  # SQLite lets one write at a time
def test_who_looks_first_takes_on_too_many(world, together, step):
    need = world.need(hands=1)
    deals = [world.ask(need, person) for person in world.others(5)]
    together(*[step(looks_first, each) for each in deals])
    agreed = select(func.count()).where(Deal.status == DealStatus.AGREED)
    assert db.session.scalar(agreed) > 1
