"""The doctor finds whatever is broken in a house that was well."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import text

from core.access import SYSTEM
from core.cli import doctor
from core.clock import now
from core.db import db, writing
from core.history.operations import record
from core.jobs import operations as jobs
from core.notices.models import Notice
from core.site import operations
from tests.core.cli.said import to_do

pytestmark = pytest.mark.both_engines


@pytest.fixture
def values(public):
    return public


def test_folders_that_others_can_read(house, tmp_path):
    (tmp_path / "backups").chmod(0o755)
    assert f"chmod 700 {tmp_path / 'backups'}" in to_do()["folders are private"]


def test_a_database_that_others_can_read(house, tmp_path, engine):
    if engine == "postgresql":
        return
    (tmp_path / "house.db").chmod(0o644)
    assert "database file is private" not in to_do()
    tmp_path.chmod(0o755)
    assert "database file is private" in to_do()


def test_an_old_backup(house, tmp_path):
    old = (now() - timedelta(hours=27)).timestamp()
    os.utime(tmp_path / "backups" / "one.tar", (old, old))
    assert to_do()["last backup is fresh"] == "the last backup is 1 days old"


def test_tables_that_are_behind(house):
    with writing():
        db.session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    assert "tables are up to date" in to_do()


def test_a_clock_that_was_set_back(house):
    with writing():
        record("ahead", "trial", by=SYSTEM, at=now() + timedelta(hours=1))
    assert "set back" in to_do()["clocks agree"]


def test_a_clock_that_differs(house, monkeypatch):
    monkeypatch.setattr("core.cli.checks.database.now", lambda: now() + timedelta(seconds=60))
    assert "NTP" in to_do()["clocks agree"]


def test_loose_sqlite(house, engine):
    if engine == "postgresql":
        return
    with db.engine.connect() as connection:
        connection.rollback()
        connection.connection.driver_connection.execute("PRAGMA synchronous=OFF")
    assert "synchronous" in to_do()["SQLite is strict"]


def test_without_pg_dump(house, monkeypatch, engine):
    monkeypatch.setenv("PATH", "/nowhere")
    assert ("pg_dump is there" in to_do()) == (engine == "postgresql")


def test_a_worker_that_has_died(house):
    with writing():
        jobs.beat(at=now() - timedelta(minutes=5))
    assert "worker is alive" in to_do()


def test_work_that_is_late_and_notices_that_are_stuck(house, make):
    with writing():
        db.session.execute(text("DELETE FROM job_run WHERE name = 'notices.send'"))
    make.add(
        Notice(
            key="e:a:1",
            person_id=make.person().id,
            event="e",
            about="a",
            facts={},
            url="/",
            at=now(),
            channel="mail",
            address="a@b.cn",
            due_at=now(),
            tries=8,
            dead=1,
        )
    )
    asked = to_do()
    assert "notices.send" in asked["recurring work is done"]
    assert asked["no notice is stuck"].startswith("1 notices")


def test_what_must_not_be_is_there(house):
    with writing():
        db.session.execute(
            text("UPDATE branch SET path = '/nowhere/'"),
        )
    asked = to_do()
    assert "check-invariants" in asked["invariants hold"]


def test_people_who_are_missing(house):
    with writing():
        db.session.execute(text("UPDATE person SET password_hash = NULL"))
        db.session.execute(
            text("UPDATE branch_office SET ended_at = :at"), {"at": "2026-01-01 00:00:00+00:00"}
        )
    asked = to_do()
    assert asked["an administrator can sign in"] == "flask --app wsgi admin create"
    assert asked["two clerks can sign in"].startswith("0 of 2")
    assert "a branch has a secretary" in asked


def test_an_operator_half_known(house):
    with writing():
        operations.set_facts({"no_registration": "", "address": ""}, by=SYSTEM, at=now())
    assert to_do()["operator is known"].endswith("address, licence_ref")


def test_it_goes_on_when_one_thing_breaks(house, monkeypatch):
    def broken():
        raise OSError("lost")

    first = doctor.CHECKS[0]
    monkeypatch.setattr(
        doctor, "CHECKS", (type(first)(title="trial", why_not=broken), *doctor.CHECKS)
    )
    asked = to_do()
    assert asked == {"trial": "could not be looked at (OSError: lost)"}
