"""Goods as lists show them: each list is one query, whatever its length."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, SelectBase, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, join
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from core.branches.models import Branch, Unit
from core.db import db
from core.money import Money
from core.sponsorship.models import Sponsorship, Visit
from core.storage.models import StoredFile
from shop.catalog.models import Pack, Product, ProductPicture
from shop.catalog.queries import from_on_sale, on_sale
from shop.catalog.rules import jin_price
from shop.producers.models import Producer
from shop.storefront.rules import in_season

Order = tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...]
NEWEST: Order = (Product.listed_at.desc(), Product.id.desc())


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A thing for sale as a list shows it; its price is that of the cheapest pack."""

    id: int
    title: str
    category: str
    months: int
    sells: bool
    least_fen: int | None
    listed_at: datetime
    producer_id: int
    producer: str
    village: str
    sponsorship_id: int
    branch: str
    visited: date
    picture: str | None
    alt: str | None
    pack: str | None
    fen: int | None
    grams: int | None
    ship_by: date | None
    dearest_fen: int | None

    @property
    def price(self) -> Money | None:
        return None if self.fen is None else Money(self.fen)

    @property
    def varies(self) -> bool:
        """Whether another pack that can be bought costs more."""
        return self.dearest_fen is not None and self.fen != self.dearest_fen

    @property
    def per_jin(self) -> Money | None:
        """The price of 500 g of the pack that is shown; None for what is sold by the piece."""
        return jin_price(self.fen, self.grams) if self.fen and self.grams else None

    def in_season(self, month: int) -> bool:
        return in_season(self.months, month)


def offered(at: datetime) -> Select[Any]:
    """Return the ids of what is for sale now, to be filtered, ordered and cut."""
    return select(Product.id).select_from(from_on_sale()).where(on_sale(at=at))


def offered_in_order(at: datetime) -> Select[Any]:
    """Return the same, read along an index of products until a page is full.

    SQLite reckons with all rows and would begin with the verifications, then sort all there is; a
    `+` before the keys leaves it no other way than product by product.
    """
    whole = join(Product, Producer, as_it_is(Product.producer_id) == Producer.id)
    whole = join(whole, Sponsorship, as_it_is(Product.sponsorship_id) == Sponsorship.id)
    return select(Product.id).select_from(whole).where(on_sale(at=at))


def as_it_is(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """Return the value of a column, for which no index is looked up."""
    return UnaryExpression(column.expression, operator=custom_op("+"), type_=column.type)


def first_picture() -> Any:
    """Return the id of the first picture of the product in the query around it."""
    return (
        select(ProductPicture.id)
        .where(ProductPicture.product_id == Product.id)
        .order_by(ProductPicture.position, ProductPicture.id)
        .limit(1)
        .correlate(Product)
        .scalar_subquery()
    )


def open_packs(column: Any) -> Select[Any]:
    """Read a column of the packs of the product in the query around it."""
    return (
        select(column)
        .where(Pack.product_id == Product.id, Pack.is_on, Pack.removed_at.is_(None))
        .correlate(Product)
    )


def cheapest_pack() -> Any:
    """Return the id of the cheapest pack that can be bought; where all is sold out, of all."""
    order = (case((Pack.stock > 0, 0), else_=1), Pack.fen, Pack.position, Pack.id)
    return open_packs(Pack.id).order_by(*order).limit(1).scalar_subquery()


def dearest_price() -> Any:
    """Return the highest price of a pack that can be bought."""
    return open_packs(func.max(case((Pack.stock > 0, Pack.fen)))).scalar_subquery()


def tiles_of(page: SelectBase, order: Order) -> list[Tile]:
    """Return the goods whose ids this query yields, in this order."""
    ids = page.subquery()
    query = (
        select(
            Product.id,
            Product.title,
            Product.category,
            Product.months,
            Product.sells,
            Product.least_fen,
            Product.listed_at,
            Producer.id.label("producer_id"),
            Producer.name.label("producer"),
            Unit.name.label("village"),
            Sponsorship.id.label("sponsorship_id"),
            Branch.name.label("branch"),
            func.coalesce(Visit.day, Sponsorship.valid_from).label("visited"),
            StoredFile.ref.label("picture"),
            ProductPicture.alt,
            Pack.name.label("pack"),
            Pack.fen,
            Pack.net_grams.label("grams"),
            Pack.ship_by,
            dearest_price().label("dearest_fen"),
        )
        .join(ids, ids.c.id == Product.id)
        .join(Producer, Producer.id == Product.producer_id)
        .join(Unit, Unit.id == Producer.unit_id)
        .join(Sponsorship, Sponsorship.id == Product.sponsorship_id)
        .join(Branch, Branch.id == Sponsorship.branch_id)
        .outerjoin(Visit, Visit.sponsorship_id == Sponsorship.id)
        .outerjoin(ProductPicture, ProductPicture.id == first_picture())
        .outerjoin(
            StoredFile, (StoredFile.id == ProductPicture.file_id) & StoredFile.deleted_at.is_(None)
        )
        .outerjoin(Pack, Pack.id == cheapest_pack())
        .order_by(*order)
    )
    return [Tile(**row) for row in db.session.execute(query).mappings()]


def tiles_by_id(
    ids: Sequence[int], *, at: datetime, asked: Sequence[ColumnElement[bool]] = ()
) -> list[Tile]:
    """Return those of these that are for sale now and meet what is asked, in the ids' order."""
    if not ids:
        return []
    places = {each: place for place, each in enumerate(ids)}
    found = tiles_of(offered(at).where(Product.id.in_(ids), *asked), (Product.id,))
    return sorted(found, key=lambda tile: places[tile.id])
