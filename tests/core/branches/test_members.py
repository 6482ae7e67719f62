"""Belonging to a branch is asked for, confirmed, refused and ended."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from core.branches import operations, queries
from core.branches.models import Membership, MembershipStatus, OfficeRole
from core.branches.rules import MEMBERSHIP
from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from core.notices.models import Notice

ACTIONS = sorted({action for status in MembershipStatus for action in MEMBERSHIP.actions(status)})


@pytest.mark.parametrize("status", MembershipStatus)
@pytest.mark.parametrize("action", ACTIONS)
def test_every_status_meets_every_action(village, make, at, status, action):
    person = make.person(name="孙一")
    membership = make.member(village.branch, person, status=status)
    by = village.actor(person if action == "take_back_asking" else village.secretary)
    do = getattr(operations, action)
    if action not in MEMBERSHIP.actions(status):
        with pytest.raises(Refused), writing():
            do(membership, by=by, at=at)
        assert membership.status is status
        return
    with writing():
        do(membership, by=by, at=at)
    assert membership.status is MEMBERSHIP.after(status, action)
    assert membership.answered_at == at
    entry = db.session.scalars(select(Entry).where(Entry.action == action)).one()
    assert (entry.about, entry.about_id) == ("branch_membership", membership.id)
    assert (entry.was, entry.became, entry.by_id) == (status, membership.status, by.id)


def test_of_two_who_answer_the_second_is_refused(village, make, at):
    membership = make.member(village.branch, status=MembershipStatus.ASKED)
    with writing():
        operations.confirm_member(membership, by=village.actor(village.secretary), at=at)
    deputy = village.actor(village.deputy)
    with writing():
        set_committed_value(membership, "status", MembershipStatus.ASKED)  # what the second saw
        with pytest.raises(Refused):
            operations.refuse_member(membership, by=deputy, at=at)
    assert membership.status is MembershipStatus.CONFIRMED


@pytest.mark.both_engines
def test_who_asks_waits_for_the_secretary(village, make, at):
    person = make.person(name="孙一")
    with writing():
        asked = operations.ask_membership(village.branch, by=village.actor(person), at=at)
    assert (asked.status, asked.keeper_id) == (MembershipStatus.ASKED, village.secretary.id)
    assert village.actor(person).branch_id is None
    with writing():
        operations.confirm_member(asked, by=village.actor(village.secretary), at=at)
    assert village.actor(person).branch_id == village.branch.id
    told = db.session.scalars(select(Notice)).one()
    assert (told.event, told.person_id) == ("branches.member_confirmed", person.id)


def test_a_refusal_is_told_and_one_may_ask_again(village, make, at):
    person = make.person(name="孙一")
    for event in range(2):
        with writing():
            asked = operations.ask_membership(village.branch, by=village.actor(person), at=at)
        with writing():
            operations.refuse_member(asked, by=village.actor(village.secretary), at=at)
        told = select(Notice.event).where(Notice.person_id == person.id)
        assert db.session.scalars(told).all() == ["branches.member_refused"] * (event + 1)


@pytest.mark.parametrize("status", [MembershipStatus.ASKED, MembershipStatus.CONFIRMED])
def test_one_membership_at_a_time(village, make, at, status):
    person = make.person(name="孙一")
    make.member(make.branch(), person, status=status)
    with pytest.raises(Refused), writing():
        operations.ask_membership(village.branch, by=village.actor(person), at=at)
    with pytest.raises(Refused), writing():
        operations.add_member(village.branch, person, by=village.actor(village.secretary), at=at)
    with pytest.raises(IntegrityError):
        make.member(village.branch, person)


def test_a_closed_branch_takes_nobody(village, make, at):
    with writing():
        village.branch.closed_at = at
    by = village.actor(make.person())
    with pytest.raises(Refused), writing():
        operations.ask_membership(village.branch, by=by, at=at)


def test_the_secretary_adds_a_member_whom_he_knows(village, make, at):
    person = make.person(name="孙一")
    with writing():
        added = operations.add_member(
            village.branch, person, by=village.actor(village.secretary), at=at
        )
    assert (added.status, added.answered_at) == (MembershipStatus.CONFIRMED, at)
    assert db.session.scalars(select(Notice.person_id)).all() == [person.id]


@pytest.mark.parametrize(
    ("offices", "asker", "keeper"),
    [
        (("secretary", "deputy"), "member", "secretary"),
        (("secretary", "deputy"), "secretary", "deputy"),
        (("deputy",), "member", "deputy"),
        (("secretary",), "secretary", "upper"),
        ((), "member", "upper"),
    ],
)
def test_who_keeps_a_request(village, make, at, offices, asker, keeper):
    branch = make.branch(parent=village.township)
    for name in offices:
        role = OfficeRole.SECRETARY if name == "secretary" else OfficeRole.DEPUTY
        make.officer(branch, role, person=getattr(village, name))
    found = queries.keeper_for(branch, asker=getattr(village, asker).id, at=at)
    assert found == getattr(village, keeper).id


def test_nobody_keeps_a_request_where_nobody_leads(make, at):
    assert queries.keeper_for(make.branch(), asker=make.person().id, at=at) is None


@pytest.mark.parametrize("action", ["confirm_member", "refuse_member"])
def test_nobody_answers_for_himself(village, make, at, action):
    person = make.officer(make.branch(parent=village.township))
    asked = make.member(village.branch, person, status=MembershipStatus.ASKED)
    with pytest.raises(Refused), writing():
        getattr(operations, action)(asked, by=village.actor(person), at=at)
    assert asked.status is MembershipStatus.ASKED


def test_a_secretary_does_not_add_himself(village, make, at):
    person = make.officer(branch := make.branch())
    with pytest.raises(Refused), writing():
        operations.add_member(branch, person, by=village.actor(person), at=at)


def test_nobody_takes_back_for_another(village, make, at):
    asked = make.member(village.branch, status=MembershipStatus.ASKED)
    with pytest.raises(Refused), writing():
        operations.take_back_asking(asked, by=village.actor(village.secretary), at=at)


def test_an_officer_stays_a_member(village, at):
    membership = db.session.scalars(
        select(Membership).where(Membership.person_id == village.deputy.id)
    ).one()
    with pytest.raises(Refused), writing():
        operations.end_membership(membership, by=village.actor(village.secretary), at=at)
    assert membership.status is MembershipStatus.CONFIRMED
