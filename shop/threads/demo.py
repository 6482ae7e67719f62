"""What people of the demo world say about their orders, from `demo/talks.toml`."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from core.db import db
from shop.orders.models import Order, OrderLine
from shop.producers.demo import Steps, find_named, find_somebody
from shop.threads import operations
from shop.threads.models import Message

TALKS = Path(__file__).parent / "demo" / "talks.toml"
Facts = Mapping[str, Any]


def steps(at: datetime) -> Steps:
    """Yield when people said something; nothing where something was said already."""
    if db.session.scalar(select(Message.id).limit(1)):
        return
    for facts in tomllib.loads(TALKS.read_text("utf-8"))["talk"]:
        for hours, who, text in facts["said"]:
            then = at - timedelta(hours=hours)
            yield then, partial(say, facts, text, by_seller=who == "seller", then=then)


def say(facts: Facts, text: str, *, by_seller: bool, then: datetime) -> None:
    """Say it, having read all that was said before."""
    order = order_of(facts, then)
    name = order.producer.responsible.name if by_seller else facts["by"]
    said = select(func.max(Message.id)).where(Message.order_id == order.id)
    operations.say(
        order,
        text,
        by_seller=by_seller,
        seen=db.session.scalar(said) or 0,
        by=find_somebody(name, then),
        at=then,
    )


def order_of(facts: Facts, then: datetime) -> Order:
    """Return the buyer's newest order with this producer that holds this."""
    query = (
        select(Order)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(Order.producer_id == find_named(facts["producer"]).id)
        .where(Order.person_id == find_somebody(facts["by"], then).person)
        .where(OrderLine.title == facts["first"])
        .order_by(Order.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).one()
