"""What the worker has done."""

from datetime import datetime

from sqlalchemy import select

from core.db import db
from core.house import HOUSE
from core.jobs import rules
from core.jobs.models import JobRun


def list_runs() -> list[JobRun]:
    """Return one row for each kind of work that has ever begun, by name."""
    return list(db.session.scalars(select(JobRun).order_by(JobRun.name)))


def last_beat() -> datetime | None:
    """Return when the worker was last heard of."""
    return db.session.scalar(select(JobRun.ok_at).where(JobRun.name == rules.WORKER))


def list_due(at: datetime) -> list[str]:
    """Return the sweeps that may be claimed now; looking takes no lock, claiming does."""
    last = {run.name: (run.started_at, run.finished_at) for run in list_runs()}
    return [
        name
        for name, sweep in HOUSE.sweeps.items()
        if rules.is_due(*last.get(name, (None, None)), minutes=sweep.minutes, at=at)
    ]


def list_late(at: datetime) -> list[str]:
    """Return the sweeps that have not succeeded for too long."""
    done = {run.name: run.ok_at for run in list_runs()}
    return [
        name
        for name, sweep in HOUSE.sweeps.items()
        if rules.is_late(done.get(name), minutes=sweep.minutes, at=at)
    ]
