"""Whether the house can serve: each thing it stands on is tried."""

import secrets
import shutil
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import structlog
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import text
from sqlalchemy.engine import make_url

from core.db import db
from core.house import HOUSE
from core.jobs.queries import last_beat
from core.jobs.rules import is_alive

LEAST_FREE = 200 * 1024 * 1024  # bytes
KEPT = 3.0  # seconds for which the answer about disk and files holds: anyone may ask
log = structlog.get_logger(__name__)
answers: dict[str, tuple[float, bool]] = {}


def what_is_missing(at: datetime) -> list[str]:
    """Return the names of what is not as it should be; nothing when all is well."""
    checks: Mapping[str, Callable[[], bool]] = {
        "database": database_answers,
        "migrations": migrations_done,
        "worker": lambda: is_alive(last_beat(), at=at),
        "disk": lambda: lately("disk", disk_has_room),
        "files": lambda: lately("files", files_can_be_written),
    }
    return [name for name, check in checks.items() if not holds(name, check)]


def holds(name: str, check: Callable[[], bool]) -> bool:
    """Tell whether it is so; whatever goes wrong on the way means no."""
    try:
        return check()
    except Exception as error:  # noqa: BLE001  (whatever it is, the answer is no)
        db.session.rollback()
        log.warning("not_ready", what=name, error=type(error).__name__)
        return False


def lately(name: str, check: Callable[[], bool]) -> bool:
    """Tell what the check said within the last seconds, so that asking often costs little."""
    known = answers.get(name)
    if known is None or known[0] < time.monotonic() - KEPT:
        answers[name] = known = (time.monotonic(), check())
    return known[1]


def database_answers() -> bool:
    return bool(db.session.scalar(text("SELECT 1")) == 1)


def migrations_done() -> bool:
    """Tell whether the database stands where the code expects it."""
    context = MigrationContext.configure(db.session.connection())
    return set(context.get_current_heads()) == newest(current_app.extensions["migrate"].directory)


@cache
def newest(folder: str) -> frozenset[str]:
    return frozenset(ScriptDirectory(folder).get_heads())


def disk_has_room() -> bool:
    """Tell whether there is room where the database's file or the uploads grow."""
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    places = [Path(url.database)] if url.drivername == "sqlite" and url.database else []
    if HOUSE.settings["FILES_URL"].startswith("file:"):
        places.append(Path(HOUSE.settings["FILES_URL"].removeprefix("file:")))
    return all(shutil.disk_usage(standing(place)).free >= LEAST_FREE for place in places)


def standing(place: Path) -> Path:
    """Return the nearest folder above that is there already."""
    place = Path(__file__).parents[2] / place
    return next(folder for folder in (place, *place.parents) if folder.is_dir())


def files_can_be_written() -> bool:
    name = f"probe-{secrets.token_hex(8)}"
    HOUSE.files.put(name, b"ready?", "text/plain")
    HOUSE.files.delete(name)
    return True
