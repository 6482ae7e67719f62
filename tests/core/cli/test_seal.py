"""Keys by hand: a new one, wrapping anew, and what the doctor says of them."""

import pytest

from core.adapters.keys import add_key
from core.app import create_app
from core.db import db, writing
from core.house import HOUSE
from core.sealing import operations, queries
from core.sealing.models import Safe
from tests.conftest import settings_in
from tests.core.cli.said import to_do
from wsgi import AREAS

pytestmark = pytest.mark.both_engines
SEAL_CHECKS = {
    "keys lie outside the database",
    "there is a key to seal with",
    "keys are readable by the house alone",
    "keys are in no backup",
    "every safe can be opened",
}


@pytest.fixture
def keys(tmp_path):
    return tmp_path / "keys" / "seal.keys"


@pytest.fixture
def values(keys):
    return {"SEAL_KEYS": f"file:{keys}"}


@pytest.fixture
def restart(tmp_path, database_url, values):
    """Read the keys again, as the next start of the house does."""
    begun = []

    def again():
        db.session.remove()
        app = create_app(AREAS, settings_in(tmp_path, database_url, **values))
        begun.append(app.app_context())
        begun[-1].push()
        return app

    yield again
    for context in reversed(begun):
        db.session.remove()
        db.engine.dispose()
        context.pop()


def wrong():
    return SEAL_CHECKS & set(to_do())


def test_without_a_key_the_doctor_says_so(app):
    assert wrong() == {"there is a key to seal with"}


def test_a_key_is_made_and_another_takes_its_place(app, keys, restart, at):
    def run(*words):
        return app.test_cli_runner().invoke(args=["seal", *words])

    assert run("rotate").exit_code == 1
    assert "Keep a copy" in run("new-key").output
    app = restart()
    assert wrong() == set()
    with writing():
        safe = operations.make_safe(at=at)
        operations.put(safe, {"story": b"told"})
    first, safe_id = safe.key_id, safe.id
    assert run("new-key").exit_code == 0
    app = restart()
    assert HOUSE.keys.current != first
    assert "1 safes" in run("rotate").output
    db.session.rollback()
    safe = db.session.get(Safe, safe_id)
    assert safe.key_id == HOUSE.keys.current
    keys.write_text(keys.read_text().splitlines()[0])  # the old key is thrown away
    restart()
    assert queries.read(db.session.get(Safe, safe_id), ["story"]) == {"story": b"told"}
    keys.unlink()
    add_key(keys)
    restart()
    assert wrong() == {"every safe can be opened"}


def test_what_others_can_read_or_a_backup_holds(app, keys, tmp_path, monkeypatch):
    add_key(keys)
    keys.chmod(0o644)
    monkeypatch.setitem(HOUSE.settings.values, "BACKUP_DIR", str(tmp_path))
    assert {"keys are readable by the house alone", "keys are in no backup"} <= wrong()


class TestDerived:
    """A house whose key comes from its secret: for a demo alone."""

    @pytest.fixture
    def values(self):
        return {}

    def test_the_public_needs_a_file(self, app):
        assert wrong() == {"keys lie outside the database"}
        done = app.test_cli_runner().invoke(args=["seal", "new-key"])
        assert done.exit_code == 1
        assert "names no file" in done.output
