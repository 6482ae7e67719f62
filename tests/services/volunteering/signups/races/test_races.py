"""Who signs up, leaves, answers and enters at the same instant."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.db import db
from core.waitlists.models import Wait, WaitStatus
from core.waitlists.queries import list_live
from services.volunteering import jobs
from services.volunteering.models import Signup, SignupStatus, Turn, TurnStatus
from services.volunteering.operations import signups, turns
from services.volunteering.queries.turns import list_open
from services.volunteering.rules.signups import KIND
from tests.services.volunteering.signups.races.conftest import PEOPLE

pytestmark = pytest.mark.both_engines
HOUR = timedelta(hours=1)


def count_in():
    query = select(func.count()).where(Signup.status == SignupStatus.IN)
    return db.session.scalar(query)


@pytest.fixture
def full(hands, do):
    """Return a shift of one place that somebody has, with who has it and two who wait."""
    shift, (holder, *waiting) = hands.shift(), hands.crowd(3)
    hands.fill(shift, holder)
    for who in waiting:
        do(signups.join_or_wait, shift, of_age=True, by=who)
    return shift, holder, waiting


def test_the_last_place_is_taken_once(hands, all_at_once, step):
    shift = hands.shift(capacity=2)
    hands.fill(shift, *hands.crowd(1))
    done = all_at_once(*(step(signups.join, shift, of_age=True, by=who) for who in hands.crowd(5)))
    assert (sum(done), shift.taken, count_in()) == (1, 2, 2)


def test_the_last_place_and_an_officer(hands, all_at_once, step):
    shift, officer = hands.shift(), hands.actor(hands.officer)
    someone, other = hands.crowd(2)
    done = all_at_once(
        step(signups.join, shift, of_age=True, by=someone),
        step(signups.enter, shift, other.person, by=officer),
    )
    assert (sum(done), shift.taken) == (1, 1)


def test_one_person_from_two_devices(hands, all_at_once, step):
    shift, (who,) = hands.shift(capacity=5), hands.crowd(1)
    assert sum(all_at_once(*[step(signups.join, shift, of_age=True, by=who)] * 3)) == 1
    assert (shift.taken, count_in()) == (1, 1)


def test_one_person_in_two_places_at_once(hands, all_at_once, step):
    """Two devices, two shifts that overlap: neither sees the other's, but for the person's lock."""
    shifts, (who,) = [hands.shift(capacity=5) for _each in range(3)], hands.crowd(1)
    done = all_at_once(
        *(step(signups.join, each, of_age=True, by=who) for each in shifts), row=PEOPLE
    )
    assert (sum(done), count_in()) == (1, 1)


def test_one_person_by_a_tap_and_by_an_officer_in_two_places(hands, all_at_once, step):
    first, other = hands.shift(), hands.shift()
    (who,), officer = hands.crowd(1), hands.actor(hands.officer)
    done = all_at_once(
        step(signups.join, first, of_age=True, by=who),
        step(signups.enter, other, who.person, by=officer),
        row=PEOPLE,
    )
    assert (sum(done), count_in()) == (1, 1)


def test_said_no_twice(hands, all_at_once, step, full):
    shift, holder, _waiting = full
    assert sum(all_at_once(*[step(signups.cannot_come, shift, by=holder)] * 3)) == 1
    assert (shift.taken, shift.held) == (0, 1)


def test_a_place_frees_while_somebody_begins_to_wait(hands, all_at_once, step):
    """Either they get it offered or may take it; nobody waits beside an empty place."""
    shift, (holder, late) = hands.shift(), hands.crowd(2)
    hands.fill(shift, holder)
    done = all_at_once(
        step(signups.join_or_wait, shift, of_age=True, by=late),
        step(signups.cannot_come, shift, by=holder),
    )
    assert done == [True, True]
    waits = list_live(KIND, shift.id)
    if waits:
        assert ([each.status for each in waits], shift.held) == ([WaitStatus.OFFERED], 1)
    else:
        assert (shift.taken, count_in()) == (1, 1)


def test_a_place_frees_while_a_stranger_comes_by(hands, all_at_once, step, full):
    shift, holder, _waiting = full
    (stranger,) = hands.crowd(1)
    done = all_at_once(
        step(signups.cannot_come, shift, by=holder),
        step(signups.join, shift, of_age=True, by=stranger),
    )
    assert done == [True, False]
    assert (shift.taken, shift.held) == (0, 1)


def test_two_places_free_at_once_for_two_who_wait(hands, all_at_once, step, do):
    shift, (one, two, *waiting) = hands.shift(capacity=2), hands.crowd(5)
    hands.fill(shift, one, two)
    for who in waiting:
        do(signups.join_or_wait, shift, of_age=True, by=who)
    assert all(all_at_once(*(step(signups.cannot_come, shift, by=who) for who in (one, two))))
    statuses = [each.status for each in list_live(KIND, shift.id)]
    assert statuses == [WaitStatus.OFFERED, WaitStatus.OFFERED, WaitStatus.WAITING]
    assert (shift.taken, shift.held) == (0, 2)


def test_taken_and_lapsed(hands, all_at_once, step, full, do, at):
    """In the last minute: either it is taken, or it goes to the next."""
    shift, holder, waiting = full
    do(signups.cannot_come, shift, by=holder)
    wait_id = db.session.scalar(select(func.min(Wait.id)))
    almost = at + 2 * HOUR - timedelta(seconds=1)
    done = all_at_once(
        step(signups.join, shift, of_age=True, by=waiting[0], at=almost),
        lambda: jobs.lapse(wait_id, at=at + 2 * HOUR),
    )
    assert done[1]
    assert (shift.taken, shift.held) == ((1, 0) if done[0] else (0, 1))


def test_two_sweeps_at_once(hands, all_at_once, full, do, at):
    shift, holder, _waiting = full
    do(signups.cannot_come, shift, by=holder)
    wait_id, shift_id = db.session.scalar(select(func.min(Wait.id))), shift.id
    late = at + 2 * HOUR
    all_at_once(
        *[lambda: jobs.lapse(wait_id, at=late)] * 2,
        *[lambda: jobs.pass_on(shift_id, at=late)] * 2,
    )
    statuses = [each.status for each in list_live(KIND, shift.id)]
    assert (statuses, shift.held) == ([WaitStatus.OFFERED], 1)


def test_cancelled_while_people_come_and_go(hands, all_at_once, step, full):
    shift, holder, waiting = full
    officer = hands.actor(hands.officer)
    done = all_at_once(
        step(signups.cancel_shift, shift, why="雨", by=officer),
        step(signups.cannot_come, shift, by=holder),
        step(signups.leave, shift, by=waiting[0]),
        step(signups.join_or_wait, shift, of_age=True, by=hands.crowd(1)[0]),
    )
    assert done[0]
    assert (shift.taken, shift.held, count_in()) == (0, 0, 0)
    assert not list_live(KIND, shift.id)


def test_cancelled_twice(hands, all_at_once, step):
    shift, officer = hands.shift(), hands.actor(hands.officer)
    assert sum(all_at_once(*[step(signups.cancel_shift, shift, why="雨", by=officer)] * 2)) == 1


# In turn


@pytest.fixture
def asked_both(hands, do):
    """Return a shift of one place, about which two were asked: the other place is gone since."""
    people = [hands.volunteer() for _each in range(2)]
    shift = hands.in_turn(capacity=2)
    do(turns.ask, shift)
    return shift, people


def accepting(turn_id, by, at):
    return lambda: turns.accept(db.session.get_one(Turn, turn_id), of_age=True, by=by, at=at)


def declining(turn_id, at):
    return lambda: turns.decline(db.session.get_one(Turn, turn_id), at=at)


def test_two_say_yes_and_an_officer_enters_a_third(hands, all_at_once, step, asked_both, at):
    shift, people = asked_both
    officer, other = hands.actor(hands.officer), hands.person()
    asked = {each.person_id: each.id for each in list_open(shift.id)}
    yes = [accepting(asked[each.id], hands.actor(each), at) for each in people]
    done = all_at_once(*yes, step(signups.enter, shift, other.id, by=officer))
    assert (sum(done), shift.taken, count_in()) == (2, 2, 2)
    assert not list_open(shift.id)


def test_one_says_yes_from_two_devices(hands, all_at_once, asked_both, at):
    shift, (person, _other) = asked_both
    (turn,) = [each for each in list_open(shift.id) if each.person_id == person.id]
    who = hands.actor(person)
    assert sum(all_at_once(*[accepting(turn.id, who, at)] * 3)) == 1
    assert shift.taken == 1


def test_one_says_yes_and_no(hands, all_at_once, asked_both, at):
    shift, (person, _other) = asked_both
    (turn,) = [each for each in list_open(shift.id) if each.person_id == person.id]
    done = all_at_once(accepting(turn.id, hands.actor(person), at), declining(turn.id, at))
    db.session.refresh(turn)
    assert turn.status is (TurnStatus.ACCEPTED if done[0] else TurnStatus.DECLINED)
    assert shift.taken == done[0]
    assert sum(done) == 1


def test_yes_and_silence(hands, all_at_once, asked_both, at):
    shift, (person, _other) = asked_both
    (turn,) = [each for each in list_open(shift.id) if each.person_id == person.id]
    turn_id, late = turn.id, at + 2 * HOUR
    done = all_at_once(
        accepting(turn_id, hands.actor(person), late - timedelta(seconds=1)),
        lambda: jobs.fall_silent(turn_id, at=late),
    )
    db.session.refresh(turn)
    assert turn.status is (TurnStatus.ACCEPTED if done[0] else TurnStatus.SILENT)
    assert shift.taken == done[0]


def test_two_workers_ask_at_once(hands, all_at_once, step):
    for _each in range(6):
        hands.volunteer()
    shift = hands.in_turn(capacity=2)
    all_at_once(*[step(turns.ask, shift)] * 3)
    assert len(list_open(shift.id)) == 2


def test_who_is_asked_says_yes_to_two_shifts_at_the_same_time(hands, all_at_once, at, do):
    person = hands.volunteer()
    shifts = [hands.in_turn(), hands.in_turn()]
    for shift in shifts:
        do(turns.ask, shift)
    who = hands.actor(person)
    yes = [accepting(list_open(each.id)[0].id, who, at) for each in shifts]
    assert sum(all_at_once(*yes, row=PEOPLE)) == 1
    assert count_in() == 1
