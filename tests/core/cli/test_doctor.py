"""The doctor finds a public house well, and each setting that is not fit."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from flask_migrate import stamp

from core.cli import doctor
from core.house import HOUSE
from tests.core.cli.said import to_do

pytestmark = pytest.mark.both_engines
TITLES = {check.title for check in doctor.CHECKS}


@pytest.fixture
def values(public):
    return public


def test_a_house_that_is_well(house):
    assert to_do() == {}
    assert len(doctor.examine(production=True)) >= 30
    done = house.test_cli_runner().invoke(args=["doctor", "--production"])
    assert "TO DO" not in done.stdout or done.exit_code == 1


def test_every_title_is_its_own(app):
    assert len(TITLES) == len(doctor.CHECKS)


class TestDemoMode:
    """A demo house asked as if it were public."""

    @pytest.fixture
    def values(self):
        return {}

    def test_what_only_the_public_needs_is_asked_when_told(self, app):
        stamp()
        asked = to_do()
        for title in (
            "mode is production",
            "address is https",
            "cookies are bound to https",
            "trusted proxies are counted",
            "logs have a folder",
            "mail server answers",
            "mail has a sender",
            "SMS provider answers",
            "worker is alive",
            "recurring work is done",
            "an administrator can sign in",
            "two clerks can sign in",
            "rules are in force",
            "privacy notice is in force",
            "operator is known",
            "a branch has a secretary",
            "last backup is fresh",
        ):
            assert title in asked, title
        assert set(to_do(production=False)) <= {
            "an administrator can sign in",
            "pg_dump is there",
            "search index can be read",
        }

    def test_a_furnished_demo_house_is_well_for_what_it_is(self, app, programs):
        stamp()
        assert app.test_cli_runner().invoke(args=["demo"]).exit_code == 0
        assert to_do(production=False) == {}
        assert "nobody is invented" in to_do()


def say(monkeypatch, name, value):
    monkeypatch.setitem(HOUSE.settings.values, name, value)


@pytest.mark.parametrize(
    ("title", "name", "value"),
    [
        ("mode is production", "XINGCUN_MODE", "demo"),
        ("secret is long and random", "SECRET_KEY", "short"),
        ("secret is long and random", "SECRET_KEY", "a" * 40),
        ("address is https", "PUBLIC_URL", "http://xingcun.example.cn"),
        ("trusted hosts name the address", "TRUSTED_HOSTS", "other.example.cn"),
        ("trusted hosts name the address", "TRUSTED_HOSTS", ".example.cn,xingcun.example.cn"),
        ("trusted proxies are counted", "TRUSTED_PROXIES", "0"),
        ("trusted proxies are counted", "TRUSTED_PROXIES", "9"),
        ("logs are kept long enough", "LOG_DAYS", "179"),
        ("logs have a folder", "LOG_DIR", ""),
        ("metrics token is long", "METRICS_TOKEN", "short"),
        ("mail has a sender", "MAIL_FROM", "xingcun@localhost"),
        ("mail has a sender", "MAIL_FROM", "xingcun"),
        ("SMS provider answers", "SMS_URL", "log:"),
        ("SMS provider answers", "SMS_URL", "https://127.0.0.1:9"),
        ("nothing private lies in the web folder", "BACKUP_DIR", "static/backups"),
        ("last backup is fresh", "BACKUP_DIR", "nowhere"),
    ],
)
def test_settings_that_are_not_fit(house, monkeypatch, title, name, value):
    say(monkeypatch, name, value)
    assert title in to_do()


def test_an_sms_provider_that_answers(house, monkeypatch):
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    threading.Thread(target=server.handle_request, daemon=True).start()
    say(monkeypatch, "SMS_URL", f"https://127.0.0.1:{server.server_address[1]}")
    assert "SMS provider answers" not in to_do()
    server.server_close()


def test_a_debugger(house):
    house.debug = True
    assert "debugging is off" in to_do()


def test_a_mail_server_that_is_away(house):
    HOUSE.mail.port = 9
    assert "does not let us in" in to_do()["mail server answers"]


def test_a_cache_and_files_that_are_away(house, monkeypatch, tmp_path):
    monkeypatch.setattr(HOUSE.cache, "get", lambda _key: None)
    monkeypatch.setattr(HOUSE.files, "folder", tmp_path / "house.txt" / "files")
    (tmp_path / "house.txt").write_text("no folder")
    asked = to_do()
    assert "CACHE_URL" in asked["cache answers"]
    assert "could not be looked at" in asked["files can be stored and read"]
