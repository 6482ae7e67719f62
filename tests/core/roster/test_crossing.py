"""Somebody registers with a number of the sheet in the very moment in which it comes in."""

import threading

import pytest
from sqlalchemy import insert, select

from core.accounts.models import Person
from core.clock import now
from core.db import db
from core.roster import jobs
from core.roster.models import RosterImport, RosterRow, RowKind


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("name", "done"), [("李明", 2), ("别人", 1)])
def test_the_batch_is_judged_again(roster, name, done):
    checked = roster.check(("李明", "13800138000"), ("王芳", "13700137000"))
    roster.start(checked)
    # SQLite cannot come into this: one transaction writes at a time.
    with db.engine.connect() as other:
        registered = {"name": name, "phone": "13800138000", "created_at": now()}
        other.execute(insert(Person), registered)
        commit = threading.Timer(0.5, other.commit)
        commit.start()
        jobs.apply(checked.id)
        commit.join()
    finished = db.session.get(RosterImport, checked.id)
    assert (finished.rows_done, finished.rows_bad) == (done, 2 - done)
    holder = select(Person.name).where(Person.phone == "13800138000")
    assert db.session.scalars(holder).all() == [name]
    bad = select(RosterRow.line).where(RosterRow.kind == RowKind.BAD)
    assert db.session.scalars(bad).all() == ([] if done == 2 else [2])
