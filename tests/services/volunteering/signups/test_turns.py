"""Asking in turn: as many as places, silence goes on, a no is asked nothing again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.db import db
from core.errors import Refused
from core.history.models import Entry
from core.house import HOUSE
from services.volunteering import jobs
from services.volunteering.models import SignupHow, Turn, TurnStatus
from services.volunteering.operations import signups, turns
from services.volunteering.queries.turns import list_open_of
from tests.services.volunteering.signups.world import asked, told

pytestmark = pytest.mark.both_engines
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def turn_of(shift, person):
    query = select(Turn).where(Turn.shift_id == shift.id, Turn.person_id == person.id)
    return db.session.scalars(query).one()


def test_as_many_are_asked_as_there_are_places(hands, do, five, at):
    shift = hands.in_turn(capacity=2)
    assert do(turns.ask, shift) == 2
    assert asked(shift) == [each.id for each in five[:2]]
    assert do(turns.ask, shift) == 0
    turn = turn_of(shift, five[0])
    assert (turn.offered_at, turn.until) == (at, at + 2 * HOUR)
    (notice,) = told(five[0], "asked")
    assert notice.facts["when"] == "2026-11-24T12:00+08:00"
    assert (shift.taken, shift.held) == (0, 0)


def test_who_says_yes_comes(hands, do, five):
    shift = hands.in_turn()
    do(turns.ask, shift)
    turn = turn_of(shift, five[0])
    signup = do(turns.accept, turn, of_age=True, by=hands.actor(five[0]))
    assert (signup.how, signup.person_id, shift.taken) == (SignupHow.TURN, five[0].id, 1)
    assert turn.status is TurnStatus.ACCEPTED
    assert do(turns.ask, shift) == 0
    assert len(told(five[0], "signed_up")) == 1


def test_who_says_no_is_followed_by_the_next(hands, do, five, at):
    shift = hands.in_turn()
    do(turns.ask, shift)
    do(turns.decline, turn_of(shift, five[0]))
    jobs.go_on(at)
    assert asked(shift) == [five[1].id]


def test_a_no_nudges_the_worker(hands, do, five):
    shift = hands.in_turn()
    do(turns.ask, shift)
    while HOUSE.queue.take():
        pass
    do(turns.decline, turn_of(shift, five[0]))
    assert HOUSE.queue.take() == ("volunteering.ask", (shift.id,))
    do(turns.decline, turn_of(shift, five[0]))
    assert HOUSE.queue.take() is None  # said twice, it changes nothing


def test_three_are_silent_and_the_fourth_is_asked(hands, do, five, at):
    shift = hands.in_turn()
    jobs.go_on(at)
    moment = at
    for number in range(3):
        assert asked(shift) == [five[number].id]
        jobs.go_on(moment + 2 * HOUR - MINUTE)
        assert asked(shift) == [five[number].id]
        moment += 2 * HOUR
        jobs.go_on(moment)
    assert asked(shift) == [five[3].id]
    statuses = [turn_of(shift, each).status for each in five[:3]]
    assert statuses == [TurnStatus.SILENT] * 3


def test_who_said_no_is_asked_about_no_shift_of_the_task_again(hands, do, five, at):
    task = hands.task(in_turn=True)
    shifts = [hands.shift(task, starts=at + timedelta(days=number)) for number in (3, 5, 7)]
    do(turns.ask, shifts[0])
    do(turns.decline, turn_of(shifts[0], five[0]))
    jobs.go_on(at)
    assert [asked(each) for each in shifts] == [[five[1].id]] * 3
    jobs.go_on(at + 2 * HOUR)
    assert [asked(each) for each in shifts] == [[five[2].id]] * 3


def test_who_was_silent_may_be_asked_about_another_shift(hands, do, at):
    only = hands.volunteer()
    task = hands.task(in_turn=True)
    first = hands.shift(task)
    do(turns.ask, first)
    jobs.go_on(at + 2 * HOUR)
    other = hands.shift(task, starts=at + timedelta(days=5))
    jobs.go_on(at + 2 * HOUR)
    assert (asked(first), asked(other)) == ([], [only.id])


def test_a_no_after_silence_counts_as_a_no(hands, do, at):
    only = hands.volunteer()
    task = hands.task(in_turn=True)
    first = hands.shift(task)
    do(turns.ask, first)
    jobs.go_on(at + 2 * HOUR)
    do(turns.decline, turn_of(first, only), at=at + 3 * HOUR)
    other = hands.shift(task, starts=at + timedelta(days=5))
    jobs.go_on(at + 3 * HOUR)
    assert asked(other) == []


@pytest.mark.parametrize(("late", "counts"), [(-1, True), (0, False), (1, False)])
def test_yes_counts_until_the_time_is_over(hands, do, five, at, late, counts):
    shift = hands.in_turn()
    do(turns.ask, shift)
    turn, who = turn_of(shift, five[0]), hands.actor(five[0])
    moment = at + 2 * HOUR + late * MINUTE
    if counts:
        do(turns.accept, turn, of_age=True, by=who, at=moment)
    else:
        with pytest.raises(Refused, match="时间过了"):
            do(turns.accept, turn, of_age=True, by=who, at=moment)
    assert shift.taken == counts


def test_of_two_who_say_yes_to_one_place_the_second_is_not_needed(hands, do, five, at):
    """An officer has made the shift smaller, or entered somebody, while two were asked."""
    shift = hands.in_turn(capacity=2)
    do(turns.ask, shift)
    do(signups.enter, shift, five[4].id, by=hands.actor(hands.officer))
    assert asked(shift) == [five[0].id]  # the last asked is let off
    assert len(told(five[1], "no_need")) == 1
    with pytest.raises(Refused, match="有人去了"):
        do(turns.accept, turn_of(shift, five[1]), of_age=True, by=hands.actor(five[1]))
    do(turns.accept, turn_of(shift, five[0]), of_age=True, by=hands.actor(five[0]))
    assert (shift.taken, asked(shift)) == (2, [])


def test_who_is_entered_while_asked_is_asked_no_more(hands, do, five):
    shift = hands.in_turn()
    do(turns.ask, shift)
    do(signups.enter, shift, five[0].id, by=hands.actor(hands.officer))
    assert turn_of(shift, five[0]).status is TurnStatus.ACCEPTED
    assert not told(five[0], "no_need")


def test_who_said_yes_and_cannot_come_is_followed_by_the_next(hands, do, five, at):
    shift = hands.in_turn()
    do(turns.ask, shift)
    do(turns.accept, turn_of(shift, five[0]), of_age=True, by=hands.actor(five[0]))
    do(signups.cannot_come, shift, by=hands.actor(five[0]))
    jobs.go_on(at)
    assert asked(shift) == [five[1].id]


def test_a_question_that_overlaps_another_yes_is_refused(hands, do, at):
    only = hands.volunteer()
    first, other = hands.in_turn(title="送菜"), hands.in_turn(title="扫雪")
    jobs.go_on(at)
    do(turns.accept, turn_of(first, only), of_age=True, by=hands.actor(only))
    with pytest.raises(Refused, match="送菜"):
        do(turns.accept, turn_of(other, only), of_age=True, by=hands.actor(only))
    assert other.taken == 0


def test_a_cancelled_shift_asks_nobody_and_takes_its_questions_back(hands, do, five):
    shift = hands.in_turn(capacity=2)
    do(turns.ask, shift)
    do(signups.cancel_shift, shift, why="雨", by=hands.actor(hands.officer))
    assert asked(shift) == []
    assert do(turns.ask, shift) == 0
    assert len(told(five[0], "called_off")) == len(told(five[1], "called_off")) == 1
    with pytest.raises(Refused):
        do(turns.accept, turn_of(shift, five[0]), of_age=True, by=hands.actor(five[0]))


def test_one_sees_what_one_is_asked_until_the_time_is_over(hands, do, five, at):
    shift = hands.in_turn()
    do(turns.ask, shift)
    mine = five[0].id
    assert [each.shift_id for each in list_open_of(mine, at=at)] == [shift.id]
    assert not list_open_of(mine, at=at + 2 * HOUR)
    assert not list_open_of(five[1].id, at=at)


def test_what_was_answered_stands_in_no_history(hands, do, five, at):
    shift = hands.in_turn(capacity=2)
    do(turns.ask, shift)
    do(turns.decline, turn_of(shift, five[0]))
    do(turns.accept, turn_of(shift, five[1]), of_age=True, by=hands.actor(five[1]))
    jobs.go_on(at)
    assert list(db.session.scalars(select(Entry.action))) == ["sign_up"]
    assert set(db.session.scalars(select(Entry.about))) == {"volunteer_signup"}
