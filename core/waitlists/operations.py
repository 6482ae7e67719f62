"""Waiting for a place: joining the line, being offered what is free, taking it or leaving."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.db import db, insert_or
from core.errors import Refused, refuse_if
from core.transition import move_unnoted
from core.waitlists import queries, rules
from core.waitlists.models import LIVE, Wait, WaitStatus
from core.words import _

# How many places there are is the caller's to count. Who calls this holds the lock of the thing's
# own row, so that nobody joins the line at the moment at which it is passed by.


def join(kind: str, ref: int, *, person_id: int, at: datetime) -> Wait:
    """Stand at the end of the line; raise `Refused` for who stands in it already."""
    new = insert_or(Wait).values(kind=kind, ref=ref, person_id=person_id, joined_at=at)
    once = new.on_conflict_do_nothing(
        index_elements=[Wait.kind, Wait.ref, Wait.person_id], index_where=LIVE
    )
    wait_id = db.session.scalar(once.returning(Wait.id))
    if wait_id is None:
        raise Refused(_("您已经在候补了"))
    return db.session.get_one(Wait, wait_id)


def offer_next(kind: str, ref: int, *, until: datetime, at: datetime) -> Wait | None:
    """Keep a place for who is first in the line; None where nobody stands in it."""
    first = (
        select(Wait)
        .where(Wait.kind == kind, Wait.ref == ref, Wait.status == WaitStatus.WAITING)
        .order_by(Wait.id)
        .limit(1)
    )
    wait = db.session.scalar(first)
    if wait is not None:
        _move(wait, "offer", offered_at=at, offered_until=until)
    return wait


def take(wait: Wait, *, at: datetime) -> None:
    """Take the place that was kept; raise `Refused` once the time for that is over."""
    refuse_if(rules.why_not_take(wait.status, offered_until=wait.offered_until, at=at))
    _move(wait, "take", ended_at=at)


def come_in(wait: Wait, *, at: datetime) -> None:
    """End the waiting of somebody who has come in by another way than the offer."""
    _move(wait, "take", ended_at=at)


def leave(wait: Wait, *, at: datetime) -> bool:
    """Wait no longer; tell whether a place was kept, which is free again now."""
    was_kept = wait.status is WaitStatus.OFFERED
    _move(wait, "leave", ended_at=at)
    return was_kept


def put_back(wait: Wait) -> None:
    """Let somebody wait on, in the same place: what was kept does not come about."""
    _move(wait, "put_back", offered_at=None, offered_until=None)


def lapse(wait: Wait, *, at: datetime) -> bool:
    """End an offer whose time is over; tell whether it was still open."""
    if wait.status is not WaitStatus.OFFERED or (wait.offered_until or at) > at:
        return False
    _move(wait, "lapse", ended_at=at)
    return True


def close(kind: str, ref: int, *, at: datetime) -> Sequence[Wait]:
    """End all waiting for a thing that will not be; return who waited."""
    waits = queries.list_live(kind, ref)
    for wait in waits:
        _move(wait, "close", ended_at=at)
    return waits


def _move(wait: Wait, action: str, **facts: Any) -> None:
    """Take the step, unnoted: that somebody did not want a place is nobody else's business."""
    move_unnoted(wait, rules.WAIT, action, also=facts)
