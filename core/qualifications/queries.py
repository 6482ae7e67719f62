"""Who holds which qualification."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from core.db import db
from core.qualifications.models import Qualification, QualificationKind, Source

PAGE = 50


def stands(*, day: date) -> ColumnElement[bool]:
    """Return the condition that a qualification counts on this day."""
    return and_(
        Qualification.revoked_at.is_(None),
        Qualification.valid_from <= day,
        or_(Qualification.valid_until.is_(None), Qualification.valid_until >= day),
    )


def holds(person: Any, kind: Any, *, day: date) -> ColumnElement[bool]:
    """Return the condition that this person (a column or id) holds the kind on this day."""
    return exists().where(
        Qualification.person_id == person, Qualification.kind == kind, stands(day=day)
    )


def find_qualification(branch_id: int, qualification_id: int) -> Qualification | None:
    """Return the qualification if this branch recorded it, else None."""
    query = (
        select(Qualification)
        .where(Qualification.id == qualification_id, Qualification.branch_id == branch_id)
        .options(joinedload(Qualification.person), joinedload(Qualification.branch))
    )
    return db.session.scalar(query)


def find_standing(kind: QualificationKind, number: str) -> Qualification | None:
    """Return the one of this kind with this number that nobody has revoked."""
    return db.session.scalar(
        select(Qualification).where(
            Qualification.kind == kind,
            Qualification.number == number,
            Qualification.revoked_at.is_(None),
        )
    )


def list_on(number: str) -> Sequence[Qualification]:
    """Return what stands on the certificate of a course with this number, unless revoked."""
    query = (
        select(Qualification)
        .where(
            Qualification.source == Source.COURSE,
            Qualification.number == number,
            Qualification.revoked_at.is_(None),
        )
        .options(joinedload(Qualification.branch))
        .order_by(Qualification.id)
    )
    return db.session.scalars(query).all()


def list_recorded(branch_id: int, *, after: int | None = None) -> Sequence[Qualification]:
    """Return a page of what the branch recorded, the newest first, one more than fits."""
    query = (
        select(Qualification)
        .where(Qualification.branch_id == branch_id)
        .options(joinedload(Qualification.person))
        .order_by(Qualification.id.desc())
        .limit(PAGE + 1)
    )
    if after is not None:
        query = query.where(Qualification.id < after)
    return db.session.scalars(query).all()


def list_of(person_id: int) -> Sequence[Qualification]:
    """Return what this person holds or has held, the newest first."""
    query = (
        select(Qualification)
        .where(Qualification.person_id == person_id)
        .options(joinedload(Qualification.branch))
        .order_by(Qualification.id.desc())
    )
    return db.session.scalars(query).all()


def list_running_out(*, first: date, last: date) -> Sequence[Qualification]:
    """Return what nobody has revoked and whose last day is among these."""
    query = (
        select(Qualification)
        .where(
            Qualification.revoked_at.is_(None),
            Qualification.valid_until >= first,
            Qualification.valid_until <= last,
        )
        .order_by(Qualification.id)
    )
    return db.session.scalars(query).all()
