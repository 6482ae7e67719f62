"""Two who move branches below each other at once never close a circle."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from sqlalchemy import event, text

from core.branches import operations, queries
from core.branches.invariants import INVARIANTS
from core.branches.operations import tree
from core.db import db, writing
from core.errors import Refused

PAUSE = 2  # seconds in which the other one may come as far


@pytest.fixture
def race(app, make, at):
    """Move each of two branches below the other at the same time; return how both fared."""
    by = make.actor(make.admin())
    east, west = make.branch("东村").id, make.branch("西村").id
    make.branch("东村合作社", parent=queries.find_branch(east))
    both_have_looked = Barrier(2)

    def pause(_connection, _cursor, statement, *_more):
        if statement.startswith("UPDATE branch SET parent_id"):
            with suppress(BrokenBarrierError):  # broken: the other one waits for the lock
                both_have_looked.wait(PAUSE)

    def move(what, below, fared):
        with app.app_context():
            branch, parent = queries.find_branch(what), queries.find_branch(below)
            try:
                with writing():
                    operations.move_branch(branch, parent=parent, by=by, at=at)
            except Refused:
                fared.append("refused")
            else:
                fared.append("moved")

    def run():
        event.listen(db.engine, "before_cursor_execute", pause)
        fared = []
        movers = [
            Thread(target=move, args=(what, below, fared))
            for what, below in ((east, west), (west, east))
        ]
        for mover in movers:
            mover.start()
        for mover in movers:
            mover.join()
        event.remove(db.engine, "before_cursor_execute", pause)
        wrong = db.session.execute(text(INVARIANTS["branches.path_wrong"])).all()
        return sorted(fared), bool(wrong)

    return run


@pytest.mark.both_engines
def test_one_moves_and_the_other_is_refused(race):
    assert race() == (["moved", "refused"], False)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_the_control_without_the_lock_closes_a_circle(race, monkeypatch):
    monkeypatch.setattr(tree, "lock_tree", lambda: None)
    assert race() == (["moved", "moved"], True)
