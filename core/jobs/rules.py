"""When a sweep is due, and when it is late."""

from datetime import datetime, timedelta

LEASE = timedelta(minutes=10)  # a run that says nothing for so long has died
STILL_ALIVE = timedelta(minutes=1)  # a worker that beats every five seconds and is silent so long
GRACE = timedelta(minutes=15)
WORKER = "worker"


def is_due(
    started_at: datetime | None, finished_at: datetime | None, *, minutes: int, at: datetime
) -> bool:
    """Tell whether a sweep that last ran so may run now.

    One whose worker has died is taken over after the lease; a run from the future means that
    the clock was set back, and does not count.
    """
    if started_at is None or started_at > at + LEASE:
        return True
    pause = LEASE if finished_at is None else timedelta(minutes=minutes)
    return started_at <= at - pause


def is_late(ok_at: datetime | None, *, minutes: int, at: datetime) -> bool:
    """Tell whether a sweep has not succeeded for three turns and a quarter of an hour."""
    return ok_at is None or at - ok_at > 3 * timedelta(minutes=minutes) + GRACE


def is_alive(beat_at: datetime | None, *, at: datetime) -> bool:
    """Tell whether the worker has been heard of lately."""
    return beat_at is not None and at - beat_at <= STILL_ALIVE
