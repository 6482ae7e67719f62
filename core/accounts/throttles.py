"""Counting tries in the database: all workers count together, a restart forgets nothing."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, delete, literal, or_, select

from core.accounts.models import Throttle
from core.accounts.rules import FORGIVEN, Limit
from core.db import db, insert_or
from core.db.types import UtcDateTime
from core.errors import TooMany

KEPT = timedelta(days=2)


def count_try(limit: Limit, whose: str, *, at: datetime) -> None:
    """Count one try inside the open `writing()`; raise TooMany where the window is full.

    One conditional upsert: of any number of tries at once exactly `most` come through.
    """
    key = key_of(limit, whose)
    over = window_is_over(limit, at)
    new: dict[str, Any] = {
        "count": case((over, 1), else_=Throttle.count + 1),
        "since": case((over, literal(at, UtcDateTime())), else_=Throttle.since),
        "strikes": case(
            (Throttle.since <= literal(at - FORGIVEN, UtcDateTime()), 0),
            (over & (Throttle.count >= limit.most), at_most(limit)),
            (over, 0),
            else_=Throttle.strikes,
        ),
    }
    counted = (
        insert_or(Throttle)
        .values(key=key, since=at, count=1, strikes=0)
        .on_conflict_do_update(
            index_elements=[Throttle.key],
            set_=new,
            where=or_(over, Throttle.count < limit.most),
        )
        .returning(Throttle.count)
    )
    if db.session.execute(counted).first() is None:
        raise TooMany(wait_of(limit, key, at))


def refuse_full(limit: Limit, whose: str, *, at: datetime) -> None:
    """Raise TooMany where the window is full; nothing is counted, for what is only read."""
    key = key_of(limit, whose)
    full = select(Throttle.key).where(
        Throttle.key == key, Throttle.count >= limit.most, ~window_is_over(limit, at)
    )
    if db.session.scalar(full) is not None:
        raise TooMany(wait_of(limit, key, at))


def clear(limit: Limit, whose: str) -> None:
    """Forget the tries that were made: somebody has shown who they are."""
    db.session.execute(delete(Throttle).where(Throttle.key == key_of(limit, whose)))


def forget_old(at: datetime) -> None:
    """Delete the rows that no longer count."""
    db.session.execute(delete(Throttle).where(Throttle.since < at - KEPT))


def key_of(limit: Limit, whose: str) -> str:
    """Return the row's key; numbers and addresses are not kept readable."""
    return f"{limit.name}:{hashlib.sha256(whose.encode()).hexdigest()[:40]}"


def window_is_over(limit: Limit, at: datetime) -> ColumnElement[bool]:
    """Return the condition that the running window has ended."""
    starts = [literal(at - window, UtcDateTime()) for window in limit.windows()]
    grown = [(Throttle.strikes == strikes, start) for strikes, start in enumerate(starts)]
    return Throttle.since <= case(*grown, else_=starts[-1])


def at_most(limit: Limit) -> ColumnElement[int]:
    """Return one strike more, up to the longest window."""
    last = len(limit.windows()) - 1
    return case((Throttle.strikes < last, Throttle.strikes + 1), else_=last)


def wait_of(limit: Limit, key: str, at: datetime) -> int:
    """Return the seconds until the next try counts anew."""
    row = db.session.execute(
        select(Throttle.since, Throttle.strikes).where(Throttle.key == key)
    ).one()
    windows = limit.windows()
    ends = row.since + windows[min(row.strikes, len(windows) - 1)]
    return max(1, int((ends - at).total_seconds()) + 1)
