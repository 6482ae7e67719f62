"""What follows when something that buyers see has changed, and whom to tell of a product."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Update, select, update

from core.accounts.telling import tell
from core.cache.operations import bump
from core.db import db
from core.search.operations import mark
from core.sponsorship.models import Sponsorship
from core.sponsorship.queries import find_standing
from shop.catalog.models import Product
from shop.producers.models import Producer
from shop.producers.rules import KIND


def show_anew(product: Product, *, at: datetime, seen: bool = False) -> None:
    """Let pages and index tell the product as it is now; one that nobody sees changes nothing.

    `seen`: it was to be seen until now, though it is not any more.
    """
    if seen or product.sponsorship_id is not None:
        bump()
        mark("product", [product.id], at=at)


def write_anew(theirs: ColumnElement[bool], *, at: datetime) -> None:
    """Have these producers, and what they have under a verification, written anew in the index.

    In the order of kinds in which the worker takes them off, so that neither waits for the other.
    """
    mark(KIND, db.session.scalars(select(Producer.id).where(theirs)).all(), at=at)
    goods = select(Product.id).join(Product.producer).where(theirs)
    under = goods.where(Product.sponsorship_id.is_not(None))
    mark("product", db.session.scalars(under).all(), at=at)


def touch(product: Product, *, at: datetime) -> None:
    """Let buyers see what was changed, and the steward that something was."""
    db.session.execute(update(Product).where(Product.id == product.id).values(changed_at=at))
    show_anew(product, at=at)


def lock(product_id: int) -> None:
    """Let one change of what hangs on a product follow the other; packs are locked before it."""
    db.session.execute(select(Product.id).where(Product.id == product_id).with_for_update())


def changed(step: Update) -> bool:
    """Run the conditional update; tell whether it found its row."""
    return cast("CursorResult[Any]", db.session.execute(step)).rowcount == 1


def tell_producer(
    product: Product, event: str, *, at: datetime, facts: Mapping[str, str] | None = None
) -> None:
    """Tell the person who answers for the producer; the notice leads to the product."""
    tell(
        [product.producer.responsible_id],
        event,
        about=about(product, at),
        url=f"/sell/products/{product.id}/",
        facts={"title": product.title, **(facts or {})},
        at=at,
    )


def tell_steward(product: Product, event: str, *, at: datetime) -> None:
    """Tell the steward of the producer's verification, where one stands."""
    standing = find_standing(KIND, product.producer_id)
    if standing is None or standing.serving_id is None:
        return
    tell(
        [standing.serving_id],
        event,
        about=about(product, at),
        url=desk_of(standing),
        facts={"title": product.title, "producer": product.producer.name},
        at=at,
    )


def desk_of(sponsorship: Sponsorship) -> str:
    return f"/desk/{sponsorship.branch_id}/sponsorships/{sponsorship.id}"


def about(product: Product, at: datetime) -> str:
    """Return how notices name what happened to the product at this moment."""
    return f"{Product.__tablename__}:{product.id}:{at.isoformat()}"
