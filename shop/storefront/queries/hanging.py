"""What hangs on a product or a producer and comes with it in one query: pictures, pickup points."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from core.db.short_lists import Columns
from core.storage.models import StoredFile
from shop.catalog.models import ProductPicture
from shop.freight.models import PickupPoint
from shop.producers.models import ProducerPicture


@dataclass(frozen=True)
class Photo:
    """A picture with the size of its large form."""

    ref: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class Point:
    """A place where buyers fetch what they ordered."""

    name: str
    address: str
    hours: str
    phone: str


def photos_of(
    table: type[ProductPicture] | type[ProducerPicture], whose: ColumnElement[bool]
) -> Columns:
    """Read the pictures with what their order is told by."""
    return (
        select(
            table.position,
            table.id,
            StoredFile.ref,
            table.alt,
            StoredFile.width,
            StoredFile.height,
        )
        .join(StoredFile, StoredFile.id == table.file_id)
        .where(whose, StoredFile.deleted_at.is_(None), StoredFile.width.is_not(None))
    )


def photos_in(rows: Sequence[list[Any]]) -> list[Photo]:
    return [Photo(*row[2:]) for row in sorted(rows, key=lambda row: row[:2])]


def points_of(producer_id: int) -> Columns:
    """Read the pickup points that are open."""
    return select(
        PickupPoint.id,
        PickupPoint.name,
        PickupPoint.address,
        PickupPoint.hours,
        PickupPoint.phone,
    ).where(PickupPoint.producer_id == producer_id, PickupPoint.closed_at.is_(None))


def points_in(rows: Sequence[list[Any]]) -> list[Point]:
    return [Point(*row[1:]) for row in sorted(rows)]
