"""The packs in which a product is sold."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select, update

from core.access import Actor
from core.clock import village_day
from core.db import db
from core.errors import Overtaken, Refused, refuse_if
from core.history.operations import record
from core.money import Money
from core.words import _, dated
from shop.catalog.models import Pack, Product, StockReason
from shop.catalog.operations.showing import changed, lock, show_anew, tell_producer
from shop.catalog.operations.stock import follow, move_stock
from shop.catalog.rules import listing as rules
from shop.catalog.rules.goods import why_not_say
from shop.catalog.rules.prices import why_not_price

TABLE = Pack.__tablename__


@dataclass(frozen=True, kw_only=True)
class PackFacts:
    """What a pack is; with `ship_by` and `cap` it is sold ahead of the harvest."""

    name: str
    net_grams: int
    price: Money
    ships_in_days: int = 2
    ship_by: date | None = None
    cap: int | None = None


def add_pack(
    product: Product, facts: PackFacts, *, stock: int, by: Actor, at: datetime,
    reason: StockReason = StockReason.HARVEST,
) -> Pack:  # fmt: skip
    """Add a size with so many in stock; one that is sold ahead begins with its cap."""
    _check(facts, at=at)
    lock(product.id)
    kept = select(func.count(), func.max(Pack.position)).where(
        Pack.product_id == product.id, Pack.removed_at.is_(None)
    )
    count, last = db.session.execute(kept).one()
    if count >= rules.MOST_PACKS:
        raise Refused(_("一样商品最多 %(most)s 个规格", most=rules.MOST_PACKS))
    pack = Pack(
        product=product,
        name=facts.name,
        net_grams=facts.net_grams,
        fen=facts.price.fen,
        ships_in_days=facts.ships_in_days,
        ship_by=facts.ship_by,
        cap=facts.cap,
        position=(last if last is not None else -1) + 1,
    )
    db.session.add(pack)
    db.session.flush()
    record("add_pack", TABLE, pack.id, by=by, at=at, became=_said(facts))
    planned = facts.cap is not None
    move_stock(
        pack,
        delta=facts.cap if facts.cap is not None else stock,
        reason=StockReason.PLANNED if planned else reason,
        by=by,
        at=at,
    )
    follow(product.id, at=at)
    show_anew(product, at=at)
    return pack


def change_pack(pack: Pack, facts: PackFacts, *, version: int, by: Actor, at: datetime) -> None:
    """Change what a pack is; a higher or lower cap moves what is left by the difference.

    Raise `Overtaken` when another version was saved meanwhile.
    """
    if (facts.ship_by is None) != (pack.ship_by is None):
        raise Refused(_("现货和预售不能互换，请另加一个规格"), field="ship_by")
    day_stays = facts.ship_by == pack.ship_by
    _check(facts if not day_stays else replace(facts, ship_by=None), at=at)
    was, more = _said(_facts_of(pack)), (facts.cap or 0) - (pack.cap or 0)
    step = (
        update(Pack)
        .where(Pack.id == pack.id, Pack.version == version, Pack.removed_at.is_(None))
        .values(
            name=facts.name,
            net_grams=facts.net_grams,
            fen=facts.price.fen,
            ships_in_days=facts.ships_in_days,
            ship_by=facts.ship_by,
            cap=facts.cap,
            version=version + 1,
        )
    )
    if more < 0:
        _plan(pack, more, by=by, at=at)
    done = changed(step)
    db.session.refresh(pack)
    if not done:
        _refuse_removed(pack)
        raise Overtaken(
            _("您改的时候，这个规格先被改过一次"), theirs=_said(_facts_of(pack)), mine=_said(facts)
        )
    if more > 0:
        _plan(pack, more, by=by, at=at)
    record("change_pack", TABLE, pack.id, by=by, at=at, was=was, became=_said(facts))
    follow(pack.product_id, at=at)
    show_anew(pack.product, at=at)


def switch_pack(pack: Pack, *, on: bool, by: Actor, at: datetime) -> None:
    """Offer this size, or no more; the last one of an offered product stays."""
    step = update(Pack).where(Pack.id == pack.id, Pack.is_on != on, Pack.removed_at.is_(None))
    if changed(step.values(is_on=on)):
        db.session.refresh(pack)
        record("switch_pack_on" if on else "switch_pack_off", TABLE, pack.id, by=by, at=at)
        follow(pack.product_id, at=at)
        show_anew(pack.product, at=at)


def remove_pack(pack: Pack, *, by: Actor, at: datetime) -> None:
    """Take a size away for good; its stock stays on record."""
    step = update(Pack).where(Pack.id == pack.id, Pack.removed_at.is_(None))
    if changed(step.values(removed_at=at, is_on=False)):
        db.session.refresh(pack)
        record("remove_pack", TABLE, pack.id, by=by, at=at, was=pack.name)
        follow(pack.product_id, at=at)
        show_anew(pack.product, at=at)


def end_ahead(pack: Pack, *, by: Actor, at: datetime) -> None:
    """Sell a pack ahead no more once its day has passed; a product without another goes off."""
    step = update(Pack).where(
        Pack.id == pack.id, Pack.is_on, Pack.removed_at.is_(None), Pack.ship_by < village_day(at)
    )
    if not changed(step.values(is_on=False)):
        return
    db.session.refresh(pack)
    product = pack.product
    lock(product.id)
    others = select(Pack.id).where(
        Pack.product_id == product.id, Pack.is_on, Pack.removed_at.is_(None)
    )
    if not db.session.scalar(select(others.exists())):
        off = update(Product).where(Product.id == product.id, Product.is_on)
        if changed(off.values(is_on=False)):
            record("switch_off", Product.__tablename__, product.id, by=by, at=at)
    record("end_ahead", TABLE, pack.id, by=by, at=at, was=pack.name)
    follow(product.id, at=at)
    show_anew(product, at=at)
    tell_producer(product, "catalog.ahead_over", at=at, facts={"pack": pack.name})


def _plan(pack: Pack, delta: int, *, by: Actor, at: datetime) -> None:
    """Move what is left of a pack sold ahead along with its cap."""
    try:
        move_stock(pack, delta=delta, reason=StockReason.PLANNED, by=by, at=at)
    except Refused as refused:
        raise Refused(refused.reason, field="cap") from None


def _check(facts: PackFacts, *, at: datetime) -> None:
    refuse_if(why_not_say(facts.name), field="name")
    refuse_if(why_not_price(facts.price), field="price")
    if (facts.ship_by is None) != (facts.cap is None) and facts.ship_by is not None:
        raise Refused(_("预售要写最多卖几份"), field="cap")
    if facts.ship_by is not None:
        refuse_if(rules.why_not_ship_by(facts.ship_by, today=village_day(at)), field="ship_by")


def _refuse_removed(pack: Pack) -> None:
    if pack.removed_at:
        raise Refused(_("这个规格已经删掉了"))


def _facts_of(pack: Pack) -> PackFacts:
    return PackFacts(
        name=pack.name,
        net_grams=pack.net_grams,
        price=pack.price,
        ships_in_days=pack.ships_in_days,
        ship_by=pack.ship_by,
        cap=pack.cap,
    )


def _said(facts: PackFacts) -> str:
    """Return all that a pack says, for history and to compare two versions."""
    ahead = f" {dated(facts.ship_by)} {facts.cap}" if facts.ship_by else ""
    return f"{facts.name} {facts.net_grams}g {facts.price} {facts.ships_in_days}d{ahead}"
