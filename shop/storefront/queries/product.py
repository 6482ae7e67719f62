"""Reads of the page of one product."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, select, union_all
from sqlalchemy.orm import contains_eager

from core.branches.models import Branch, Unit
from core.db import db
from core.db.short_lists import short_lists
from core.sponsorship.models import Sponsorship, Visit
from shop.catalog.models import (
    CertificateKind,
    Pack,
    Product,
    ProductCertificate,
    ProductPicture,
)
from shop.catalog.queries import from_on_sale, listed
from shop.catalog.rules import CATEGORIES
from shop.catalog.rules.categories import codes_in
from shop.producers.models import Producer
from shop.storefront.queries.hanging import (
    Photo,
    Point,
    photos_in,
    photos_of,
    points_in,
    points_of,
)
from shop.storefront.queries.tiles import NEWEST, Tile, offered_in_order, tiles_of

SIMILAR = 6


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


@dataclass(frozen=True)
class Badge:
    """A certificate of a product that holds today."""

    kind: CertificateKind
    name: str
    number: str
    issuer: str
    valid_until: date


@dataclass(frozen=True, kw_only=True)
class Around:
    """What hangs on a product: pictures, certificates, and where it can be fetched."""

    photos: list[Photo]
    certificates: list[Badge]
    points: list[Point]


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


def read_around(detail: Detail, *, day: date) -> Around:
    """Return what hangs on a product, in one query: certificates only while they hold."""
    product_id = detail.product.id
    paper = ProductCertificate
    found = short_lists(
        photos=photos_of(ProductPicture, ProductPicture.product_id == product_id),
        certificates=select(
            paper.id, paper.kind, paper.name, paper.number, paper.issuer, paper.valid_until
        ).where(
            paper.product_id == product_id, paper.removed_at.is_(None), paper.valid_until >= day
        ),
        points=points_of(detail.producer.id),
    )
    return Around(
        photos=photos_in(found["photos"]),
        certificates=[
            Badge(CertificateKind(kind), name, number, issuer, date.fromisoformat(until))
            for _id, kind, name, number, issuer, until in sorted(found["certificates"])
        ],
        points=points_in(found["points"]),
    )


def find_photo(product_id: int) -> Photo | None:
    """Return the first picture of a product."""
    query = photos_of(ProductPicture, ProductPicture.product_id == product_id)
    return next(iter(photos_in([list(row) for row in db.session.execute(query)])), None)


def list_similar(product: Product, *, at: datetime) -> list[Tile]:
    """Return a few other goods of the same shelf, then of the shelves beside it."""
    mine = Product.category == product.category
    known = CATEGORIES.get(product.category)
    near = [each for each in codes_in(known.parent) if each != product.category] if known else []
    newest = [
        offered_in_order(at)
        .where(shelf, Product.id != product.id)
        .order_by(*NEWEST)
        .limit(SIMILAR)
        .subquery()
        for shelf in (mine, Product.category.in_(near))
    ]
    either = union_all(*(select(each.c.id) for each in newest))
    order = (case((mine, 0), else_=1), case((Product.sells, 0), else_=1), *NEWEST)
    return tiles_of(either, order)[:SIMILAR]
