"""The money of a cash purchase: recorded by the producer, settled when nothing is open."""

from datetime import datetime

from sqlalchemy import select, update

from core.access import Actor
from core.db import db
from core.errors import refuse_if
from core.history.operations import record
from core.transition import move
from shop.orders.models import Order, Purchase, PurchaseStatus
from shop.orders.operations.events import tell_buyer
from shop.orders.operations.locking import lock
from shop.orders.rules.desk import why_not_record_cash
from shop.orders.rules.lifecycle import PURCHASE, after_orders

STEP = {PurchaseStatus.SETTLED: "settle", PurchaseStatus.CANCELLED: "cancel"}


def record_cash(order: Order, *, by: Actor, at: datetime) -> None:
    """Record that what is due was paid in cash, once."""
    lock(order)
    refuse_if(why_not_record_cash(order))
    paying = update(Order).where(Order.id == order.id, Order.cash_at.is_(None))
    db.session.execute(paying.values(cash_fen=Order.total_fen - Order.reduced_fen, cash_at=at))
    db.session.refresh(order)
    record("record_cash", Order.__tablename__, order.id, by=by, at=at, became=str(order.due))
    tell_buyer(order, "paid", at=at)
    follow(order.purchase_id, by=by, at=at)


def follow(purchase_id: int, *, by: Actor, at: datetime) -> None:
    """Let the purchase go where its orders have led it."""
    query = select(Purchase).where(Purchase.id == purchase_id).with_for_update(key_share=True)
    purchase = db.session.scalars(query.execution_options(populate_existing=True)).one()
    mine = select(Order.status, Order.cash_at).where(Order.purchase_id == purchase_id)
    now = after_orders([(row.status, row.cash_at is not None) for row in db.session.execute(mine)])
    if purchase.status is PurchaseStatus.OPEN and now in STEP:
        move(purchase, PURCHASE, STEP[now], by=by, at=at)
        db.session.refresh(purchase)
