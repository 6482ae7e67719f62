"""At the same instant: never more hands than are wanted, one answer, one asking."""

import pytest
from sqlalchemy import func, select

from core.db import db
from services.paid_work import operations
from services.paid_work.models import Deal, DealStatus, PaidWork
from tests.services.paid_work.world import KIND

pytestmark = pytest.mark.both_engines
D = DealStatus


def count(status):
    return db.session.scalar(select(func.count()).where(Deal.status == status))


@pytest.mark.parametrize("hands", [1, 2])
def test_more_are_taken_on_at_once_than_are_wanted(world, together, step, hands):
    need = world.need(hands=hands)
    deals = [world.ask(need, person) for person in world.others(5)]
    came = together(*[step(operations.agree, each) for each in deals])
    assert sum(came) == hands == count(D.AGREED)
    assert db.session.scalars(select(PaidWork.agreed)).one() == hands
    assert len(world.fields.heard) == hands


def test_the_owner_agrees_and_refuses_at_once(world, together, step):
    deal = world.ask(world.need())
    came = together(step(operations.agree, deal), step(operations.refuse, deal))
    assert sum(came) == 1
    agreed = db.session.scalars(select(PaidWork.agreed)).one()
    assert (agreed, count(D.AGREED), count(D.REFUSED)) in {(1, 1, 0), (0, 0, 1)}


def test_both_sides_say_no_at_once(world, together, step):
    deal = world.agreed()
    worker = step(operations.withdraw, deal, world.worker)
    came = together(worker, step(operations.withdraw, deal))
    assert sum(came) == 1
    assert db.session.scalars(select(PaidWork.agreed)).one() == 0
    assert [step for step, *_rest in world.fields.heard] == ["filled", "freed"]


def test_one_goes_while_another_is_taken_on(world, together, step):
    need = world.need(hands=1)
    first, second = (world.ask(need, person) for person in world.others(2))
    world.take(operations.agree, first)
    together(step(operations.withdraw, first), step(operations.agree, second))
    assert db.session.scalars(select(PaidWork.agreed)).one() == count(D.AGREED) <= 1


def test_the_same_person_asks_twice_and_others_first(world, together):
    need = world.need(hands=3)
    people = [world.worker, world.worker, *world.others(2)]
    actors = [world.actor(person) for person in people]

    def asking(by):
        return lambda: operations.ask(KIND, need.ref, of_age=True, by=by, at=world.at)

    came = together(*[asking(by) for by in actors])
    assert sum(came[:2]) == 1
    assert came[2:] == [True, True]
    assert count(D.ASKED) == 3
    assert len(db.session.scalars(select(PaidWork)).all()) == 1
