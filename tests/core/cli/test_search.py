"""The search index by hand, and what the doctor says of it."""

import pytest
from sqlalchemy import update

from core.adapters.postgres_index import LOCK, PostgresIndex
from core.app import create_app
from core.branches.models import Branch
from core.cli.checks import search as checks
from core.clock import now
from core.db import db, writing
from core.house import HOUSE
from core.search import jobs
from tests.conftest import settings_in
from tests.core.cli.said import to_do
from wsgi import AREAS

pytestmark = pytest.mark.both_engines


@pytest.fixture
def values(engine):
    return {"SEARCH_URL": "postgresql:"} if engine == "postgresql" else {}


@pytest.fixture
def run(app):
    return lambda *words: app.test_cli_runner().invoke(args=list(words))


def test_it_is_made_anew_and_counted(run, make):
    branch = make.branch("梅坞村党支部")
    done = run("search", "rebuild")
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, "1 documents")
    assert HOUSE.index.find("meiwu").keys == (("branch", branch.id),)


def test_while_somebody_writes_it_says_so(run, make, engine, monkeypatch):
    make.branch("梅坞村党支部")
    jobs.rebuild()
    if engine == "sqlite":
        HOUSE.index.patience = 0.2
        with HOUSE.index.folder.alone(1):
            done = run("search", "rebuild")
    else:
        monkeypatch.setattr("core.adapters.postgres_index.PATIENCE", 0.2)
        with db.engine.connect() as other:
            other.exec_driver_sql(f"SELECT pg_advisory_lock({LOCK})")
            done = run("search", "rebuild")
            other.exec_driver_sql(f"SELECT pg_advisory_unlock({LOCK})")
    assert done.exit_code == 1
    assert "Try again in a minute" in done.output
    assert "nothing was changed" in done.output
    assert len(HOUSE.index.keys()) == 1


class TestDoctor:
    def test_an_index_that_is_missing(self, app, make):
        make.branch()
        assert "search rebuild" in to_do()["search index can be read"]
        jobs.rebuild()
        assert not {title for title in to_do() if title.startswith("search")}

    def test_an_index_that_has_missed_something(self, app, make):
        jobs.rebuild()
        make.branch()
        assert to_do()["search index is complete"].startswith("1 missing, 0 too many")

    def test_an_index_that_holds_what_is_gone(self, app, make):
        branch, _other = make.branch(), make.branch()
        jobs.rebuild()
        with writing():
            db.session.execute(update(Branch).where(Branch.id == branch.id).values(closed_at=now()))
        assert to_do()["search index is complete"].startswith("0 missing, 1 too many")

    def test_a_folder_shared_with_others(self, app, monkeypatch, tmp_path):
        def say(**values):
            for name, value in values.items():
                monkeypatch.setitem(HOUSE.settings.values, name, value)

        say(SEARCH_URL=f"whoosh:{tmp_path}/all/search", FILES_URL=f"file:{tmp_path}/all")
        assert "FILES_URL" in checks.apart()
        say(SEARCH_URL=f"whoosh:{tmp_path}/all", FILES_URL=f"file:{tmp_path}/all/files")
        assert "FILES_URL" in checks.apart()
        say(SEARCH_URL=f"whoosh:{tmp_path}/all", FILES_URL=f"file:{tmp_path}/all")
        assert "FILES_URL" in checks.apart()
        say(FILES_URL=f"file:{tmp_path}/files", BACKUP_DIR=f"{tmp_path}/all")
        assert "BACKUP_DIR" in checks.apart()
        say(BACKUP_DIR=f"{tmp_path}/backups")
        assert checks.apart() is None


def test_an_index_that_does_not_fit(tmp_path, database_url, engine):
    app = create_app(AREAS, settings_in(tmp_path, database_url, SEARCH_URL="postgresql:"))
    with app.app_context():
        assert isinstance(HOUSE.index, PostgresIndex)
        assert (checks.fits() is None) == (engine == "postgresql")
        db.session.remove()
        db.engine.dispose()
