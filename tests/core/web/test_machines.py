"""What machines ask: alive, ready, figures."""

import re

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from core.clock import now
from core.db import db, writing
from core.house import HOUSE
from core.jobs.work import beat
from core.web import readiness


@pytest.fixture(autouse=True)
def nothing_known():
    readiness.answers.clear()
    yield
    readiness.answers.clear()


@pytest.fixture
def migrated(app):
    """Write down that the database stands where the migrations lead."""
    heads = ScriptDirectory(app.extensions["migrate"].directory).get_heads()
    with writing():
        db.session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        for head in heads:
            db.session.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": head})


@pytest.fixture
def worker(app):
    beat(now())


def test_alive_without_a_database(app, client):
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:////nowhere"
    db.engine.dispose()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.both_engines
class TestReady:
    def test_all_is_there(self, client, migrated, worker):
        answer = client.get("/readyz")
        assert answer.json == {"missing": [], "ready": True}
        assert answer.status_code == 200

    def test_without_a_worker(self, client, migrated):
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json == {"missing": ["worker"], "ready": False}
        assert answer.headers["Retry-After"] == "5"

    def test_a_worker_silent_for_long(self, client, migrated, monkeypatch):
        beat(now())
        monkeypatch.setenv("XINGCUN_CLOCK_OFFSET", "61")
        assert client.get("/readyz").json["missing"] == ["worker"]

    def test_before_the_migrations(self, client, migrated, worker):
        with writing():
            db.session.execute(text("INSERT INTO alembic_version VALUES ('older')"))
        assert client.get("/readyz").json["missing"] == ["migrations"]

    def test_files_that_cannot_be_written(self, client, migrated, worker, monkeypatch, tmp_path):
        (tmp_path / "plain file").write_text("x")
        monkeypatch.setattr(HOUSE.files, "folder", tmp_path / "plain file")
        assert client.get("/readyz").json["missing"] == ["files"]

    def test_a_full_disk(self, client, migrated, worker, monkeypatch):
        monkeypatch.setattr(readiness, "LEAST_FREE", 2**60)
        missing = client.get("/readyz").json["missing"]
        assert missing == ["disk"]

    def test_trying_leaves_nothing_behind(self, client, migrated, worker):
        client.get("/readyz")
        assert list(HOUSE.files.names()) == []

    def test_asking_often_writes_once(self, client, migrated, worker, monkeypatch):
        client.get("/readyz")
        monkeypatch.setattr(HOUSE.files, "folder", None)  # a second try would fail
        assert client.get("/readyz").status_code == 200


def test_a_database_that_is_gone(app, client, monkeypatch):
    def gone():
        raise ConnectionError

    monkeypatch.setattr(readiness, "database_answers", gone)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "database" in answer.json["missing"]
    assert set(answer.json) == {"ready", "missing"}


class TestFigures:
    def test_requests_are_counted(self, client, worker):
        def count(answer):
            line = 'xingcun_requests_total{endpoint="machines.alive",method="GET",status="200"} '
            found = re.search(re.escape(line) + r"([\d.]+)", answer.text)
            return float(found[1]) if found else 0

        before = count(client.get("/metrics"))
        client.get("/healthz")
        client.get("/healthz")
        answer = client.get("/metrics")
        assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        assert count(answer) == before + 2
        assert "xingcun_request_seconds_bucket" in answer.text
        assert "xingcun_request_queries_sum" in answer.text

    def test_the_worker_is_among_them(self, client, worker):
        text = client.get("/metrics").text
        age = re.search(r'xingcun_sweep_ok_age_seconds\{sweep="worker"\} ([\d.]+)', text)
        assert 0 <= float(age[1]) < 60
        assert 'xingcun_sweep_failed{sweep="worker"} 0.0' in text

    def test_an_address_that_leads_nowhere_makes_no_name(self, client):
        client.get("/canary-of-nowhere")
        text = client.get("/metrics").text
        assert "canary" not in text
        assert 'endpoint="none",method="GET",status="404"' in text

    @pytest.mark.parametrize(
        ("remote", "headers", "status"),
        [
            ("127.0.0.1", {}, 200),
            ("::1", {}, 200),
            ("192.0.2.7", {}, 403),
            ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, 403),
            ("127.0.0.1", {"Forwarded": "for=192.0.2.7"}, 403),
            ("", {}, 403),
        ],
    )
    def test_without_a_token_only_this_machine(self, client, remote, headers, status):
        answer = client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": remote})
        assert answer.status_code == status


class TestToken:
    @pytest.fixture
    def values(self):
        return {"METRICS_TOKEN": "only-for-tests-metrics"}

    @pytest.mark.parametrize(
        ("given", "status"),
        [
            ("Bearer only-for-tests-metrics", 200),
            ("Bearer wrong", 403),
            ("Bearer 错", 403),
            ("only-for-tests-metrics", 403),
            (None, 403),
        ],
    )
    def test_with_a_token_whoever_has_it(self, client, given, status):
        headers = {"Authorization": given.encode().decode("latin-1")} if given else {}
        remote = {"REMOTE_ADDR": "192.0.2.7"}
        answer = client.get("/metrics", headers=headers, environ_base=remote)
        assert answer.status_code == status
