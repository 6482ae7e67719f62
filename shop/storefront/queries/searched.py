"""Reads for searching: what the index keeps of goods and producers, and plain SQL in its stead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager

from core.branches.models import Branch, Unit
from core.clock import village_day
from core.db import db
from core.house import HOUSE
from core.ports import IndexAway
from core.search import words
from core.search.rules import MOST, MOST_WORDS
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from core.sponsorship.queries import is_active
from shop.catalog.models import Product
from shop.catalog.queries import from_on_sale, on_sale
from shop.catalog.rules import CATEGORIES
from shop.producers.models import Producer
from shop.producers.rules import KIND
from shop.storefront.queries.farm import Farm, farm_of, verified

GOODS = "product"  # under which name the index knows them
STANDS = Sponsorship.status == SponsorshipStatus.ACTIVE
SWITCHED_ON = (
    Product.is_on,
    Product.blocked_at.is_(None),
    Product.removed_at.is_(None),
    Product.sponsorship_id.is_not(None),
)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a thing is found by."""

    id: int
    title: str
    text: str
    category: str
    origin: str
    origin_note: str
    producer: str
    village: str


@dataclass(frozen=True)
class FoundGoods:
    """The ids of goods that were found, best first, and how they were looked for.

    `instead` is the word that was taken for another; `simple` says that the index was away and
    the database alone was asked.
    """

    ids: Sequence[int] = ()
    instead: str = ""
    simple: bool = False


def list_words(ids: Sequence[int]) -> list[Words]:
    """Return the words of those goods that are switched on and under a verification that stands.

    Whether its days are over, papers hold and the producer is there is asked when they are shown:
    these end by the day, without anybody telling the index.
    """
    query = (
        select(
            Product.id,
            Product.title,
            Product.text,
            Product.category,
            Product.origin,
            Product.origin_note,
            Producer.name.label("producer"),
            Unit.name.label("village"),
        )
        .select_from(from_on_sale())
        .join(Producer.unit)
        .where(Product.id.in_(ids), open_one(), STANDS, *SWITCHED_ON)
    )
    return [Words(**row) for row in db.session.execute(query).mappings()]


def list_refs(*, after: int, limit: int) -> Sequence[int]:
    """Return the ids of goods above this one that the index may hold."""
    query = select(Product.id).where(Product.id > after, *SWITCHED_ON)
    return db.session.scalars(query.order_by(Product.id).limit(limit)).all()


def goods_to_see(ids: Sequence[int], *, at: datetime) -> set[int]:
    """Return which of these goods are for sale now."""
    query = select(Product.id).select_from(from_on_sale())
    return set(db.session.scalars(query.where(Product.id.in_(ids), on_sale(at=at))))


def list_like(said: Sequence[str], *, limit: int, at: datetime) -> Sequence[int]:
    """Return what is for sale and holds all of these words somewhere, the newest first."""
    query = (
        select(Product.id)
        .select_from(from_on_sale())
        .join(Unit, Unit.id == Producer.unit_id)
        .where(on_sale(at=at), *(holds(word) for word in said))
        .order_by(Product.listed_at.desc(), Product.id.desc())
        .limit(limit)
    )
    return db.session.scalars(query).all()


def holds(word: str) -> ColumnElement[bool]:
    """Return the condition that a product says this word, by itself, its shelf, or its place."""
    shelves = [each.code for each in CATEGORIES.values() if word in (each.chinese, each.english)]
    places = (Product.title, Product.origin_note, Product.text, Producer.name, Unit.name)
    found = [place.icontains(word, autoescape=True) for place in places]
    return or_(*found, Product.category.in_(shelves))


def list_changed(*, after: int, limit: int, at: datetime) -> list[tuple[int, datetime]]:
    """Return what is for sale above this id, with when it last changed."""
    query = (
        select(Product.id, Product.changed_at)
        .select_from(from_on_sale())
        .where(on_sale(at=at), Product.id > after)
        .order_by(Product.id)
        .limit(limit)
    )
    return [(ref, changed) for ref, changed in db.session.execute(query)]


def list_producers(ids: Sequence[int]) -> Sequence[Producer]:
    """Return those of these producers that stand verified, with their villages."""
    query = kept(select(Producer)).join(Producer.unit).where(Producer.id.in_(ids))
    return db.session.scalars(query.options(contains_eager(Producer.unit))).all()


def open_one() -> ColumnElement[bool]:
    return Producer.closed_at.is_(None)


def list_producer_refs(*, after: int, limit: int) -> Sequence[int]:
    query = kept(select(Producer.id)).where(Producer.id > after)
    return db.session.scalars(query.order_by(Producer.id).limit(limit)).all()


def farms_to_see(ids: Sequence[int], *, at: datetime) -> set[int]:
    """Return which of these producers are verified now."""
    return set(db.session.scalars(standing(at, Producer.id).where(Producer.id.in_(ids))))


def list_farms(ids: Sequence[int], *, at: datetime) -> list[Farm]:
    """Return those of these producers that all may see now, in the order of the ids."""
    places = {each: place for place, each in enumerate(ids)}
    rows = db.session.execute(verified(village_day(at)).where(Producer.id.in_(ids)))
    return sorted(map(farm_of, rows), key=lambda farm: places[farm.producer.id])


def list_farms_like(said: Sequence[str], *, limit: int, at: datetime) -> Sequence[int]:
    """Return the verified producers that hold all of these words, by name, village or story."""
    places = (Producer.name, Unit.name, Producer.story)
    every = [or_(*(place.icontains(word, autoescape=True) for place in places)) for word in said]
    return db.session.scalars(
        standing(at, Producer.id)
        .join(Unit, Unit.id == Producer.unit_id)
        .where(*every)
        .order_by(Producer.id)
        .limit(limit)
    ).all()


def list_farms_changed(*, after: int, limit: int, at: datetime) -> list[tuple[int, datetime]]:
    """Return the verified producers above this id, with when their verification began."""
    query = (
        standing(at, Producer.id, Sponsorship.status_at)
        .where(Producer.id > after)
        .order_by(Producer.id)
        .limit(limit)
    )
    return [(ref, changed) for ref, changed in db.session.execute(query)]


def standing(at: datetime, *columns: Any) -> Select[Any]:
    """Read open producers whose verification stands today."""
    found = kept(select(*columns).select_from(Producer))
    return found.join(Branch, Branch.id == Sponsorship.branch_id).where(
        is_active(day=village_day(at))
    )


def kept(query: Select[Any]) -> Select[Any]:
    """Narrow a read of producers to those the index keeps: open, and their verification stands.

    Whoever has only applied, or is refused, is nobody's business.
    """
    theirs = and_(Sponsorship.kind == KIND, Sponsorship.ref == Producer.id)
    return query.join(Sponsorship, theirs).where(open_one(), STANDS)


def find_ids(text: str, *, at: datetime) -> FoundGoods:
    """Look for goods; while the index is away the database is asked for the words as they are."""
    try:
        found = HOUSE.index.find(text, kinds=(GOODS,), limit=MOST)
    except IndexAway:
        wanted = words.pieces(text)[:MOST_WORDS]
        return FoundGoods(list_like(wanted, limit=MOST, at=at) if wanted else (), simple=True)
    return FoundGoods([ref for _kind, ref in found.keys], instead=found.instead)
