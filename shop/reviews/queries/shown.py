"""Reviews as everybody reads them, with their pictures, in one query."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from core.accounts.models import Person
from core.db import db
from core.storage.models import StoredFile
from core.words import _
from shop.catalog.models import Product
from shop.orders.models import OrderLine
from shop.questions.rules import masked_name
from shop.reviews.models import Review, ReviewPicture

PAGE = 20
WAITS = Review.answered_at.is_(None) & Review.hidden_at.is_(None)


@dataclass(frozen=True)
class Photo:
    """A picture with the size of its large form."""

    ref: str
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A review as everybody may read it; of a hidden one only why, and when it was written."""

    id: int
    reviewer: str
    stars: int
    title: str
    what: str  # the size that was bought
    text: str
    made_at: datetime
    answer: str
    answered_at: datetime | None
    hidden_why: str
    photos: list[Photo] = field(default_factory=list)


def list_shown(product_id: int, *, after: int | None = None, limit: int) -> list[Shown]:
    """Return the product's reviews, the newest first; `after` is the last one seen."""
    query = select(Review.id).where(Review.product_id == product_id)
    if after is not None:
        query = query.where(Review.id < after)
    return _read(Review.id.in_(query.order_by(Review.id.desc()).limit(limit)))


def list_latest(*, product_id: int | None = None, after: int | None = None) -> list[Shown]:
    """Return a page of reviews and one more, the newest first, on the market or not any more.

    `product_id`: only of this product; `after` is the last one seen.
    """
    query = select(Review.id)
    if product_id is not None:
        query = query.where(Review.product_id == product_id)
    if after is not None:
        query = query.where(Review.id < after)
    return _read(Review.id.in_(query.order_by(Review.id.desc()).limit(PAGE + 1)))


def shown_of(review_id: int) -> Shown:
    """Return one review as everybody reads it."""
    (found,) = _read(Review.id == review_id)
    return found


def list_waiting(producer_id: int) -> list[Shown]:
    """Return what the producer has not answered yet, what has waited longest first."""
    waits = _of_producer(producer_id).where(WAITS).order_by(Review.id).limit(PAGE)
    return _read(Review.id.in_(waits))[::-1]


def count_waiting(producer_id: int) -> int:
    """Count what the producer has not answered yet."""
    waiting = _of_producer(producer_id).where(WAITS).subquery()
    return db.session.scalar(select(func.count()).select_from(waiting)) or 0


def list_rest(producer_id: int, *, after: int | None = None, limit: int = PAGE + 1) -> list[Shown]:
    """Return what was answered or hidden, the newest review first; `after` is the last one seen."""
    query = _of_producer(producer_id).where(~WAITS)
    if after is not None:
        query = query.where(Review.id < after)
    return _read(Review.id.in_(query.order_by(Review.id.desc()).limit(limit)))


def _of_producer(producer_id: int) -> Select[int]:
    return select(Review.id).join(Review.product).where(Product.producer_id == producer_id)


def _read(which: ColumnElement[bool]) -> list[Shown]:
    """Return them with all their pictures; what was taken away or closed to the public is not."""
    found: dict[int, Shown] = {}
    for row in db.session.execute(_rows().where(which)):
        if row.id not in found:
            found[row.id] = _shown(row)
        if row.ref and not row.hidden_why:
            found[row.id].photos.append(Photo(row.ref, row.width, row.height))
    return list(found.values())


def _rows() -> Any:
    there = StoredFile.deleted_at.is_(None) & StoredFile.is_public & StoredFile.width.is_not(None)
    own = (
        Review.id,
        Review.stars,
        Review.text,
        Review.made_at,
        Review.answer,
        Review.answered_at,
        Review.hidden_why,
    )
    return (
        select(
            *own,
            Person.name,
            Person.closed_at,
            OrderLine.title,
            OrderLine.detail,
            StoredFile.ref,
            StoredFile.width,
            StoredFile.height,
        )
        .join(Person, Person.id == Review.person_id)
        .join(OrderLine, OrderLine.id == Review.line_id)
        .outerjoin(ReviewPicture, ReviewPicture.review_id == Review.id)
        .outerjoin(StoredFile, (StoredFile.id == ReviewPicture.file_id) & there)
        .order_by(Review.id.desc(), ReviewPicture.id)
    )


def _shown(row: Any) -> Shown:
    hidden = bool(row.hidden_why)
    return Shown(
        id=row.id,
        reviewer=_("已注销的用户") if row.closed_at else masked_name(row.name),
        stars=0 if hidden else row.stars,
        title=row.title,
        what="" if hidden else row.detail,
        text="" if hidden else row.text,
        made_at=row.made_at,
        answer="" if hidden else row.answer,
        answered_at=None if hidden else row.answered_at,
        hidden_why=row.hidden_why,
    )
