"""Many at once: guesses, typed codes, registrations of one number; each with a control."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import pytest
from sqlalchemy import func, select, update

from core.accounts import codes, registration, resets, rules, steps, throttles
from core.accounts.models import Code, CodePurpose, Person, SignIn, Throttle
from core.clock import now
from core.db import db, writing
from core.errors import Refused, TooMany
from tests.core.accounts.world import EASY, HASH, OURS, newest_code

CROWD = 50


@pytest.fixture
def crowd(app):
    """Return a hand that does one thing so often at the same instant, each for itself."""

    def at_once(do, times=CROWD):
        gate = threading.Barrier(times)

        def one(number):
            with app.app_context():
                gate.wait(20)
                try:
                    do(number)
                except TooMany:
                    return "throttled"
                except Refused:
                    return "looked at"
                return "in"

        db.session.rollback()
        with ThreadPoolExecutor(times) as pool:
            return Counter(pool.map(one, range(times)))

    return at_once


def guess(phone, number):
    steps.sign_in(
        phone, f"guess number {number}", source=f"10.0.0.{number}", user_agent="", at=now()
    )


@pytest.mark.both_engines
def test_of_fifty_guesses_at_once_ten_are_looked_at(crowd, someone, record_property):
    phone = someone().phone
    said = crowd(lambda number: guess(phone, number))
    record_property("looked at", said["looked at"])
    assert said == {"looked at": 10, "throttled": 40}
    with pytest.raises(TooMany):  # a restart forgets nothing: it stands in the database
        guess(phone, 99)


@pytest.mark.both_engines
def test_control_reading_before_counting_lets_more_through(crowd, someone):
    """The guard taken away: whoever reads the count and writes it back must be seen to fail."""
    phone = someone().phone
    key = throttles.key_of(rules.ACCOUNT, steps.account_of(phone))
    with writing():
        db.session.add(Throttle(key=key, since=now(), count=0, strikes=0))

    def naive(number):
        count = db.session.scalar(select(Throttle.count).where(Throttle.key == key))
        if count >= rules.ACCOUNT.most:
            raise TooMany(1)
        time.sleep(0.02)
        with writing():
            step = update(Throttle).where(Throttle.key == key)
            db.session.execute(step.values(count=count + 1))
        raise Refused("looked at")

    assert crowd(naive)["looked at"] > 10


@pytest.mark.both_engines
def test_no_session_is_begun_with_a_password_that_changes_meanwhile(app, someone):
    phone = someone().phone

    def enter():
        with app.app_context():
            try:
                steps.sign_in(phone, OURS, source="10.0.0.1", user_agent="", at=now())
            except Refused:
                return "refused"
            return "in"

    with ThreadPoolExecutor(1) as pool:
        with writing():
            person = db.session.scalars(select(Person).where(Person.phone == phone)).one()
            resets.renew(person, "another", action="reset_password", at=now(), became="sms")
            entering = pool.submit(enter)
            time.sleep(0.5)  # it has looked at the old password and waits, or has not
        assert entering.result(10) == "refused"
    assert db.session.scalar(select(func.count(SignIn.id))) == 0


@pytest.mark.both_engines
def test_a_typed_code_has_five_tries_also_at_once(crowd, someone):
    phone = someone().phone
    with writing():
        handle = resets.ask_for_reset(phone, language="zh", at=now()).handle
    looked_at = []

    def type_it(number):
        with writing():
            code = codes.count_code_try(handle, CodePurpose.RESET, at=now())
        if code is not None:
            looked_at.append(number)

    crowd(type_it, 20)
    assert len(looked_at) == 5
    assert newest_code().tries == 5


@pytest.mark.both_engines
def test_one_code_opens_once_however_often_it_is_used_at_once(crowd, app):
    facts = {"name": "李明", "password_hash": HASH, "language": "zh"}
    with writing():
        row = registration.ask_to_register(address="13800138000", at=now(), **facts)
    code_id = row.id

    def finish(number):
        with writing():
            registration.finish(db.session.get_one(Code, code_id), elder=False, at=now())

    said = crowd(finish, 12)
    assert said == {"in": 1, "looked at": 11}
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1


@pytest.mark.both_engines
def test_one_number_registered_at_once_is_one_account(crowd, app):
    def register(number):
        with writing():
            registration.register_at_once(
                name=f"李{number}",
                phone="13800138000",
                password_hash=HASH,
                language="zh",
                elder=False,
                at=now(),
            )

    assert crowd(register, 12) == {"in": 12}
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1


def medians(client, sayings, times):
    """Return how long each saying takes in the middle, asked by turns."""
    took = {name: [] for name in sayings}
    for number in range(times):
        with writing():
            db.session.execute(update(Throttle).values(count=0))
        for name, say in sayings.items():
            begun = time.perf_counter()
            say(number)
            took[name].append(time.perf_counter() - begun)
    return {name: median(each) * 1000 for name, each in took.items()}


def sayings_of(client, someone):
    client.look = False
    client.get("/login")
    known = someone().phone

    def login(who):
        assert client.send("/login", who=who, password=EASY).status_code == 422

    def reset(who):
        assert client.send("/reset", address=who).status_code == 302

    def register(who):
        fields = {"name": "王五", "address": who, "password": OURS, "agree": "y"}
        assert client.send("/register", fields).status_code == 302

    return {
        ("login", "known"): lambda _n: login(known),
        ("login", "nobody"): lambda _n: login("13700137000"),
        ("reset", "known"): lambda _n: reset(known),
        ("reset", "nobody"): lambda _n: reset("13700137000"),
        ("register", "known"): lambda _n: register(known),
        ("register", "nobody"): lambda _n: register("13700137000"),
    }


def apart(found):
    return {
        page: abs(found[page, "known"] - found[page, "nobody"])
        for page in ("login", "reset", "register")
    }


def test_the_clock_tells_nobody_who_has_an_account(client, someone):
    found = apart(medians(client, sayings_of(client, someone), 15))
    assert max(found.values()) < 20, found


@pytest.mark.prove
def test_two_hundred_tries_are_ten_milliseconds_apart_at_most(client, someone, record_property):
    found = apart(medians(client, sayings_of(client, someone), 200))
    for page, milliseconds in found.items():
        record_property(f"{page}: medians apart (ms)", round(milliseconds, 2))
    assert max(found.values()) <= 10, found


def test_control_without_the_dummy_hash_the_clock_tells(client, someone, monkeypatch):
    real = steps.passwords.matches
    monkeypatch.setattr(
        steps.passwords, "matches", lambda password, known: bool(known) and real(password, known)
    )
    sayings = {k: v for k, v in sayings_of(client, someone).items() if k[0] == "login"}
    found = medians(client, sayings, 15)
    assert found["login", "known"] - found["login", "nobody"] > 10, found
