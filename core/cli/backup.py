"""One file with all that the house knows: the database as of one moment, and the files."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from alembic.migration import MigrationContext
from sqlalchemy.engine import URL

from core.clock import VILLAGE
from core.db import db
from core.house import HOUSE

ROOT = Path(__file__).parents[2]
KIND = "xingcun backup 1"
MANIFEST = "manifest.json"
DATABASES = {"sqlite": "database.sqlite", "postgresql": "database.dump"}
FILES = "files/"
BLOCK = 1024 * 1024


class Impossible(Exception):
    """It cannot be done here; the message says what to do instead."""


def make(to: Path | None, *, at: datetime) -> Path:
    """Store everything in a new file that only its owner can read, and return where.

    The database is copied as of one moment while others write; files are only ever added or
    forgotten, so those that its rows name are there. Raise `Impossible` with a sentence.
    """
    target = where_to(to, at)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    scrap = target.with_name(f".{target.name}.part")
    members: dict[str, dict[str, Any]] = {}
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
            copy = copy_database(Path(folder))
            handle = os.open(scrap, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            with os.fdopen(handle, "wb") as out, tarfile.open(fileobj=out, mode="w") as tar:
                with copy.open("rb") as data:
                    members[copy.name] = add(tar, copy.name, data, at)
                for name in sorted(HOUSE.files.names()):
                    if (found := open_or_none(name)) is not None:
                        with found, measured(found, Path(folder)) as data:
                            members[f"{FILES}{name}"] = add(tar, f"{FILES}{name}", data, at)
                manifest = json.dumps(about(members, at), ensure_ascii=False, indent=1)
                add(tar, MANIFEST, io.BytesIO(manifest.encode()), at)
                out.flush()
                os.fsync(out.fileno())
        os.link(scrap, target)  # never over another backup
    except FileExistsError as error:
        raise Impossible(f"{error.filename2 or error.filename} is there already") from error
    finally:
        scrap.unlink(missing_ok=True)
    return target


def where_to(to: Path | None, at: datetime) -> Path:
    """Return the file to write: the one given, or a dated name in the folder given."""
    folder = to or ROOT / HOUSE.settings["BACKUP_DIR"]
    if to is not None and not to.is_dir():
        return to
    return folder / f"xingcun-{at.astimezone(VILLAGE):%Y%m%d-%H%M%S}.tar"


def about(members: dict[str, dict[str, Any]], at: datetime) -> dict[str, Any]:
    return {
        "kind": KIND,
        "made_at": at.isoformat(),
        "engine": db.engine.dialect.name,
        "heads": heads(),
        "members": members,
    }


def heads() -> list[str]:
    """Return at which revision the tables stand."""
    with db.engine.connect() as connection:
        return sorted(MigrationContext.configure(connection).get_current_heads())


def copy_database(folder: Path) -> Path:
    """Copy the database as of one moment into the folder."""
    engine = db.engine
    copy = folder / DATABASES[engine.dialect.name]
    if engine.dialect.name == "postgresql":
        run_postgres("pg_dump", ["--format=custom", "--no-owner", f"--file={copy}"], engine.url)
        return copy
    source = engine.raw_connection()
    target = sqlite3.connect(copy)
    try:
        source.driver_connection.backup(target)  # type: ignore[union-attr]
        target.execute("PRAGMA journal_mode=DELETE")
        if (said := target.execute("PRAGMA quick_check").fetchone()[0]) != "ok":
            raise Impossible(f"the copy of the database is not sound: {said}")
    finally:
        target.close()
        source.close()
    return copy


def run_postgres(program: str, arguments: list[str], url: URL) -> None:
    """Run one of PostgreSQL's own programs; the password travels in a file that only we read."""
    found = shutil.which(program)
    if found is None:
        raise Impossible(f"{program} is not installed: apt install postgresql-client")
    with tempfile.TemporaryDirectory() as folder:
        password = Path(folder) / "password"
        password.touch(0o600)
        password.write_text(f"*:*:*:*:{in_passfile(url.password or '')}\n")
        done = subprocess.run(  # noqa: S603 - a program found above, no shell
            [found, f"--dbname={connection_of(url, passfile=str(password))}", *arguments],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise Impossible(f"{program} failed: {last[0]}")


def connection_of(url: URL, *, passfile: str) -> str:
    """Return the address of the database as PostgreSQL's own programs read it, without password."""
    facts = {
        "host": url.host or url.query.get("host"),
        "port": url.port or url.query.get("port"),
        "user": url.username,
        "dbname": url.database,
        "sslmode": url.query.get("sslmode"),
        "passfile": passfile,
    }
    return " ".join(f"{name}={quoted(str(value))}" for name, value in facts.items() if value)


def quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def in_passfile(value: str) -> str:
    return value.replace("\\", "\\\\").replace(":", "\\:")


def open_or_none(name: str) -> BinaryIO | None:
    """Open a stored file; None for one that has just been forgotten."""
    try:
        found: BinaryIO = HOUSE.files.open(name)
    except FileNotFoundError:
        return None
    return found


@contextmanager
def measured(data: BinaryIO, folder: Path) -> Iterator[BinaryIO]:
    """Give a stream whose length can be asked: of a bucket's a copy beside the backup."""
    if data.seekable():
        yield data
        return
    with tempfile.TemporaryFile(dir=folder) as copy:
        shutil.copyfileobj(data, copy, BLOCK)
        yield copy


def add(tar: tarfile.TarFile, name: str, data: BinaryIO, at: datetime) -> dict[str, Any]:
    """Put one member into the file; return its size and sum."""
    line = tarfile.TarInfo(name)
    size = data.seek(0, os.SEEK_END)
    data.seek(0)
    line.size, line.mtime, line.mode = size, int(at.timestamp()), 0o600
    summed = Summed(data)
    tar.addfile(line, summed)
    return {"sha256": summed.sum.hexdigest(), "bytes": size}


class Summed:
    """Reads on and adds up what has been read."""

    def __init__(self, data: BinaryIO) -> None:
        self.data = data
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.data.read(size)
        self.sum.update(block)
        return block
