"""Waiting for a place: a freed one is kept for who is first, then for the next, in time."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from core.db import db, writing
from core.errors import Refused
from core.waitlists.queries import find_live, position_of
from services.volunteering import jobs
from services.volunteering.models import SignupHow
from services.volunteering.operations import places, signups
from services.volunteering.rules.signups import KIND
from tests.services.volunteering.signups.world import asked, told

pytestmark = pytest.mark.both_engines
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def full(hands, do):
    """Return a shift of one place that somebody has, with who has it and three who wait."""
    shift, (holder, *waiting) = hands.shift(), hands.crowd(4)
    hands.fill(shift, holder)
    for who in waiting:
        do(signups.join_or_wait, shift, of_age=True, by=who)
    return shift, holder, waiting


def wait_of(shift, who):
    db.session.rollback()
    return find_live(KIND, shift.id, person_id=who.person)


def statuses(shift, people):
    found = [wait_of(shift, who) for who in people]
    return [each and each.status.value for each in found]


def test_they_wait_in_their_order(full):
    shift, _holder, waiting = full
    assert [position_of(wait_of(shift, who)) for who in waiting] == [1, 2, 3]
    assert (shift.taken, shift.held) == (1, 0)


def test_a_freed_place_is_kept_for_the_first(full, do, at):
    shift, holder, waiting = full
    do(signups.cannot_come, shift, by=holder)
    assert (shift.taken, shift.held, shift.free) == (0, 1, 0)
    assert statuses(shift, waiting) == ["offered", "waiting", "waiting"]
    assert wait_of(shift, waiting[0]).offered_until == at + 2 * HOUR
    (notice,) = told(waiting[0], "place_kept")
    assert notice.facts["when"] == "2026-11-24T12:00+08:00"
    assert notice.facts["starts"] == "2026-11-27T10:00+08:00"
    assert not told(waiting[1], "place_kept")


def test_who_it_is_kept_for_takes_it(full, do):
    shift, holder, waiting = full
    do(signups.cannot_come, shift, by=holder)
    signup = do(signups.join, shift, of_age=True, by=waiting[0])
    assert (signup.how, shift.taken, shift.held) == (SignupHow.WAIT, 1, 0)
    assert wait_of(shift, waiting[0]) is None
    assert position_of(wait_of(shift, waiting[1])) == 1


def test_nobody_else_takes_it(full, do, hands):
    shift, holder, waiting = full
    do(signups.cannot_come, shift, by=holder)
    for who in (waiting[1], holder, *hands.crowd(1)):
        with pytest.raises(Refused):
            do(signups.join, shift, of_age=True, by=who)
    assert (shift.taken, shift.held) == (0, 1)


def test_who_does_not_want_it_gives_it_to_the_next(full, do):
    shift, holder, waiting = full
    do(signups.cannot_come, shift, by=holder)
    do(signups.leave, shift, by=waiting[0])
    assert statuses(shift, waiting) == [None, "offered", "waiting"]
    assert (shift.taken, shift.held) == (0, 1)


def test_who_only_waits_leaves_without_a_place(full, do):
    shift, _holder, waiting = full
    do(signups.leave, shift, by=waiting[1])
    assert statuses(shift, waiting) == ["waiting", None, "waiting"]
    assert (shift.taken, shift.held) == (1, 0)
    with pytest.raises(Refused, match="没有在候补"):
        do(signups.leave, shift, by=waiting[1])


@pytest.mark.parametrize(("late", "goes_on"), [(-1, False), (0, True), (1, True)])
def test_silence_gives_it_to_the_next(full, do, at, late, goes_on):
    shift, holder, waiting = full
    do(signups.cannot_come, shift, by=holder)
    jobs.go_on(at + 2 * HOUR + late * MINUTE)
    expected = [None, "offered", "waiting"] if goes_on else ["offered", "waiting", "waiting"]
    assert statuses(shift, waiting) == expected
    assert len(told(waiting[0], "place_lapsed")) == goes_on
    assert (shift.taken, shift.held) == (0, 1)


def test_who_is_too_late_is_refused_even_before_the_sweep(full, do, at):
    shift, holder, waiting = full
    do(signups.cannot_come, shift, by=holder)
    with pytest.raises(Refused, match="时间过了"):
        do(signups.join, shift, of_age=True, by=waiting[0], at=at + 2 * HOUR)
    do(signups.join, shift, of_age=True, by=waiting[0], at=at + 2 * HOUR - MINUTE)


def test_nobody_left_makes_it_everybodys(full, do, at, hands):
    shift, holder, waiting = full
    do(signups.cannot_come, shift, by=holder)
    moment = at
    for _each in waiting:
        moment += 2 * HOUR
        jobs.go_on(moment)
    assert statuses(shift, waiting) == [None, None, None]
    assert (shift.taken, shift.held) == (0, 0)
    do(signups.join, shift, of_age=True, by=hands.crowd(1)[0], at=moment)


def test_a_place_that_frees_at_night_is_kept_until_nine(full, do, at):
    shift, holder, waiting = full
    night = at + 15 * HOUR  # one in the morning
    do(signups.cannot_come, shift, by=holder, at=night)
    assert wait_of(shift, waiting[0]).offered_until == at + 23 * HOUR


@pytest.mark.parametrize(("before", "kept"), [(150, True), (149, False), (119, False)])
def test_within_two_hours_of_the_start_it_is_everybodys(full, do, hands, before, kept):
    shift, holder, waiting = full
    moment = shift.starts_at - before * MINUTE
    do(signups.cannot_come, shift, by=holder, at=moment)
    assert statuses(shift, waiting)[0] == ("offered" if kept else "waiting")
    stranger = hands.crowd(1)[0]
    if kept:
        with pytest.raises(Refused, match="满"):
            do(signups.join, shift, of_age=True, by=stranger, at=moment)
        return
    do(signups.join, shift, of_age=True, by=stranger, at=moment)
    do(signups.cannot_come, shift, by=stranger, at=moment)
    do(
        signups.join, shift, of_age=True, by=waiting[2], at=moment
    )  # also whoever waits, in any order
    assert wait_of(shift, waiting[2]) is None
    assert shift.taken == 1


def test_a_place_kept_up_to_two_hours_before_is_everybodys_then(full, do, hands):
    shift, holder, waiting = full
    do(signups.cannot_come, shift, by=holder, at=shift.starts_at - 150 * MINUTE)
    last = shift.starts_at - 120 * MINUTE
    assert wait_of(shift, waiting[0]).offered_until == last
    jobs.go_on(last)
    assert statuses(shift, waiting) == [None, "waiting", "waiting"]
    assert (shift.taken, shift.held) == (0, 0)
    do(signups.join, shift, of_age=True, by=hands.crowd(1)[0], at=last)


def test_too_late_nobody_begins_to_wait(hands, do):
    shift, (holder, late) = hands.shift(), hands.crowd(2)
    hands.fill(shift, holder)
    with pytest.raises(Refused, match="先到先得"):
        do(signups.join_or_wait, shift, of_age=True, by=late, at=shift.starts_at - 149 * MINUTE)
    do(signups.join_or_wait, shift, of_age=True, by=late, at=shift.starts_at - 150 * MINUTE)


def test_who_wants_to_wait_gets_a_place_that_is_free(hands, do):
    shift, (who,) = hands.shift(), hands.crowd(1)
    signup = do(signups.join_or_wait, shift, of_age=True, by=who)
    assert (signup.how, shift.taken) == (SignupHow.TAP, 1)


def test_who_has_a_place_does_not_wait(hands, do):
    shift, (who,) = hands.shift(), hands.crowd(1)
    hands.fill(shift, who)
    with pytest.raises(Refused, match="已经报上"):
        do(signups.join_or_wait, shift, of_age=True, by=who)


def test_a_place_is_kept_for_who_can_no_longer_come_then(full, do, hands):
    """They may free the other time, or leave it to the next; until then it is theirs."""
    shift, holder, waiting = full
    other = hands.shift(hands.task(title="送菜"))
    do(signups.join, other, of_age=True, by=waiting[0])
    do(signups.cannot_come, shift, by=holder)
    with pytest.raises(Refused, match="送菜"):
        do(signups.join, shift, of_age=True, by=waiting[0])
    do(signups.cannot_come, other, by=waiting[0])
    do(signups.join, shift, of_age=True, by=waiting[0])


# Officers and the line


def test_an_officer_enters_whom_a_place_is_kept_for(full, do, hands):
    shift, holder, waiting = full
    officer = hands.actor(hands.officer)
    do(signups.cannot_come, shift, by=holder)
    with pytest.raises(Refused, match="满"):
        do(signups.enter, shift, waiting[1].person, by=officer)
    do(signups.enter, shift, waiting[0].person, by=officer)
    assert (shift.taken, shift.held) == (1, 0)
    assert wait_of(shift, waiting[0]) is None


def test_who_is_taken_out_frees_the_place_for_the_first(full, do, hands):
    shift, holder, waiting = full
    signup = signups.find_signup(shift.id, holder.person)
    do(signups.take_out, signup, by=hands.actor(hands.officer))
    assert statuses(shift, waiting) == ["offered", "waiting", "waiting"]


def test_more_places_go_to_who_waits(full, do, at):
    """An officer has made room for two more; nobody comes in between."""
    shift, _holder, waiting = full
    with writing():
        db.session.execute(text("UPDATE volunteer_shift SET capacity = 3"))
    with pytest.raises(Refused, match="候补"):
        do(signups.join, shift, of_age=True, by=waiting[2])
    jobs.go_on(at)
    assert statuses(shift, waiting) == ["offered", "offered", "waiting"]
    assert (shift.taken, shift.held) == (1, 2)


def test_the_counter_has_the_last_word(full, do):
    """Where no place is free none is kept, and where none is kept none is taken."""
    shift, holder, waiting = full
    do(signups.cannot_come, shift, by=holder)
    with writing():
        assert not places.keep(shift)
    do(signups.join, shift, of_age=True, by=waiting[0])
    with writing():
        assert not places.take_kept(shift, at=shift.starts_at - HOUR)
        assert not places.take(shift, at=shift.starts_at - HOUR, passing=True)
    assert (shift.taken, shift.held) == (1, 0)


def test_a_task_that_asks_in_turn_now_keeps_its_word_to_who_waits(full, do, hands, at):
    shift, holder, waiting = full
    hands.volunteer()
    with writing():
        shift.task.in_turn = True
    do(signups.cannot_come, shift, by=holder)
    jobs.go_on(at)
    assert statuses(shift, waiting) == ["offered", "waiting", "waiting"]
    do(signups.join, shift, of_age=True, by=waiting[0])
    assert (shift.taken, shift.held) == (1, 0)


def test_a_task_that_asks_no_more_lets_off_whom_it_has_no_place_for(do, hands, at):
    volunteer, (stranger,) = hands.volunteer(), hands.crowd(1)
    shift = hands.in_turn()
    jobs.go_on(at)
    assert asked(shift) == [volunteer.id]
    with writing():
        shift.task.in_turn = False
    do(signups.join, shift, of_age=True, by=stranger)
    assert asked(shift) == []
    assert len(told(volunteer, "no_need")) == 1
