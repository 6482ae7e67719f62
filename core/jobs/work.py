"""Doing one piece of work: in a context of its own, twice when the database was busy."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from flask import current_app
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from core.clock import now
from core.db import db, is_busy, writing
from core.house import HOUSE, Sweep
from core.jobs import operations, queries

log = structlog.get_logger(__name__)


def run_due_sweeps(at: datetime, *, stop: Callable[[], bool] = bool) -> list[str]:
    """Run each sweep that is due and that no other worker has taken; return their names.

    `stop` is asked before each: who was told to end leaves the rest to the next worker.
    """
    due = in_own_context(lambda: queries.list_due(at))
    return [name for name in due if not stop() and run_sweep(name, HOUSE.sweeps[name], at)]


def run_sweep(name: str, sweep: Sweep, at: datetime) -> bool:
    """Run one sweep if it is due; tell whether it ran, however it went."""
    every = timedelta(minutes=sweep.minutes)

    def claim() -> bool:
        with writing():
            return operations.claim(name, every=every, at=at)

    if not in_own_context(claim):
        return False
    error = None
    try:
        in_own_context(lambda: sweep.work(at))
    except Exception as failure:
        error = type(failure).__name__
        log.exception("sweep_failed", sweep=name)

    def finish() -> None:
        with writing():
            operations.finish(name, started=at, error=error, at=max(now(), at))

    in_own_context(finish)
    return True


def run_job(name: str, *ids: int) -> bool:
    """Do the job that somebody has nudged for; tell whether it worked.

    A failure is only logged: what is still to be done stands in the database, and a sweep finds
    it. A job that nobody knows is a nudge from an older house.
    """
    job = HOUSE.jobs.get(name)
    if job is None:
        log.warning("job_unknown", job=name)
        return False
    try:
        in_own_context(lambda: job(*ids))
    except Exception:
        log.exception("job_failed", job=name, ids=ids)
        return False
    log.info("job", job=name, ids=ids)
    return True


def in_own_context(do: Callable[[], Any]) -> Any:
    """Return what comes of it, done in a context of its own; once more when it met a lock."""
    try:
        return once(do)
    except DBAPIError as error:
        if not is_busy(error):
            raise
    return once(do)


def once(do: Callable[[], Any]) -> Any:
    with current_app.app_context():
        try:
            return do()
        finally:
            db.session.rollback()


def beat(at: datetime) -> None:
    """Say that the worker lives; a database that is busy hears it the next time."""

    def say() -> None:
        with writing():
            operations.beat(at=at)

    try:
        in_own_context(say)
    except SQLAlchemyError as error:
        log.warning("beat_lost", error=type(error).__name__)
