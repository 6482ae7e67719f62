"""Two devices tell of one learner at once: nothing is lost, and who did the last two is through."""

import http.client
import json
import uuid
from functools import partial

import pytest

from core.clock import now
from core.db import db
from tests.faults.crowd import Tally, at_once
from tests.training.learning.studying.world import FILM, LAST, SECONDS, TEXT, World

pytestmark = pytest.mark.both_engines
CREDIT = "SELECT credit FROM training_progress WHERE lesson_key = 2"
WATCHED = "SELECT CAST(watched AS TEXT) FROM training_progress WHERE lesson_key = 2"
PASSED = "SELECT count(*) FROM training_enrolment WHERE status = 'passed'"
DONE = "SELECT count(*) FROM training_progress WHERE done_at IS NOT NULL"
PIECE, TIMES = 20, 5


@pytest.fixture
def school(furnish):
    return World(furnish, now())


def tell(tally, device, url, message):
    """Send what a phone tells, as its script does."""
    cookies = "; ".join(f"{name}={value}" for name, value in device.cookies.items())
    headers = {"Content-Type": "application/json", "X-CSRFToken": device.token, "Cookie": cookies}
    connection = http.client.HTTPConnection("127.0.0.1", device.port, timeout=30)
    try:
        connection.request("POST", url, json.dumps(message), headers)
        tally.note(connection.getresponse().status)
    finally:
        connection.close()


def played(start):
    made = {"id": str(uuid.uuid4()), "kind": "played", "at": 1_700_000_000_000 + start}
    return {**made, "from": start, "to": start + PIECE}


def done():
    return {"id": str(uuid.uuid4()), "kind": "done", "at": 1_700_000_000_000}


@pytest.fixture
def pieces(school, market, serve):
    """Let two devices tell all pieces of a film at once, each twice; return the tally."""

    def run(**values):
        school.begun()
        port, tally = serve(workers=4, **values).port, Tally()
        devices = [market.as_person(port, school.learner.id) for _device in range(2)]
        messages = [school.message(played(start)) for start in range(0, SECONDS, PIECE)]
        url = school.url(FILM, "/progress")
        jobs = [
            partial(tell, tally, devices[number % 2], url, message)
            for number, message in enumerate([*messages, *messages[::-1]])
        ]
        db.session.rollback()
        at_once(jobs, hands=10)
        return tally

    return run


def test_no_piece_is_lost(pieces, value, record_property):
    tally = pieces()
    tally.report(record_property, credit=value(CREDIT))
    assert tally.statuses == {200: 2 * SECONDS // PIECE}
    assert (value(CREDIT), value(WATCHED)) == (SECONDS, f"[[0, {SECONDS}]]")


def test_control_without_turns_pieces_are_lost(pieces, value):
    pieces(XINGCUN_TEST_WITHOUT="turns of a learner")
    assert value(CREDIT) < SECONDS, "the control must fail: this race proves nothing"


@pytest.fixture
def last_two(school, market, serve):
    """Let learners do their last two lessons at the same moment; return how many there were."""

    def run(**values):
        port, tally = serve(workers=4, **values).port, Tally()
        for _time in range(TIMES):
            person = school.make.person()
            enrolment = school.enrol(person)
            school.all_done(but=[TEXT, LAST], enrolment=enrolment)
            device = market.as_person(port, person.id)
            message = partial(school.message, enrolment=enrolment)
            jobs = [
                partial(tell, tally, device, school.url(key, "/progress"), message(done()))
                for key in (TEXT, LAST)
            ]
            db.session.rollback()
            at_once(jobs, hands=2)
        return tally

    return run


def test_the_last_two_at_once_let_pass(last_two, value):
    tally = last_two()
    assert tally.statuses == {200: 2 * TIMES}
    assert (value(PASSED), value(DONE)) == (TIMES, 4 * TIMES)


def test_control_without_turns_nobody_sees_that_both_are_done(last_two, value):
    last_two(XINGCUN_TEST_WITHOUT="turns of a learner")
    assert value(DONE) > 0
    assert value(PASSED) < TIMES, "the control must fail: this race proves nothing"
