"""Reviews one by one, for whoever may do something with them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from core.db import db
from shop.catalog.models import Product
from shop.orders.models import Order, OrderLine
from shop.producers.models import Producer
from shop.reviews.models import Review


@dataclass(frozen=True)
class Bought:
    """A line that somebody bought, and the review of it that there may be."""

    line: OrderLine
    review: Review | None

    @property
    def id(self) -> int:
        return self.line.id

    @property
    def person_id(self) -> int:
        return self.line.order.person_id

    @property
    def responsible_id(self) -> int:
        return self.line.order.responsible_id


def find_bought(ref: str, line_id: int) -> Bought | None:
    """Return the line if it is of the order that this address names."""
    query = (
        select(OrderLine)
        .join(OrderLine.order)
        .where(OrderLine.id == line_id, Order.ref == ref)
        .options(
            contains_eager(OrderLine.order).joinedload(Order.producer),
            selectinload(OrderLine.reductions),
        )
    )
    line = db.session.scalar(query)
    return Bought(line, find_of_line(line_id)) if line else None


def find_of_line(line_id: int) -> Review | None:
    """Return the review of the line, hidden or not."""
    return db.session.scalar(select(Review).where(Review.line_id == line_id))


def find_shown(review_id: int) -> Review | None:
    """Return the review with its product unless it was hidden."""
    query = select(Review).where(Review.id == review_id, Review.hidden_at.is_(None))
    return db.session.scalar(query.options(joinedload(Review.product).joinedload(Product.producer)))


def find_for_producer(producer_id: int, review_id: int) -> Review | None:
    """Return the review if it is of a product of this open producer and shown, else None."""
    query = (
        select(Review)
        .join(Review.product)
        .join(Product.producer)
        .where(Review.id == review_id, Product.producer_id == producer_id)
        .where(Review.hidden_at.is_(None), Producer.closed_at.is_(None))
    )
    whole = contains_eager(Review.product).contains_eager(Product.producer)
    return db.session.scalar(query.options(whole, joinedload(Review.line)))
