"""The stock of packs: each change is a difference, and the product follows its packs."""

from datetime import datetime

from sqlalchemy import and_, case, func, or_, select, update

from core.access import Actor
from core.db import db
from core.errors import Refused
from core.words import _
from shop.catalog.models import Pack, Product, StockMove, StockReason
from shop.catalog.operations.showing import changed, lock, show_anew
from shop.catalog.rules.prices import MOST_STOCK


def move_stock(
    pack: Pack,
    *,
    delta: int,
    reason: StockReason,
    note: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """Add so many packs, or take them away; return how many are left.

    The condition is the lock: of two who take the last one, the second is refused. A mere lower
    stock changes no page; selling out or coming back does. Raise `Refused`, field `count`.
    """
    if delta == 0:
        return pack.stock
    after = Pack.stock + delta
    step = (
        update(Pack)
        .where(Pack.id == pack.id, Pack.removed_at.is_(None))
        .where(after >= 0, after <= func.coalesce(Pack.cap, MOST_STOCK))
        .values(stock=after)
        .returning(Pack.stock)
    )
    left = db.session.execute(step, execution_options={"synchronize_session": False}).scalar()
    db.session.refresh(pack)
    if left is None:
        raise Refused(_why_not_move(pack, delta), field="count")
    db.session.add(
        StockMove(
            pack_id=pack.id, delta=delta, reason=reason, note=note, by=by.person or None, at=at
        )
    )
    db.session.flush()
    if 0 in {left, left - delta}:
        follow(pack.product_id, at=at, anew=True)
    return int(left)


def count_stock(pack: Pack, *, count: int, seen: int, by: Actor, at: datetime) -> int:
    """Take what was counted as the difference to the stock that was seen; return what is left.

    What was sold between looking and saving is not lost by it.
    """
    return move_stock(pack, delta=count - seen, reason=StockReason.COUNTED, by=by, at=at)


def follow(product_id: int, *, at: datetime, anew: bool = False) -> None:
    """Let the product say the least price and whether anything is left, as its packs do.

    The least price is that of what can be bought, or where all is sold out, of all. Raise
    `Refused` when a product that is switched on would be left without any pack. `anew`: pages look
    different even where the product stays as it was, because one pack of several sold out.
    """
    lock(product_id)
    offered = and_(Pack.product_id == product_id, Pack.removed_at.is_(None), Pack.is_on)
    in_stock = func.min(case((Pack.stock > 0, Pack.fen)))
    least = select(func.coalesce(in_stock, func.min(Pack.fen))).where(offered).scalar_subquery()
    sells = select(Pack.id).where(offered, Pack.stock > 0).exists()
    product = db.session.get_one(Product, product_id, populate_existing=True)
    if product.is_on and not db.session.scalar(select(select(Pack.id).where(offered).exists())):
        raise Refused(_("这是最后一个在卖的规格，想停卖就把整样商品下架"))
    differs = or_(Product.least_fen.is_distinct_from(least), Product.sells != sells)
    step = update(Product).where(Product.id == product_id, differs)
    if changed(step.values(least_fen=least, sells=sells)):
        db.session.refresh(product)
    elif not anew:
        return
    show_anew(product, at=at)


def _why_not_move(pack: Pack, delta: int) -> str:
    if pack.removed_at:
        return _("这个规格已经删掉了")
    if delta < 0:
        return _("只剩 %(left)s 份了，减不了这么多", left=pack.stock)
    if pack.cap is not None:
        return _("预售一共 %(cap)s 份，不能再多了", cap=pack.cap)
    return _("最多存 %(most)s 份", most=MOST_STOCK)
