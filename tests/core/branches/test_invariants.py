"""Each invariant finds the one defect it is there for, and a healthy house has none."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text, update

from core.branches.invariants import INVARIANTS
from core.branches.models import (
    Branch,
    Household,
    Membership,
    MembershipStatus,
    OfficeRole,
    OfficeTerm,
    Resident,
    Unit,
    UnitKind,
)
from core.db import db, writing

SINCE = date(2026, 1, 1)
ASKED = MembershipStatus.ASKED


def change(table, row_id, **values):
    with writing():
        db.session.execute(update(table).where(table.id == row_id).values(**values))


def without_index(name):
    with writing():
        db.session.execute(text(f"DROP INDEX {name}"))


def path_wrong(village, make, at):
    change(Branch, village.branch.id, path=f"/{village.branch.id}/")


def open_below_closed(village, make, at):
    change(Branch, village.township.id, closed_at=at)
    with writing():
        db.session.execute(
            update(OfficeTerm)
            .where(OfficeTerm.branch_id == village.township.id)
            .values(ended_at=at)
        )


def office_in_closed(village, make, at):
    change(Branch, village.branch.id, closed_at=at)


def two_in_one_office(village, make, at):
    without_index("uq_live_office")
    make.officer(village.branch)


def stand_in(village, make, **kw):
    term = village.term(village.secretary)
    made = {
        "branch_id": village.branch.id,
        "person_id": village.member.id,
        "role": OfficeRole.SECRETARY,
        "since": SINCE,
        "until": SINCE + timedelta(days=500),
        "stands_in_for_id": term.id,
        **kw,
    }
    make.add(OfficeTerm(**made))
    return term


def stand_in_elsewhere(village, make, at):
    stand_in(village, make, branch_id=village.township.id)


def stand_in_outlives(village, make, at):
    term = stand_in(village, make)
    change(OfficeTerm, term.id, ended_at=at)


def two_memberships(village, make, at):
    without_index("uq_one_membership")
    make.member(village.township, village.member)


def answer_without_moment(village, make, at):
    make.member(village.branch, status=ASKED, answered_at=at)


def keeps_own_request(village, make, at):
    asked = make.member(village.branch, status=ASKED)
    change(Membership, asked.id, keeper_id=asked.person_id)


def household_elsewhere(village, make, at):
    household = make.add(Household(unit_id=make.unit(village.branch).id, number="1"))
    make.resident(village.unit, household_id=household.id)


def lives_in_no_village(village, make, at):
    make.resident(village.unit)
    change(Unit, village.unit.id, kind=UnitKind.SHOP)


DEFECTS = (
    path_wrong,
    open_below_closed,
    office_in_closed,
    two_in_one_office,
    stand_in_elsewhere,
    stand_in_outlives,
    two_memberships,
    answer_without_moment,
    keeps_own_request,
    household_elsewhere,
    lives_in_no_village,
)


def broken():
    return {name for name, sql in INVARIANTS.items() if db.session.execute(text(sql)).all()}


def test_every_invariant_has_its_defect():
    assert {f"branches.{each.__name__}" for each in DEFECTS} == set(INVARIANTS)


@pytest.mark.both_engines
def test_a_healthy_house_has_none(village, make):
    stand_in(village, make)
    household = make.add(Household(unit_id=village.unit.id, number="1"))
    make.resident(village.unit, household_id=household.id)
    make.member(village.branch, status=ASKED, keeper_id=village.secretary.id)
    assert db.session.scalars(select(Resident)).all()
    assert broken() == set()


@pytest.mark.both_engines
@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_is_found(village, make, at, defect):
    defect(village, make, at)
    assert broken() == {f"branches.{defect.__name__}"}
