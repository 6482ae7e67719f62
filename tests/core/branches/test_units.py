"""What a branch covers is added, edited and removed."""

import pytest
from sqlalchemy import select

from core.branches import operations
from core.branches.models import Household, Unit, UnitKind
from core.db import db, writing
from core.errors import Overtaken, Refused
from core.roster.models import RosterImport

NUMBER = "93000000MA0YX00017"


@pytest.fixture
def by(village):
    return village.actor(village.secretary)


def add(village, by, at, **kw):
    made = {"kind": UnitKind.COOPERATIVE, "name": "茶果合作社", "registration": NUMBER, **kw}
    with writing():
        return operations.add_unit(village.branch, by=by, at=at, **made)


@pytest.mark.both_engines
def test_a_cooperative_with_its_number_and_representative(village, by, at):
    unit = add(village, by, at, registration=NUMBER.lower(), representative=village.member)
    assert (unit.registration, unit.legal_representative) == (NUMBER, village.member)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"registration": "123"}, "registration"),
        ({"name": "桃源村", "registration": ""}, "name"),
        ({"name": "另一社"}, "registration"),
    ],
    ids=["bad number", "name taken here", "number taken"],
)
def test_what_cannot_be_added(village, by, at, given, field):
    add(village, by, at)
    with pytest.raises(Refused) as refused:
        add(village, by, at, **given)
    assert refused.value.field == field


def edit(unit, by, at, **kw):
    made = {
        "version": unit.version,
        "name": unit.name,
        "registration": unit.registration,
        "representative": unit.legal_representative,
        **kw,
    }
    with writing():
        operations.edit_unit(unit, by=by, at=at, **made)


@pytest.mark.both_engines
def test_of_two_editors_the_second_sees_what_both_wrote(village, by, at):
    unit = add(village, by, at)
    seen = unit.version
    edit(unit, by, at, name="茶果社", representative=village.member)
    with pytest.raises(Overtaken) as overtaken:
        edit(unit, by, at, version=seen, name="茶叶社")
    assert "茶果社" in overtaken.value.theirs
    assert "王小满" in overtaken.value.theirs
    assert "茶叶社" in overtaken.value.mine
    assert (unit.name, unit.legal_representative_id) == ("茶果社", village.member.id)


def test_what_was_entered_by_mistake_goes(village, by, at, make):
    make.add(Household(unit_id=village.unit.id, number="001"))
    with writing():
        operations.remove_unit(village.unit, by=by, at=at)
    assert db.session.scalars(select(Unit)).all() == []


def test_a_village_with_people_stays(village, by, at, make):
    make.resident(village.unit)
    with pytest.raises(Refused), writing():
        operations.remove_unit(village.unit, by=by, at=at)
    assert db.session.scalars(select(Unit)).one() == village.unit


@pytest.mark.both_engines
def test_what_another_room_refers_to_stays(village, by, at, make):
    facts = {
        "file_name": "a.csv",
        "made_by": by.id,
        "made_at": at,
        "rows_total": 0,
        "rows_bad": 0,
        "ignored": [],
    }
    make.add(RosterImport(branch_id=village.branch.id, unit_id=village.unit.id, **facts))
    with pytest.raises(Refused), writing():
        operations.remove_unit(village.unit, by=by, at=at)
    assert db.session.scalars(select(Unit)).one() == village.unit
