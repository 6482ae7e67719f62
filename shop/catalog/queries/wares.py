"""Packs as things for the basket: what one would get, at which price, and why not."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, select

from core.clock import village_day
from core.db import db
from core.hooks import Ware
from core.sponsorship.models import Sponsorship
from core.storage.models import StoredFile
from core.words import _
from shop.catalog.models import Pack, Product, ProductPicture
from shop.catalog.queries.selling import conditions, on_sale
from shop.catalog.rules.categories import drawing_of
from shop.producers.models import Producer

PACK = "pack"


def wares(refs: Iterable[int], *, at: datetime) -> Mapping[int, Ware]:
    """Return these packs by id, in one query; one whose product was withdrawn says only that."""
    ids = sorted(set(refs))
    if not ids:
        return {}
    today = village_day(at)
    away = ~conditions(day=today)["here"]
    first = (
        select(ProductPicture.id)
        .where(ProductPicture.product_id == Product.id)
        .order_by(ProductPicture.position, ProductPicture.id)
        .limit(1)
        .correlate(Product)
        .scalar_subquery()
    )
    query = (
        select(
            Pack,
            Product,
            Producer,
            StoredFile.ref.label("picture"),
            case((on_sale(at=at), True), else_=False).label("sells"),
            case((away, True), else_=False).label("is_away"),
        )
        .join(Product, Product.id == Pack.product_id)
        .join(Producer, Producer.id == Product.producer_id)
        .outerjoin(Sponsorship, Sponsorship.id == Product.sponsorship_id)
        .outerjoin(ProductPicture, ProductPicture.id == first)
        .outerjoin(
            StoredFile, (StoredFile.id == ProductPicture.file_id) & StoredFile.deleted_at.is_(None)
        )
        .where(Pack.id.in_(ids))
        .execution_options(populate_existing=True)
    )
    return {row.Pack.id: _ware(row, today) for row in db.session.execute(query)}


def _ware(row: Any, today: date) -> Ware:
    pack, product, producer = row.Pack, row.Product, row.Producer
    ship_by = pack.ship_by or today + timedelta(days=pack.ships_in_days)
    return Ware(
        kind=PACK,
        ref=pack.id,
        about=product.id,
        seller_id=producer.id,
        seller=producer.name,
        responsible_id=producer.responsible_id,
        title=product.title,
        detail=pack.name,
        url=f"/market/{product.id}",
        fen=pack.fen,
        grams=pack.net_grams,
        left=pack.stock,
        ship_by=ship_by,
        returns=product.return_policy.value,
        why_not=_why_not(row, today),
        picture=row.picture or "",
        drawing=drawing_of(product.category),
        told={
            "text": product.text,
            "origin": product.origin,
            "origin_note": product.origin_note,
            "storage": product.storage.value,
            "storage_note": product.storage_note,
            "shelf_life_days": str(product.shelf_life_days or ""),
            "class": product.product_class.value,
            "sponsorship": str(product.sponsorship_id or ""),
        },
    )


def _why_not(row: Any, today: date) -> str:
    pack = row.Pack
    if row.is_away and not row.sells:
        return _("商家正在休息")
    if not row.sells:
        return _("已经不卖了")
    if pack.removed_at or not pack.is_on or (pack.ship_by and pack.ship_by < today):
        return _("这个规格已经不卖了")
    if pack.stock < 1:
        return _("卖完了")
    return ""
