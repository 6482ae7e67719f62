"""A course with thirty seats that a hundred want, while ten who got in leave again (F08).

It is seen to fail where the seats are read first and written then.
"""

import random
import threading
import time
from functools import partial

import pytest
from sqlalchemy import text

from core.clock import now
from core.db import db
from tests.faults.crowd import Tally, at_once, tried
from tests.training.learning.world import World
from tests.visitor import new_key

both = pytest.mark.both_engines
DONE, REFUSED, BUSY = 302, 422, 503
SEATS = "FROM training_cohort WHERE id = :cohort"
IN = "SELECT count(*) FROM training_enrolment WHERE cohort_id = :cohort AND status = 'in'"
OUT = "SELECT count(*) FROM training_enrolment WHERE course_id = :course AND status = 'out'"
WAITS = "SELECT count(*) FROM waitlist_wait WHERE kind = 'training.cohort' AND ref = :cohort"
STEPS = (
    "SELECT action FROM history_entry WHERE about = 'training_enrolment'"
    " AND action IN ('enrol', 'come_back', 'leave') ORDER BY id"
)
LINE = (
    "SELECT person_id, status FROM waitlist_wait WHERE kind = 'training.cohort'"
    " AND ref = :cohort ORDER BY id"
)


class School:
    """A verified organiser on a real server, with a cohort and people who are signed in."""

    def __init__(self, market, furnish):
        self.market, self.world = market, World(furnish, now())
        self.course = self.world.course.id
        db.session.rollback()  # nothing is held open while the servers start

    def cohort(self, seats):
        made = self.world.cohort(seats=seats).id
        db.session.rollback()
        return made


@pytest.fixture
def school(market, furnish):
    return School(market, furnish)


@pytest.fixture
def broken(violations):
    """Return what is broken of seats, enrolments and waiting lists."""
    rooms = ("learning.", "waitlists.", "sqlite.")
    return lambda: {name: rows for name, rows in violations().items() if name.startswith(rooms)}


class Rush:
    """Many who want a seat at once; who gets none waits; some who got one leave at random."""

    def __init__(self, school, cohort, crowd, *, leavers):
        self.course, self.cohort, self.crowd = school.course, cohort, crowd
        self.left_to_leave, self.inside = leavers, []
        self.lock, self.tally, self.seats = threading.Lock(), Tally(), []
        self.waited, self.over = threading.Event(), threading.Event()

    def tap(self, who, what):
        """Send one form; whoever hears that the house is busy sends the same one again."""
        fields = {"csrf_token": who.token, "form_key": new_key(), "grown": "y"}
        fields["cohort"] = str(self.cohort)
        for _turn in range(20):
            begun = time.monotonic()
            answer = tried(who, "POST", f"/learn/{self.course}/{what}", fields)
            status = answer.status if answer else 0
            self.tally.note(status, took=time.monotonic() - begun)
            if status != BUSY:
                break
            time.sleep(random.uniform(0.05, 0.2))
        return status

    def want(self, who):
        """Enrol, or else wait; where a seat was freed in between, try again."""
        for _turn in range(20):
            if self.tap(who, "enrol") == DONE:
                with self.lock:
                    self.inside.append(who)
                return "in"
            if self.tap(who, "wait") == DONE:
                self.waited.set()
                return "waits"
        return "nothing"

    def leave(self):
        """Let people who are in leave, picked at random, from when the first one waits."""
        self.waited.wait(60)
        while self.left_to_leave and not self.over.is_set():
            with self.lock:
                who = self.inside.pop(random.randrange(len(self.inside))) if self.inside else None
            if who is not None and self.tap(who, "leave") == DONE:
                self.left_to_leave -= 1
            time.sleep(random.uniform(0, 0.05))

    def run(self):
        db.session.rollback()
        leaving = threading.Thread(target=self.leave)
        leaving.start()
        came = at_once([partial(self.want, who) for who in self.crowd], hands=32)
        leaving.join(60)
        self.over.set()
        assert not leaving.is_alive()
        return came


