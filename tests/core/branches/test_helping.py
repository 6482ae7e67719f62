"""An officer helps somebody at the desk: a number confirmed, a code printed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.branches import operations
from core.branches.models import OfficeRole, OfficeTerm
from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from core.notices.models import Notice
from core.notices.papers import text_of

HASH = "stands for a password"


@pytest.fixture
def by(village):
    return village.actor(village.secretary)


def confirm(person, phone, by, at):
    with writing():
        operations.confirm_number(person, phone=phone, by=by, at=at)


def test_a_number_is_confirmed_face_to_face(village, by, at, make):
    person = make.person(phone=None)
    confirm(person, "13911112222", by, at)
    assert (person.phone, person.phone_confirmed_at) == ("13911112222", at)
    assert person.phone_confirmed_by == by.id


def test_whoever_signs_in_keeps_his_number(village, by, at, make):
    person = make.person(password_hash=HASH)
    with pytest.raises(Refused):
        confirm(person, "13911112222", by, at)
    confirm(person, person.phone, by, at)
    assert person.phone_confirmed_at == at


def test_an_account_without_a_number_gets_none_from_an_officer(village, by, at, make):
    person = make.person(phone=None, email="a@example.com", password_hash=HASH)
    with pytest.raises(Refused):
        confirm(person, "13911112222", by, at)
    assert person.phone is None


def test_nobody_confirms_his_own_number(village, by, at):
    with pytest.raises(Refused):
        confirm(village.secretary, village.secretary.phone, by, at)


@pytest.mark.parametrize(
    ("of", "by_whom", "gets"),
    [
        ("member", "secretary", True),
        ("member", "publicity", True),
        ("deputy", "secretary", True),
        ("deputy", "publicity", False),
        ("secretary", "deputy", False),
        ("secretary", "upper", True),
        ("secretary", "secretary", False),
        ("administrator", "secretary", False),
    ],
)
def test_whose_code_may_be_printed(village, make, at, of, by_whom, gets):
    if by_whom == "publicity":
        actor = village.actor(make.officer(village.branch, OfficeRole.PUBLICITY))
    else:
        actor = village.actor(getattr(village, by_whom))
    person = getattr(village, of)
    if not gets:
        with pytest.raises(Refused), writing():
            operations.print_code(person, by=actor, at=at)
        return
    with writing():
        code = operations.print_code(person, by=actor, at=at)
    assert len(code.replace(" ", "")) == 12
    entry = db.session.scalars(select(Entry).where(Entry.action == "print_code")).one()
    assert (entry.about_id, entry.by_id) == (person.id, actor.id)
    assert code.replace(" ", "") not in str(entry.became)


def slip_for(person, by, at):
    with writing():
        return operations.print_code(person, by=by, at=at)


def test_whom_an_officer_has_just_entered_keeps_the_password(village, by, at, make):
    victim = make.person(password_hash=HASH, phone_confirmed_at=at)
    with writing():
        operations.settle_known(village.unit, phone=victim.phone, household="", by=by, at=at)
    told = db.session.scalars(select(Notice).where(Notice.person_id == victim.id)).one()
    assert (told.event, told.facts["unit"]) == ("branches.settled", "桃源村")
    for later in (timedelta(0), timedelta(days=7) - timedelta(seconds=1)):
        with pytest.raises(Refused, match="7 天"):
            slip_for(victim, by, at + later)
    assert len(slip_for(victim, by, at + timedelta(days=7)).replace(" ", "")) == 12


@pytest.mark.parametrize("confirmed", ["phone_confirmed_at", "email_confirmed_at"])
def test_a_member_counts_only_from_what_was_asked(village, by, at, make, confirmed):
    long_ago = at - timedelta(days=30)
    facts = {"password_hash": HASH, "email": "a@example.com", confirmed: at}
    added, asked = make.person(**facts), make.person(**{**facts, "email": "b@example.com"})
    with writing():
        operations.add_member(village.branch, added, by=by, at=long_ago)
        membership = operations.ask_membership(
            village.branch, by=village.actor(asked), at=long_ago - timedelta(days=1)
        )
        operations.confirm_member(membership, by=by, at=long_ago)
    told = db.session.scalars(select(Notice.event).where(Notice.person_id == added.id)).all()
    assert told == ["branches.member_added"]
    with pytest.raises(Refused):
        slip_for(added, by, at)
    assert slip_for(asked, by, at)


@pytest.mark.parametrize("role", list(OfficeRole))
@pytest.mark.parametrize("stands_in", [True, False])
def test_a_new_password_is_the_leaders_business(village, at, make, role, stands_in):
    person = make.resident(village.unit, make.person(password_hash=HASH))
    branch = make.branch(parent=village.township)
    make.resident(make.unit(branch), officer := make.person())
    if stands_in:
        holder = make.officer(branch, role)
        term = db.session.scalars(select(OfficeTerm).where(OfficeTerm.person_id == holder.id)).one()
        make.officer(branch, role, person=officer, stands_in_for_id=term.id)
    else:
        make.officer(branch, role, person=officer)
    there = make.resident(make.unit(branch), make.person(password_hash=HASH))
    leads = role in {OfficeRole.SECRETARY, OfficeRole.DEPUTY}
    if leads:
        assert slip_for(there, village.actor(officer), at)
    else:
        with pytest.raises(Refused, match="书记或副书记"):
            slip_for(there, village.actor(officer), at)
    with pytest.raises(Refused):  # of another branch
        slip_for(person, village.actor(officer), at)


def test_the_phone_of_the_office_or_of_the_one_above(village, by, at, make):
    with writing():
        village.township.phone = "0718-1234567"
    for phone in ("0718-1234567", "0718-7654321"):
        person = make.person(password_hash=HASH)
        with writing():
            operations.settle_known(village.unit, phone=person.phone, household="", by=by, at=at)
            village.branch.phone = "0718-7654321"
        notice = db.session.scalars(select(Notice).where(Notice.person_id == person.id)).one()
        assert phone in text_of(notice)


def test_whoever_has_no_account_is_not_told(village, by, at):
    with writing():
        operations.settle(village.member, village.unit, "1", by=by, at=at)
    assert db.session.scalars(select(Notice)).all() == []
