"""What the database wants done from time to time."""

from datetime import datetime

import structlog

from core.db import db

log = structlog.get_logger(__name__)
CHECKPOINT = "core.checkpoint"


def sweep(_at: datetime | None = None) -> None:
    """Empty SQLite's log, every hour and after an account was closed."""
    if not checkpoint():
        log.info("checkpoint_put_off")


def checkpoint() -> bool:
    """Bring SQLite's log into the file and empty it, so that what was deleted is gone from disk.

    Return whether that worked: an open reader puts it off until the next time.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    raw = db.engine.raw_connection()  # outside any transaction, or SQLite refuses
    try:
        busy, _pages, _moved = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        raw.close()
    return not busy
