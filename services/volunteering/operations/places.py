"""The places of a shift, counted by conditional updates; whoever changes several holds its lock."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Update, select, update

from core.cache.operations import bump
from core.db import db
from core.waitlists.queries import is_waited_for
from core.waitlists.rules import kept_until
from services.volunteering.models import Shift
from services.volunteering.rules.signups import KIND

FREE = Shift.capacity - Shift.taken - Shift.held


def lock(shift: Shift) -> Shift:
    """Let what is done with the places of a shift follow one after the other; read it anew."""
    one = select(Shift).where(Shift.id == shift.id).with_for_update(of=Shift)
    return db.session.scalars(one.execution_options(populate_existing=True)).one()


def take(shift: Shift, *, at: datetime, late: bool = False, passing: bool = False) -> bool:
    """Take a free place unless there is none; `late`: also once the shift is on.

    While a place could be offered to who waits, none is taken by who does not, unless `passing`.
    """
    step = _standing(shift, late=late, at=at).where(FREE > 0)
    if not passing and kept_until(at, starts_at=shift.starts_at) is not None:
        step = step.where(~is_waited_for(KIND, Shift.id))
    return _count(step, taken=Shift.taken + 1)


def take_kept(shift: Shift, *, at: datetime, late: bool = False) -> bool:
    """Take the place that was kept for somebody."""
    step = _standing(shift, late=late, at=at).where(Shift.held > 0)
    return _count(step, taken=Shift.taken + 1, held=Shift.held - 1)


def keep(shift: Shift) -> bool:
    """Keep a free place for somebody, unless there is none."""
    return _count(_of(shift).where(FREE > 0), held=Shift.held + 1)


def give_back(shift: Shift) -> None:
    """Free the place of somebody who does not come."""
    _count(_of(shift).where(Shift.taken > 0), taken=Shift.taken - 1)


def let_go(shift: Shift) -> None:
    """Free a place that was kept."""
    _count(_of(shift).where(Shift.held > 0), held=Shift.held - 1)


def call_off(shift: Shift, *, at: datetime) -> bool:
    """Cancel the shift with all its places, unless it is cancelled."""
    step = _of(shift).where(Shift.cancelled_at.is_(None))
    return _count(step, cancelled_at=at, taken=0, held=0)


def _of(shift: Shift) -> Update:
    return update(Shift).where(Shift.id == shift.id)


def _standing(shift: Shift, *, late: bool, at: datetime) -> Update:
    moment = Shift.ends_at if late else Shift.starts_at
    return _of(shift).where(Shift.cancelled_at.is_(None), moment > at)


def _count(step: Update, **values: ColumnElement[int] | Any) -> bool:
    """Take the step if its conditions hold; public pages are told of a shift that fills or opens.

    The row in the session is read anew, so that whoever goes on counts what stands.
    """
    told = step.values(**values).returning(Shift.id, FREE)
    found = db.session.execute(told.execution_options(synchronize_session=False)).one_or_none()
    if found is None:
        return False
    shift_id, free = found
    db.session.expire(db.session.get_one(Shift, shift_id), ["taken", "held", "cancelled_at"])
    if free <= 1 or "cancelled_at" in values:
        bump()
    return True
