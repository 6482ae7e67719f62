"""Each invariant of notices is silent on good rows and finds the bad one."""

from datetime import timedelta

import pytest
from sqlalchemy import text, update

from core.cli.invariants import ask
from core.db import db, writing
from core.notices.invariants import INVARIANTS
from core.notices.models import Notice

DEFECTS = {
    "notices.due_over_15_minutes": {"due_at": timedelta(minutes=-16)},
    "notices.key_of_another": {"key": "somebody"},
    "notices.out_without_address": {"address": None, "channel": None},
    "notices.sent_and_dead": {"sent_at": timedelta(), "dead": 1},
    "notices.tried_too_often": {"tries": 9},
}


def rows(name, at):
    with db.engine.connect() as connection:
        return ask(connection, INVARIANTS[name], at)


@pytest.mark.both_engines
@pytest.mark.parametrize("name", sorted(DEFECTS))
def test_a_seeded_defect_is_found(reachable, say, at, name):
    say(reachable(), reachable())
    assert {each: rows(each, at) for each in INVARIANTS if rows(each, at)} == {}
    bad = {k: at + v if isinstance(v, timedelta) else v for k, v in DEFECTS[name].items()}
    with writing():
        first = db.session.query(Notice).order_by(Notice.id).first()
        db.session.execute(update(Notice).where(Notice.id == first.id).values(**bad))
        wrong = first.id
    assert [row[0] for row in rows(name, at)] == [wrong]


def test_a_key_given_twice_is_found(reachable, say, at):
    say(reachable())
    with writing():
        db.session.execute(text("CREATE TABLE twin AS SELECT * FROM notice"))
        db.session.execute(text("INSERT INTO twin SELECT * FROM notice"))
    name = "notices.key_twice"
    sql = INVARIANTS[name].replace("FROM notice", "FROM twin")
    assert len(db.session.execute(text(sql)).all()) == 1
    assert rows(name, at) == []
