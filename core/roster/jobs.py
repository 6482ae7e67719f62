"""Applying imports in the background; what a crash left half done is taken up again."""

from datetime import datetime

import structlog
from sqlalchemy.exc import IntegrityError

from core.clock import now
from core.db import db, writing
from core.house import Job, Sweep
from core.roster import batches, operations
from core.roster.queries import list_unfinished

TRIES = 3  # of one batch that somebody's registration crossed
DAY = 24 * 60  # minutes
log = structlog.get_logger(__name__)


def apply(import_id: int) -> None:
    """Apply the import to its end, batch by batch."""
    while batch(import_id):
        pass


def batch(import_id: int) -> bool:
    """Apply one batch; once more when somebody took one of its numbers meanwhile."""
    for tries in range(1, TRIES + 1):
        try:
            with writing():
                return batches.apply_some(import_id, at=now())
        except IntegrityError:
            log.warning("roster_batch_crossed", roster=import_id, tries=tries)
            if tries == TRIES:
                raise
    return False


def sweep(_at: datetime) -> None:
    """Take up what a crash left under way; one that fails does not hold up the others."""
    unfinished = list_unfinished()
    db.session.rollback()
    failed = []
    for import_id in unfinished:
        try:
            apply(import_id)
        except Exception as error:
            db.session.rollback()
            log.exception("roster_failed", roster=import_id)
            failed.append(error)
    if failed:
        raise ExceptionGroup("imports failed", failed)


def forget(at: datetime) -> None:
    """Delete the lines of old sheets."""
    with writing():
        operations.forget_old(at=at)


JOBS: dict[str, Job] = {"roster.apply": apply}
SWEEPS = {
    "roster.apply": Sweep(minutes=1, work=sweep),
    "roster.forget": Sweep(minutes=DAY, work=forget),
}
