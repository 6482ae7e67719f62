"""Reads of the page of one producer."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import contains_eager

from core.branches.models import Branch
from core.clock import village_day
from core.db import db
from core.sponsorship.models import Sponsorship, Visit
from core.sponsorship.queries import is_active
from core.storage.models import StoredFile
from shop.catalog.models import Product
from shop.catalog.queries import from_on_sale, listed
from shop.producers.models import Producer, ProducerPicture
from shop.producers.rules import KIND
from shop.storefront import rules
from shop.storefront.queries.market import Page, cut
from shop.storefront.queries.product import Photo
from shop.storefront.queries.tiles import NEWEST, tiles_of
from shop.storefront.rules import PAGE, Sort


@dataclass(frozen=True, kw_only=True)
class Farm:
    """A producer that all may see, and the verification that stands."""

    producer: Producer
    village: str
    sponsorship_id: int
    branch: str
    visited: date


def verified(day: date) -> Select[Producer, int, str, date]:
    """Read open producers with their village and the verification that stands on this day."""
    visited = func.coalesce(Visit.day, Sponsorship.valid_from)
    return (
        select(Producer, Sponsorship.id, Branch.name, visited)
        .join(Producer.unit)
        .join(Sponsorship, (Sponsorship.kind == KIND) & (Sponsorship.ref == Producer.id))
        .join(Branch, Branch.id == Sponsorship.branch_id)
        .outerjoin(Visit, Visit.sponsorship_id == Sponsorship.id)
        .where(Producer.closed_at.is_(None), is_active(day=day))
        .options(contains_eager(Producer.unit))
    )


def farm_of(row: Any) -> Farm:
    producer, sponsorship_id, branch, visited = row
    return Farm(
        producer=producer,
        village=producer.unit.name,
        sponsorship_id=sponsorship_id,
        branch=branch,
        visited=visited,
    )


def find_farm(producer_id: int, *, at: datetime) -> Farm | None:
    """Return the producer with its verification, or None where the public may not see it."""
    query = verified(village_day(at)).where(Producer.id == producer_id)
    row = db.session.execute(query).one_or_none()
    return farm_of(row) if row else None


def list_photos(producer_id: int) -> list[Photo]:
    """Return the pictures of the farm in their order."""
    query = (
        select(StoredFile.ref, ProducerPicture.alt, StoredFile.width, StoredFile.height)
        .join(StoredFile, StoredFile.id == ProducerPicture.file_id)
        .where(ProducerPicture.producer_id == producer_id, StoredFile.deleted_at.is_(None))
        .order_by(ProducerPicture.position, ProducerPicture.id)
    )
    return [Photo(**row) for row in db.session.execute(query).mappings() if row["width"]]


def list_goods(producer_id: int, after: tuple[int, ...], *, at: datetime) -> Page:
    """Return a page of what the producer has in the market, the newest first; also while away."""
    query = (
        select(Product.id)
        .select_from(from_on_sale())
        .where(listed(at=at), Product.producer_id == producer_id)
    )
    if after:
        key = (rules.as_moment(after[0]), after[1])
        query = query.where(tuple_(Product.listed_at, Product.id) < key)
    tiles = tiles_of(query.order_by(*NEWEST).limit(PAGE + 1), NEWEST)
    return cut(tiles, Sort.NEWEST)
