"""What branches keep about a person is copied out, and ended when the account is closed."""

from sqlalchemy import select

from core.branches.models import Membership, MembershipStatus, OfficeRole, Resident
from core.branches.personal import OwnPlace
from core.db import db, writing


def test_everything_about_oneself_is_copied_out(village, make):
    make.resident(village.unit, village.deputy)
    copied = OwnPlace().export(village.deputy.id)
    assert copied["residence"][0]["village"] == "桃源村"
    assert copied["memberships"][0]["branch"] == "桃源村党支部"
    assert copied["offices"][0]["role"] == OfficeRole.DEPUTY
    assert OwnPlace().export(make.person().id) == {
        "residence": [],
        "memberships": [],
        "offices": [],
    }


def test_closing_an_account_ends_what_is_live(village, make, at):
    person = village.deputy
    make.resident(village.unit, person)
    with writing():
        village.unit.legal_representative_id = person.id
    asked = make.member(village.branch, status=MembershipStatus.ASKED, keeper_id=person.id)
    with writing():
        OwnPlace().erase(person.id, at=at)
    actor = make.actor(person)
    assert (actor.offices, actor.branch_id, actor.unit_id) == (frozenset(), None, None)
    assert village.unit.legal_representative_id is None
    assert asked.keeper_id == village.secretary.id
    assert db.session.scalars(select(Resident)).all() == []
    ended = select(Membership.status).where(Membership.person_id == person.id)
    assert db.session.scalars(ended).all() == [MembershipStatus.ENDED]


def test_a_request_still_open_is_taken_back(village, make, at):
    asked = make.member(village.branch, status=MembershipStatus.ASKED)
    with writing():
        OwnPlace().erase(asked.person_id, at=at)
    assert asked.status is MembershipStatus.ENDED
