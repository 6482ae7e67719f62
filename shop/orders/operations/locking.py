"""One step with an order at a time."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from core.db import db
from shop.orders.models import Order, OrderLine


def lock(order: Order) -> None:
    """Let one step with an order follow the other, and look at it anew, its lines too.

    Whatever else a step locks comes after the order: holds, packs, products, the purchase. So two
    who come at the same instant act one after the other, on what they then see, and never wait for
    each other.
    """
    now = (
        select(Order)
        .where(Order.id == order.id)
        .options(
            joinedload(Order.producer),
            selectinload(Order.lines).selectinload(OrderLine.reductions),
        )
        .with_for_update(of=Order, key_share=True)
        .execution_options(populate_existing=True)
    )
    db.session.scalars(now).one()
