"""Whom a task in turn asks, and when it asks at all."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.branches.models import OfficeRole
from core.db import db
from core.notices.models import Notice
from services.volunteering import jobs
from services.volunteering.models import Reach
from services.volunteering.operations import signups, turns
from services.volunteering.queries.turns import list_candidates
from services.volunteering.rules.turns import ASKED_AHEAD
from tests.counting import queries_in
from tests.services.volunteering.signups.world import asked, told

pytestmark = pytest.mark.both_engines
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


# Whom it asks, and whom not


def test_who_is_out_of_the_question(hands, do, at, make):
    home = hands.household()
    served = hands.volunteer(hands.person(household=home))
    shift = hands.in_turn(served_id=served.id, min_age=18, licence="driver", capacity=5)
    day = shift.starts_at.date()

    def able(person=None, **kw):
        made = {"born": hands.born(30), **kw}
        found = hands.volunteer(person, **made)
        hands.licence(found, until=day)
        return found

    good = able()
    for out in (
        able(hands.person(household=home)),
        able(willing=False),
        able(born=hands.born(18, on=day + timedelta(days=1))),
        able(born=None),
        able(hands.person(disabled_at=at)),
        able(hands.person(closed_at=at)),
    ):
        assert out.id != good.id
    hands.licence(hands.volunteer(born=hands.born(30)), until=day - timedelta(days=1))
    hands.licence(hands.volunteer(born=hands.born(30)), kind="nurse")
    busy, coming = able(), able()
    do(signups.enter, hands.shift(), busy.id, by=hands.actor(hands.officer))
    do(signups.enter, shift, coming.id, by=hands.actor(hands.officer))
    assert do(turns.ask, shift) == 1
    assert asked(shift) == [good.id]


@pytest.mark.parametrize("at_home", [False, True])
def test_into_a_home_only_who_is_known_to_a_branch_is_asked(hands, do, make, at_home):
    served = hands.person().id if at_home else None
    shift = hands.in_turn(served_id=served, capacity=9)
    stranger = hands.volunteer(make.person(), reach=Reach.COUNTY)
    member, officer, neighbour = make.person(), make.person(), hands.volunteer()
    make.member(hands.branch, member)
    make.officer(make.branch(), person=officer)
    for person in (member, officer):
        hands.volunteer(person, reach=Reach.COUNTY)
    do(turns.ask, shift)
    known = {member.id, officer.id, neighbour.id}
    assert set(asked(shift)) == (known if at_home else known | {stranger.id})


def test_near_before_far_and_none_farther_than_they_go(hands, do, make):
    sibling = make.unit(make.branch("柳湾村党支部", parent=hands.town), name="柳湾村")
    above = make.unit(hands.town, name="镇上")
    abroad = make.unit(make.branch("石磨村党支部"), name="石磨村")

    def lives(unit, reach):
        return hands.volunteer(hands.person(unit=unit), reach=reach).id

    county, township = Reach.COUNTY, Reach.TOWNSHIP
    lives(abroad, township)
    lives(sibling, Reach.VILLAGE)
    nowhere = hands.volunteer(make.person(), reach=county).id
    far, near, town = lives(abroad, county), lives(sibling, township), lives(above, county)
    here = lives(hands.unit, Reach.VILLAGE)
    shift = hands.in_turn(capacity=9)
    assert do(turns.ask, shift) == 5
    assert asked(shift) == [here, near, town, nowhere, far]


def test_who_has_signed_up_for_less_is_asked_first(hands, do, at):
    """Of the last thirty days and ahead; what was cancelled or taken back does not count."""
    officer = hands.actor(hands.officer)
    old, little, much, back = (hands.volunteer() for _each in range(4))

    def did(person, days, hours, *, cancelled=False, out=False):
        shift = hands.shift(starts=at + timedelta(days=days), hours=hours)
        before = shift.starts_at - HOUR
        signup = do(signups.enter, shift, person.id, by=officer, at=before)
        if cancelled:
            do(signups.cancel_shift, shift, why="雨", by=officer, at=before)
        if out:
            do(signups.take_out, signup, by=officer, at=before)

    did(old, -31, 9)
    did(little, -29, 1)
    did(much, 6, 2)
    did(back, 8, 9, out=True)
    did(back, 9, 9, cancelled=True)
    did(back, 10, 3)
    shift = hands.in_turn(capacity=4)
    do(turns.ask, shift)
    assert asked(shift) == [each.id for each in (old, little, much, back)]
    minutes = {each.person_id: each.minutes for each in list_candidates(shift, at=at)}
    assert [minutes[each.id] for each in (old, little, much, back)] == [0, 60, 120, 180]


def test_whom_to_ask_costs_the_same_for_three_and_thirty(hands, do, at):
    shift = hands.in_turn(served_id=hands.person(household=hands.household()).id)

    def cost():
        db.session.rollback()
        assert shift.task.unit.name
        return queries_in(lambda: list_candidates(shift, at=at))

    for _each in range(3):
        hands.volunteer()
    few = cost()
    for _each in range(27):
        hands.volunteer()
    assert cost() == few <= 9


# When it asks


@pytest.mark.parametrize(("before", "asks"), [(150, True), (149, False), (119, False)])
def test_when_it_is_too_late_nobody_is_asked_and_the_officers_are_told(
    hands, do, five, before, asks
):
    shift = hands.in_turn()
    jobs.go_on(shift.starts_at - before * MINUTE)
    assert bool(asked(shift)) is asks
    assert len(told(hands.officer, "too_late")) == (not asks)
    assert not told(hands.officer, "nobody_left")


@pytest.mark.parametrize(("late", "asks"), [(0, True), (1, False)])
def test_nobody_is_asked_too_early(hands, do, five, at, late, asks):
    shift = hands.in_turn(starts=at + ASKED_AHEAD + late * MINUTE)
    jobs.go_on(at)
    do(turns.ask, shift)
    assert bool(asked(shift)) is asks


def test_the_officers_are_told_once_that_nobody_is_left(hands, do, at, make):
    deputy = hands.make.officer(hands.branch, OfficeRole.DEPUTY, hands.make.person(name="刘副书记"))
    only = hands.volunteer()
    shift = hands.in_turn(capacity=3)
    jobs.go_on(at)
    assert asked(shift) == [only.id]
    for officer in (hands.officer, deputy):
        (notice,) = told(officer, "nobody_left")
        assert notice.facts["count"] == "2"
        assert notice.url == f"/desk/{hands.branch.id}/tasks/{shift.task_id}"
    jobs.go_on(at + 2 * HOUR)
    assert len(told(hands.officer, "nobody_left")) == 1


def test_only_tasks_in_turn_ask(hands, do, five):
    shift = hands.shift()
    assert do(turns.ask, shift) == 0
    assert asked(shift) == []


def test_a_shift_that_is_gone_asks_nobody(app):
    jobs.ask_now(987_654)
    assert db.session.scalar(select(func.count()).select_from(Notice)) == 0
