"""When a sweep is due, and when it is late."""

from datetime import datetime, timedelta

LEASE = timedelta(minutes=10)  # a run that says nothing for so long has died
STILL_ALIVE = timedelta(minutes=1)  # a worker that beats every five seconds and is silent so long
GRACE = timedelta(minutes=15)
WORKER = "worker"


def is_late(ok_at: datetime | None, *, minutes: int, at: datetime) -> bool:
    """Tell whether a sweep has not succeeded for three turns and a quarter of an hour."""
    return ok_at is None or at - ok_at > 3 * timedelta(minutes=minutes) + GRACE


def is_alive(beat_at: datetime | None, *, at: datetime) -> bool:
    """Tell whether the worker has been heard of lately."""
    return beat_at is not None and at - beat_at <= STILL_ALIVE
