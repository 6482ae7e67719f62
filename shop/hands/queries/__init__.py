"""What producers call hands for, and whose household is in hardship."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from core.accounts.models import Person
from core.accounts.rules import normal_phone
from core.branches.models import Branch, Unit, UnitKind
from core.db import db
from core.sponsorship.models import Sponsorship
from core.sponsorship.queries import is_active
from shop.hands.models import Hardship, Wanted
from shop.producers.models import Producer
from shop.producers.rules import KIND

PAGE = 30
SHOWN_PAST = 5  # hardships of a household that are over, on its own page


def is_verified(*, day: date) -> ColumnElement[bool]:
    """Return the condition that a branch's verification of the producer stands on this day."""
    return exists().where(
        Sponsorship.kind == KIND, Sponsorship.ref == Producer.id, is_active(day=day)
    )


def find_wanted(producer_id: int, wanted_id: int) -> Wanted | None:
    """Return the call if it is this open producer's, else None."""
    query = (
        select(Wanted)
        .join(Wanted.producer)
        .where(Wanted.id == wanted_id, Wanted.producer_id == producer_id)
        .where(Producer.closed_at.is_(None))
        .options(contains_eager(Wanted.producer))
    )
    return db.session.scalar(query)


def list_open(producer_id: int, *, at: datetime) -> Sequence[Wanted]:
    """Return the producer's calls that are not over, the soonest first."""
    query = select(Wanted).where(_is_open(producer_id, at=at))
    return db.session.scalars(query.order_by(Wanted.starts_at, Wanted.id)).all()


def count_open(producer_id: int, *, at: datetime) -> int:
    """Count the producer's calls that are not over."""
    return db.session.scalar(select(func.count()).where(_is_open(producer_id, at=at))) or 0


def _is_open(producer_id: int, *, at: datetime) -> ColumnElement[bool]:
    return and_(Wanted.producer_id == producer_id, Wanted.closed_at.is_(None), Wanted.ends_at > at)


def list_past(producer_id: int, *, at: datetime, after: int | None = None) -> Sequence[Wanted]:
    """Return a page of the producer's calls that are over, the newest first, one more than fits."""
    query = (
        select(Wanted)
        .where(Wanted.producer_id == producer_id)
        .where(or_(Wanted.closed_at.is_not(None), Wanted.ends_at <= at))
        .order_by(Wanted.id.desc())
        .limit(PAGE + 1)
    )
    if after is not None:
        query = query.where(Wanted.id < after)
    return db.session.scalars(query).all()


def verified(producer_id: int, *, day: date) -> bool:
    """Tell whether a branch's verification of the producer stands on this day."""
    query = select(Producer.id).where(Producer.id == producer_id, is_verified(day=day))
    return db.session.scalar(query) is not None


def find_live(producer_id: int) -> Hardship | None:
    """Return the household's hardship that nobody has ended, also one that has run out."""
    query = select(Hardship).where(Hardship.producer_id == producer_id, Hardship.ended_at.is_(None))
    return db.session.scalar(query.options(joinedload(Hardship.branch)))


def list_ended(producer_id: int) -> Sequence[Hardship]:
    """Return the household's last hardships that were ended, the newest first."""
    query = (
        select(Hardship)
        .where(Hardship.producer_id == producer_id, Hardship.ended_at.is_not(None))
        .options(joinedload(Hardship.branch))
        .order_by(Hardship.id.desc())
        .limit(SHOWN_PAST)
    )
    return db.session.scalars(query).all()


def find_hardship(branch_id: int, hardship_id: int) -> Hardship | None:
    """Return the hardship if this branch has recorded it and is still there, else None."""
    query = (
        select(Hardship)
        .join(Hardship.branch)
        .where(Hardship.id == hardship_id, Hardship.branch_id == branch_id)
        .where(Branch.closed_at.is_(None))
        .options(
            contains_eager(Hardship.branch),
            joinedload(Hardship.producer).joinedload(Producer.responsible),
        )
    )
    return db.session.scalar(query)


def list_at_desk(branch_id: int, *, over: bool, after: int | None = None) -> Sequence[Hardship]:
    """Return a page of what this branch has recorded, the newest first, one more than fits.

    `over`: those that were ended, else those that were not.
    """
    query = (
        select(Hardship)
        .where(Hardship.branch_id == branch_id, Hardship.ended_at.is_not(None) == over)
        .options(
            joinedload(Hardship.producer).joinedload(Producer.responsible),
            joinedload(Hardship.recorder),
            joinedload(Hardship.ender),
        )
        .order_by(Hardship.id.desc())
        .limit(PAGE + 1)
    )
    if after is not None:
        query = query.where(Hardship.id < after)
    return db.session.scalars(query).all()


def find_here(branch_id: int, text: str) -> Sequence[Producer]:
    """Return who is meant among the open producers of the branch's villages.

    `text` is the whole name of the producer or of who answers for it, or their full number.
    """
    try:
        meant = Person.phone == normal_phone(text)
    except ValueError:
        meant = or_(Producer.name == text, Person.name == text)
    query = (
        select(Producer)
        .join(Producer.responsible)
        .join(Producer.unit)
        .where(Unit.branch_id == branch_id, Unit.kind == UnitKind.VILLAGE)
        .where(Producer.closed_at.is_(None), meant)
        .options(contains_eager(Producer.responsible), contains_eager(Producer.unit))
        .order_by(Producer.id)
    )
    return db.session.scalars(query).all()
