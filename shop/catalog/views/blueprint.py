"""The addresses under /sell/ about products, and their place in the menu."""

from typing import Any

from flask import Blueprint, url_for

from core.access import Actor
from core.house import MenuEntry
from core.proxy.acting import note_fact
from core.words import _l
from shop.catalog.models import Product
from shop.catalog.rules.categories import drawing_of

bp = Blueprint("catalog", __name__, url_prefix="/sell")


def signed_in(actor: Actor | None) -> bool:
    """Tell whether there is somebody who could sell."""
    return actor is not None


MENU = (
    MenuEntry(
        place="sell",
        title=_l("商品"),
        endpoint="catalog.home",
        order=20,
        icon="basket",
        when=signed_in,
    ),
)


def note_listing(product: Product) -> None:
    """Say of what is done for another farmer which product it is about."""
    note_fact(product.title, url=url_for("catalog.edit", product_id=product.id))


def mended_at(product: Product, mend: str) -> str:
    """Return where a reason for not being on sale is mended; nothing where it is not by hand."""
    one: dict[str, Any] = {"product_id": product.id}
    all_of: dict[str, Any] = {"producer_id": product.producer_id}
    ways: dict[str, tuple[str, dict[str, Any]]] = {
        "what": ("catalog.what", one),
        "packs": ("catalog.new_pack", one),
        "how": ("catalog.how", one),
        "conformity": ("catalog.new_certificate", one),
        "papers": ("sell.papers", all_of),
        "holiday": ("sell.holiday", all_of),
        "verification": ("sponsorship.place", {"kind": "producer", "ref": product.producer_id}),
        "contact": ("site.contact", {}),
    }
    if mend not in ways:
        return ""
    endpoint, named = ways[mend]
    return url_for(endpoint, **named)


def drawn(product: Product) -> str:
    """Return the name of the drawing that stands where there is no picture."""
    return f"img/categories/{drawing_of(product.category)}.svg"
