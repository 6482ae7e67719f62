"""A village with a township above, where people come to help."""

from datetime import UTC, datetime

import pytest

from core.branches.actors import find_actor
from core.cli import invariants
from core.clock import now, village_day
from core.db import db, writing
from services.hours.models import Confirmed
from services.hours.operations import certifying
from services.hours.operations.confirming import confirm
from services.hours.queries.invariants import INVARIANTS
from tests.services.hours.world import DAY, World


@pytest.fixture
def at():
    """Six in the evening, so that a long day lies behind."""
    return datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.fixture
def world(make, at):
    return World(make, at)


@pytest.fixture
def act(app, at):
    """Return who a person is today, with the offices held."""

    def actor(person):
        return find_actor(person.id, at=at)

    return actor


@pytest.fixture
def do(act, at):
    """Return a hand that runs one operation in a transaction of its own."""

    def run(operation, *given, by, at=at, **kw):
        actor = act(by) if hasattr(by, "name_key") else by
        with writing():
            return operation(*given, **kw, by=actor, at=at)

    return run


@pytest.fixture
def confirmed(do):
    """Return a hand that confirms attendances, one after the other."""

    def run(how, by, *attendances, at=None):
        more = {} if at is None else {"at": at}
        return [do(confirm, each, how, by=by, **more) for each in attendances]

    return run


@pytest.fixture
def wang(world):
    return world.person("王奶奶")


@pytest.fixture
def li(world):
    return world.person()


@pytest.fixture
def served(world, wang, li, confirmed, make):
    """Two hours by the person served, one by phone, half an hour by hand."""
    by_hand = {"by_hand": True, "why": "没电", "in_by": world.officer.id}
    there = [
        world.ended(li, served=wang, day=3, minutes=120),
        world.ended(li, served=wang, day=2, minutes=60),
        world.ended(li, served=wang, day=1, minutes=30, **by_hand),
    ]
    for each, how, by in zip(
        there,
        (Confirmed.SERVED, Confirmed.PHONE, Confirmed.SERVED),
        (wang, world.officer, wang),
        strict=True,
    ):
        confirmed(how, by, each)
    return there


@pytest.fixture
def ask(world, do, li, at):
    def hand(by=None, days=10, last=0, **kw):
        today = village_day(at)
        period = {"first": today - days * DAY, "last": today - last * DAY}
        return do(certifying.ask, world.branch, **{**period, **kw}, by=by or li)

    return hand


def broken(at):
    """Return which invariants of hours are broken, and what breaks them."""
    db.session.rollback()
    return invariants.broken(at=at, only=INVARIANTS)


@pytest.fixture(autouse=True)
def whole(app):
    """After each test nothing that must hold of hours is broken."""
    yield
    assert broken(now()) == {}
