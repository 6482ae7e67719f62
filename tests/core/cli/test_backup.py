"""Backups made while others write, and brought back into an empty house."""

import json
import os
import shutil
import stat
import tarfile
import threading
import time
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.accounts.models import Person
from core.app import create_app
from core.branches.models import Branch
from core.cli import backup, restore
from core.clock import now
from core.db import db, writing
from core.house import HOUSE
from tests.conftest import settings_in
from tests.make import Make
from wsgi import AREAS

pytestmark = [pytest.mark.both_engines, pytest.mark.usefixtures("programs")]
LEAST = 20  # rows before the first backup
TRIES = 50  # backups until somebody wrote while one ran; else nothing was proved


@pytest.fixture
def elsewhere(request, engine, tmp_path):
    """Settings of an empty house in which a backup is brought back."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    if engine == "sqlite":
        yield settings_in(folder, f"sqlite:///{folder}/house.db")
        return
    server = request.getfixturevalue("postgres")
    name = server.create()
    yield settings_in(folder, server.sqlalchemy_url(name))
    server.drop(name)


def enter(settings):
    """Go into another house; what HOUSE says is of this one from now on."""
    db.session.remove()
    app = create_app(AREAS, settings)
    return app.app_context()


def content_of(name):
    with HOUSE.files.open(name) as data:
        return data.read()


class Writer(threading.Thread):
    """Somebody who goes on writing, two rows that belong together in each transaction."""

    def __init__(self, app):
        super().__init__()
        self.app, self.stop, self.acked = app, threading.Event(), []

    def run(self):
        with self.app.app_context():
            make = Make()
            while not self.stop.is_set():
                with writing():
                    person = Person(name="甲", phone=f"139{make.number():08}", created_at=now())
                    db.session.add(person)
                    db.session.flush()
                    db.session.add(
                        Branch(name=f"支部{person.id}", kind="village", path=f"/{person.id}/")
                    )
                self.acked.append(person.id)


def test_a_backup_under_load_loses_nothing(app, elsewhere, tmp_path, record_property):
    files = {f"{number}.webp": os.urandom(1000 + number) for number in range(30)}
    for name, data in files.items():
        HOUSE.files.put(name, data, "image/webp")
    writer = Writer(app)
    writer.start()
    try:
        while len(writer.acked) < LEAST:
            time.sleep(0.01)
        for number in range(TRIES):
            before = list(writer.acked)
            made = backup.make(tmp_path / f"{number}.tar", at=now())
            during = len(writer.acked) - len(before)
            if during:
                break
    finally:
        writer.stop.set()
        writer.join()
    record_property("written while the backup ran", during)
    assert during
    with enter(elsewhere):
        said = list(restore.put_back(made, at=now()))
        assert said[-1].endswith("invariants hold")
        there = set(db.session.scalars(select(Person.id)))
        assert set(before) <= there
        assert there <= set(writer.acked)
        halves = db.session.scalar(select(func.count()).select_from(Branch))
        assert halves == len(there)
        assert {name: content_of(name) for name in HOUSE.files.names()} == files
        with writing():  # and the house goes on
            db.session.add(Person(name="乙", created_at=now()))
        db.session.remove()
        db.engine.dispose()


def test_only_the_owner_reads_it_and_it_says_what_it_holds(app, make, tmp_path):
    make.person(name="王小满")
    HOUSE.files.put("a.pdf", b"%PDF", "application/pdf")
    done = app.test_cli_runner().invoke(args=["backup"])
    assert done.exit_code == 0, done.output
    made = Path(done.stdout.strip())
    assert made.parent == tmp_path / "backups"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert [path.name for path in made.parent.iterdir()] == [made.name]
    with tarfile.open(made) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
        assert set(tar.getnames()) == {*manifest["members"], "manifest.json"}
    assert set(manifest["members"]) == {backup.DATABASES[db.engine.dialect.name], "files/a.pdf"}
    assert manifest["members"]["files/a.pdf"]["bytes"] == 4


def test_one_backup_never_takes_the_place_of_another(app, make, tmp_path):
    make.person()
    target = tmp_path / "one.tar"
    backup.make(target, at=now())
    first = target.read_bytes()
    with pytest.raises(backup.Impossible, match="there already"):
        backup.make(target, at=now())
    assert target.read_bytes() == first


def test_a_house_that_is_lived_in_takes_none(app, make, tmp_path):
    make.person()
    made = backup.make(tmp_path / "one.tar", at=now())
    done = app.test_cli_runner().invoke(args=["restore", str(made)])
    assert done.exit_code == 1
    assert "not empty" in done.output
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1


def test_files_that_lie_about_are_not_mixed_in(app, make, elsewhere, tmp_path):
    make.person()
    made = backup.make(tmp_path / "one.tar", at=now())
    with enter(elsewhere):
        HOUSE.files.put("old.pdf", b"%PDF", "application/pdf")
        with pytest.raises(backup.Impossible, match="files already"):
            list(restore.put_back(made, at=now()))
        db.engine.dispose()


def changed(made, target, change):
    """Write the backup again, with one member changed."""
    with tarfile.open(made) as old, tarfile.open(target, "w") as new:
        for member in old.getmembers():
            data = change(member.name, old.extractfile(member).read())
            if data is not None:
                member.size = len(data)
                new.addfile(member, BytesIO(data))
    return target


def other_engine(name, data):
    if name != "manifest.json":
        return data
    manifest = json.loads(data)
    manifest["engine"] = "postgresql" if manifest["engine"] == "sqlite" else "sqlite"
    return json.dumps(manifest).encode()


def from_the_future(name, data):
    if name != "manifest.json":
        return data
    return json.dumps({**json.loads(data), "heads": ["ffffffffffff"]}).encode()


DAMAGES = {
    "damaged": lambda name, data: data[:-1] + bytes([data[-1] ^ 1]) if name[0] == "d" else data,
    "does not hold": lambda name, data: None if name.startswith("files/") else data,
    "no backup of ours": lambda name, data: None if name == "manifest.json" else data,
    "this backup is from ": other_engine,
    "newer version": from_the_future,
}


@pytest.mark.parametrize("said", DAMAGES)
def test_a_damaged_backup_leaves_the_house_empty(app, make, elsewhere, tmp_path, said):
    make.person()
    HOUSE.files.put("a.pdf", b"%PDF", "application/pdf")
    made = backup.make(tmp_path / "one.tar", at=now())
    broken = changed(made, tmp_path / "two.tar", DAMAGES[said])
    with enter(elsewhere):
        with pytest.raises(backup.Impossible, match=said):
            list(restore.put_back(broken, at=now()))
        assert list(HOUSE.files.names()) == []
        assert restore.invariants.is_empty()
        db.engine.dispose()


@pytest.mark.parametrize("cut", [0, 700, 20_000])
def test_a_backup_cut_off_is_no_backup(app, make, elsewhere, tmp_path, cut):
    make.person()
    made = backup.make(tmp_path / "one.tar", at=now())
    short = tmp_path / "short.tar"
    short.write_bytes(made.read_bytes()[:cut])
    with enter(elsewhere):
        with pytest.raises(backup.Impossible):
            list(restore.put_back(short, at=now()))
        assert restore.invariants.is_empty()
        db.engine.dispose()


def test_without_the_programs_it_says_which(app, engine, monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    if engine == "sqlite":
        assert backup.make(tmp_path / "one.tar", at=now()).is_file()
        return
    with pytest.raises(backup.Impossible, match="pg_dump is not installed"):
        backup.make(tmp_path / "one.tar", at=now())
    assert list(tmp_path.glob("*.tar")) == []
