"""A producer's products as the producer sees them: what stands where, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, defer

from core.clock import village_day
from core.db import db
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from core.storage.models import StoredFile
from shop.catalog.models import Pack, Product, ProductPicture
from shop.catalog.queries.selling import conditions
from shop.catalog.rules.listing import Facts, State, Verified, Why, missing_of, state_of
from shop.catalog.rules.listing import why_not_on_sale as reasons_of
from shop.producers.models import Producer
from shop.producers.queries import verification_of
from shop.producers.queries.producers import Verification


@dataclass(frozen=True, kw_only=True)
class Line:
    """One product on its producer's list."""

    product: Product
    picture: str  # ref of the first picture, or nothing
    stock: int  # packs left in all
    facts: Facts

    @property
    def state(self) -> State:
        return state_of(self.facts)

    @property
    def reasons(self) -> list[Why]:
        return reasons_of(self.facts)


def list_lines(producer_id: int, *, at: datetime) -> list[Line]:
    """Return the producer's products, the newest first, in two queries."""
    query = _lines(at).where(Product.producer_id == producer_id).options(defer(Product.text))
    rows = db.session.execute(query.order_by(Product.id.desc())).all()
    verified = verified_of(verification_of(producer_id)) if rows else Verified.NONE
    return [_line(row, verified) for row in rows]


def find_line(product: Product, *, at: datetime) -> Line:
    """Return where one product stands, in two queries."""
    row = db.session.execute(_lines(at).where(Product.id == product.id)).one()
    return _line(row, verified_of(verification_of(product.producer_id)))


def verified_of(verification: Verification) -> Verified:
    """Return how far the verification of a producer is."""
    standing = verification.standing
    if standing is not None:
        active = standing.status is SponsorshipStatus.ACTIVE
        return Verified.ACTIVE if active else Verified.SUSPENDED
    return Verified.UNDER_WAY if verification.under_way else Verified.NONE


def first_picture() -> Any:
    """Return the ref of a product's first picture, as a column of a query over products."""
    return (
        select(StoredFile.ref)
        .join(ProductPicture, ProductPicture.file_id == StoredFile.id)
        .where(ProductPicture.product_id == Product.id)
        .order_by(ProductPicture.position, ProductPicture.id)
        .limit(1)
        .correlate(Product)
        .scalar_subquery()
    )


def _lines(at: datetime) -> Select[Any]:
    stock = (
        select(func.coalesce(func.sum(Pack.stock), 0))
        .where(Pack.product_id == Product.id, Pack.removed_at.is_(None), Pack.is_on)
        .correlate(Product)
        .scalar_subquery()
    )
    return (
        select(
            Product,
            first_picture().label("picture"),
            stock.label("left"),
            *(each.label(f"c_{name}") for name, each in conditions(day=village_day(at)).items()),
        )
        .join(Product.producer)
        .outerjoin(Sponsorship, Product.sponsorship_id == Sponsorship.id)
        .where(Product.removed_at.is_(None), Producer.closed_at.is_(None))
        .options(contains_eager(Product.producer))
    )


def _line(row: Sequence[Any], verified: Verified) -> Line:
    told: dict[str, Any] = dict(row._mapping)  # type: ignore[attr-defined]  # noqa: SLF001
    product: Product = told["Product"]
    holds = {name[2:]: bool(value) for name, value in told.items() if name.startswith("c_")}
    return Line(
        product=product,
        picture=told["picture"] or "",
        stock=int(told["left"]),
        facts=Facts(
            holds=holds,
            missing=missing_of(product),
            blocked_why=product.blocked_why,
            verified=verified,
            sells=product.sells,
        ),
    )
