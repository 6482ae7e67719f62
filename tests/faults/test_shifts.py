"""Many who sign up for the last place, wait, leave, and say yes to one question (F05).

Each is seen to fail where the counter is read first and written then.
"""

import time
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text

from core.clock import now
from core.db import db, writing
from services.volunteering.models import Turn, Volunteer
from services.volunteering.operations import signups
from tests.faults.crowd import Tally, at_once, tried
from tests.services.volunteering.signups.world import LONG_AGO, Hands
from tests.visitor import new_key

both = pytest.mark.both_engines
DONE, REFUSED = 302, 422
PEOPLE, PLACES = 80, 7
IN = "SELECT count(*) FROM volunteer_signup WHERE shift_id = :shift AND status = 'in'"
TAKEN = "SELECT taken FROM volunteer_shift WHERE id = :shift"
HELD = "SELECT held FROM volunteer_shift WHERE id = :shift"
WAITING = "SELECT count(*) FROM waitlist_wait WHERE ref = :shift AND status = 'waiting'"
OFFERED = "SELECT count(*) FROM waitlist_wait WHERE ref = :shift AND status = 'offered'"


class Village:
    """A village on a real server, with shifts and people who are signed in."""

    def __init__(self, market, furnish):
        self.market, self.hands = market, Hands(furnish, now())

    def shift(self, *people, capacity=PLACES):
        """Return a new shift that these people have signed up for."""
        shift = self.hands.shift(capacity=capacity)
        with writing():
            for each in people:
                who = self.hands.actor(Row(each.person_id))
                signups.join(shift, of_age=True, by=who, at=self.hands.at)
        return shift.id

    def question(self, *people):
        """Return the questions of a shift of one place that all of these were asked about."""
        shift = self.hands.in_turn(starts=self.hands.at + timedelta(days=3))
        with writing():
            asked = [
                Turn(
                    shift_id=shift.id,
                    person_id=each.person_id,
                    offered_at=self.hands.at,
                    until=self.hands.at + timedelta(hours=2),
                )
                for each in people
            ]
            db.session.add_all(asked)
            db.session.flush()
            return shift.id, [each.id for each in asked]


class Row:
    """As much of a person's row as somebody needs to act."""

    def __init__(self, person_id):
        self.id = person_id


@pytest.fixture
def village(market, furnish):
    return Village(market, furnish)


@pytest.fixture
def broken(violations):
    """Return what is broken of places and waiting lists."""
    rooms = ("volunteering.", "waitlists.", "sqlite.")
    return lambda: {name: rows for name, rows in violations().items() if name.startswith(rooms)}


def tap_at_once(tally, taps, *, hands=32):
    """Let each of these people tap at the same instant; `taps` are pairs of person and address."""
    db.session.rollback()

    def tap(who, url):
        begun = time.monotonic()
        fields = {"csrf_token": who.token, "form_key": new_key(), "of_age": "y"}
        answer = tried(who, "POST", url, fields)
        tally.note(answer.status if answer else 0, took=time.monotonic() - begun)
        return answer.status if answer else 0

    return at_once([partial(tap, *each) for each in taps], hands=hands)


def step(shift, what):
    return f"/volunteer/shifts/{shift}/{what}"


@both
@pytest.mark.timeout(600)
def test_the_last_place_is_taken_once_and_the_others_wait_in_order(
    village, serve, value, broken, record_property
):
    server = serve(workers=8)
    crowd = village.market.buyers(server.port, PEOPLE + PLACES - 1)
    early, people = crowd[: PLACES - 1], crowd[PLACES - 1 :]
    shift, tally = village.shift(*early), Tally()
    came = tap_at_once(tally, [(who, step(shift, "join")) for who in people])
    assert len(server.workers()) == 8
    assert tally.statuses == {DONE: 1, REFUSED: PEOPLE - 1}
    assert value(TAKEN, shift=shift) == value(IN, shift=shift) == PLACES
    lost = [who for who, status in zip(people, came, strict=True) if status == REFUSED]
    waits = Tally()
    tap_at_once(waits, [(who, step(shift, "wait")) for who in lost])
    assert waits.statuses == {DONE: PEOPLE - 1}
    tally.report(record_property, waiting=value(WAITING, shift=shift), worst=round(tally.worst, 2))
    assert (value(WAITING, shift=shift), broken()) == (PEOPLE - 1, {})
    check_order(village, shift, people[came.index(DONE)])
    assert (value(TAKEN, shift=shift), value(HELD, shift=shift), broken()) == (PLACES - 1, 1, {})


