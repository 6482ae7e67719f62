"""Reads about notices."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from core.db import db
from core.notices.models import Notice

IS_OUT = or_(Notice.sent_at.is_not(None), Notice.dead == 1)
PAGE = 20


def due_at_or_before(at: datetime) -> ColumnElement[bool]:
    """Return the condition that a notice waits to be sent and nobody is at it."""
    return and_(
        Notice.due_at <= at,
        Notice.sent_at.is_(None),
        Notice.dead == 0,
        or_(Notice.claimed_until.is_(None), Notice.claimed_until <= at),
    )


def find_notice(notice_id: int) -> Notice | None:
    return db.session.get(Notice, notice_id)


def get_notice(notice_id: int) -> Notice:
    return db.session.get_one(Notice, notice_id)


def count_unread(person_id: int) -> int:
    """Return how many notices the person has not read yet."""
    unread = select(func.count()).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    return db.session.scalar(unread) or 0


def list_due(at: datetime, *, limit: int = 500) -> Sequence[int]:
    """Return the ids of what waits to be sent, the longest waiting first."""
    due = select(Notice.id).where(due_at_or_before(at)).order_by(Notice.due_at, Notice.id)
    return db.session.scalars(due.limit(limit)).all()


def list_notices(
    person_id: int, *, before: int | None = None, after: int | None = None
) -> Sequence[Notice]:
    """Return a page of the person's notices, the newest first, older or newer than a key."""
    mine = select(Notice).where(Notice.person_id == person_id)
    if after is not None:
        newer = mine.where(Notice.id > after).order_by(Notice.id).limit(PAGE)
        return db.session.scalars(newer).all()[::-1]
    if before is not None:
        mine = mine.where(Notice.id < before)
    return db.session.scalars(mine.order_by(Notice.id.desc()).limit(PAGE)).all()


def has_older(person_id: int, notice_id: int) -> bool:
    return _exists(person_id, Notice.id < notice_id)


def has_newer(person_id: int, notice_id: int) -> bool:
    return _exists(person_id, Notice.id > notice_id)


def _exists(person_id: int, side: ColumnElement[bool]) -> bool:
    one = select(Notice.id).where(Notice.person_id == person_id, side).limit(1)
    return db.session.scalar(one) is not None


def newest(person_id: int) -> int:
    """Return the key of the person's newest notice, 0 without any."""
    return db.session.scalar(select(func.max(Notice.id)).where(Notice.person_id == person_id)) or 0


def list_all(person_id: int) -> Sequence[Notice]:
    """Return all of the person's notices, the oldest first."""
    query = select(Notice).where(Notice.person_id == person_id).order_by(Notice.id)
    return db.session.scalars(query).all()
