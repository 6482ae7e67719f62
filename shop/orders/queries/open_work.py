"""What is still under way with a producer, so that it is not closed before its orders end."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from core.db import db
from shop.orders.models import Order
from shop.orders.rules.lifecycle import ENDED
from shop.producers.models import Producer
from shop.producers.rules import KIND


def count_open_work(kind: str, ref: int) -> int:
    """Count the orders of the producer that have not come to an end."""
    if kind != KIND:
        return 0
    under_way = select(func.count()).where(Order.producer_id == ref, Order.status.not_in(ENDED))
    return db.session.scalar(under_way) or 0


def list_sellers(producer_ids: Iterable[int]) -> Sequence[Producer]:
    """Return these producers as they stand in the database now, also a closed one."""
    query = select(Producer).where(Producer.id.in_(set(producer_ids)))
    return db.session.scalars(query.execution_options(populate_existing=True)).all()
