"""Reads about freight and pickup points."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from core.db import db
from core.money import Money
from shop.freight.models import FreightProvince, FreightZone, PickupPoint
from shop.freight.rules import freight_of
from shop.producers.models import Producer

INVARIANTS = {
    "shop.two_zones_for_the_rest": (
        "SELECT z.producer_id FROM shop_freight_zone z WHERE NOT EXISTS"
        " (SELECT 1 FROM shop_freight_province p WHERE p.zone_id = z.id)"
        " GROUP BY z.producer_id HAVING count(*) > 1"
    ),
    "shop.province_of_another": (
        "SELECT p.id FROM shop_freight_province p JOIN shop_freight_zone z ON z.id = p.zone_id"
        " WHERE p.producer_id <> z.producer_id"
    ),
    "shop.delivers_as_said": (
        "SELECT p.id FROM shop_producer p WHERE p.closed_at IS NULL AND p.delivers <>"
        " (EXISTS (SELECT 1 FROM shop_freight_zone z WHERE z.producer_id = p.id AND z.served)"
        " OR EXISTS (SELECT 1 FROM shop_pickup_point q"
        " WHERE q.producer_id = p.id AND q.closed_at IS NULL))"
    ),
}


@dataclass(frozen=True)
class Quote:
    """What a parcel to a province costs; `fen` is None where it is not sent, or nothing was said.

    `free_over` is from which price of goods on it costs nothing.
    """

    fen: int | None
    free_over: int | None = None
    is_known: bool = True  # False: the producer has not said yet what it costs

    @property
    def price(self) -> Money | None:
        return None if self.fen is None else Money(self.fen)


def quote(producer_id: int, province: str, *, grams: int, fen: int) -> Quote:
    """Return what a parcel costs to a province (a district's code will do), in one query."""
    zone = find_zone_for(producer_id, province)
    if zone is None:
        return Quote(None, is_known=False)
    cost = freight_of(zone, grams, fen)
    return Quote(cost.fen if cost is not None else None, zone.free_over_fen)


def find_zone_for(producer_id: int, province: str) -> FreightZone | None:
    """Return the zone that names the province, else the one for all others."""
    named = exists().where(FreightProvince.zone_id == FreightZone.id)
    this = named.where(FreightProvince.code == province[:2])
    query = (
        select(FreightZone)
        .where(FreightZone.producer_id == producer_id, or_(this, ~named))
        .order_by(this.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def zones_for(producer_ids: Collection[int], province: str) -> Mapping[int, FreightZone]:
    """Return by producer the zone that names the province, else the one for all others."""
    named = exists().where(FreightProvince.zone_id == FreightZone.id)
    this = named.where(FreightProvince.code == province[:2])
    query = (
        select(FreightZone)
        .where(FreightZone.producer_id.in_(producer_ids), or_(this, ~named))
        .order_by(this)  # whoever names the province comes last, and stays
    )
    return {zone.producer_id: zone for zone in db.session.scalars(query)}


def list_zones(producer_id: int) -> Sequence[FreightZone]:
    """Return the zones with their provinces, the one for all others first."""
    query = (
        select(FreightZone)
        .where(FreightZone.producer_id == producer_id)
        .options(selectinload(FreightZone.provinces))
        .order_by(FreightZone.position)
    )
    return sorted(db.session.scalars(query), key=lambda zone: bool(zone.provinces))


def find_zone(producer_id: int, zone_id: int) -> FreightZone | None:
    """Return the zone of this open producer, else None."""
    query = (
        select(FreightZone)
        .join(FreightZone.producer)
        .where(FreightZone.id == zone_id, FreightZone.producer_id == producer_id)
        .where(Producer.closed_at.is_(None))
        .options(joinedload(FreightZone.producer), selectinload(FreightZone.provinces))
    )
    return db.session.scalar(query)


def list_taken(producer_id: int, *, but: int | None = None) -> set[str]:
    """Return the provinces that zones of the producer name, but for one of them."""
    query = select(FreightProvince.code).where(FreightProvince.producer_id == producer_id)
    if but is not None:
        query = query.where(FreightProvince.zone_id != but)
    return set(db.session.scalars(query))


def list_points(producer_id: int) -> Sequence[PickupPoint]:
    """Return the pickup points that are open, the oldest first."""
    query = (
        select(PickupPoint)
        .where(PickupPoint.producer_id == producer_id, PickupPoint.closed_at.is_(None))
        .order_by(PickupPoint.id)
    )
    return db.session.scalars(query).all()


def list_points_of(producer_ids: Collection[int]) -> Sequence[PickupPoint]:
    """Return the open pickup points of these producers, the oldest first."""
    query = (
        select(PickupPoint)
        .where(PickupPoint.producer_id.in_(producer_ids), PickupPoint.closed_at.is_(None))
        .order_by(PickupPoint.id)
    )
    return db.session.scalars(query).all()


def count_points(producer_id: int) -> int:
    """Return how many pickup points are open."""
    here = select(func.count()).where(
        PickupPoint.producer_id == producer_id, PickupPoint.closed_at.is_(None)
    )
    return db.session.scalar(here) or 0


def find_point(producer_id: int, point_id: int) -> PickupPoint | None:
    """Return an open pickup point of this open producer, else None."""
    query = (
        select(PickupPoint)
        .join(PickupPoint.producer)
        .where(PickupPoint.id == point_id, PickupPoint.producer_id == producer_id)
        .where(PickupPoint.closed_at.is_(None), Producer.closed_at.is_(None))
        .options(joinedload(PickupPoint.producer))
    )
    return db.session.scalar(query)
