"""One line an event, with the request's id and without a secret."""

import json
import logging
import subprocess
import sys
from datetime import UTC, datetime

import pytest
import structlog
from flask import Blueprint
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core.db import db
from core.house import Area
from core.web import logs
from core.web.guard import machine
from core.web.logs import security
from wsgi import AREAS

bp = Blueprint("noisy", __name__)
log = structlog.get_logger("noisy")
SECRETS = {"password": "CANARY-1", "reset_token": "CANARY-2", "session_cookie": "CANARY-3"}


@bp.get("/noisy/<word>")
@machine
def noisy(word):
    db.session.execute(text("SELECT 1"))
    db.session.execute(text("SELECT 2"))
    log.warning("told", word=word, **SECRETS)
    logging.getLogger("other").warning("an %s of old ways\n2026 ERROR forged", "event")
    return {}


@bp.get("/noisy/fail")
@machine
def fail():
    raise IntegrityError(
        "INSERT INTO person (phone) VALUES (?)",
        {"phone": "13812345678"},
        Exception("duplicate key\nDETAIL:  Key (phone)=(13812345678) already exists."),
    )


@pytest.fixture
def areas():
    return (Area(name="noisy", blueprints=(bp,)), *AREAS)


@pytest.fixture
def lines(capsys, app):
    capsys.readouterr()
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_one_line_a_request(client, lines, make):
    person = make.person()
    client.log_in(person)
    lines()
    answer = client.get("/noisy/tea?secret=CANARY")
    found = [line for line in lines() if line["logger"] == "request"]
    assert len(found) == 1
    line = found[0]
    assert (line["method"], line["endpoint"], line["status"]) == ("GET", "noisy.noisy", 200)
    assert line["queries"] >= 2
    assert line["ms"] > 0
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert datetime.fromisoformat(line["timestamp"]).tzinfo is not None
    assert "CANARY" not in json.dumps(found)


def test_the_person_is_a_number(client, lines, make):
    person = make.person(name="CANARY-NAME")
    client.log_in(person)
    client.get("/inbox")
    told = lines()
    assert [line["person"] for line in told if line["logger"] == "request"] == [person.id]
    assert "CANARY" not in json.dumps(told)


def test_every_line_of_a_request_has_its_id(client, lines):
    first = client.get("/noisy/tea").headers["X-Request-Id"]
    ids = {line["request_id"] for line in lines()}
    assert ids == {first}
    assert client.get("/noisy/tea").headers["X-Request-Id"] != first


def test_no_secret_and_no_forged_line(client, lines):
    client.get("/noisy/a%0A2026-01-01%20ERROR%20fake")
    told = lines()  # each of them is JSON, or reading them would have failed
    assert "CANARY" not in json.dumps(told)
    words = next(line["word"] for line in told if line["logger"] == "noisy")
    assert words == "a\n2026-01-01 ERROR fake"
    assert any(line["event"].startswith("an event of old ways\n") for line in told)


def test_what_a_database_says_about_a_row_stays_out(client, lines):
    client.get("/noisy/fail")
    assert "13812345678" not in json.dumps(lines())


def test_exceptions_are_one_line_without_rows_and_numbers(lines):
    try:
        fail()
    except IntegrityError:
        log.exception("failed for 13812345678")
    (line,) = lines()
    assert line["event"] == "failed for 138****5678"
    assert "IntegrityError" in line["exception"]
    assert "13812345678" not in json.dumps(line)


def test_security_has_a_name_of_its_own(client, lines):
    client.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    security("odd", person=7)
    found = [line for line in lines() if line["logger"] == "security"]
    assert [(line["event"], line["level"]) for line in found] == [
        ("refused", "warning"),
        ("odd", "warning"),
    ]
    assert (found[0]["status"], found[0]["address"]) == (403, "192.0.2.7")


@pytest.mark.parametrize("given", ["from-the-proxy-0123", "short", "with space", "x" * 65])
def test_an_id_from_anybody_is_not_taken(client, given):
    assert client.get("/healthz", headers={"X-Request-Id": given}).headers["X-Request-Id"] != given


class TestBehindAProxy:
    @pytest.fixture
    def values(self):
        return {"TRUSTED_PROXIES": "1"}

    @pytest.mark.parametrize(
        ("given", "taken"),
        [("from-the-proxy-0123", True), ("short", False), ("a\tb345678", False), ("x" * 65, False)],
    )
    def test_its_id_is_taken_when_it_is_one(self, client, given, taken):
        answer = client.get("/healthz", headers={"X-Request-Id": given})
        assert (answer.headers["X-Request-Id"] == given) is taken


class TestFiles:
    @pytest.fixture
    def values(self, tmp_path):
        return {"LOG_DIR": str(tmp_path / "logs")}

    @pytest.fixture(autouse=True)
    def restored(self):
        yield
        logs.configure(None)

    def test_a_file_a_day_for_its_owner_alone(self, client, tmp_path, monkeypatch):
        client.get("/healthz")
        monkeypatch.setenv("XINGCUN_CLOCK_OFFSET", str(24 * 3600))
        client.get("/healthz")
        files = sorted((tmp_path / "logs").iterdir())
        assert len(files) == 2
        assert {each.stat().st_mode & 0o777 for each in files} == {0o600}
        assert (tmp_path / "logs").stat().st_mode & 0o777 == 0o700
        told = [json.loads(line) for each in files for line in each.read_text().splitlines()]
        assert [line["endpoint"] for line in told if line["logger"] == "request"] == [
            "machines.alive"
        ] * 2

    def test_they_are_kept_as_long_as_the_law_says(self, app, tmp_path):
        folder = tmp_path / "logs"
        folder.mkdir(exist_ok=True)
        for name in ("2026-05-28", "2026-05-27", "2026-11-24"):
            (folder / f"{name}.jsonl").write_text("{}\n")
        (folder / "2020-notes.txt").write_text("somebody's")
        logs.forget_old_logs(datetime(2026, 11, 24, 2, 0, tzinfo=UTC))
        kept = {each.name for each in folder.iterdir()}
        assert {"2026-05-28.jsonl", "2026-11-24.jsonl", "2020-notes.txt"} <= kept
        assert "2026-05-27.jsonl" not in kept

    def test_many_processes_share_a_file(self, tmp_path):
        path = tmp_path / "shared.jsonl"
        script = (
            "import sys; from pathlib import Path; from core.web.logs import append\n"
            "for n in range(300): append(Path(sys.argv[1]), sys.argv[2] * 500 + '\\n')"
        )
        writers = [
            subprocess.Popen([sys.executable, "-c", script, path, letter]) for letter in "abc"
        ]
        assert [each.wait() for each in writers] == [0, 0, 0]
        told = path.read_text().splitlines()
        assert len(told) == 900
        assert set(told) == {letter * 500 for letter in "abc"}


def test_without_a_folder_nothing_is_forgotten(app, at):
    logs.forget_old_logs(at)
