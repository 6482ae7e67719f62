"""A household, a family farm, a cooperative and an enterprise in a village with two officers."""

from datetime import timedelta

import pytest

from core.branches.models import Household, OfficeRole
from core.clock import now, village_day
from core.db import db, writing
from shop.hands import operations
from shop.hands.models import Hardship, HardshipKind, Wanted
from shop.hands.operations import Call, Found
from tests.shop.orders.races.conftest import at_once, gate

__all__ = ["at_once", "gate"]
DAY = timedelta(days=1)


@pytest.fixture
def at():
    return now()


@pytest.fixture
def branch(make):
    return make.branch(name="桃源村党支部")


@pytest.fixture
def village(make, branch):
    return make.unit(branch)


@pytest.fixture
def home_of(make, village):
    """Return the household of the farmer, in which others may live, too."""
    return make.add(Household(unit_id=village.id, number="12"))


@pytest.fixture
def farmer(make, village, home_of):
    person = make.person(name="陈阿福")
    return make.resident(village, person, household_id=home_of.id)


@pytest.fixture
def secretary(make, branch):
    return make.officer(branch, person=make.person(name="周建国"))


@pytest.fixture
def officer(make, branch):
    return make.officer(branch, role=OfficeRole.PUBLICITY, person=make.person(name="李宣"))


@pytest.fixture
def producer(shop, farmer, village):
    return shop.producer(farmer, village, name="陈家橘园")


@pytest.fixture
def do(at):
    """Take a step in a transaction of its own, and read all anew afterwards."""

    def take(step, *given, **kw):
        with writing():
            made = step(*given, **{"at": at, **kw})
        db.session.expire_all()
        return made

    return take


@pytest.fixture
def wanted(make, do, producer, farmer, at):
    """Return what makes a call; four hours long, in three days, unless said."""

    def one(shop=producer, *, days=3, at=at, **kw):
        starts = kw.pop("starts_at", at + days * DAY)
        made = {
            "title": "摘橘子",
            "words": "管午饭",
            "place": "后山橘园",
            "starts_at": starts,
            "ends_at": starts + timedelta(hours=4),
            "hands": 3,
            **kw,
        }
        by = make.actor(farmer)
        return do(operations.call, shop, Call(**made), by=by, at=at)

    return one


@pytest.fixture
def found(at):
    """Return what an officer has found: from today for thirty days, unless said."""

    def say(since=0, until=30, **kw):
        today = village_day(at)
        made = {"kind": HardshipKind.ILLNESS, "words": "腰伤了，一个人摘不过来", **kw}
        return Found(since=today + since * DAY, until=today + until * DAY, **made)

    return say


@pytest.fixture
def record(make, do, branch, producer, secretary, found):
    """Return what records a hardship of the household."""

    def put(shop=producer, by=secretary, at=None, **kw):
        when = {"at": at} if at else {}
        return do(operations.record, branch, shop, found(**kw), by=make.actor(by), **when)

    return put


def get(row):
    """Return the row as it stands now."""
    table = Wanted if isinstance(row, Wanted) else Hardship
    return db.session.get(table, row.id, populate_existing=True)
