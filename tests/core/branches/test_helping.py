"""An officer helps somebody at the desk: a number confirmed, a code printed."""

import pytest
from sqlalchemy import select

from core.branches import operations
from core.branches.models import OfficeRole
from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry

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