@pytest.fixture
def rush(school, serve, value, broken, record_property):
    """Let so many want so many seats while some leave; nothing may be out of order then."""

    def run(people, seats, leavers, *, workers):
        server = serve(workers=workers)
        crowd = school.market.buyers(server.port, people)
        cohort = school.cohort(seats)
        rushing = Rush(school, cohort, crowd, leavers=leavers)
        came = rushing.run()
        assert len(server.workers()) == workers
        taken, held = (value(f"SELECT {each} {SEATS}", cohort=cohort) for each in ("taken", "held"))
        rushing.tally.report(
            record_property,
            got_in=came.count("in"),
            waited=came.count("waits"),
            taken=taken,
            held=held,
            worst=round(rushing.tally.worst, 2),
        )
        assert rushing.tally.broken == rushing.tally.statuses[0] == 0
        # Everybody got an answer, enough got in, and as many as meant to have left.
        assert "nothing" not in came
        assert came.count("in") >= seats
        assert rushing.left_to_leave == 0
        assert value(OUT, course=school.course) == leavers
        # The counters are the rows, no seat is lost, and none was given twice at any moment.
        assert value(IN, cohort=cohort) == taken
        assert value(f"{WAITS} AND status = 'offered'", cohort=cohort) == held
        assert taken + held == seats
        assert held >= 1, "no freed seat came to who waits: this proves nothing"
        assert most_at_once() <= seats
        assert broken() == {}
        taken_up(rushing, cohort, held)
        assert value(IN, cohort=cohort) == seats
        assert value(f"SELECT held {SEATS}", cohort=cohort) == 0
        assert value(f"SELECT learners FROM training_course WHERE id = {school.course}") == seats
        assert broken() == {}

    return run


def most_at_once():
    """Return how many were in at most, as history tells it: each line was written with the seat."""
    db.session.rollback()
    inside = most = 0
    for (action,) in db.session.execute(text(STEPS)).all():
        inside += -1 if action == "leave" else 1
        most = max(most, inside)
    return most


def taken_up(rushing, cohort, held):
    """The freed seats are kept for those who came first; they alone get in, each once."""
    db.session.rollback()
    line = db.session.execute(text(LINE), {"cohort": cohort}).all()
    db.session.rollback()
    statuses = [status for _who, status in line]
    assert statuses == ["offered"] * held + ["waiting"] * (len(line) - held), "in their order"
    by_id = {who.person_id: who for who in rushing.crowd}
    first = [by_id[who] for who, _status in line]
    answers = at_once([partial(rushing.tap, who, "enrol") for who in [*first, *first]], hands=32)
    assert answers.count(DONE) == held
    both_times = [answers[: len(first)], answers[len(first) :]]
    for once in range(held):
        assert sorted(each[once] for each in both_times) == [DONE, REFUSED]


@both
@pytest.mark.timeout(600)
def test_thirty_for_ten_seats_while_four_leave(rush):
    rush(30, 10, 4, workers=4)


@both
@pytest.mark.prove
@pytest.mark.timeout(900)
def test_a_hundred_for_thirty_seats_while_ten_leave(rush):
    rush(100, 30, 10, workers=8)


@both
@pytest.mark.timeout(600)
def test_control_read_compute_write_lets_too_many_in(school, serve, value, broken, record_property):
    server = serve(workers=4, XINGCUN_TEST_WITHOUT="seats")
    crowd = school.market.buyers(server.port, 60)
    cohort = school.cohort(10)
    rushing = Rush(school, cohort, crowd, leavers=0)
    db.session.rollback()
    at_once([partial(rushing.tap, who, "enrol") for who in crowd], hands=32)
    inside = value(IN, cohort=cohort)
    rushing.tally.report(record_property, over=inside - 10)
    assert inside > 10, "the control must fail: this race proves nothing"
    assert "learning.taken_is_its_enrolments" in broken()
