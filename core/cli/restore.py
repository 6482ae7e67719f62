"""Bringing a backup into an empty house."""

import hashlib
import json
import mimetypes
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import upgrade

from core.cli import invariants
from core.cli.backup import BLOCK, DATABASES, FILES, KIND, MANIFEST, Impossible, run_postgres
from core.db import db
from core.house import HOUSE

LARGEST_MANIFEST = 64 * 1024 * 1024


def put_back(file: Path, *, at: datetime) -> Iterator[str]:
    """Check the backup, bring it in, and check the house; yield a line for each step.

    Nothing is touched before the whole file has been read and its sums are right. Raise
    `Impossible` when the house is lived in, the file is damaged or it is from a newer house.
    """
    try:
        with tarfile.open(file) as tar:
            manifest = read_manifest(tar)
            check_engine(manifest)
            check_empty()
            check_members(tar, manifest)
            yield f"{len(manifest['members'])} members, sums right, made at {manifest['made_at']}"
            restore_database(tar)
            restore_files(tar, manifest)
    except tarfile.TarError as error:
        raise Impossible("this is no backup of ours, or it was cut off") from error
    yield "database and files are in"
    known = set(ScriptDirectory(current_app.extensions["migrate"].directory).get_heads())
    if manifest["heads"] and set(manifest["heads"]) != known:
        upgrade()
        yield "tables brought up to date"
    broken = invariants.broken(at=at, lasting=True)
    if broken:
        raise Impossible(f"restored, but these do not hold: {', '.join(broken)}")
    yield f"{len(HOUSE.invariants)} invariants hold"


def read_manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    try:
        member = tar.getmember(MANIFEST)
        data = tar.extractfile(member)
        if data is None or member.size > LARGEST_MANIFEST:
            raise Impossible("this is no backup of ours: its list of contents is missing")
        manifest: dict[str, Any] = json.load(data)
    except (KeyError, ValueError) as error:
        raise Impossible("this is no backup of ours, or it was cut off") from error
    if manifest.get("kind") != KIND:
        raise Impossible("this backup is of a kind that this version does not know")
    return manifest


def check_engine(manifest: dict[str, Any]) -> None:
    engine = db.engine.dialect.name
    if manifest["engine"] != engine:
        raise Impossible(f"this backup is from {manifest['engine']}; DATABASE_URL names {engine}")
    scripts = ScriptDirectory(current_app.extensions["migrate"].directory)
    known = {script.revision for script in scripts.walk_revisions()}
    if newer := set(manifest["heads"]) - known:
        raise Impossible(f"this backup is from a newer version ({', '.join(sorted(newer))})")


def check_empty() -> None:
    """Refuse a house in which somebody lives, or in which files lie about."""
    if not invariants.is_empty():
        raise Impossible("the house is not empty: restore into a new database")
    if next(iter(HOUSE.files.names()), None) is not None:
        raise Impossible("there are files already: restore into an empty FILES_URL")


def check_members(tar: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    """Read everything once; refuse what is missing, too much, or not what was stored."""
    there = {member.name: member for member in tar.getmembers() if member.name != MANIFEST}
    if set(there) != set(manifest["members"]) or database_name() not in there:
        raise Impossible("the backup does not hold what its list says")
    for name, member in there.items():
        data = tar.extractfile(member) if member.isfile() else None
        if data is None:
            raise Impossible(f"{name} is no plain file")
        total = hashlib.sha256()
        while block := data.read(BLOCK):
            total.update(block)
        if total.hexdigest() != manifest["members"][name]["sha256"]:
            raise Impossible(f"{name} is damaged: its sum is not the one that was noted")


def database_name() -> str:
    return DATABASES[db.engine.dialect.name]


def restore_database(tar: tarfile.TarFile) -> None:
    """Bring the database in, whole or not at all."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / database_name()
        data = tar.extractfile(database_name())
        if data is None:
            raise Impossible("the backup holds no database")
        with data, copy.open("wb") as out:
            shutil.copyfileobj(data, out, BLOCK)
        if db.engine.dialect.name == "postgresql":
            options = ["--clean", "--if-exists", "--no-owner", "--single-transaction"]
            db.engine.dispose()
            run_postgres("pg_restore", [*options, str(copy)], db.engine.url)
            return
        source, target = sqlite3.connect(copy), db.engine.raw_connection()
        try:
            source.backup(target.driver_connection)  # type: ignore[arg-type]
        finally:
            source.close()
            target.close()
        db.engine.dispose()


def restore_files(tar: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    for name in manifest["members"]:
        if name.startswith(FILES):
            data = tar.extractfile(name)
            if data is not None:
                plain = name.removeprefix(FILES)
                kind = mimetypes.guess_type(plain)[0] or "application/octet-stream"
                HOUSE.files.put_from(plain, data, kind)
