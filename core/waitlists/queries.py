"""Reads of waiting lists."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.expression import SQLColumnExpression

from core.db import db
from core.waitlists.models import Wait, WaitStatus

IS_LIVE = Wait.status.in_([WaitStatus.WAITING, WaitStatus.OFFERED])


def find_live(kind: str, ref: int, *, person_id: int) -> Wait | None:
    """Return the person's waiting for this thing, if it goes on."""
    mine = select(Wait).where(Wait.kind == kind, Wait.ref == ref, Wait.person_id == person_id)
    return db.session.scalar(mine.where(IS_LIVE))


def list_of(kind: str, *, person_id: int) -> Sequence[tuple[Wait, int]]:
    """Return what the person waits for, with the place in the line, in one query; the offers first.

    The place is 1 for who is next, 0 for whom a place is kept.
    """
    before = aliased(Wait)
    place = (
        select(func.count())
        .where(
            before.kind == Wait.kind,
            before.ref == Wait.ref,
            before.status == WaitStatus.WAITING,
            before.id <= Wait.id,
            Wait.status == WaitStatus.WAITING,
        )
        .scalar_subquery()
    )
    query = (
        select(Wait, place)
        .where(Wait.kind == kind, Wait.person_id == person_id, IS_LIVE)
        .order_by(Wait.status != WaitStatus.OFFERED, Wait.id)
    )
    return [(wait, number) for wait, number in db.session.execute(query)]


def position_of(wait: Wait) -> int:
    """Return the place in the line, 1 for who is next; 0 for whom a place is kept."""
    ahead = select(func.count()).where(
        Wait.kind == wait.kind,
        Wait.ref == wait.ref,
        Wait.status == WaitStatus.WAITING,
        Wait.id <= wait.id,
    )
    return (db.session.scalar(ahead) or 0) if wait.status is WaitStatus.WAITING else 0


def list_overdue(kind: str, *, at: datetime) -> Sequence[Wait]:
    """Return whose time to take the kept place is over, the first first."""
    over = select(Wait).where(Wait.kind == kind, Wait.offered_until <= at)
    return db.session.scalars(
        over.where(Wait.status == WaitStatus.OFFERED).order_by(Wait.offered_until, Wait.id)
    ).all()


def list_live(kind: str, ref: int) -> Sequence[Wait]:
    """Return who waits for this thing or has a place kept, in the order of the line."""
    query = select(Wait).where(Wait.kind == kind, Wait.ref == ref, IS_LIVE)
    return db.session.scalars(query.order_by(Wait.id)).all()


def is_waited_for(kind: str, ref: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Return the condition that somebody stands in the line of the thing with this number."""
    line = select(Wait.id).where(
        Wait.kind == kind, Wait.ref == ref, Wait.status == WaitStatus.WAITING
    )
    return line.exists()
