"""What the market keeps about somebody who buys, to copy out and to erase."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from core.accounts.regions import title_of
from core.db import Base, db
from shop.cart.models import CartLine
from shop.orders.models import Order, OrderLine, Parcel, Purchase, Reduction, Shortage

# Columns that are the machine's own, or that say who the person is, whose copy it is.
LEFT_OUT = {"id", "person_id", "version", "unread_buyer", "unread_seller", "code_tries"}

Rows = Sequence[Mapping[str, Any]]


class OwnOrders:
    """Somebody's basket, purchases, orders, and all that became of them (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Rows]:
        """Return what somebody bought; what they sold is their buyers', and not in here."""
        basket = select(CartLine).where(CartLine.person_id == person_id).order_by(CartLine.id)
        purchases = select(Purchase).where(Purchase.person_id == person_id).order_by(Purchase.id)
        return {
            "basket": [told(each) for each in db.session.scalars(basket)],
            "purchases": [told(each) for each in db.session.scalars(purchases)],
            "orders": orders_of(person_id),
            "order_lines": hanging_on(OrderLine, person_id),
            "order_parcels": hanging_on(Parcel, person_id),
            "order_shortages": hanging_on(Shortage, person_id),
            "order_reductions": hanging_on(Reduction, person_id),
        }

    def erase(self, person_id: int, *, at: datetime) -> None:  # noqa: ARG002
        """Empty the basket; orders stay whole for three years at least (E-commerce law 31).

        That they were this person's is told by the blanked account alone; who receives them, and
        where, stays in the order, for what is under way is still delivered.
        """
        db.session.execute(delete(CartLine).where(CartLine.person_id == person_id))


def orders_of(person_id: int) -> Rows:
    query = select(Order).where(Order.person_id == person_id).order_by(Order.id)
    found = db.session.scalars(query.options(joinedload(Order.producer))).all()
    return [
        {
            "order": each.id,
            "seller": each.producer.name,
            "place": title_of(each.district) if each.district else "",
            **told(each),
        }
        for each in found
    ]


def hanging_on(table: type[OrderLine | Parcel | Shortage | Reduction], person_id: int) -> Rows:
    """Return the rows of this table that hang on the person's orders."""
    query = select(table).join(Order, Order.id == table.order_id)
    mine: Iterable[Base] = db.session.scalars(
        query.where(Order.person_id == person_id).order_by(table.id)
    )
    return [told(each) for each in mine]


def told(row: Base) -> Mapping[str, Any]:
    """Return all that a row says, enums by their value."""
    columns = row.__table__.columns.keys()
    values = {name: getattr(row, name) for name in columns if name not in LEFT_OUT}
    return {name: getattr(value, "value", value) for name, value in values.items()}
