"""What the index is told when a place has another name, or its verification stops or goes on."""

from dataclasses import replace

import pytest

from core.access import SYSTEM
from core.branches import operations as branches
from core.clock import now
from core.db import db, writing
from core.house import HOUSE
from core.search import jobs, queries
from core.sponsorship import operations as sponsorship
from core.sponsorship.models import Sponsorship
from shop.producers.operations import producers

pytestmark = pytest.mark.both_engines


@pytest.fixture
def values(engine):
    return {"SEARCH_URL": "postgresql:"} if engine == "postgresql" else {}


@pytest.fixture
def unit(make):
    return make.unit(make.branch("梅坞村党支部"), name="梅坞村")


@pytest.fixture
def owner(make):
    return make.person()


@pytest.fixture
def producer(shop, owner, unit):
    return shop.producer(owner, unit, name="王家茶园", classes="fresh")


@pytest.fixture
def product(shop, producer):
    """One product of this producer, and one of another in another village; all is written."""
    mine = shop.on_sale(producer, title="明前绿茶")
    shop.on_sale(title="高山蜜橘")
    jobs.rebuild()
    return mine


def found(query):
    """Return what is found once the worker has written what is due."""
    jobs.write()
    told = HOUSE.index.find(query)
    return set() if told.instead else set(told.keys)


def rename(producer, name, by):
    facts = replace(producers.facts_of(producer), name=name)
    with writing():
        producers.change(producer, facts, version=producer.version, by=by, at=now())


def test_goods_are_found_by_the_new_name_of_their_producer(make, owner, producer, product):
    both = {("product", product.id), ("producer", producer.id)}
    assert found("王家茶园") == both
    rename(producer, "陈家茶园", make.actor(owner))
    assert found("陈家茶园") == both
    assert found("王家茶园") == set()


def test_what_lies_in_a_village_is_found_by_its_new_name(unit, producer, product):
    all_three = {("product", product.id), ("producer", producer.id), ("branch", unit.branch_id)}
    assert found("梅坞村") == all_three
    with writing():
        branches.edit_unit(
            unit,
            version=unit.version,
            name="杏坞村",
            registration="",
            representative=None,
            by=SYSTEM,
            at=now(),
        )
    assert found("杏坞村") == all_three
    assert found("梅坞村") == {("branch", unit.branch_id)}  # the branch has kept its name


def test_only_another_name_is_told_to_what_lies_there(unit, producer, product):
    with writing():
        branches.edit_unit(
            unit,
            version=unit.version,
            name=unit.name,
            registration="93000000MA0YX00017",
            representative=None,
            by=SYSTEM,
            at=now(),
        )
    assert {(each.kind, each.ref) for each in queries.list_due()} == {("branch", unit.branch_id)}


def test_goods_and_producer_leave_with_the_verification_and_come_back(make, producer, product):
    both = {("product", product.id), ("producer", producer.id)}
    standing = db.session.get_one(Sponsorship, product.sponsorship_id)
    with writing():
        sponsorship.suspend(standing, reason="去看的时候锁着门", by=SYSTEM, at=now())
    jobs.write()
    assert not both & HOUSE.index.keys()
    assert len(HOUSE.index.keys()) > 0
    someone = make.actor()
    with writing():
        sponsorship.resume(standing, by=someone, at=now())
    jobs.write()
    assert both <= HOUSE.index.keys()
    assert not queries.differences()
