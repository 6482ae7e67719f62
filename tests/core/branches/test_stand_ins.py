"""Somebody acts for an officer for a time."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.branches import operations
from core.db import db, writing
from core.errors import Refused
from core.notices.models import Notice

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)


def told(event):
    rows = select(Notice.person_id).where(Notice.event == event).order_by(Notice.id)
    return db.session.scalars(rows).all()


@pytest.fixture
def stand_in(village, at):
    def do(term, person, *, by, since=TODAY, until=TODAY + 10 * DAY):
        with writing():
            return operations.stand_in(
                term, person, since=since, until=until, by=village.actor(by), at=at
            )

    return do


@pytest.mark.both_engines
def test_a_stand_in_acts_as_the_one_he_stands_in_for(village, stand_in):
    term = stand_in(village.term(village.secretary), village.member, by=village.secretary)
    assert village.actor(village.member).branches_as("secretary") == {village.branch.id}
    assert village.actor(village.secretary).branches_as("secretary") == {village.branch.id}
    assert told("branches.office_given") == [village.member.id]
    assert operations.office_title(term) == "代理书记"


@pytest.mark.parametrize("by", ["deputy", "member"])
def test_who_names_no_stand_in_for_the_secretary(village, stand_in, by):
    with pytest.raises(Refused):
        stand_in(village.term(village.secretary), village.member, by=getattr(village, by))


@pytest.mark.parametrize("by", ["upper", "administrator", "secretary"])
def test_who_names_one(village, stand_in, by):
    assert stand_in(village.term(village.secretary), village.member, by=getattr(village, by))


def test_nobody_stands_in_for_himself(village, stand_in):
    with pytest.raises(Refused):
        stand_in(village.term(village.deputy), village.deputy, by=village.secretary)


def test_whoever_gives_the_office_does_not_take_it_as_stand_in(village, stand_in, make):
    make.member(village.township, village.upper)
    with pytest.raises(Refused) as refused:
        stand_in(village.term(village.secretary), village.upper, by=village.upper)
    assert refused.value.field == "who"


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        (TODAY, date(2027, 7, 1), "until"),
        (TODAY, TODAY + 400 * DAY, "until"),
        (TODAY + 5 * DAY, TODAY + 15 * DAY, "since"),
    ],
    ids=["past the term", "too long", "two at once"],
)
def test_times_that_make_no_stand_in(village, stand_in, make, since, until, field):
    term = village.term(village.deputy)
    stand_in(term, village.member, by=village.secretary)
    other = make.person(name="孙一")
    make.member(village.branch, other)
    with pytest.raises(Refused) as refused:
        stand_in(term, other, by=village.secretary, since=since, until=until)
    assert refused.value.field == field


def test_one_stand_in_after_the_other(village, stand_in, make):
    term = village.term(village.deputy)
    stand_in(term, village.member, by=village.secretary)
    other = make.person(name="孙一")
    make.member(village.branch, other)
    later = TODAY + 11 * DAY
    assert stand_in(term, other, by=village.secretary, since=later, until=later + DAY)


def test_a_stand_in_never_stays_for_ever(village, stand_in, at):
    acting = stand_in(village.term(village.deputy), village.member, by=village.secretary)
    with pytest.raises(Refused), writing():
        operations.extend_term(
            acting, until=None, seen=acting.until, by=village.actor(village.secretary), at=at
        )


def test_a_prolonged_stand_in_does_not_outlast_the_holder(village, stand_in, at):
    held = village.term(village.deputy)
    acting = stand_in(held, village.member, by=village.secretary)
    by, began = village.actor(village.secretary), acting.until
    with writing():
        held.until = began + DAY
    with pytest.raises(Refused, match="原任期") as refused, writing():
        operations.extend_term(acting, until=began + 2 * DAY, seen=began, by=by, at=at)
    assert (refused.value.field, acting.until) == ("until", began)
    with writing():
        operations.extend_term(acting, until=began + DAY, seen=began, by=by, at=at)
    assert acting.until == began + DAY


@pytest.mark.both_engines
def test_an_office_ends_with_its_stand_ins(village, stand_in, at):
    term = village.term(village.secretary)
    acting = stand_in(term, village.member, by=village.secretary)
    with writing():
        operations.end_term(term, by=village.actor(village.upper), at=at)
    assert (term.ended_at, acting.ended_at) == (at, at)
    assert village.actor(village.secretary).offices == frozenset()
    assert village.actor(village.member).offices == frozenset()
    assert told("branches.office_ended") == [village.member.id, village.secretary.id]
    with pytest.raises(Refused), writing():
        operations.end_term(term, by=village.actor(village.upper), at=at)


def test_a_stand_in_steps_back(village, stand_in, at):
    acting = stand_in(village.term(village.secretary), village.member, by=village.secretary)
    with writing():
        operations.end_term(acting, by=village.actor(village.member), at=at)
    assert village.actor(village.member).offices == frozenset()
    assert village.actor(village.secretary).branches_as("secretary") == {village.branch.id}


def test_a_stand_in_names_no_further_stand_in(village, stand_in):
    acting = stand_in(village.term(village.secretary), village.member, by=village.secretary)
    with pytest.raises(Refused, match="不能再找人代理"):
        stand_in(acting, village.deputy, by=village.member)
