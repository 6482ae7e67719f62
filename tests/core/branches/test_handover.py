"""An office goes to its successor with all that is open (F17)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.accounts import codes
from core.accounts.models import Code, CodePurpose
from core.branches import operations, queries
from core.branches.models import MembershipStatus, OfficeRole
from core.bulletins.models import Bulletin
from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from core.notices.models import Notice

TODAY = date(2026, 11, 24)


@pytest.fixture
def successor(village, make):
    person = make.person(name="新书记")
    make.member(village.branch, person)
    return person


def hand_over(village, to, at, *, person=None, by=None, until=None):
    term = village.term(person or village.secretary)
    with writing():
        return operations.hand_over(
            term, to=to, until=until, by=village.actor(by or village.upper), at=at
        )


@pytest.mark.both_engines
def test_all_that_is_open_moves(village, make, successor, at):
    old = village.secretary
    make.add(
        Bulletin(
            branch_id=village.branch.id,
            title="停水",
            text="明天停水",
            until=TODAY,
            posted_at=at,
            posted_by=old.id,
            keeper_id=old.id,
        )
    )
    asked = make.member(village.branch, status=MembershipStatus.ASKED, keeper_id=old.id)
    below = make.branch(parent=village.branch)
    upward = make.member(below, status=MembershipStatus.ASKED, keeper_id=old.id)
    elsewhere = make.member(make.branch(), status=MembershipStatus.ASKED, keeper_id=old.id)
    with writing():
        codes.make_printed(
            CodePurpose.TAKE_OVER, person_id=village.member.id, made_by=old.id, at=at
        )
    with writing():
        acting = operations.stand_in(
            village.term(old),
            village.member,
            since=TODAY,
            until=TODAY + timedelta(days=9),
            by=village.actor(old),
            at=at,
        )
    former = village.term(old)
    new = hand_over(village, successor, at, until=date(2027, 11, 24))
    assert (former.ended_at, acting.ended_at) == (at, at)
    assert (new.person_id, new.role, new.since) == (successor.id, OfficeRole.SECRETARY, TODAY)
    assert new.until == date(2027, 11, 24)
    assert asked.keeper_id == upward.keeper_id == successor.id
    assert elsewhere.keeper_id == old.id
    bulletin = db.session.scalars(select(Bulletin)).one()
    assert (bulletin.keeper_id, bulletin.posted_by) == (successor.id, old.id)
    assert db.session.scalars(select(Code)).one().expires_at == at
    assert village.actor(old).offices == frozenset()
    assert village.actor(successor).branches_as("secretary") == {village.branch.id}
    told = select(Notice.person_id).where(Notice.event == "branches.handed_over")
    assert set(db.session.scalars(told)) == {old.id, successor.id}
    facts = db.session.scalars(
        select(Notice.facts).where(Notice.event == "branches.handed_over")
    ).all()
    assert {each["name"] for each in facts} == {f"{successor.name[0]}某"}
    entry = db.session.scalars(select(Entry).where(Entry.action == "hand_over")).one()
    assert f"person {old.id}" in entry.was
    assert "moved 3" in entry.became


def test_the_successor_does_not_answer_his_own_request(village, make, at):
    asker = make.person(name="新书记")
    asked = make.member(
        village.branch, asker, status=MembershipStatus.ASKED, keeper_id=village.secretary.id
    )
    hand_over(village, asker, at)
    assert asked.keeper_id not in {asker.id, village.secretary.id}


@pytest.mark.parametrize("by", ["secretary", "deputy", "member"])
def test_a_secretary_is_not_named_from_below(village, successor, at, by):
    with pytest.raises(Refused):
        hand_over(village, successor, at, by=getattr(village, by))
    assert village.term(village.secretary).ended_at is None


def test_the_secretary_hands_a_committee_office_over(village, successor, at):
    new = hand_over(village, successor, at, person=village.deputy, by=village.secretary)
    assert new.role is OfficeRole.DEPUTY
    assert village.actor(village.deputy).offices == frozenset()


def test_what_is_open_stays_with_who_keeps_another_office(village, make, successor, at):
    asked = make.member(
        village.branch, status=MembershipStatus.ASKED, keeper_id=village.secretary.id
    )
    make.officer(village.branch, OfficeRole.DISCIPLINE, person=village.secretary)
    term = next(
        each
        for each in queries.list_live_terms(village.branch.id)
        if each.role is OfficeRole.DISCIPLINE
    )
    with writing():
        operations.hand_over(
            term, to=successor, until=None, by=village.actor(village.secretary), at=at
        )
    assert asked.keeper_id == village.secretary.id


def test_a_committee_office_goes_to_members_only(village, make, at):
    with pytest.raises(Refused) as refused:
        hand_over(village, make.person(), at, person=village.deputy, by=village.secretary)
    assert refused.value.field == "who"


def test_nobody_takes_over_from_himself(village, at):
    with pytest.raises(Refused):
        hand_over(village, village.secretary, at)


def test_the_administrator_does_not_take_the_office(village, at):
    with pytest.raises(Refused):
        hand_over(village, village.administrator, at, by=village.administrator)


def test_an_office_is_handed_over_once(village, successor, make, at):
    term = village.term(village.secretary)
    hand_over(village, successor, at)
    actor, other = village.actor(village.upper), make.person()
    with pytest.raises(Refused), writing():
        operations.hand_over(term, to=other, until=None, by=actor, at=at)


def test_the_next_request_of_the_old_officer_is_refused(client, village, successor, at):
    """F17: at most one request after the right was removed, here none."""
    client.log_in(village.secretary)
    page = f"/desk/{village.branch.id}/members"
    assert client.get(page).status_code == 200
    hand_over(village, successor, at)
    assert client.get(page).status_code == 404
    assert client.get("/desk/").status_code == 403
    sent = client.send(f"/desk/{village.branch.id}/members/add", who="王小满", form_key="a" * 12)
    assert sent.status_code == 404


def test_an_action_in_flight_when_the_right_went_is_refused(client, village, make, successor, at):
    """F17: the form was shown while the office lasted and is sent after it had ended."""
    client.log_in(village.secretary)
    asked = make.member(
        village.branch, status=MembershipStatus.ASKED, keeper_id=village.secretary.id
    )
    url = f"/desk/{village.branch.id}/memberships/{asked.id}"
    assert client.get(url).status_code == 200
    hand_over(village, successor, at)
    assert client.send(f"{url}/confirm").status_code == 404
    assert asked.status is MembershipStatus.ASKED
    client.log_in(successor)
    assert client.send(f"{url}/confirm").status_code == 302
    assert asked.status is MembershipStatus.CONFIRMED
