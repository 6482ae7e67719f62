"""A house on a real server, with people whose passwords are known."""

import pytest
from sqlalchemy import text

from core.accounts.passwords import hash_password
from core.app import create_app
from core.cli import invariants
from core.clock import now
from core.db import db, writing
from tests.conftest import settings_in
from tests.faults.market import Market
from tests.make import Make
from tests.server import Server
from wsgi import AREAS

PASSWORD = "青山绿水-2026-keeps"
EXTRA = (
    "CREATE TABLE fault_counter (id INTEGER PRIMARY KEY, value INTEGER NOT NULL)",
    "CREATE TABLE fault_a (key VARCHAR(80) PRIMARY KEY)",
    "CREATE TABLE fault_b (key VARCHAR(80) PRIMARY KEY)",
    "INSERT INTO fault_counter (id, value) VALUES (1, 0)",
)


@pytest.fixture
def password_hash(house):
    return hash_password(PASSWORD)


@pytest.fixture
def house(tmp_path, database_url):
    """An app beside the servers, to furnish the house and to look at what they stored."""
    app = create_app(AREAS, settings_in(tmp_path, database_url))
    with app.app_context():
        with writing():
            for statement in EXTRA:
                db.session.execute(text(statement))
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def furnish(house):
    return Make()


@pytest.fixture
def serve(house, tmp_path, database_url):
    """Start servers on the test's database; all of them end with the test."""
    started = []

    def start(*, workers=2, app="tests.faults.app:app", wait=True, **values):
        server = Server(tmp_path, database_url, workers=workers, app=app, **values).start()
        started.append(server)
        if wait:
            server.wait()
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def value(house):
    """Return one number of the database, as it stands now."""

    def ask(query, **params):
        db.session.rollback()
        found = db.session.execute(text(query), params).scalar()
        db.session.rollback()
        return found

    return ask


@pytest.fixture
def violations(house):
    """Return every row that breaks an invariant, and what the engine itself finds broken."""
    return lambda: invariants.broken(at=now())


@pytest.fixture
def market(house, furnish):
    return Market(house, furnish)


@pytest.fixture
def orders_whole(violations):
    """Return what is broken of goods and orders; made people were told of nothing else."""
    rooms = ("orders.", "catalog.", "sqlite.", "cart.")
    return lambda: {name: rows for name, rows in violations().items() if name.startswith(rooms)}


# F02: several things in any order
