"""Whether what lies on the disk is private, outside the web, has room and is backed up."""

import secrets
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.engine import make_url

from core.cli.backup import ROOT
from core.cli.checks.registry import Check
from core.clock import now
from core.db import db
from core.house import HOUSE

LEAST_FREE = 1024**3
OLDEST_BACKUP = timedelta(hours=26)
OTHERS = 0o077
WEB = ROOT / "static"


def places() -> dict[str, Path]:
    """Return the folders in which the house keeps what is nobody else's business."""
    settings = HOUSE.settings
    found = {"BACKUP_DIR": ROOT / settings["BACKUP_DIR"]}
    if db.engine.dialect.name == "sqlite":
        found["DATABASE_URL"] = Path(db.engine.url.database or "").resolve().parent
    if settings["FILES_URL"].startswith("file:"):
        found["FILES_URL"] = ROOT / settings["FILES_URL"].removeprefix("file:")
    if settings["SEARCH_URL"].startswith("whoosh:"):
        found["SEARCH_URL"] = ROOT / settings["SEARCH_URL"].removeprefix("whoosh:")
    if settings["JOBS_URL"].startswith("sqlite:"):
        found["JOBS_URL"] = (ROOT / settings["JOBS_URL"].removeprefix("sqlite:")).parent
    if settings["LOG_DIR"]:
        found["LOG_DIR"] = ROOT / settings["LOG_DIR"]
    return found


def written_and_read() -> str | None:
    name, data = f"doctor-{secrets.token_hex(8)}", secrets.token_bytes(32)
    HOUSE.files.put(name, data, "application/octet-stream")
    try:
        with HOUSE.files.open(name) as found:
            same = found.read() == data
    finally:
        HOUSE.files.delete(name)
    return None if same else "FILES_URL gives back something else than was stored"


def outside_the_web() -> str | None:
    inside = [name for name, place in places().items() if place.resolve().is_relative_to(WEB)]
    return f"move {', '.join(inside)} out of static/" if inside else None


def private() -> str | None:
    open_to_others = [
        str(place)
        for place in sorted(set(places().values()))
        if place.is_dir() and place.stat().st_mode & OTHERS
    ]
    return f"chmod 700 {' '.join(open_to_others)}" if open_to_others else None


def database_private() -> str | None:
    url = make_url(HOUSE.settings["DATABASE_URL"])
    place = Path(db.engine.url.database or "")
    if url.get_backend_name() != "sqlite" or not place.is_file():
        return None
    private_folder = not place.resolve().parent.stat().st_mode & OTHERS
    if private_folder or not place.stat().st_mode & OTHERS:
        return None
    return f"chmod 600 {place}"


def room() -> str | None:
    tight = [
        str(place)
        for place in sorted(set(places().values()))
        if shutil.disk_usage(standing(place)).free < LEAST_FREE
    ]
    return f"less than 1 GiB free at {', '.join(tight)}" if tight else None


def standing(place: Path) -> Path:
    """Return the nearest folder above that is there already."""
    return next(folder for folder in (place, *place.parents) if folder.is_dir())


def backups_possible() -> str | None:
    folder = ROOT / HOUSE.settings["BACKUP_DIR"]
    probe = standing(folder) / f".doctor-{secrets.token_hex(8)}"
    try:
        probe.touch(0o600)
        probe.unlink()
    except OSError as error:
        return f"BACKUP_DIR cannot be written: {error.strerror}"
    return None


def backups_made() -> str | None:
    made = [path.stat().st_mtime for path in (ROOT / HOUSE.settings["BACKUP_DIR"]).glob("*.tar")]
    if not made:
        return "no backup yet: flask --app wsgi backup, and once a night by cron or a timer"
    age = now() - datetime.fromtimestamp(max(made), UTC)
    return None if age <= OLDEST_BACKUP else f"the last backup is {age.days} days old"


CHECKS = (
    Check(title="files can be stored and read", why_not=written_and_read),
    Check(title="nothing private lies in the web folder", why_not=outside_the_web),
    Check(title="folders are private", why_not=private, production=True),
    Check(title="database file is private", why_not=database_private, production=True),
    Check(title="disks have room", why_not=room),
    Check(title="backups can be written", why_not=backups_possible),
    Check(title="last backup is fresh", why_not=backups_made, production=True),
)
