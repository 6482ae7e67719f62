"""Asking for what must never be: it finds what is there, and changes nothing."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.cli import invariants
from core.clock import now
from core.db import db, writing
from core.house import Area
from core.jobs import operations as jobs
from wsgi import AREAS

pytestmark = pytest.mark.both_engines
RULES = {
    "trial.nobody_is_called_x": "SELECT id, name FROM person WHERE name = 'x'",
    "trial.nobody_is_older_than_a_while": (
        "SELECT id FROM person WHERE created_at > :now_minus_15min AND name = 'late'"
    ),
}


@pytest.fixture
def areas():
    return (*AREAS, Area(name="trial", invariants=RULES))


def run(app, *args):
    return app.test_cli_runner().invoke(args=args)


def test_an_empty_house_breaks_nothing(app):
    done = run(app, "check-invariants")
    assert done.exit_code == 0, done.output
    assert done.output.strip().endswith("0 broken")


def test_a_broken_one_is_named_with_its_rows(app, make):
    person = make.person(name="x")
    assert invariants.broken(at=now()) == {"trial.nobody_is_called_x": [(person.id, "x")]}
    done = run(app, "check-invariants")
    assert done.exit_code == 1
    assert f"trial.nobody_is_called_x: 1 rows, first [({person.id}, 'x')]" in done.output


def test_the_moment_is_given_where_it_is_asked_for(app, make):
    at = now()
    make.person(name="late", created_at=at - timedelta(minutes=14))
    make.person(name="late", created_at=at - timedelta(minutes=16))
    assert len(invariants.broken(at=at)["trial.nobody_is_older_than_a_while"]) == 1
    assert invariants.broken(at=at, lasting=True) == {}


class TestReadOnly:
    """An invariant that tries to write."""

    @pytest.fixture
    def areas(self):
        sneaky = {"trial.sneaky": "UPDATE person SET name = 'y' RETURNING id"}
        return (*AREAS, Area(name="trial", invariants=sneaky))

    def test_asking_cannot_write(self, app, make):
        person = make.person(name="x")
        with pytest.raises(DBAPIError):
            invariants.broken(at=now())
        db.session.refresh(person)
        assert person.name == "x"
        with writing():  # and the connection writes again afterwards
            person.name = "z"


def test_what_a_foreign_key_points_at_is_asked_of_sqlite(app, engine):
    if engine == "postgresql":
        assert not any(name.startswith("sqlite") for name in invariants.broken(at=now()))
        return
    with closing(sqlite3.connect(db.engine.url.database)) as careless:
        careless.execute("INSERT INTO person_notice_choice VALUES (999, 'x', 1)")
        careless.commit()
    assert list(invariants.broken(at=now())) == ["sqlite.foreign_keys"]


def test_when_a_house_is_empty(app, make, at):
    assert invariants.is_empty()
    with writing():
        jobs.beat(at=at)
    assert invariants.is_empty()
    make.branch()
    assert not invariants.is_empty()
    with writing():
        db.session.execute(text("DELETE FROM branch"))
    assert invariants.is_empty()
