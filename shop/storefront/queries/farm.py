"""Reads of the page of one producer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import contains_eager

from core.branches.models import Branch
from core.clock import village_day
from core.db import db
from core.db.short_lists import short_lists
from core.sponsorship.models import Sponsorship, Visit
from core.sponsorship.queries import is_active
from shop.catalog.models import Product
from shop.catalog.queries import from_on_sale, listed
from shop.freight.models import FreightProvince, FreightZone
from shop.freight.rules import Terms
from shop.producers.models import Paper, PaperKind, Producer, ProducerPicture
from shop.producers.rules import KIND
from shop.storefront import rules
from shop.storefront.queries.hanging import (
    Photo,
    Point,
    photos_in,
    photos_of,
    points_in,
    points_of,
)
from shop.storefront.queries.market import Page, cut
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


@dataclass(frozen=True)
class Licence:
    """A paper of a producer, as the law wants it shown."""

    kind: PaperKind
    number: str
    issuer: str
    valid_until: date | None


@dataclass(frozen=True, kw_only=True)
class Around:
    """What hangs on a producer: pictures, papers, freight and pickup points."""

    photos: list[Photo]
    papers: list[Licence]
    zones: list[Terms]
    points: list[Point]


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


def read_around(producer_id: int) -> Around:
    """Return what hangs on a producer, in one query."""
    found = short_lists(
        photos=photos_of(ProducerPicture, ProducerPicture.producer_id == producer_id),
        papers=select(Paper.id, Paper.kind, Paper.number, Paper.issuer, Paper.valid_until).where(
            Paper.producer_id == producer_id, Paper.removed_at.is_(None)
        ),
        zones=select(
            FreightZone.id,
            FreightZone.served,
            FreightZone.first_grams,
            FreightZone.first_fen,
            FreightZone.further_grams,
            FreightZone.further_fen,
            FreightZone.free_over_fen,
        ).where(FreightZone.producer_id == producer_id),
        provinces=select(FreightProvince.zone_id, FreightProvince.code).where(
            FreightProvince.producer_id == producer_id
        ),
        points=points_of(producer_id),
    )
    named: dict[int, list[str]] = {}
    for zone_id, code in sorted(found["provinces"]):
        named.setdefault(zone_id, []).append(code)
    return Around(
        photos=photos_in(found["photos"]),
        papers=[
            Licence(PaperKind(kind), number, issuer, date.fromisoformat(until) if until else None)
            for _id, kind, number, issuer, until in sorted(found["papers"], key=itemgetter(0))
        ],
        zones=[terms_of(row, named) for row in sorted(found["zones"], key=itemgetter(0))],
        points=points_in(found["points"]),
    )


def terms_of(row: list[Any], named: Mapping[int, list[str]]) -> Terms:
    zone_id, served, first_grams, first_fen, further_grams, further_fen, free_over_fen = row
    return Terms(
        served=bool(served),
        first_grams=first_grams,
        first_fen=first_fen,
        further_grams=further_grams,
        further_fen=further_fen,
        free_over_fen=free_over_fen,
        provinces=named.get(zone_id, ()),
    )


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
