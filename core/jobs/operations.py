"""Taking work, so that no two workers take the same, and saying how it went."""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, and_, or_, update

from core.db import db, insert_or
from core.jobs.models import JobRun
from core.jobs.rules import LEASE, WORKER


def claim(name: str, *, every: timedelta, at: datetime) -> bool:
    """Take the run of a sweep that is due (`rules.is_due`); of many workers one gets it."""
    db.session.execute(insert_or(JobRun).values(name=name, runs=0).on_conflict_do_nothing())
    due = or_(
        JobRun.started_at.is_(None),
        JobRun.started_at > at + LEASE,
        and_(JobRun.finished_at.is_not(None), JobRun.started_at <= at - every),
        and_(JobRun.finished_at.is_(None), JobRun.started_at <= at - LEASE),
    )
    taken = (
        update(JobRun)
        .where(JobRun.name == name, due)
        .values(started_at=at, finished_at=None, runs=JobRun.runs + 1)
    )
    return cast("CursorResult[Any]", db.session.execute(taken)).rowcount == 1


def finish(name: str, *, started: datetime, error: str | None, at: datetime) -> None:
    """Note how a run went, unless somebody else has taken it over meanwhile."""
    facts: dict[str, Any] = {"finished_at": at, "error": error}
    if error is None:
        facts["ok_at"] = at
    mine = update(JobRun).where(JobRun.name == name, JobRun.started_at == started)
    db.session.execute(mine.values(**facts))


def beat(*, at: datetime) -> None:
    """Say that the worker lives."""
    alive = insert_or(JobRun).values(
        name=WORKER, started_at=at, finished_at=at, ok_at=at, error=None, runs=1
    )
    db.session.execute(
        alive.on_conflict_do_update(
            index_elements=[JobRun.name],
            set_={"ok_at": at, "finished_at": at, "runs": JobRun.runs + 1},
        )
    )
