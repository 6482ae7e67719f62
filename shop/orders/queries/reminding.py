"""Which orders the producer is to be reminded of."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import String, cast, literal, select

from core.db import db
from core.notices.models import Notice
from shop.orders.models import Order
from shop.orders.queries.orders import WAITS_FOR_SENDING
from shop.orders.rules.reminding import kept_until

TABLE = Order.__tablename__


def list_forgotten(events: Collection[str], *, at: datetime, limit: int = 500) -> Sequence[int]:
    """Return the ids of orders not sent by the morning after the promised day.

    Those of which one of these events has told already, for that promised day, are left out.
    """
    about = literal(f"{TABLE}:") + cast(Order.id, String) + ":" + cast(Order.ship_by, String)
    told = select(Notice.id).where(Notice.about == about, Notice.event.in_(events))
    query = select(Order.id).where(WAITS_FOR_SENDING, Order.ship_by < kept_until(at))
    query = query.where(~told.exists())
    return db.session.scalars(query.order_by(Order.ship_by, Order.id).limit(limit)).all()
