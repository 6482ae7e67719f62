"""What was sold stays as it was sold, and no order ever goes."""

import json

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from core.db import db, writing
from core.money import Money
from shop.catalog.models import (
    Product,
    ReturnPolicy,
)
from shop.catalog.operations.packs import PackFacts, change_pack
from shop.orders.models import Order, OrderLine, Purchase
from tests.shop.orders.hands import rows


@pytest.mark.both_engines
def test_what_was_sold_stays_byte_by_byte_when_the_product_changes(place, pack, do):
    purchase = place((pack, 2))
    before = frozen()
    facts = PackFacts(name="整箱", net_grams=9000, price=Money(9900))
    do(change_pack, pack, facts, version=pack.version)
    with writing():
        changed = {"title": "别的", "text": "别的", "origin_note": "别处", "months": 1}
        changed |= {"return_policy": ReturnPolicy.SEVEN_DAYS, "category": "tea", "origin": "110101"}
        db.session.execute(update(Product).values(**changed))
    assert frozen() == before
    (line,) = purchase.orders[0].lines
    assert (line.detail, line.fen, line.grams) == ("5 斤装", 2500, 2500)
    assert json.loads(line.told)["class"] == "fresh"


def frozen():
    db.session.rollback()
    lines = select(OrderLine.__table__).order_by(OrderLine.id)
    totals = select(Order.goods_fen, Order.freight_fen, Order.total_fen, Order.ship_by)
    return [repr(tuple(row)) for query in (lines, totals) for row in db.session.execute(query)]


STAYS = (
    "DELETE FROM shop_order", "DELETE FROM shop_purchase", "DELETE FROM shop_order_line",
    "UPDATE shop_order_line SET fen = 1", "UPDATE shop_order_line SET told = ''",
    "DELETE FROM shop_hold", "DELETE FROM shop_parcel", "DELETE FROM shop_parcel_line",
    "DELETE FROM shop_reduction", "UPDATE shop_reduction SET fen = 1", "DELETE FROM shop_shortage",
    "DELETE FROM shop_stock_move", "UPDATE shop_stock_move SET delta = 1",
)  # fmt: skip


@pytest.mark.both_engines
def test_the_database_itself_lets_no_order_go(shipped, place, pack, do, steps, buyer, at):
    """E-commerce law 31: also by whoever has the application's own connection."""
    (other,) = place((pack, 3)).orders
    steps(other, "report_shortage", "take_less")
    before = rows()
    for statement in STAYS:
        with pytest.raises(DBAPIError, match="only ever added to"), writing():
            db.session.execute(text(statement))
    assert rows() == before
    if db.engine.dialect.name == "sqlite":
        again = "REPLACE INTO shop_order_line SELECT * FROM shop_order_line"
        with pytest.raises(DBAPIError, match="only ever added to"), writing():
            db.session.execute(text(again))
    else:
        with pytest.raises(DBAPIError, match="only ever added to"), writing():
            db.session.execute(text("TRUNCATE shop_order CASCADE"))
    assert rows() == before


CHECKS = (
    "UPDATE shop_purchase SET total_fen = 0",
    "UPDATE shop_order SET total_fen = total_fen + 1",
    "UPDATE shop_order SET goods_fen = 0, total_fen = freight_fen",
    "UPDATE shop_order SET reduced_fen = goods_fen",
    "UPDATE shop_order SET cash_fen = 1, cash_at = placed_at",
    "UPDATE shop_order SET pickup_code = '123456'",
    "UPDATE shop_pack SET stock = -1",
    "UPDATE shop_hold SET packs = 0",
)


@pytest.mark.both_engines
def test_the_database_refuses_sums_that_cannot_be(shipped):
    before = rows()
    for statement in CHECKS:
        with pytest.raises(DBAPIError), writing():
            db.session.execute(text(statement))
    assert rows() == before


def test_ended_purchases_are_still_there(place, pack, do, steps):
    purchase = place((pack, 1))
    steps(purchase.orders[0], "cancel")
    assert db.session.scalars(select(Purchase.id)).all() == [purchase.id]
