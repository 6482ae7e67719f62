"""Reads about volunteers and the licences that officers have seen."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from core.db import db
from services.volunteering.models import Licence, Volunteer

PAGE = 50


def find_volunteer(person_id: int) -> Volunteer | None:
    """Return what somebody says of themselves as a volunteer, None where nothing yet."""
    return db.session.get(Volunteer, person_id)


def counts_on(day: date) -> ColumnElement[bool]:
    """Return the condition that a licence counts on this day."""
    return and_(
        Licence.removed_at.is_(None),
        or_(Licence.valid_until.is_(None), Licence.valid_until >= day),
    )


def list_licences_of(person_id: int) -> Sequence[Licence]:
    """Return the licences of this person that nobody has struck out, the newest first."""
    query = select(Licence).where(Licence.person_id == person_id, Licence.removed_at.is_(None))
    return db.session.scalars(query.order_by(Licence.id.desc())).all()


def list_seen(branch_id: int, *, after: int | None = None) -> Sequence[Licence]:
    """Return a page of the licences that the branch has seen, the newest first, one more."""
    query = (
        select(Licence)
        .where(Licence.branch_id == branch_id)
        .options(joinedload(Licence.person))
        .order_by(Licence.id.desc())
        .limit(PAGE + 1)
    )
    if after is not None:
        query = query.where(Licence.id < after)
    return db.session.scalars(query).all()


def find_licence(branch_id: int, licence_id: int) -> Licence | None:
    """Return the licence if this branch has seen it, else None."""
    query = select(Licence).where(Licence.id == licence_id, Licence.branch_id == branch_id)
    return db.session.scalar(query.options(joinedload(Licence.person)))


def is_known(person_id: int, kind: str, number: str) -> bool:
    """Tell whether this very licence stands already."""
    same = select(Licence.id).where(
        Licence.person_id == person_id,
        Licence.kind == kind,
        Licence.number == number,
        Licence.removed_at.is_(None),
    )
    return db.session.scalar(same.limit(1)) is not None