def check_order(village, shift, winner):
    """Who was first in the line is offered the place of who got in and does not come."""
    tap_at_once(Tally(), [(winner, step(shift, "cannot"))])
    query = "SELECT min(id), min(CASE WHEN status = 'offered' THEN id END) FROM waitlist_wait"
    db.session.rollback()
    first, offered = db.session.execute(text(query)).one()
    assert first == offered


@both
@pytest.mark.timeout(600)
def test_places_free_while_people_begin_to_wait(village, serve, value, broken, record_property):
    """All seven say no while forty tap: as many are in or offered as there are places."""
    server = serve(workers=8)
    crowd = village.market.buyers(server.port, PLACES + 40)
    holders, others = crowd[:PLACES], crowd[PLACES:]
    shift, tally = village.shift(*holders), Tally()
    taps = [(who, step(shift, "wait")) for who in others]
    taps[5:5] = [(who, step(shift, "cannot")) for who in holders]
    tap_at_once(tally, taps)
    assert tally.statuses == {DONE: PLACES + 40}
    taken, held = value(TAKEN, shift=shift), value(HELD, shift=shift)
    tally.report(record_property, taken=taken, held=held, worst=round(tally.worst, 2))
    assert taken + held == PLACES
    assert (value(IN, shift=shift), value(OFFERED, shift=shift)) == (taken, held)
    assert (value(WAITING, shift=shift), broken()) == (40 - PLACES, {})


@both
@pytest.mark.timeout(600)
def test_control_read_compute_write_takes_too_many(village, serve, value, broken, record_property):
    server = serve(workers=8, XINGCUN_TEST_WITHOUT="places")
    crowd = village.market.buyers(server.port, PEOPLE + PLACES - 1)
    shift, tally = village.shift(*crowd[: PLACES - 1]), Tally()
    tap_at_once(tally, [(who, step(shift, "join")) for who in crowd[PLACES - 1 :]])
    taken_in = value(IN, shift=shift)
    tally.report(record_property, over=taken_in - PLACES)
    assert taken_in > PLACES, "the control must fail: this race proves nothing"
    assert "volunteering.taken_is_its_signups" in broken()


@pytest.fixture
def answers(village, serve, value):
    """Let two say yes to one place, again and again; return the tally and who came in."""

    def run(times, **values):
        server = serve(workers=4, **values)
        couple = village.market.buyers(server.port, 2)
        with writing():
            db.session.add_all(
                Volunteer(person_id=each.person_id, willing=True, since=LONG_AGO) for each in couple
            )
        tally, came = Tally(), []
        for _turn in range(times):
            shift, asked = village.question(*couple)
            taps = [
                (who, f"/volunteer/offers/{turn}/accept")
                for who, turn in zip(couple, asked, strict=True)
            ]
            tap_at_once(tally, taps, hands=2)
            came.append((value(IN, shift=shift), value(TAKEN, shift=shift)))
            with writing():  # the next question is about the same time
                db.session.execute(text("UPDATE volunteer_signup SET status = 'out'"))
                db.session.execute(text("UPDATE volunteer_shift SET taken = 0"))
        return tally, came

    return run


@both
@pytest.mark.timeout(300)
def test_of_two_who_say_yes_one_comes(answers, broken, record_property):
    tally, came = answers(10)
    tally.report(record_property, twice=sum(each != (1, 1) for each in came))
    assert set(came) == {(1, 1)}
    assert tally.statuses == {DONE: 10, REFUSED: 10}
    assert broken() == {}


@both
@pytest.mark.timeout(300)
def test_control_both_who_say_yes_come(answers, record_property):
    tally, came = answers(10, XINGCUN_TEST_WITHOUT="places")
    tally.report(record_property, twice=sum(each[0] > 1 for each in came))
    assert [each for each in came if each[0] > 1], "the control must fail: this proves nothing"
