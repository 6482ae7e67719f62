"""What buyers of the demo world say of what came, from `demo/reviews.toml`."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.db import db
from shop.catalog.demo import find_titled
from shop.orders.models import Order, OrderLine
from shop.producers.demo import Steps, days, find_somebody
from shop.reviews import operations
from shop.reviews.models import Review
from shop.reviews.rules import RECEIVED

REVIEWS = Path(__file__).parent / "demo" / "reviews.toml"
WRITTEN = timedelta(minutes=10)


def steps(at: datetime) -> Steps:
    """Yield when people reviewed and producers answered; nothing where somebody did already."""
    if db.session.scalar(select(Review.id).limit(1)):
        return
    for facts in tomllib.loads(REVIEWS.read_text("utf-8"))["review"]:
        said = at - days(facts["days"])
        yield said, partial(review, facts, said)
        if "answer" in facts:
            answered = max(said, at - days(facts["later"])) + WRITTEN
            yield answered, partial(answer, facts, answered)


def review(facts: Mapping[str, Any], then: datetime) -> None:
    """Review one thing that has come."""
    buyer = find_somebody(facts["by"], then)
    said = operations.Said(stars=facts["stars"], text=facts["text"])
    operations.review(line_of(facts, buyer.person), said, by=buyer, at=then)


def answer(facts: Mapping[str, Any], then: datetime) -> None:
    """Answer it."""
    product = find_titled(facts["product"])
    seller = find_somebody(product.producer.responsible.name, then)
    made = select(Review).where(Review.product_id == product.id, Review.text == facts["text"])
    operations.answer(db.session.scalars(made).one(), text=facts["answer"], by=seller, at=then)


def line_of(facts: Mapping[str, Any], person_id: int) -> OrderLine:
    bought = (
        select(OrderLine)
        .join(OrderLine.order)
        .where(Order.person_id == person_id, Order.status.in_(RECEIVED))
        .where(OrderLine.about == find_titled(facts["product"]).id)
        .order_by(OrderLine.id)
        .limit(1)
    )
    return db.session.scalars(bought).one()
