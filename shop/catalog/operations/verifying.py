"""Under a verification or out of it, blocked by the operator or free again."""

from datetime import datetime

from sqlalchemy import select, update

from core.access import Actor
from core.branches.findable import UNIT
from core.cache.operations import bump
from core.db import db
from core.errors import Refused
from core.history.operations import record
from core.words import _
from shop.catalog.models import Product
from shop.catalog.operations.showing import changed, show_anew, tell_producer, write_anew
from shop.producers.models import Producer
from shop.producers.rules import KIND

TABLE = Product.__tablename__


def put_under(
    producer_id: int,
    product_id: int,
    sponsorship_id: int,
    *,
    seen: datetime,
    by: Actor,
    at: datetime,
) -> None:
    """Put a product that is switched on under the verification of its producer.

    Done once more it says that the steward has seen what was changed meanwhile; what was changed
    after the steward looked (`seen`) is not what the steward saw, and is refused.
    """
    stood = select(Product.id).where(
        Product.id == product_id, Product.sponsorship_id == sponsorship_id
    )
    only_looked_at_anew = db.session.scalar(select(stood.exists()))
    step = (
        update(Product)
        .where(Product.id == product_id, Product.producer_id == producer_id)
        .where(Product.is_on, Product.removed_at.is_(None), Product.blocked_at.is_(None))
        .where(Product.changed_at <= seen)
        .values(sponsorship_id=sponsorship_id, put_under_at=at, put_under_by=by.person)
    )
    if not changed(step):
        newer = select(Product.id).where(Product.id == product_id, Product.changed_at > seen)
        if db.session.scalar(newer):
            raise Refused(_("商家刚刚改过这样商品，请再看一看"))
        raise Refused(_("这样商品已经下架，先不用放"))
    product = db.session.get_one(Product, product_id, populate_existing=True)
    record("put_under", TABLE, product_id, by=by, at=at, became=str(sponsorship_id))
    show_anew(product, at=at)
    if not only_looked_at_anew:
        tell_producer(product, "catalog.put_under", at=at)


def take_out(producer_id: int, product_id: int, *, by: Actor, at: datetime) -> None:
    """Take a product out of the verification; nobody sees it any more."""
    step = (
        update(Product)
        .where(Product.id == product_id, Product.producer_id == producer_id)
        .where(Product.sponsorship_id.is_not(None), Product.removed_at.is_(None))
        .values(sponsorship_id=None, put_under_at=None, put_under_by=None)
    )
    if not changed(step):
        raise Refused(_("这样商品已经不在核验里了"))
    product = db.session.get_one(Product, product_id, populate_existing=True)
    record("take_out", TABLE, product_id, by=by, at=at)
    show_anew(product, at=at, seen=True)
    tell_producer(product, "catalog.taken_out", at=at)


def carry_over(producer_id: int, *, old: int, new: int, at: datetime) -> None:
    """Let all that stood under the old verification stand under the one that renews it."""
    step = update(Product).where(Product.producer_id == producer_id, Product.sponsorship_id == old)
    db.session.execute(step.values(sponsorship_id=new))
    verification_changed(producer_id, at=at)


def verification_changed(producer_id: int, *, at: datetime) -> None:
    """Let pages and index hear that the producer's verification began, stopped or ended."""
    bump()
    write_anew(Producer.id == producer_id, at=at)


def renamed(kind: str, ref: int, *, at: datetime) -> None:
    """Have written anew what is found by the name of a producer, or of the place it is in."""
    places = {KIND: Producer.id, UNIT: Producer.unit_id}
    if kind in places:
        write_anew(places[kind] == ref, at=at)


def block(product: Product, *, why: str, by: Actor, at: datetime) -> None:
    """Take a product from the market in the operator's name; its producer hears why."""
    step = update(Product).where(Product.id == product.id, Product.blocked_at.is_(None))
    if not changed(step.values(blocked_at=at, blocked_why=why)):
        raise Refused(_("这样商品已经下架了"))
    db.session.refresh(product)
    record("block", TABLE, product.id, by=by, at=at, became=why)
    show_anew(product, at=at)
    tell_producer(product, "catalog.blocked", at=at, facts={"why": why})


def unblock(product: Product, *, by: Actor, at: datetime) -> None:
    """Let the product back on the market; all else still holds for it."""
    step = update(Product).where(Product.id == product.id, Product.blocked_at.is_not(None))
    if not changed(step.values(blocked_at=None, blocked_why="")):
        raise Refused(_("这样商品没有被下架"))
    was = product.blocked_why
    db.session.refresh(product)
    record("unblock", TABLE, product.id, by=by, at=at, was=was)
    show_anew(product, at=at)
    tell_producer(product, "catalog.unblocked", at=at)
