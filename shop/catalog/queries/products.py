"""Products and what hangs on them, one by one."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from core.clock import village_day
from core.db import db
from shop.catalog.models import (
    Pack,
    Product,
    ProductCertificate,
    ProductPicture,
    StockMove,
)
from shop.producers.models import Producer

MOVES_SHOWN = 50


def find_product(product_id: int) -> Product | None:
    """Return the product with its producer unless either is gone, else None."""
    return db.session.scalar(
        select(Product)
        .join(Product.producer)
        .where(Product.id == product_id, Product.removed_at.is_(None))
        .where(Producer.closed_at.is_(None))
        .options(contains_eager(Product.producer))
    )


def find_pack(product_id: int, pack_id: int) -> Pack | None:
    """Return the pack if it is this product's and neither is gone, else None."""
    product, pack = find_product(product_id), db.session.get(Pack, pack_id)
    if product is None or pack is None or pack.product_id != product.id or pack.removed_at:
        return None
    return pack


def find_picture(product_id: int, picture_id: int) -> ProductPicture | None:
    """Return the picture if it is this product's, else None."""
    product, picture = find_product(product_id), db.session.get(ProductPicture, picture_id)
    return picture if product and picture and picture.product_id == product.id else None


def find_certificate(product_id: int, certificate_id: int) -> ProductCertificate | None:
    """Return the certificate if it is this product's and was not taken away, else None."""
    product = find_product(product_id)
    paper = db.session.get(ProductCertificate, certificate_id)
    if product is None or paper is None or paper.product_id != product.id or paper.removed_at:
        return None
    return paper


def list_packs(product_id: int, *, only_on: bool = False) -> Sequence[Pack]:
    """Return the product's packs in their order; `only_on`: those that buyers see."""
    query = select(Pack).where(Pack.product_id == product_id, Pack.removed_at.is_(None))
    if only_on:
        query = query.where(Pack.is_on)
    return db.session.scalars(query.order_by(Pack.position, Pack.id)).all()


def list_pictures(product_id: int) -> Sequence[ProductPicture]:
    """Return the product's pictures with their files, the one of the lists first."""
    return db.session.scalars(
        select(ProductPicture)
        .where(ProductPicture.product_id == product_id)
        .options(joinedload(ProductPicture.file))
        .order_by(ProductPicture.position, ProductPicture.id)
    ).all()


def list_certificates(product_id: int) -> Sequence[ProductCertificate]:
    """Return the product's certificates with their photos, those that last longest first."""
    return db.session.scalars(
        select(ProductCertificate)
        .where(ProductCertificate.product_id == product_id)
        .where(ProductCertificate.removed_at.is_(None))
        .options(joinedload(ProductCertificate.file))
        .order_by(ProductCertificate.valid_until.desc(), ProductCertificate.id)
    ).all()


def valid_certificates(product_id: int, *, day: date) -> list[ProductCertificate]:
    """Return the certificates that buyers may be shown on this day."""
    return [each for each in list_certificates(product_id) if each.valid_until >= day]


def list_moves(pack_id: int) -> Sequence[StockMove]:
    """Return the last moves of a pack's stock, the newest first."""
    return db.session.scalars(
        select(StockMove)
        .where(StockMove.pack_id == pack_id)
        .order_by(StockMove.id.desc())
        .limit(MOVES_SHOWN)
    ).all()


def list_ahead_over(*, at: datetime) -> Sequence[int]:
    """Return the packs that are still sold ahead though their day has passed."""
    return db.session.scalars(
        select(Pack.id)
        .where(Pack.ship_by < village_day(at), Pack.is_on, Pack.removed_at.is_(None))
        .order_by(Pack.id)
    ).all()
