"""Villagers are entered, found, settled and helped to their accounts."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.accounts.models import Person
from core.accounts.rules import name_key
from core.branches import operations, queries
from core.branches.models import Household, MembershipStatus, Resident, UnitKind
from core.branches.queries.people import PAGE, list_entered
from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry


@pytest.fixture
def by(village):
    return village.actor(village.secretary)


@pytest.fixture
def enter(village, by, at):
    def do(**kw):
        made = {
            "name": "吴桂香",
            "phone": None,
            "household": "008",
            "consent_note": "当面同意",
            "another": False,
            **kw,
        }
        with writing():
            return operations.enter_resident(village.unit, by=by, at=at, **made)

    return do


@pytest.mark.both_engines
def test_an_old_villager_without_a_phone(village, by, enter):
    person = enter()
    resident = db.session.scalars(select(Resident)).one()
    assert (person.phone, person.consent_note, person.entered_by) == (None, "当面同意", by.id)
    assert (resident.person_id, resident.unit_id) == (person.id, village.unit.id)
    assert resident.household.number == "008"
    assert village.actor(person).unit_id == village.unit.id


def test_a_namesake_is_asked_about_first(enter):
    first = enter()
    with pytest.raises(Refused) as refused:
        enter()
    assert refused.value.field == "another"
    assert "008" in refused.value.reason
    assert enter(another=True).id != first.id


def test_a_number_that_belongs_to_somebody(village, enter):
    with pytest.raises(Refused) as refused:
        enter(phone=village.member.phone)
    assert refused.value.field == "phone"
    assert db.session.scalars(select(Person).where(Person.name == "吴桂香")).all() == []


@pytest.mark.both_engines
def test_a_household_is_kept_once(enter):
    enter()
    enter(name="吴德顺")
    assert [each.number for each in db.session.scalars(select(Household))] == ["008"]
    enter(name="吴小宝", household="")
    last = db.session.scalars(select(Resident).order_by(Resident.id.desc())).first()
    assert last.household_id is None


def test_only_villages_have_villagers(village, by, at, make):
    shop = make.unit(village.branch, kind=UnitKind.SHOP)
    with pytest.raises(Refused), writing():
        operations.settle(village.member, shop, "", by=by, at=at)


@pytest.mark.both_engines
def test_a_person_lives_in_one_place(village, by, at, make):
    other = make.unit(village.branch)
    for unit, number in ((village.unit, "1"), (other, "1"), (other, "1")):
        with writing():
            operations.settle(village.member, unit, number, by=by, at=at)
    resident = db.session.scalars(select(Resident)).one()
    assert (resident.unit_id, resident.household.unit_id) == (other.id, other.id)
    moves = select(Entry).where(Entry.action == "settle")
    assert len(db.session.scalars(moves).all()) == 2


def test_somebody_with_an_account_is_settled_by_number(village, by, at):
    with writing():
        found = operations.settle_known(
            village.unit, phone=village.member.phone, household="3", by=by, at=at
        )
    assert found == village.member
    assert village.actor(village.member).unit_id == village.unit.id


@pytest.mark.parametrize("case", ["unknown number", "lives elsewhere"])
def test_whom_an_officer_cannot_settle(village, by, at, make, case):
    person = make.resident(make.unit())
    phone = "13999999999" if case == "unknown number" else person.phone
    with pytest.raises(Refused) as refused, writing():
        operations.settle_known(village.unit, phone=phone, household="", by=by, at=at)
    assert refused.value.field == "phone"


def test_nobody_is_taken_from_another_branches_village(village, by, at, make):
    person = make.resident(make.unit())
    with pytest.raises(Refused), writing():
        operations.settle_here(person, village.unit, "", seen="nowhere", by=by, at=at)


def test_moving_away_leaves_the_account(village, by, at, make):
    make.resident(village.unit, village.member)
    with writing():
        operations.leave_village(db.session.scalars(select(Resident)).one(), by=by, at=at)
    assert db.session.scalars(select(Resident)).all() == []
    assert db.session.get(Person, village.member.id) is not None


def test_only_people_of_the_branch_are_found(village, make):
    stranger = make.person(name="陌生人")
    neighbour = make.resident(village.unit)
    asking = make.member(village.branch, status=MembershipStatus.ASKED)
    gone = make.member(village.branch, status=MembershipStatus.ENDED)
    elsewhere = make.resident(make.unit())
    closed = make.resident(village.unit, make.person(closed_at=asking.asked_at))
    seen = {
        person: queries.find_neighbour(village.branch.id, person) is not None
        for person in (
            stranger.id,
            neighbour.id,
            asking.person_id,
            gone.person_id,
            elsewhere.id,
            closed.id,
            village.member.id,
        )
    }
    assert [person for person, found in seen.items() if found] == [
        neighbour.id,
        asking.person_id,
        village.member.id,
    ]


@pytest.fixture
def listed(village, make):
    """Three villagers, and a stranger who is never listed."""
    for name, number, phone in (
        ("王秀兰", "003", None),
        ("黄大山", "012", "13912345678"),
        ("李%军", "003", None),
    ):
        with writing():
            person = Person(
                name=name,
                name_key=name_key(name),
                phone=phone,
                created_at=village.member.created_at,
            )
            db.session.add(person)
            db.session.flush()
            household = db.session.scalar(select(Household).where(Household.number == number))
            if household is None:
                household = Household(unit_id=village.unit.id, number=number)
                db.session.add(household)
                db.session.flush()
            db.session.add(
                Resident(
                    person_id=person.id,
                    unit_id=village.unit.id,
                    household_id=household.id,
                    entered_at=village.member.created_at,
                )
            )
    make.resident(make.unit(), make.person(name="王秀兰", name_key="wang xiu lan"))


@pytest.mark.both_engines
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("王秀", ["王秀兰"]),
        ("wangxiu", ["王秀兰"]),
        ("Wang Xiu", ["王秀兰"]),
        ("003", ["李%军", "王秀兰"]),
        ("139 1234 5678", ["黄大山"]),
        ("13912345", []),
        ("%", ["李%军"]),
        ("_", []),
        ("没有", []),
    ],
)
def test_finding_people(village, listed, text, names):
    found = queries.list_people(village.branch.id, text=text)
    assert sorted(row.name for row in found) == sorted(names)


def test_people_come_page_by_page(village, make):
    for number in range(PAGE + 5):
        make.resident(village.unit, make.person(name=f"人{number:03}", name_key=f"z{number:03}"))
    first = queries.list_people(village.branch.id)
    assert len(first) == PAGE + 1
    last = first[PAGE - 1]
    second = queries.list_people(village.branch.id, after=(last.name_key, last.id))
    assert second[0] == first[PAGE]
    assert len({row.id for row in first[:PAGE]} | {row.id for row in second}) == PAGE + 8


@pytest.mark.parametrize(
    ("text", "found"),
    [("王秀兰 003", 1), ("王秀兰", 1), ("王秀兰 999", 0), ("13912345678", 1), ("王", 0)],
)
def test_who_is_meant(village, listed, text, found):
    assert len(queries.find_candidates(village.branch.id, text)) == found


def test_namesakes_are_told_apart_by_household(village, enter):
    enter()
    enter(household="099", another=True)
    with pytest.raises(Refused) as refused:
        operations.who_is_meant(village.branch.id, "吴桂香")
    assert refused.value.field == "who"
    assert operations.who_is_meant(village.branch.id, "吴桂香 099")
    with pytest.raises(Refused):
        operations.who_is_meant(village.branch.id, "没有这个人")


def test_newly_entered_people(village, make, at):
    make.resident(village.unit, entered_at=at - timedelta(days=8))
    new = make.resident(village.unit, entered_at=at)
    found = list_entered(village.branch.id, since=at - timedelta(days=7), limit=60)
    assert [each.person_id for each in found] == [new.id]
