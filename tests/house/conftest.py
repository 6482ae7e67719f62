"""A furnished house, furnished once and copied for each test that walks through it."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from core.app import create_app
from core.db import db
from core.search import jobs
from tests.conftest import settings_in
from tests.house.doors import Doors, furnish
from wsgi import AREAS


@pytest.fixture(scope="session")
def furnished(sqlite_template, tmp_path_factory):
    """Return a folder with a furnished house, and who and what is in it."""
    folder = tmp_path_factory.mktemp("furnished")
    shutil.copy(sqlite_template, folder / "house.db")
    app = create_app(AREAS, settings_in(folder, f"sqlite:///{folder}/house.db"))
    with app.app_context():
        house = furnish()
        db.session.remove()
        assert jobs.rebuild() > 0
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    return folder, house


@pytest.fixture
def house(furnished, tmp_path, app):
    """Bring the furniture into this test's own house."""
    folder, house = furnished
    db.session.remove()
    with closing(sqlite3.connect(folder / "house.db")) as kept:
        copy(kept, tmp_path / "house.db")
    with closing(sqlite3.connect(tmp_path / "house.db")) as own:
        # Everybody has signed in a moment ago, however long ago the house was furnished.
        moment = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        own.execute("UPDATE person_session SET seen_at = ?, confirmed_at = ?", [moment, moment])
        # So was who was looked up; a line of history is only ever added.
        own.execute(
            "INSERT INTO history_entry (at, by_id, action, about, about_id) SELECT ?, by_id,"
            " action, about, about_id FROM history_entry WHERE action = 'look_up'",
            [moment],
        )
        own.commit()
    for kept in ("files", "search"):
        shutil.copytree(folder / kept, tmp_path / kept, dirs_exist_ok=True)
    return house


@pytest.fixture
def doors(app, house):
    return Doors(app, house)


def copy(kept, path):
    """Write a kept database over the file, for the connections that are open to it, too."""
    with closing(sqlite3.connect(path)) as now:
        now.execute("PRAGMA synchronous=OFF")
        kept.backup(now)


class Pristine:
    """The database as it was furnished, put back after each post that has stored something."""

    def __init__(self, path):
        self.path = path
        self.kept = sqlite3.connect(":memory:")
        self.watching = sqlite3.connect(path)
        self.watching.backup(self.kept)
        self.seen = self.version()

    def version(self):
        """Return a number that another one takes the place of when anybody else has stored."""
        return self.watching.execute("PRAGMA data_version").fetchone()[0]

    def put_back(self):
        db.session.remove()
        if self.version() != self.seen:
            copy(self.kept, self.path)
            self.seen = self.version()

    def close(self):
        self.watching.close()
        self.kept.close()


@pytest.fixture
def pristine(house, tmp_path):
    kept = Pristine(tmp_path / "house.db")
    yield kept
    kept.close()


@pytest.fixture
def client_of(app, house):
    """Return a fresh client for a role, with the session that stands in the furnished house."""

    def make(role, *, look=False):
        client = app.test_client()
        client.look = look
        if role != "visitor":
            with client.session_transaction() as session:
                session.update(_user_id=house.tokens[role], _fresh=True)
                session.permanent = True
        return client

    return make
