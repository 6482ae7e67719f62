"""The seats of a cohort, counted by conditional updates; whoever changes several holds its lock."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Update, select, update

from core.cache.operations import bump
from core.clock import village_day
from core.db import db
from core.waitlists.queries import is_waited_for
from core.waitlists.rules import kept_until
from training.learning.models import Cohort
from training.learning.rules.standing import KIND, shuts_at

FREE = Cohort.seats - Cohort.taken - Cohort.held


def lock(cohort_id: int) -> Cohort:
    """Let what is done with the seats of a cohort follow one after the other; read it anew."""
    one = select(Cohort).where(Cohort.id == cohort_id).with_for_update(of=Cohort)
    return db.session.scalars(one.execution_options(populate_existing=True)).one()


def lock_all(course_id: int, cohort_ids: Collection[int]) -> None:
    """Lock these of the course, always in the same order, so that no two wait for each other."""
    several = select(Cohort).where(Cohort.course_id == course_id, Cohort.id.in_(cohort_ids))
    several = several.order_by(Cohort.id).with_for_update(of=Cohort)
    db.session.scalars(several.execution_options(populate_existing=True)).all()


def take(cohort: Cohort, *, at: datetime) -> bool:
    """Take a free seat unless there is none, or it could be offered to who waits."""
    step = _standing(cohort, at=at).where(FREE > 0)
    if kept_until(at, starts_at=shuts_at(cohort)) is not None:
        step = step.where(~is_waited_for(KIND, Cohort.id))
    return _count(step, taken=Cohort.taken + 1)


def take_kept(cohort: Cohort, *, at: datetime) -> bool:
    """Take the seat that was kept for somebody."""
    step = _standing(cohort, at=at).where(Cohort.held > 0)
    return _count(step, taken=Cohort.taken + 1, held=Cohort.held - 1)


def keep(cohort: Cohort) -> bool:
    """Keep a free seat for somebody, unless there is none."""
    return _count(_of(cohort).where(FREE > 0), held=Cohort.held + 1)


def give_back(cohort: Cohort, *, seats: int = 1) -> None:
    """Free the seats of people who have left."""
    _count(_of(cohort).where(Cohort.taken >= seats), taken=Cohort.taken - seats)


def let_go(cohort: Cohort) -> None:
    """Free a seat that was kept."""
    _count(_of(cohort).where(Cohort.held > 0), held=Cohort.held - 1)


def call_off(cohort: Cohort, *, why: str, at: datetime) -> bool:
    """Cancel the cohort with the seats that are kept, unless it is cancelled."""
    step = _of(cohort).where(Cohort.cancelled_at.is_(None))
    return _count(step, cancelled_at=at, cancel_why=why, held=0)


def _of(cohort: Cohort) -> Update:
    return update(Cohort).where(Cohort.id == cohort.id)


def _standing(cohort: Cohort, *, at: datetime) -> Update:
    today = village_day(at)
    return _of(cohort).where(Cohort.cancelled_at.is_(None), Cohort.closes_on >= today)


def _count(step: Update, **values: ColumnElement[int] | Any) -> bool:
    """Take the step if its conditions hold; public pages are told of a cohort that fills or opens.

    The row in the session is read anew, so that whoever goes on counts what stands.
    """
    told = step.values(**values).returning(Cohort.id, FREE)
    found = db.session.execute(told.execution_options(synchronize_session=False)).one_or_none()
    if found is None:
        return False
    cohort_id, free = found
    changed = ["taken", "held", "cancelled_at", "cancel_why"]
    db.session.expire(db.session.get_one(Cohort, cohort_id), changed)
    if free <= 1 or "cancelled_at" in values:
        bump()
    return True
