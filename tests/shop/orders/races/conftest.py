"""Two who act at the same instant: both wait at the same gate, then one acts after the other.

The gate is a lock held by a third: on PostgreSQL of a row, on SQLite that of the one writer. Both
have looked at the house before it opens, so whoever decides on what was seen then is found out.
"""

import threading
import time
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from core.db import db, writing
from core.errors import Refused
from shop.orders.models import Order

WAITING = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
AND wait_event_type = 'Lock'
"""


@pytest.fixture
def gate(app):
    """Hold what all of them need until so many wait for it."""

    @contextmanager
    def closed(statement, waiting):
        with db.engine.connect().execution_options(write=True) as connection:
            connection.execute(text(statement))
            yield
            until = time.monotonic() + 2
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as looking:
                while db.engine.dialect.name == "postgresql" and time.monotonic() < until:
                    if looking.scalar(text(WAITING)) >= waiting:
                        break
                    time.sleep(0.01)
            if db.engine.dialect.name == "sqlite":
                time.sleep(0.05)
            connection.rollback()

    return closed


@pytest.fixture
def at_once(app, gate):
    """Run these at the same instant, each in a session of its own; return what came of each."""

    def run(*doings, row="UPDATE shop_order SET version = version"):
        came = [None] * len(doings)

        def one(number, doing):
            with app.app_context():
                try:
                    with writing():
                        doing()
                    came[number] = "done"
                except Refused as refused:
                    came[number] = refused
                except BaseException as error:  # noqa: BLE001 - whatever it is, the test shows it
                    came[number] = error
                finally:
                    db.session.remove()

        db.session.rollback()
        hands = [threading.Thread(target=one, args=each) for each in enumerate(doings)]
        with gate(row, len(hands)):
            for hand in hands:
                hand.start()
        for hand in hands:
            hand.join(30)
        db.session.rollback()
        db.session.expire_all()
        odd = [each for each in came if each != "done" and not isinstance(each, Refused)]
        assert odd == []
        return [each == "done" for each in came]

    return run


def doing(operation, order, *given, by, at, **kw):
    """Return the operation on a fresh look at the order."""
    order_id = order.id  # a thread must not ask the test's own session
    return lambda: operation(db.session.get_one(Order, order_id), *given, **kw, by=by, at=at)


@pytest.fixture
def step(seller, at):
    def make(operation, order, *given, by=seller, **kw):
        return doing(operation, order, *given, by=by, at=kw.pop("at", at), **kw)

    return make
