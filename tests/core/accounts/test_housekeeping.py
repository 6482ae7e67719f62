"""What a crash leaves is found, and what is over is forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.accounts import codes, jobs, passwords, steps
from core.accounts.invariants import INVARIANTS
from core.accounts.models import Code, CodePurpose, Person, SignIn, Throttle
from core.accounts.passwords import HASHER, hash_password
from core.clock import now
from core.db import db, writing
from core.errors import Refused
from core.house import HOUSE
from tests.core.accounts.world import ANOTHER, OURS, newest_code


def make_code(address="13800138000", at=None):
    with writing():
        return codes.make_code(CodePurpose.REGISTER, address=address, at=at or now())


def test_the_worker_is_nudged_once_the_code_is_stored(app):
    row = make_code()
    assert HOUSE.queue.take() == ("accounts.send_code", (row.id,))


def test_what_can_never_arrive_is_given_up(app, post, mail_server):
    make_code("nobody@example.com")
    mail_server.answers["RCPT"] = "550 no such person"
    post()
    del mail_server.answers["RCPT"]
    assert newest_code().due_at is None


def test_a_message_that_is_too_late_is_not_sent(app, post):
    make_code(at=now() - timedelta(minutes=11))
    assert post() == []


@pytest.mark.both_engines
def test_what_is_over_is_forgotten(make, at):
    person = make.person()
    make.sign_in(person, at=at, ends_at=at + timedelta(days=1))
    make_code(at=at)
    with writing():
        db.session.add(Throttle(key="x", since=at, count=1, strikes=0))
    jobs.forget_old(at + timedelta(hours=1))
    assert [db.session.scalar(select(table)) is None for table in TABLES] == [False] * 3
    jobs.forget_old(at + timedelta(days=4))
    assert [db.session.scalar(select(table)) is None for table in TABLES] == [True] * 3


TABLES = (Code, SignIn, Throttle)


def sign_in(person):
    return steps.sign_in(person.phone, OURS, source="10.0.0.1", user_agent="", at=now())


def test_a_password_changed_while_it_was_looked_at_is_no_way_in(app, someone, monkeypatch):
    person, other = someone(), hash_password(ANOTHER)
    real = passwords.renewed

    def meanwhile(*args):
        with writing():
            db.session.execute(update(Person).values(password_hash=other))
        return real(*args)

    monkeypatch.setattr(passwords, "renewed", meanwhile)
    with pytest.raises(Refused):
        sign_in(person)
    assert db.session.scalar(select(SignIn)) is None


def test_a_hash_of_other_figures_is_made_anew(app, someone):
    weak = type(HASHER)(time_cost=1, memory_cost=8192, parallelism=1).hash(OURS)
    person = someone(password_hash=weak)
    sign_in(person)
    assert person.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    sign_in(person)


@pytest.mark.both_engines
def test_invariants_find_nothing_in_a_good_house_and_what_is_broken(make, at):
    person = make.person()
    make.sign_in(person)
    row = make_code()

    def broken():
        found = {
            name: db.session.execute(db.text(query)).all() for name, query in INVARIANTS.items()
        }
        return {name for name, rows in found.items() if rows}

    assert broken() == set()
    with writing():
        db.session.execute(update(Person).values(closed_at=at))
        db.session.execute(
            update(Code).where(Code.id == row.id).values(tries=6, used_at=at - timedelta(days=1))
        )
    assert broken() == {
        "accounts.session_of_the_locked_out",
        "accounts.closed_with_a_way_in",
        "accounts.more_tries_than_allowed",
        "accounts.used_after_its_time",
    }
