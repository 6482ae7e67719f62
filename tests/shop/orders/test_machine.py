"""Whatever buyers, producers and the clock do one after the other, what must hold does (F60).

A small model beside the house keeps count of the stock and of what is due, with nothing but sums.
"""

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import select, text, update

from core.db import db, writing
from shop.area import AREA as SHOP
from shop.catalog.models import Hold, Pack
from shop.catalog.operations.reserving import Packs
from tests.shop.orders.conftest import HERE
from tests.shop.orders.machine import Market
from tests.shop.orders.world import ACTIONS, S, World
from wsgi import AREAS


@pytest.fixture
def whole():
    """The machine asks after each step."""


@pytest.fixture
def world(shop, make, tmp_path):
    """Return a market of three producers with two sizes each; at the last one goods are fetched."""
    for _each in range(3):
        producer = shop.producer(district=HERE)
        shop.zone(producer)
        shop.pack(shop.on_sale(producer), fen=900, net_grams=500, stock=6)
    point = shop.point(producer)
    buyers = [make.actor(make.person()) for _each in range(2)]
    return World(tmp_path, buyers=buyers, with_point=(point.producer_id, point.id))


def run(world, *, examples, steps, **kw):
    run_state_machine_as_test(
        partial(Market, world),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            **kw,
        ),
    )


BY_ITSELF = {f"by itself {status}" for status in (S.RECEIVED, S.COMPLETED, S.CANCELLED)}
DONE = {"put", "place", "price", "count", *ACTIONS, *BY_ITSELF}


def check(world, record_property, *, floor):
    for name, count in sorted(world.done.items()):
        record_property(name, count)
    print(dict(world.done))
    assert {name for name in DONE if world.done[name] < floor} == set(), "this proves little"


@pytest.mark.timeout(300)
def test_whatever_happens_what_must_hold_does(world, record_property):
    run(world, examples=100, steps=30)
    check(world, record_property, floor=1)


@pytest.mark.prove
@pytest.mark.timeout(3600)
def test_whatever_happens_five_hundred_times(world, record_property):
    run(world, examples=500, steps=50)
    check(world, record_property, floor=20)


class Leaky(Packs):
    """Gives up the hold, but forgets to let the stock have it again."""

    def _put_back(self, hold, count):
        return db.session.scalar(select(Pack.stock).where(Pack.id == hold.pack_id))


class Forgetful(Packs):
    """Forgets that what the buyer did without is held no more."""

    def release(self, counts, *, gone=False, by, at):
        if not gone:
            super().release(counts, by=by, at=at)


class Careless(Packs):
    """Looks at the stock, counts, and writes what it counted, for one more than there is."""

    def _take(self, want):
        stock = db.session.scalar(select(Pack.stock).where(Pack.id == want.ref))
        left = max(stock - want.count + 1, 0)
        db.session.execute(update(Pack).where(Pack.id == want.ref).values(stock=left))
        return left


class Twice(Packs):
    """Gives the stock back what it has given back already."""

    def _lower(self, hold, count):
        return super()._lower(hold, count) or True

    def release(self, counts, *, gone=False, by, at):
        super().release(counts, gone=gone, by=by, at=at)
        if not gone:
            for hold in db.session.scalars(select(Hold).where(Hold.line_id.in_(counts))).all():
                self._put_back(hold, counts[hold.line_id])


@pytest.fixture
def areas(request):
    """The house; for the controls with another way of reserving packs."""
    if not hasattr(request, "param"):
        return AREAS
    broken = replace(SHOP, lines=(request.param(),))
    return tuple(broken if area.name == "shop" else area for area in AREAS)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("areas", [Leaky, Forgetful, Careless, Twice], indirect=True)
def test_control_a_broken_way_of_reserving_is_found(areas, world):
    with pytest.raises(AssertionError):
        run(world, examples=100, steps=30, phases=[Phase.generate])


def test_the_model_sees_what_no_invariant_can(world):
    """A total that agrees with itself but not with what was ordered is found beside them."""
    market = Market(world)
    with writing():
        db.session.execute(text("UPDATE shop_pack SET stock = stock + 1 WHERE id = 1"))
    with pytest.raises(AssertionError):
        market.holds()
