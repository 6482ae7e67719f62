"""The index inside PostgreSQL: it never takes the reader's transaction with it."""

import secrets
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from core.adapters.postgres_index import PostgresIndex
from core.db import db, writing
from core.db.roles import limit_role
from core.ports import IndexAway
from core.search import operations, queries
from tests.core.search.conftest import thing


@pytest.fixture
def role(index):
    name = f"app_{secrets.token_hex(4)}"
    with writing():
        db.session.execute(text(f"CREATE ROLE {name}"))
    yield name
    with writing():
        db.session.execute(text(f"DROP OWNED BY {name}"))
        db.session.execute(text(f"DROP ROLE {name}"))


@contextmanager
def acting_as(role):
    """Let each new connection be this role's."""

    def become(connection, _record):
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {role}")
        connection.commit()

    db.engine.dispose()
    event.listen(db.engine, "connect", become)
    try:
        yield
    finally:
        event.remove(db.engine, "connect", become)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def elsewhere(app):
    """The index that needs PostgreSQL, in a house on SQLite."""
    return PostgresIndex()


def test_without_postgresql_it_is_away(elsewhere):
    for call in (lambda: elsewhere.find("茶"), lambda: elsewhere.rebuild([]), elsewhere.keys):
        with pytest.raises(IndexAway, match="PostgreSQL"):
            call()


class TestInTheDatabase:
    pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)

    def test_a_reader_goes_on_after_it_was_away(self, index, make):
        person = make.person()
        db.session.execute(text("SELECT 1"))
        with pytest.raises(IndexAway):
            index.find("茶")
        assert db.session.scalar(text("SELECT name FROM person")) == person.name

    def test_it_writes_beside_what_is_open(self, index, make):
        index.rebuild([])

        def write_and_fail():
            with writing():
                db.session.execute(text("UPDATE person SET name = name"))
                index.write([thing(1, "绿茶")], [])
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            write_and_fail()
        assert index.find("绿茶").keys == (("product", 1),)

    def test_tables_of_an_older_house_are_made_anew(self, index):
        index.rebuild([thing(1, "绿茶")])
        for statement in (
            "ALTER TABLE search_document DROP COLUMN size",
            "DROP TABLE search_word",
            "ALTER TABLE search_start ADD COLUMN more text",
        ):
            with writing():
                db.session.execute(text(statement))
            index.rebuild([thing(2, "绿茶")])
            assert index.find("绿茶").keys == (("product", 2),)
            index.write([thing(3, "新茶")], [])

    def test_a_role_that_may_build_nothing_rebuilds(self, index, role):
        """The owner has made the tables once; the worker makes what is in them anew."""
        index.rebuild([thing(1, "绿茶")])
        limit_role(role)
        db.session.remove()
        with acting_as(role):
            assert index.find("绿茶").keys == (("product", 1),)
            assert index.rebuild([thing(2, "绿茶")]) == 1
            index.write([thing(3, "新茶")], [])
            assert index.keys() == {("product", 2), ("product", 3)}
            db.session.rollback()
        with writing():
            db.session.execute(text("DROP TABLE search_word"))
        with acting_as(role), pytest.raises(IndexAway):
            index.rebuild([thing(2, "绿茶")])

    def test_readers_see_the_old_one_until_the_new_one_is_whole(self, index):
        index.rebuild([thing(1, "绿茶")])

        def slowly():
            yield thing(2, "绿茶")
            assert index.find("绿茶").keys == (("product", 1),)
            db.session.rollback()
            yield thing(3, "绿茶")

        assert index.rebuild(slowly()) == 2
        assert len(index.find("绿茶").keys) == 2

    def test_its_tables_are_none_of_the_house(self, index):
        index.rebuild([thing(1, "绿茶")])
        assert not [
            name for name in db.metadata.tables if name in {"search_document", "search_word"}
        ]

    def test_the_worker_and_who_marks_do_not_wait_for_each_other(self, app, at):
        """The older row has the higher number; who marks goes by numbers, so the worker must."""
        with writing():
            operations.mark("product", [2], at=at)
            operations.mark("product", [1], at=at + timedelta(hours=1))
        due = queries.list_due()
        assert [row.ref for row in due] == [2, 1]
        trouble = []

        def take_off():
            with app.app_context():
                try:
                    with writing():
                        operations.forget_written(due, at=at)
                except DBAPIError as error:
                    trouble.append(error)
                db.session.remove()

        worker = threading.Thread(target=take_off)
        with writing():
            operations.mark("product", [1], at=at)
            worker.start()
            waits = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            until(lambda: db.session.scalar(waits))
            operations.mark("product", [2], at=at)
        worker.join()
        assert not trouble
        db.session.rollback()
        assert {row.ref: row.marks for row in queries.list_due()} == {1: 2, 2: 2}


def until(told):
    end = time.monotonic() + 10
    while not told():
        assert time.monotonic() < end, "nobody waits"
        time.sleep(0.01)
