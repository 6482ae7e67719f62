"""The demo world's county."""

import time

import pytest
from sqlalchemy import func, select, text

from core.accounts import demo as people
from core.accounts.models import Person
from core.branches import demo, queries
from core.branches.invariants import INVARIANTS
from core.branches.models import (
    Branch,
    BranchKind,
    Household,
    Membership,
    MembershipStatus,
    OfficeRole,
    OfficeTerm,
    Resident,
)
from core.clock import now
from core.db import db, writing

VILLAGES = {"桃源村党支部", "柳湾村党支部", "清泉村党支部", "石磨村党支部"}


@pytest.fixture
def county(app):
    at = now()
    for _ in range(2):  # the second time it finds everything there
        with writing():
            people.fill(at)
            demo.fill(at)
    return {branch.name: branch for branch in queries.list_branches()}


def count(table, *where):
    return db.session.scalar(select(func.count()).select_from(table).where(*where))


@pytest.mark.both_engines
def test_a_county_to_walk_through(app):
    started = time.monotonic()
    with writing():
        people.fill(now())
        demo.fill(now())
    assert time.monotonic() - started < 10
    assert count(Branch, Branch.kind == BranchKind.TOWNSHIP) == 3
    assert count(Branch, Branch.kind != BranchKind.TOWNSHIP) == 8
    assert 50 <= count(Person) <= 70
    for name, sql in INVARIANTS.items():
        assert db.session.execute(text(sql)).all() == [], name


def test_it_is_filled_once(county):
    assert len(county) == 11
    assert set(county) > VILLAGES
    assert {branch.kind for branch in county.values()} == set(BranchKind)


def test_something_is_in_every_state(county):
    at = now()
    stone = county["石磨村党支部"]
    assert OfficeRole.DEPUTY not in {each.role for each in queries.list_officers(stone.id, at=at)}
    assert count(Membership, Membership.status == MembershipStatus.ASKED) == 1
    assert count(Person, Person.phone.is_(None)) >= 5
    assert count(Household) >= 20
    assert count(Resident) >= 40
    soon = queries.list_ending([branch.id for branch in county.values()], until=at.date())
    assert soon == []
    assert count(OfficeTerm, OfficeTerm.until.is_not(None)) > 5


@pytest.mark.parametrize(
    ("name", "role", "branch"),
    [
        ("周建国", "secretary", "桃源村党支部"),
        ("李秀英", "deputy_secretary", "桃源村党支部"),
        ("赵明远", "secretary", "桃源镇党委"),
    ],
)
def test_who_signs_in_holds_the_office_that_is_said(county, make, name, role, branch):
    actor = make.actor(people.find_demo_person(name))
    assert actor.branches_as(role) == {county[branch].id}


def test_what_waits_on_the_first_day(county, client):
    client.log_in(people.find_demo_person("周建国"))
    page = client.get("/desk/").text
    assert "刘志强申请加入桃源村党支部" in page
    assert "组织委员任期到" in page
    client.log_in(people.find_demo_person("赵明远"))
    assert "柳湾村党支部书记任期到" in client.get("/desk/").text
