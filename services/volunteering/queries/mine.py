"""Reads of one's own shifts: what is coming, and what goes into one's calendar."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from core.db import db
from services.volunteering.models import Shift, Signup, SignupStatus, Task

PAGE = 40
KEPT_IN_CALENDAR = timedelta(days=60)  # after the end; what is older stands in the hours
MOST_IN_CALENDAR = 500


def list_coming(person_id: int, *, at: datetime, after: int | None = None) -> Sequence[Signup]:
    """Return a page of what the person has signed up for and is not over, the soonest first.

    `after` is the shift at which the page before ended; one more than fits when others follow.
    """
    query = _mine(person_id).where(Shift.ends_at > at).limit(PAGE + 1)
    last = db.session.get(Shift, after) if after is not None else None
    if last is not None:
        query = query.where(tuple_(Shift.starts_at, Shift.id) > (last.starts_at, last.id))
    return db.session.scalars(query).all()


def list_for_calendar(person_id: int, *, at: datetime) -> Sequence[Signup]:
    """Return what the person has signed up for, what lately was included."""
    recent = _mine(person_id).where(Shift.ends_at > at - KEPT_IN_CALENDAR)
    return db.session.scalars(recent.limit(MOST_IN_CALENDAR)).all()


def shifts_of(shift_ids: Collection[int], *, at: datetime) -> Mapping[int, Shift]:
    """Return those of these shifts that are still to come, with task and village, by their id."""
    query = select(Shift).where(Shift.id.in_(shift_ids), Shift.starts_at > at)
    found = db.session.scalars(query.options(joinedload(Shift.task).joinedload(Task.unit)))
    return {each.id: each for each in found}


def list_starting(first: datetime, last: datetime) -> Sequence[Shift]:
    """Return the shifts that begin after the first moment and until the last, with their tasks."""
    query = (
        select(Shift)
        .where(Shift.starts_at > first, Shift.starts_at <= last, Shift.cancelled_at.is_(None))
        .options(joinedload(Shift.task))
        .order_by(Shift.starts_at, Shift.id)
    )
    return db.session.scalars(query).all()


def _mine(person_id: int) -> "Select[*tuple[Any, ...]]":
    return (
        select(Signup)
        .join(Signup.shift)
        .join(Shift.task)
        .where(
            Signup.person_id == person_id,
            Signup.status == SignupStatus.IN,
            Shift.cancelled_at.is_(None),
        )
        .options(
            contains_eager(Signup.shift).contains_eager(Shift.task).joinedload(Task.unit),
        )
        .order_by(Shift.starts_at, Shift.id)
    )
