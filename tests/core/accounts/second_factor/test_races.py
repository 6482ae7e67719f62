"""One code, many at once: exactly one of them is let in; with a control."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from core.accounts import codes, queries, second_factor, steps, totp
from core.accounts.models import SignIn
from core.clock import now
from core.db import db, writing
from core.errors import Refused, TooMany
from tests.core.accounts.world import OURS

pytestmark = pytest.mark.both_engines
CROWD = 8  # of ten tries that are looked at


@pytest.fixture
def at_once(app):
    """Return a hand that lets each do the same at the same instant, in a session of their own."""

    def run(do, things):
        gate = threading.Barrier(len(things))

        def one(thing):
            with app.app_context():
                gate.wait(20)
                try:
                    do(thing)
                except TooMany:
                    return "throttled"
                except Refused:
                    return "refused"
                return "in"

        db.session.rollback()
        with ThreadPoolExecutor(len(things)) as pool:
            return Counter(pool.map(one, things))

    return run


def waiting(person_id, times=CROWD):
    with writing():
        return [codes.make_waiting(person_id, at=now()) for _each in range(times)]


def finishing(typed):
    def finish(handle):
        steps.finish_sign_in(handle, typed, source="10.0.0.1", user_agent="", at=now())

    return finish


@pytest.mark.parametrize("on_paper", [False, True])
def test_one_code_lets_one_in(equip, at_once, on_paper):
    person, phone = equip()
    typed = phone.paper[5] if on_paper else phone.code()
    said = at_once(finishing(typed), waiting(person.id))
    assert said == {"in": 1, "refused": CROWD - 1}
    assert db.session.scalar(select(func.count(SignIn.id))) == 1


def test_one_waiting_is_finished_once(equip, at_once):
    person, phone = equip()
    (handle,) = waiting(person.id, 1)
    finish = {typed: finishing(typed) for typed in (phone.code(), *phone.paper[:3])}
    said = at_once(lambda typed: finish[typed](handle), list(finish))
    assert said == {"in": 1, "refused": 3}
    assert db.session.scalar(select(func.count(SignIn.id))) == 1


def test_control_reading_before_writing_lets_more_in(equip, at_once):
    """The conditional step taken away: whoever reads, compares and writes is seen to fail."""
    person, phone = equip()
    seen = threading.Barrier(CROWD)

    def finish(_number):
        proof = steps.check_second(person_id, typed, source="10.0.0.1", at=now())
        used = second_factor.find(person_id).last_step >= proof.step
        seen.wait(20)
        if used:
            raise Refused("used")
        with writing():
            second_factor.find(person_id).last_step = proof.step

    person_id, typed = person.id, phone.code()
    assert at_once(finish, list(range(CROWD))) == {"in": CROWD}


def test_of_many_guesses_at_once_ten_are_looked_at(equip, at_once):
    person, phone = equip()
    person_id, wrong = person.id, phone.wrong()

    def guess(number):
        steps.check_second(person_id, wrong, source=f"10.0.0.{number}", at=now())

    assert at_once(guess, list(range(30))) == {"refused": 10, "throttled": 20}


def test_no_session_is_begun_without_a_code_while_it_is_switched_on(app, someone, clock):
    """Signing in waits for the person's row, and then sees that the password is not enough."""
    person = someone()
    phone = person.phone
    with writing():
        secret = second_factor.prepare(person, at=now())
    typed = totp.code_of(secret, totp.step_at(now()))
    proof = second_factor.look_at(person.id, typed, at=now())
    by = queries.self_of(person)

    def enter():
        with app.app_context():
            came = steps.sign_in(phone, OURS, source="10.0.0.1", user_agent="", at=now())
        return type(came)

    with ThreadPoolExecutor(1) as pool:
        with writing():
            second_factor.switch_on(person, proof, ["x"] * 10, sign_in_id=0, by=by, at=now())
            entering = pool.submit(enter)
            time.sleep(0.5)  # it has looked at the password and waits, or has not
        assert entering.result(10) is steps.Awaited
    assert db.session.scalar(select(func.count(SignIn.id))) == 0
