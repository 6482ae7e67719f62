"""Whether the database is there, up to date, and as strict as the house relies on."""

import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import func, select, text

from core.cli import invariants
from core.cli.backup import heads
from core.cli.checks.registry import Check, on_postgresql, on_sqlite
from core.clock import now
from core.db import db
from core.db.roles import powers
from core.history.models import Entry

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "secure_delete": 1,
    "trusted_schema": 0,
}
DISTANT = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "ceph", "glusterfs"}
MOST_DRIFT = timedelta(seconds=5)


def answers() -> str | None:
    good = db.session.scalar(text("SELECT 1")) == 1
    return None if good else "look at DATABASE_URL"


def at_head() -> str | None:
    wanted = set(ScriptDirectory(current_app.extensions["migrate"].directory).get_heads())
    return None if set(heads()) == wanted else "flask --app wsgi db upgrade"


def pragmas() -> str | None:
    off = [
        name
        for name, wanted in PRAGMAS.items()
        if db.session.scalar(text(f"PRAGMA {name}")) != wanted
    ]
    return f"these are not as they should be: {', '.join(off)}" if off else None


def local_disk() -> str | None:
    """Look for the file system on which the database file lies; WAL needs shared memory."""
    place = Path(db.engine.url.database or "").resolve()
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    under = [(len(point), kind) for point, kind in mounts if place.is_relative_to(unescaped(point))]
    kind = max(under)[1] if under else ""
    return f"move it to a disk of this machine, not {kind}" if kind in DISTANT else None


def unescaped(point: str) -> str:
    return re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), point)


def modest_role() -> str | None:
    """Ask what the app's own role may do: neither build nor forget."""
    found = powers()
    return (
        f"serve with a role that cannot {', '.join(found)}: docs/operations.md" if found else None
    )


def has_pg_dump() -> str | None:
    found = shutil.which("pg_dump")
    if found is None:
        return "apt install postgresql-client, or there is no backup"
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    version = re.search(r"(\d+)", said.stdout)
    server = int(db.session.scalar(text("SHOW server_version_num")) or 0) // 10000
    good = version is not None and int(version[1]) >= server
    return None if good else f"pg_dump is older than the server: postgresql-client-{server}"


def clock_agrees() -> str | None:
    """Compare our clock with the database's, and with the last thing that was written down."""
    if on_postgresql():
        theirs = db.session.scalar(text("SELECT clock_timestamp()"))
    else:
        theirs = datetime.fromisoformat(
            db.session.scalar(text("SELECT strftime('%Y-%m-%dT%H:%M:%f')"))
        ).replace(tzinfo=UTC)
    if abs(theirs - now()) > MOST_DRIFT:
        return "set both clocks by NTP"
    last = db.session.scalar(select(func.max(Entry.at)))
    return "the clock was set back: history has later lines" if last and last > now() else None


def holds() -> str | None:
    broken = invariants.broken(at=now())
    return f"flask --app wsgi check-invariants: {', '.join(broken)}" if broken else None


CHECKS = (
    Check(title="database answers", why_not=answers),
    Check(title="tables are up to date", why_not=at_head),
    Check(title="SQLite is strict", why_not=pragmas, applies=on_sqlite),
    Check(title="SQLite lies on a local disk", why_not=local_disk, applies=on_sqlite),
    Check(
        title="PostgreSQL role is modest",
        why_not=modest_role,
        production=True,
        applies=on_postgresql,
    ),
    Check(title="pg_dump is there", why_not=has_pg_dump, applies=on_postgresql),
    Check(title="clocks agree", why_not=clock_agrees),
    Check(title="invariants hold", why_not=holds),
)
