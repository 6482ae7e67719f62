"""What was deleted does not stay readable in the database's log."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, delete, text

from core.accounts.models import Person
from core.db import db, writing
from core.db.upkeep import checkpoint

CANARY = "机密金丝雀一二三"


def on_disk(path):
    return sum(file.read_bytes().count(CANARY.encode()) for file in path.parent.glob("house.db*"))


def test_a_checkpoint_leaves_nothing_of_what_was_deleted(make):
    person = make.person(name=CANARY)
    with writing():
        db.session.execute(delete(Person).where(Person.id == person.id))
    db.session.remove()
    path = Path(db.engine.url.database)
    assert on_disk(path) > 0, "the log still has it: otherwise this proves nothing"
    assert checkpoint()
    assert on_disk(path) == 0


def test_an_open_reader_puts_it_off(make):
    make.person()
    other = create_engine(db.engine.url)
    with other.connect() as reader:
        reader.exec_driver_sql("BEGIN")
        reader.execute(text("SELECT count(*) FROM person")).scalar()
        make.person()
        db.session.remove()
        assert not checkpoint()
    other.dispose()
    assert checkpoint()


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_postgresql_looks_after_itself(app):
    assert checkpoint()
