"""Listing a product: begun with a picture, described, switched on and off, removed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from core.access import Actor
from core.accounts.regions import find_place
from core.db import db
from core.errors import Overtaken, Refused, refuse_if
from core.history.operations import record
from core.words import _
from shop.catalog.models import Pack, Product, ReturnPolicy, Storage
from shop.catalog.operations.showing import changed, lock, show_anew, tell_steward
from shop.catalog.rules import listing as rules
from shop.catalog.rules.goods import why_not_offer, why_not_say
from shop.producers.models import Producer, ProductClass
from shop.producers.operations import note_class

TABLE = Product.__tablename__


@dataclass(frozen=True, kw_only=True)
class What:
    """What a product is; the class may stay open where its shelf has one alone."""

    category: str
    title: str
    text: str
    product_class: ProductClass | None = None


@dataclass(frozen=True, kw_only=True)
class How:
    """How a product comes: from where, when, kept how; ready for the post in so many days."""

    origin: str
    origin_note: str
    months: int
    storage: Storage
    storage_note: str
    shelf_life_days: int | None
    return_policy: ReturnPolicy
    ships_in_days: int | None = None  # None: each pack as it is


def start(producer: Producer, *, by: Actor, at: datetime) -> Product:
    """Begin a product of which nothing is said yet; it is not switched on."""
    db.session.execute(select(Producer.id).where(Producer.id == producer.id).with_for_update())
    kept = select(func.count()).where(
        Product.producer_id == producer.id, Product.removed_at.is_(None)
    )
    if (db.session.scalar(kept) or 0) >= rules.MOST_PRODUCTS:
        raise Refused(_("一家最多放 %(most)s 样商品，先删掉不卖的", most=rules.MOST_PRODUCTS))
    product = Product(
        producer=producer, origin=producer.district, listed_at=at, created_at=at, changed_at=at
    )
    db.session.add(product)
    db.session.flush()
    record("start", TABLE, product.id, by=by, at=at)
    return product


def describe(product: Product, what: What, *, version: int, by: Actor, at: datetime) -> bool:
    """Say what the product is; return whether that took it out of the verification.

    What a steward has put there is looked at anew when name, shelf or class change. `version` is
    the one the writer began from; raise `Overtaken` when another was saved meanwhile.
    """
    if refused := why_not_offer(what.title, what.text, what.category):
        raise Refused(refused[1], field=refused[0])
    try:
        product_class = rules.class_for(what.category, what.product_class)
    except ValueError as error:
        raise Refused(str(error), field="product_class") from None
    new: dict[str, Any] = {
        "category": what.category,
        "product_class": product_class,
        "title": what.title,
        "text": what.text,
    }
    if not product.title or rules.why_not_return(product.return_policy, product_class):
        new["return_policy"] = rules.return_policy_for(product_class)
    identity = ("category", "product_class", "title")
    is_other = any(new[name] != getattr(product, name) for name in identity)
    taken_out = is_other and product.sponsorship_id is not None
    was = product.title
    if is_other:
        new |= {"sponsorship_id": None, "put_under_at": None, "put_under_by": None}
    _save(product, new, version=version, mine=_words(what.title, what.text), at=at)
    show_anew(product, at=at, seen=taken_out)
    note_class(product.producer, product_class, at=at)
    record("describe", TABLE, product.id, by=by, at=at, was=was, became=what.title)
    if taken_out:
        record("take_out", TABLE, product.id, by=by, at=at, became=what.title)
        if product.is_on:
            tell_steward(product, "catalog.other_now", at=at)
    return taken_out


def tell_how(product: Product, how: How, *, version: int, by: Actor, at: datetime) -> None:
    """Say how the product comes; raise `Overtaken` when another version was saved meanwhile."""
    place, as_before = find_place(how.origin), bool(how.origin) and how.origin == product.origin
    if not as_before and (place is None or not place.complete):
        raise Refused(_("请选产地到区县"), field="origin")
    for field in ("origin_note", "storage_note"):
        refuse_if(why_not_say(getattr(how, field)), field=field)
    refuse_if(rules.why_not_return(how.return_policy, product.product_class), field="return_policy")
    if how.ships_in_days is not None:
        _be_ready_in(how.ships_in_days, product)
    names = (
        "origin", "origin_note", "months", "storage", "storage_note", "shelf_life_days",
        "return_policy",
    )  # fmt: skip
    new = {name: getattr(how, name) for name in names}
    mine = _words(how.origin_note, how.storage_note)
    _save(product, new, version=version, mine=mine, at=at)
    show_anew(product, at=at)
    record("tell_how", TABLE, product.id, by=by, at=at)


def _be_ready_in(days: int, product: Product) -> None:
    """Let all packs but those sold ahead be ready in so many days.

    They are locked in the order of their ids, as by whoever orders some of them.
    """
    mine = (
        select(Pack.id)
        .where(Pack.product_id == product.id, Pack.ship_by.is_(None))
        .where(Pack.removed_at.is_(None), Pack.ships_in_days != days)
        .order_by(Pack.id)
    )
    ids = db.session.scalars(mine.with_for_update()).all()
    step = update(Pack).where(Pack.id.in_(ids))
    db.session.execute(step.values(ships_in_days=days, version=Pack.version + 1))


def switch_on(product: Product, *, by: Actor, at: datetime) -> None:
    """Offer the product; the steward hears of one that waits to be put under the verification."""
    lock(product.id)
    db.session.refresh(product)
    refuse_if(rules.why_not_switch_on(product))
    _refuse_removed(product)
    if refused := why_not_offer(product.title, product.text, product.category):
        raise Refused(refused[1])
    off = update(Product).where(Product.id == product.id, ~Product.is_on)
    # Off and on again is no way to the top of what is new.
    anew = product.is_new or product.listed_at < at - rules.STAYS_NEW
    listed_at = at if anew else product.listed_at
    if not changed(off.values(is_on=True, listed_at=listed_at)):
        return
    db.session.refresh(product)
    record("switch_on", TABLE, product.id, by=by, at=at)
    show_anew(product, at=at)
    if product.sponsorship_id is None:
        tell_steward(product, "catalog.waits", at=at)


def switch_off(product: Product, *, by: Actor, at: datetime) -> None:
    """Offer the product no more; orders already placed go on."""
    on = update(Product).where(Product.id == product.id, Product.is_on)
    if changed(on.values(is_on=False)):
        db.session.refresh(product)
        record("switch_off", TABLE, product.id, by=by, at=at)
        show_anew(product, at=at)


def remove(product: Product, *, by: Actor, at: datetime) -> None:
    """Take the product from its producer's list for good; what was sold of it stays on record."""
    there = update(Product).where(Product.id == product.id, Product.removed_at.is_(None))
    if changed(there.values(removed_at=at, is_on=False)):
        db.session.refresh(product)
        record("remove", TABLE, product.id, by=by, at=at, was=product.title)
        show_anew(product, at=at)


def _save(product: Product, new: dict[str, Any], *, version: int, mine: str, at: datetime) -> None:
    step = (
        update(Product)
        .where(Product.id == product.id, Product.version == version)
        .where(Product.removed_at.is_(None))
        .values(**new, version=version + 1, changed_at=at)
    )
    done = changed(step)
    db.session.refresh(product)
    if not done:
        _refuse_removed(product)
        theirs = (
            _words(product.title, product.text)
            if "title" in new
            else _words(product.origin_note, product.storage_note)
        )
        raise Overtaken(_("您改的时候，这样商品先被改过一次"), theirs=theirs, mine=mine)


def _refuse_removed(product: Product) -> None:
    if product.removed_at:
        raise Refused(_("这样商品已经删掉了"))


def _words(*parts: str) -> str:
    return "\n".join(parts)
