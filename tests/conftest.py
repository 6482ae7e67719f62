"""An empty house for each test, hands to furnish it, and a visitor who looks at every page."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from shutil import disk_usage

import pytest
from jinja2 import BytecodeCache

from core.app import create_app
from core.db import Base, db, write_asides
from core.settings import Settings
from tests.make import Make
from tests.pages import Client
from tests.postgres import serving
from tests.quicker import leave_alone_what_stays, make_once, share_words
from wsgi import AREAS

VALUES = {
    "XINGCUN_MODE": "demo",
    "SECRET_KEY": "only-for-tests-0123456789abcdefghij",
    "PUBLIC_URL": "http://localhost",
    "TRUSTED_HOSTS": "localhost,127.0.0.1",
}


SHARED, ROOM = Path("/dev/shm"), 4 * 2**30  # noqa: S108 - bytes of it that must be free


class Compiled(BytecodeCache):
    """Templates are compiled once for all the apps of a test run."""

    def __init__(self):
        self.codes = {}

    def load_bytecode(self, bucket):
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket):
        self.codes[bucket.key, bucket.checksum] = bucket.code


COMPILED = Compiled()


def pytest_configure(config):
    make_once()
    live_in_memory()
    config.addinivalue_line("markers", "both_engines: the test runs on SQLite and on PostgreSQL")


def live_in_memory():
    """Let the folders of tests lie in memory where there is room: nobody waits for a disk."""
    if SHARED.is_dir() and os.access(SHARED, os.W_OK) and disk_usage(SHARED).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(SHARED))


def pytest_collection_finish():
    leave_alone_what_stays()


def pytest_generate_tests(metafunc):
    if metafunc.definition.get_closest_marker("both_engines"):
        metafunc.parametrize("engine", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(scope="session")
def postgres():
    """A running PostgreSQL with a template that has all tables."""
    with serving() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres, tmp_path_factory):
    name = postgres.create()
    make_tables(postgres.sqlalchemy_url(name), tmp_path_factory.mktemp("template"))
    yield name
    postgres.drop(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    folder = tmp_path_factory.mktemp("template")
    make_tables(f"sqlite:///{folder}/house.db", folder)
    return folder / "house.db"


def make_tables(url, folder):
    app = create_app(AREAS, settings_in(folder, url))
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with db.engine.connect() as connection:
            if db.engine.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()


def settings_in(folder, url, **values):
    """Return settings whose files all lie in this folder."""
    return Settings.read(
        {
            **VALUES,
            "DATABASE_URL": url,
            "FILES_URL": f"file:{folder}/files",
            "JOBS_URL": f"sqlite:{folder}/jobs.db",
            "SEARCH_URL": f"whoosh:{folder}/search",
            "BACKUP_DIR": f"{folder}/backups",
            **values,
        }
    )


@pytest.fixture
def engine(request):
    """The name of the engine; `both_engines` runs a test on each."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def database_url(request, engine, tmp_path):
    if engine == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "house.db")
        yield f"sqlite:///{tmp_path}/house.db"
        return
    server, spare = request.getfixturevalue("postgres"), request.getfixturevalue("spare")
    template = request.getfixturevalue("postgres_template")
    shape = request.getfixturevalue("postgres_shape")
    name = spare.pop() if spare else server.create(template)
    yield server.sqlalchemy_url(name)
    if server.swept(name, Base.metadata.tables, shape):
        spare.append(name)
    else:
        server.drop(name)


@pytest.fixture(scope="session")
def postgres_shape(postgres, postgres_template):
    return postgres.shape_of(postgres_template)


@pytest.fixture(scope="session")
def spare():
    """PostgreSQL databases that a test has left as good as new."""
    return []


@pytest.fixture
def values():
    """Settings that differ from the usual; a test module may give others."""
    return {}


@pytest.fixture
def settings(tmp_path, database_url, values):
    return settings_in(tmp_path, database_url, **values)


@pytest.fixture
def areas():
    return AREAS


@pytest.fixture
def app(areas, settings):
    app = create_app(areas, settings)
    app.test_client_class = Client
    app.jinja_env.bytecode_cache = COMPILED
    with app.app_context():
        share_words(db.engine)
        yield app
        write_asides()  # what the test itself has put off
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def make(app):
    return Make()


@pytest.fixture
def at():
    return datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def client(app):
    return app.test_client()
