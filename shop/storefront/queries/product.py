"""Reads of the page of one product."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from core.branches.models import Branch, Unit
from core.db import db
from core.sponsorship.models import Sponsorship, Visit
from core.storage.models import StoredFile
from shop.catalog.models import Pack, Product, ProductCertificate, ProductPicture
from shop.catalog.queries import from_on_sale, listed
from shop.catalog.rules import CATEGORIES
from shop.catalog.rules.categories import codes_in
from shop.producers.models import Producer
from shop.storefront.queries.tiles import Tile, offered, tiles_of
from shop.storefront.rules import SIMILAR


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A picture with the size of its large form."""

    ref: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class Detail:
    """A product that all may see, with whose it is, where, and by whom it was verified."""

    product: Product
    producer: Producer
    packs: Sequence[Pack]
    village: str
    branch: str
    visited: date

    @property
    def sponsorship_id(self) -> int:
        return self.product.sponsorship_id or 0


def find_detail(product_id: int, *, at: datetime) -> Detail | None:
    """Return the product with its open packs, in one query; None where the public may not see it.

    One whose producer is away is shown, and says so.
    """
    went = select(Visit.day).where(Visit.sponsorship_id == Product.sponsorship_id)
    visited = went.correlate(Product).scalar_subquery()
    query = (
        select(
            Product,
            Unit.name,
            Branch.name,
            func.coalesce(visited, Sponsorship.valid_from),
        )
        .select_from(from_on_sale())
        .join(Unit, Unit.id == Producer.unit_id)
        .join(Branch, Branch.id == Sponsorship.branch_id)
        .outerjoin(
            Pack,
            (Pack.product_id == Product.id) & Pack.is_on & Pack.removed_at.is_(None),
        )
        .where(Product.id == product_id, listed(at=at))
        .options(contains_eager(Product.producer), contains_eager(Product.packs))
        .order_by(Pack.position, Pack.id)
    )
    row: Any = db.session.execute(query).unique().one_or_none()
    if row is None:
        return None
    product, village, branch, visited_on = row
    return Detail(
        product=product,
        producer=product.producer,
        packs=product.packs,
        village=village,
        branch=branch,
        visited=visited_on,
    )


def list_photos(product_id: int) -> list[Photo]:
    """Return the product's pictures in their order."""
    query = (
        select(StoredFile.ref, ProductPicture.alt, StoredFile.width, StoredFile.height)
        .join(StoredFile, StoredFile.id == ProductPicture.file_id)
        .where(ProductPicture.product_id == product_id, StoredFile.deleted_at.is_(None))
        .order_by(ProductPicture.position, ProductPicture.id)
    )
    return [Photo(**row) for row in db.session.execute(query).mappings() if row["width"]]


def list_certificates(product_id: int, *, day: date) -> Sequence[ProductCertificate]:
    """Return the certificates that still hold on this day, with a paper that may be opened."""
    return db.session.scalars(
        select(ProductCertificate)
        .where(ProductCertificate.product_id == product_id)
        .where(ProductCertificate.removed_at.is_(None), ProductCertificate.valid_until >= day)
        .options(joinedload(ProductCertificate.file))
        .order_by(ProductCertificate.id)
    ).all()


def list_similar(product: Product, *, at: datetime) -> list[Tile]:
    """Return a few other goods of the same shelf, then of the shelves beside it."""
    known = CATEGORIES.get(product.category)
    near = codes_in(known.parent) if known else (product.category,)
    order = (
        case((Product.category == product.category, 0), else_=1),
        case((Product.sells, 0), else_=1),
        Product.listed_at.desc(),
        Product.id.desc(),
    )
    query = offered(at).where(Product.category.in_(near), Product.id != product.id)
    return tiles_of(query.order_by(*order).limit(SIMILAR), order)
