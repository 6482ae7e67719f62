"""What is still under way with a producer, so that it is not closed before its orders end."""

from collections.abc import Iterable

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


def find_closed(producer_ids: Iterable[int]) -> str | None:
    """Return the name of one of these producers that was closed, or None."""
    query = select(Producer.name).where(Producer.id.in_(set(producer_ids)))
    return db.session.scalar(query.where(Producer.closed_at.is_not(None)).limit(1))
