"""What happens by itself: reminders once and by day, and one failure that keeps nobody back."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from core.db import db, writing
from core.house import HOUSE
from core.notices.papers import text_of, title_of
from core.words import speaking
from services.volunteering import jobs
from services.volunteering.operations import signups, telling
from services.volunteering.operations.telling import EVENTS
from tests.services.volunteering.signups.world import told

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
STUCK = (
    "CREATE TRIGGER stuck BEFORE UPDATE ON volunteer_shift WHEN old.id = %s"
    " BEGIN SELECT RAISE(ABORT, 'stuck'); END"
)


@pytest.fixture
def tomorrow(hands, at):
    """Return a shift at ten in the morning of the next day but two, with who comes."""
    shift, people = hands.shift(capacity=3), hands.crowd(2)
    hands.fill(shift, *people)
    return shift, people


def evening(shift):
    return shift.starts_at - 17 * HOUR


def test_who_comes_is_reminded_once(tomorrow):
    shift, people = tomorrow
    for minutes in (-1, 0, 10, 60, 14 * 60):
        jobs.remind(evening(shift) + minutes * MINUTE)
        expected = 0 if minutes < 0 else 1
        assert [len(told(who, "soon")) for who in people] == [expected] * 2


def test_nobody_is_reminded_at_night_and_all_are_the_next_morning(tomorrow):
    shift, (who, _other) = tomorrow
    jobs.remind(evening(shift) + 5 * HOUR)
    assert not told(who, "soon")
    jobs.remind(shift.starts_at - 2 * HOUR)
    assert len(told(who, "soon")) == 1


def test_nobody_is_reminded_once_it_has_begun(tomorrow):
    shift, (who, _other) = tomorrow
    jobs.remind(shift.starts_at)
    assert not told(who, "soon")


def test_who_signed_up_that_evening_or_does_not_come_is_not_reminded(tomorrow, hands, do):
    shift, (who, other) = tomorrow
    (late,) = hands.crowd(1)
    do(signups.join, shift, of_age=True, by=late, at=evening(shift))
    do(signups.cannot_come, shift, by=other)
    jobs.remind(evening(shift) + HOUR)
    assert [len(told(each, "soon")) for each in (who, other, late)] == [1, 0, 0]


def test_nobody_is_reminded_of_a_cancelled_shift(tomorrow, hands, do):
    shift, (who, _other) = tomorrow
    do(signups.cancel_shift, shift, why="雨", by=hands.actor(hands.officer))
    jobs.remind(evening(shift) + HOUR)
    assert not told(who, "soon")


def test_a_shift_that_was_moved_is_told_and_reminded_of_anew(tomorrow, do, at):
    shift, (who, other) = tomorrow
    jobs.remind(evening(shift))
    with writing():
        shift.starts_at += 24 * HOUR
        shift.ends_at += 24 * HOUR
    do(telling.tell_moved, [who.person, other.person], shift)
    do(telling.tell_moved, [who.person, other.person], shift)
    jobs.remind(evening(shift))
    assert [len(told(each, "moved")) for each in (who, other)] == [1, 1]
    assert [len(told(each, "soon")) for each in (who, other)] == [2, 2]


def test_one_that_fails_keeps_no_other_back(hands, do, at):
    """The database will have nothing of the first; the second goes on, and the sweep says so."""
    shifts = []
    for day in (3, 5):
        shift, (holder, *waits) = hands.shift(starts=at + timedelta(days=day)), hands.crowd(3)
        hands.fill(shift, holder)
        for who in waits:
            do(signups.join_or_wait, shift, of_age=True, by=who)
        do(signups.cannot_come, shift, by=holder)
        shifts.append((shift, waits))
    (stuck, first), (_free, second) = shifts
    with writing():
        db.session.execute(text(STUCK % stuck.id))
    with pytest.raises(RuntimeError, match="lapse"):
        jobs.go_on(at + 2 * HOUR)
    assert len(told(second[1], "place_kept")) == 1
    assert not told(first[1], "place_kept")
    with writing():
        db.session.execute(text("DROP TRIGGER stuck"))
    jobs.go_on(at + 2 * HOUR)
    assert len(told(first[1], "place_kept")) == 1


def test_a_job_that_comes_too_late_changes_nothing(hands, do, at):
    """The place was taken between the look of the sweep and its turn."""
    shift, (holder, waits) = hands.shift(), hands.crowd(2)
    hands.fill(shift, holder)
    wait = do(signups.join_or_wait, shift, of_age=True, by=waits)
    do(signups.cannot_come, shift, by=holder)
    do(signups.join, shift, of_age=True, by=waits)
    with writing():
        jobs.lapse(wait.id, at=at + 3 * HOUR)
        jobs.pass_on(shift.id, at=at + 3 * HOUR)
    assert (shift.taken, shift.held) == (1, 0)


def test_the_worker_knows_them(app):
    assert {"volunteering.go_on", "volunteering.remind"} <= set(HOUSE.sweeps)
    assert HOUSE.sweeps["volunteering.go_on"].minutes == 1
    assert "volunteering.ask" in HOUSE.jobs


def test_what_is_said_has_all_its_facts_and_speaks_of_no_place(hands, do, at):
    """Each event is told once; no notice says where in the village somebody lives."""
    task = hands.task(title="代买东西", place="三组 12 号", private=True)
    shift, (one, two) = hands.shift(task, starts=at + timedelta(days=1)), hands.crowd(2)
    hands.fill(shift, one)
    do(signups.join_or_wait, shift, of_age=True, by=two)
    jobs.remind(evening(shift))
    do(signups.cannot_come, shift, by=one)
    jobs.go_on(at + 2 * HOUR)
    do(signups.cancel_shift, shift, why="不用了", by=hands.actor(hands.officer))
    notices = [each for who in (one, two) for event in EVENTS for each in of(who, event)]
    assert {each.event for each in notices} >= {
        f"volunteering.{name}" for name in ("signed_up", "soon", "place_kept", "place_lapsed")
    }
    with speaking("zh"):
        said = [title_of(each) + text_of(each) for each in notices]
    assert all("代买东西" in each for each in said)
    assert not [each for each in said if "12 号" in each or "%(" in each]
    assert [each for each in said if "2026年11月24日 12:00" in each]


def of(who, event):
    return told(who, event.name.removeprefix("volunteering."))
