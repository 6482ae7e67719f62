"""What leaves the market for machines: a product as linked data."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for

from core.web.links import whole
from core.web.prose import plain
from shop.catalog.models import Pack
from shop.catalog.rules import CATEGORIES, GROUPS
from shop.producers.rules import is_away
from shop.reviews.rules import average
from shop.storefront.queries.hanging import Photo
from shop.storefront.queries.product import Detail
from shop.storefront.rules.promises import is_sold_out

LONGEST_SUMMARY = 160
SCHEMA = "https://schema.org"


def summary_of(text: str, *, otherwise: str) -> str:
    """Return the first words of a text, as search engines and chats show them."""
    said = plain(text) or otherwise
    return said if len(said) <= LONGEST_SUMMARY else said[: LONGEST_SUMMARY - 1] + "…"


def product_facts(
    detail: Detail, photos: Sequence[Photo], *, summary: str, today: date
) -> dict[str, Any]:
    """Return what schema.org's Product says of it; prices in yuan, as offers of one seller each."""
    product, producer = detail.product, detail.producer
    away = is_away(producer.away_from, producer.away_until, today=today)
    address = whole(url_for("market.product", product_id=product.id))
    shelf = CATEGORIES.get(product.category)
    seller = {
        "@type": "Organization",
        "name": producer.name,
        "url": whole(url_for("market.farm", producer_id=producer.id)),
    }
    facts: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Product",
        "@id": address,
        "name": product.title,
        "description": summary,
        "url": address,
        "image": [picture_address(each.ref) for each in photos],
        "category": f"{GROUPS[shelf.parent].title} > {shelf.title}" if shelf else "",
        "offers": [
            {
                **offer_facts(pack, address, seller),
                "availability": f"{SCHEMA}/{availability(pack, today, away=away)}",
            }
            for pack in detail.packs
        ],
    }
    if product.reviews:
        facts["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": average(product.stars, product.reviews),
            "reviewCount": product.reviews,
            "bestRating": 5,
            "worstRating": 1,
        }
    return {name: value for name, value in facts.items() if value}


def availability(pack: Pack, today: date, *, away: bool) -> str:
    """Return schema.org's word for whether it can be bought today."""
    if is_sold_out(pack, today):
        return "SoldOut"
    if away:
        return "OutOfStock"
    return "PreOrder" if pack.ship_by else "InStock"


def offer_facts(pack: Pack, address: str, seller: dict[str, str]) -> dict[str, Any]:
    yuan, fen = divmod(pack.fen, 100)
    return {
        "@type": "Offer",
        "name": pack.name,
        "price": f"{yuan}.{fen:02}",
        "priceCurrency": "CNY",
        "url": address,
        "seller": seller,
    }


def picture_address(ref: str) -> str:
    return whole(url_for("files.show", ref=ref))
