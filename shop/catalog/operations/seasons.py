"""Selling the same again, a season later."""

from collections.abc import Mapping
from datetime import datetime

from core.access import Actor
from core.db import db
from core.errors import Refused
from core.history.operations import record
from core.words import _
from shop.catalog.models import Product, ProductPicture, StockReason
from shop.catalog.operations.listing import start
from shop.catalog.operations.packs import PackFacts, add_pack
from shop.catalog.queries.products import list_packs, list_pictures

COPIED = (
    "category", "product_class", "title", "text", "origin", "origin_note", "months", "storage",
    "storage_note", "shelf_life_days", "return_policy",
)  # fmt: skip


def sell_again(old: Product, *, stocks: Mapping[int, int], by: Actor, at: datetime) -> Product:
    """Begin a product with the words, pictures and packs of one that is switched off.

    `stocks` says, by pack, how many there are this time; packs that are not named stay behind,
    and so do certificates and what was sold ahead, which belong to their season.
    """
    if old.is_on:
        raise Refused(_("还在卖的不用再来一遍，补货就行"))
    product = start(old.producer, by=by, at=at)
    for name in COPIED:
        setattr(product, name, getattr(old, name))
    for picture in list_pictures(old.id):
        db.session.add(
            ProductPicture(
                product_id=product.id,
                file_id=picture.file_id,
                alt=picture.alt,
                position=picture.position,
            )
        )
    db.session.flush()
    for pack in list_packs(old.id):
        if pack.ship_by is None and pack.id in stocks:
            add_pack(
                product,
                PackFacts(
                    name=pack.name,
                    net_grams=pack.net_grams,
                    price=pack.price,
                    ships_in_days=pack.ships_in_days,
                ),
                stock=stocks[pack.id],
                reason=StockReason.AGAIN,
                by=by,
                at=at,
            )
    table = Product.__tablename__
    record("sell_again", table, product.id, by=by, at=at, was=str(old.id), became=old.title)
    return product
