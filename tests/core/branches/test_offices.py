"""Offices are given, prolonged, stood in for and ended."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.branches import jobs, operations, queries
from core.branches.models import MembershipStatus, OfficeRole, OfficeTerm
from core.clock import now, village_day
from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from core.notices.models import Notice

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)


def told(event):
    rows = select(Notice.person_id).where(Notice.event == event).order_by(Notice.id)
    return db.session.scalars(rows).all()


@pytest.fixture
def appoint(village, at):
    def do(person, role=OfficeRole.PUBLICITY, *, by=None, since=TODAY, until=None):
        actor = village.actor(by or village.secretary)
        with writing():
            return operations.appoint(
                village.branch, person, role, since=since, until=until, by=actor, at=at
            )

    return do


@pytest.mark.both_engines
def test_the_secretary_gives_an_office_to_a_member(village, appoint, at):
    term = appoint(village.member, until=TODAY + 30 * DAY)
    assert term.role is OfficeRole.PUBLICITY
    assert village.actor(village.member).branches_as("publicity") == {village.branch.id}
    assert told("branches.office_given") == [village.member.id]
    entry = db.session.scalars(select(Entry).where(Entry.action == "appoint")).one()
    assert (entry.about_id, entry.became) == (term.id, "publicity")


@pytest.mark.parametrize("role", [role for role in OfficeRole if role != OfficeRole.SECRETARY])
@pytest.mark.parametrize("status", [None, *MembershipStatus])
def test_only_confirmed_members_hold_the_other_offices(village, make, appoint, role, status):
    person = make.person(name="孙一")
    if status:
        make.member(village.branch, person, status=status)
    with writing():
        village.term(village.deputy).ended_at = person.created_at
    if status is MembershipStatus.CONFIRMED:
        assert appoint(person, role).person_id == person.id
        return
    with pytest.raises(Refused) as refused:
        appoint(person, role)
    assert refused.value.field == "who"


def test_a_member_of_another_branch_holds_no_office_here(village, make, appoint):
    person = make.person(name="孙一")
    make.member(make.branch(), person)
    with pytest.raises(Refused):
        appoint(person)


@pytest.mark.parametrize("by", ["member", "upper", "administrator"])
def test_others_give_no_committee_office(village, appoint, by):
    with pytest.raises(Refused):
        appoint(village.member, by=getattr(village, by))


@pytest.mark.parametrize("by", ["upper", "administrator", "secretary", "deputy", "member"])
def test_a_secretary_comes_from_above(village, make, at, by):
    branch, person = make.branch(parent=village.township), make.person(name="新书记")
    actor = village.actor(getattr(village, by))
    if by in {"upper", "administrator"}:
        with writing():
            operations.appoint(
                branch, person, OfficeRole.SECRETARY, since=TODAY, until=None, by=actor, at=at
            )
        assert village.actor(person).branches_as("secretary") == {branch.id}
        return
    with pytest.raises(Refused), writing():
        operations.appoint(
            branch, person, OfficeRole.SECRETARY, since=TODAY, until=None, by=actor, at=at
        )


@pytest.mark.parametrize("who", ["upper", "administrator"])
def test_nobody_makes_himself_secretary(village, make, at, who):
    branch, person = make.branch(parent=village.township), getattr(village, who)
    with pytest.raises(Refused) as refused, writing():
        operations.appoint(
            branch,
            person,
            OfficeRole.SECRETARY,
            since=TODAY,
            until=None,
            by=village.actor(person),
            at=at,
        )
    assert refused.value.field == "who"


@pytest.mark.both_engines
def test_one_holder_at_a_time(village, make, appoint):
    appoint(village.member)
    with pytest.raises(Refused) as refused:
        appoint(village.deputy)
    assert refused.value.field == "role"
    with pytest.raises(IntegrityError):
        make.officer(village.branch, OfficeRole.PUBLICITY, person=village.deputy)


def test_a_term_that_ran_out_makes_room(village, make, appoint, at):
    old = make.officer(village.branch, OfficeRole.PUBLICITY, until=TODAY - DAY)
    term = appoint(village.member)
    assert queries.live_term(village.branch.id, OfficeRole.PUBLICITY) == term
    assert told("branches.office_ended") == [old.id]


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        (TODAY + 90 * DAY, None, "since"),
        (TODAY, TODAY - DAY, "until"),
    ],
)
def test_days_that_make_no_term(village, appoint, since, until, field):
    with pytest.raises(Refused) as refused:
        appoint(village.member, since=since, until=until)
    assert refused.value.field == field


def test_a_closed_branch_gets_nobody(village, appoint, at):
    with writing():
        village.branch.closed_at = at
    with pytest.raises(Refused):
        appoint(village.member, OfficeRole.SECRETARY, by=village.administrator)


@pytest.mark.parametrize(
    ("since", "until", "acts"),
    [
        (0, None, True),
        (0, 0, True),
        (-9, -1, False),
        (1, None, False),
    ],
    ids=["open end", "last day", "yesterday over", "from tomorrow"],
)
def test_a_term_counts_by_the_day(make, since, until, acts):
    today = village_day(now())
    person = make.officer(
        since=today + since * DAY, until=None if until is None else today + until * DAY
    )
    assert bool(make.actor(person).offices) is acts


def test_a_term_is_prolonged_and_shortened(village, at):
    term, by = village.term(village.deputy), village.actor(village.secretary)
    for until in (TODAY + 90 * DAY, TODAY, None):
        with writing():
            operations.extend_term(term, until=until, seen=term.until, by=by, at=at)
        assert term.until == until
    entries = select(Entry).where(Entry.action == "extend_term").order_by(Entry.id)
    assert [each.became for each in db.session.scalars(entries)] == [
        "2027-02-22",
        "2026-11-24",
        None,
    ]


@pytest.mark.parametrize("who", ["member", "deputy", "secretary"])
def test_nobody_prolongs_the_secretary_from_below(village, at, who):
    term, actor = village.term(village.secretary), village.actor(getattr(village, who))
    with pytest.raises(Refused), writing():
        operations.extend_term(term, until=None, seen=term.until, by=actor, at=at)
    with pytest.raises(Refused), writing():
        operations.end_term(term, by=actor, at=at)


def test_requests_find_another_keeper_when_an_office_ends(village, make, at):
    asked = make.member(
        village.branch, status=MembershipStatus.ASKED, keeper_id=village.secretary.id
    )
    with writing():
        operations.end_term(village.term(village.secretary), by=village.actor(village.upper), at=at)
    assert asked.keeper_id == village.deputy.id


@pytest.mark.both_engines
def test_the_sweep_ends_what_ran_out(village, make, at):
    running = make.officer(village.branch, OfficeRole.DISCIPLINE, until=TODAY)
    over = make.officer(village.branch, OfficeRole.PUBLICITY, until=TODAY - DAY)
    jobs.end_overdue(at)
    jobs.end_overdue(at)
    ended = select(OfficeTerm.person_id).where(OfficeTerm.ended_at.is_not(None))
    assert db.session.scalars(ended).all() == [over.id]
    assert village.term(running)
    assert told("branches.office_ended") == [over.id]


def test_offices_that_end_soon(village, make):
    soon = make.officer(village.branch, OfficeRole.PUBLICITY, until=TODAY + 30 * DAY)
    make.officer(village.branch, OfficeRole.DISCIPLINE, until=TODAY + 90 * DAY)
    found = queries.list_ending([village.branch.id], until=TODAY + 60 * DAY)
    assert [term.person_id for term in found] == [soon.id]
