"""What is on sale: one expression, asked by list, page, basket, search and sitemap alike."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, FromClause, and_, exists, or_, select
from sqlalchemy.orm import contains_eager, join

from core.clock import village_day
from core.db import db
from core.sponsorship.models import Sponsorship
from core.sponsorship.queries import is_active
from shop.catalog.models import CertificateKind, Product, ProductCertificate
from shop.catalog.rules.listing import CONFORMITY_CLASSES, CONFORMITY_KINDS
from shop.producers.models import Producer
from shop.producers.queries import is_away, papers_in_order, qualified


def from_on_sale() -> FromClause:
    """Return the tables that the conditions speak of, joined: product, producer, verification."""
    whole = join(Product, Producer, Product.producer_id == Producer.id)
    return join(whole, Sponsorship, Product.sponsorship_id == Sponsorship.id)


def on_sale(*, at: datetime) -> ColumnElement[bool]:
    """Return the condition that a product, joined as `from_on_sale` does, is for sale now."""
    return and_(*conditions(day=village_day(at)).values())


def listed(*, at: datetime) -> ColumnElement[bool]:
    """Return the condition that a product is for all to see, though its producer may be away."""
    wanted = conditions(day=village_day(at))
    return and_(*(each for name, each in wanted.items() if name != "here"))


@lru_cache(maxsize=4)
def conditions(*, day: date) -> Mapping[str, ColumnElement[bool]]:
    """Return, by name, all that must hold for a product to be on sale on this village day.

    The first four stand in the partial indexes word for word. Verified: PRODUCT; papers and
    qualification: E-commerce law 10 and 27, Food safety law 35, 36 and 62.
    """
    return {
        "on": and_(Product.is_on),
        "allowed": Product.blocked_at.is_(None),
        "kept": Product.removed_at.is_(None),
        "under": Product.sponsorship_id.is_not(None),
        "verified": is_active(day=day),
        "open": Producer.closed_at.is_(None),
        "here": ~is_away(day=day),
        "papers": papers_in_order(Product.product_class, day=day),
        "qualified": qualified(Product.product_class, day=day),
        "conformity": conforms(day=day),
    }


def conforms(*, day: date) -> ColumnElement[bool]:
    """Return the condition that a product has the 承诺达标合格证 where the law asks for one.

    Farm produce of cooperatives and enterprises needs it (Agri-product quality law 38, 39).
    """
    has_one = exists().where(
        ProductCertificate.product_id == Product.id,
        ProductCertificate.kind == CertificateKind.CONFORMITY,
        ProductCertificate.removed_at.is_(None),
        ProductCertificate.valid_until >= day,
    )
    return or_(
        Product.product_class.not_in(CONFORMITY_CLASSES),
        Producer.kind.not_in(CONFORMITY_KINDS),
        has_one,
    )


def find_on_sale(product_id: int, *, at: datetime) -> Product | None:
    """Return the product with its producer if it is for sale now, else None."""
    return _find(product_id, on_sale(at=at))


def find_listed(product_id: int, *, at: datetime) -> Product | None:
    """Return the product with its producer if all may see it now, else None."""
    return _find(product_id, listed(at=at))


def _find(product_id: int, wanted: ColumnElement[bool]) -> Product | None:
    query = select(Product).select_from(from_on_sale()).where(Product.id == product_id, wanted)
    return db.session.scalar(query.options(contains_eager(Product.producer)))
