"""Purchases, their orders, and the lines of these."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.db import Base
from core.db.guards import guard, keep
from core.money import Money
from shop.producers.models import Producer

if TYPE_CHECKING:
    from shop.orders.models.parcels import Parcel
    from shop.orders.models.shortages import Reduction


class Method(StrEnum):
    """How a purchase is paid; paying online comes with the payments."""

    CASH, ONLINE = "cash", "online"


class PurchaseStatus(StrEnum):
    """How far the money of a purchase is."""

    OPEN, SETTLED = "open", "settled"
    EXPIRED, CANCELLED = "expired", "cancelled"


class OrderStatus(StrEnum):
    """Where the goods of an order are."""

    AWAITING_PAYMENT, EXPIRED, CANCELLED = "awaiting_payment", "expired", "cancelled"
    PLACED, ACCEPTED, PACKED = "placed", "accepted", "packed"
    CANNOT_DELIVER, SHIPPED = "cannot_deliver", "shipped"
    RECEIVED, COMPLETED = "received", "completed"
    REFUSED_AT_DOOR, RETURNED = "refused_at_door", "returned"


class Way(StrEnum):
    """How goods reach the buyer; `hand` is chosen by the producer, the others by the buyer."""

    PARCEL, PICKUP, HAND = "parcel", "pickup", "hand"


class Purchase(Base):
    """What one person bought in one go: an order with each producer; `currency` is always cny."""

    __tablename__ = "shop_purchase"
    __table_args__ = (
        CheckConstraint("length(ref) >= 22", name="ref_random"),
        CheckConstraint("total_fen > 0", name="total_positive"),
        Index(None, "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    method: Mapped[Method]
    status: Mapped[PurchaseStatus] = mapped_column(default=PurchaseStatus.OPEN)
    total_fen: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="cny")
    placed_at: Mapped[datetime]

    orders: Mapped[list["Order"]] = relationship(order_by="Order.id", back_populates="purchase")


UNDER_WAY = text("status IN ('placed', 'accepted', 'packed', 'cannot_deliver', 'shipped')")


class Order(Base):
    """What one producer owes a buyer; the receiver stands here, for it may change until packed.

    The totals are frozen when it is placed; `reduced_fen` is the sum of the reductions, and what
    is due is the total less that. `ship_by` is the promised village day, `due_at` when the next
    thing happens by itself: a silent buyer is taken to have cancelled, received, or kept all.
    """

    __tablename__ = "shop_order"
    __table_args__ = (
        CheckConstraint("length(ref) >= 22", name="ref_random"),
        CheckConstraint("goods_fen > 0 AND freight_fen >= 0", name="fen_in_range"),
        CheckConstraint("total_fen = goods_fen + freight_fen", name="total_adds_up"),
        CheckConstraint("reduced_fen >= 0 AND reduced_fen < goods_fen", name="reduced_in_part"),
        CheckConstraint("(cash_fen IS NULL) = (cash_at IS NULL)", name="cash_when"),
        CheckConstraint("cash_fen IS NULL OR cash_fen = total_fen - reduced_fen", name="cash_due"),
        CheckConstraint("(way = 'pickup') = (pickup_code <> '')", name="pickup_has_code"),
        Index(None, "person_id", "id"),
        Index(None, "producer_id", "status", "ship_by"),
        Index(None, "purchase_id"),
        Index(
            "ix_shop_order_due",
            "due_at",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        Index(
            "ix_shop_order_under_way",
            "ship_by",
            sqlite_where=UNDER_WAY,
            postgresql_where=UNDER_WAY,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)
    number: Mapped[str] = mapped_column(String(12), unique=True)  # to say on the phone; random
    purchase_id: Mapped[int] = mapped_column(ForeignKey("shop_purchase.id"))
    producer_id: Mapped[int] = mapped_column(ForeignKey("shop_producer.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    status: Mapped[OrderStatus]
    way: Mapped[Way]
    goods_fen: Mapped[int] = mapped_column(BigInteger)
    freight_fen: Mapped[int] = mapped_column(BigInteger)
    total_fen: Mapped[int] = mapped_column(BigInteger)
    reduced_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    cash_fen: Mapped[int | None] = mapped_column(BigInteger)
    cash_at: Mapped[datetime | None]
    receiver: Mapped[str] = mapped_column(String(30))
    phone: Mapped[str] = mapped_column(String(20))
    district: Mapped[str] = mapped_column(String(6), default="")  # GB/T 2260; empty at a pickup
    address: Mapped[str] = mapped_column(String(120), default="")  # for a pickup, the point's
    note: Mapped[str] = mapped_column(String(200), default="")
    pickup_point_id: Mapped[int | None] = mapped_column(ForeignKey("shop_pickup_point.id"))
    pickup_code: Mapped[str] = mapped_column(String(6), default="")
    code_tries: Mapped[int] = mapped_column(default=0)
    ship_by: Mapped[date]
    due_at: Mapped[datetime | None]
    placed_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    packed_at: Mapped[datetime | None]
    shipped_at: Mapped[datetime | None]
    handed_at: Mapped[datetime | None]  # the last hand-over, once all has been handed over
    received_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]  # completed, cancelled, expired or returned
    ended_why: Mapped[str] = mapped_column(String(200), default="")
    pressed_at: Mapped[datetime | None]
    unread_buyer: Mapped[int] = mapped_column(default=0)  # messages that this side has not seen
    unread_seller: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)  # of the receiver

    purchase: Mapped[Purchase] = relationship(back_populates="orders")
    producer: Mapped[Producer] = relationship()
    person: Mapped[Person] = relationship()
    lines: Mapped[list["OrderLine"]] = relationship(order_by="OrderLine.id", back_populates="order")
    parcels: Mapped[list["Parcel"]] = relationship(order_by="Parcel.id", back_populates="order")

    @property
    def responsible_id(self) -> int:
        return self.producer.responsible_id

    @property
    def due(self) -> Money:
        """Return what the buyer pays in the end."""
        return Money(self.total_fen - self.reduced_fen)


class OrderLine(Base):
    """So many of a thing at the price of that day, and what its page said of it; never changed.

    `returns` is the return policy; `returns_confirmed_at` when the buyer confirmed, for this
    purchase, that there is no return without a reason (Consumer law 25). `told` is JSON: what the
    page said (E-commerce law 31).
    """

    __tablename__ = "shop_order_line"
    __table_args__ = (
        CheckConstraint("count BETWEEN 1 AND 99", name="count_within"),
        CheckConstraint("fen > 0", name="fen_positive"),
        UniqueConstraint("order_id", "kind", "ref"),
        Index(None, "kind", "ref"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("shop_order.id"))
    kind: Mapped[str] = mapped_column(String(20))
    ref: Mapped[int]
    about: Mapped[int]  # of what this is a size: the product of a pack
    title: Mapped[str] = mapped_column(String(60))
    detail: Mapped[str] = mapped_column(String(60))
    url: Mapped[str] = mapped_column(String(120))
    count: Mapped[int]
    fen: Mapped[int] = mapped_column(BigInteger)
    grams: Mapped[int]
    returns: Mapped[str] = mapped_column(String(20))
    returns_confirmed_at: Mapped[datetime | None]
    told: Mapped[str] = mapped_column(Text)

    order: Mapped[Order] = relationship(back_populates="lines")
    reductions: Mapped[list["Reduction"]] = relationship(order_by="Reduction.id")

    @property
    def price(self) -> Money:
        return Money(self.fen)

    @property
    def total(self) -> Money:
        return Money(self.fen * self.count)

    @property
    def left(self) -> int:
        """Return how many are still to be delivered, after what the buyer did without."""
        return self.count - sum((each.count for each in self.reductions), 0)


guard(OrderLine.__table__)  # type: ignore[arg-type]
for kept in (Purchase, Order):
    keep(kept.__table__)  # type: ignore[arg-type]
