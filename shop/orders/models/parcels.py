"""What was handed over, and when."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.db.guards import keep
from shop.orders.models.orders import Order, Way


class Parcel(Base):
    """One hand-over of goods: by a carrier, by hand, or at a pickup point."""

    __tablename__ = "shop_parcel"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("shop_order.id"), index=True)
    way: Mapped[Way]
    carrier: Mapped[str] = mapped_column(String(30), default="")
    number: Mapped[str] = mapped_column(String(40), default="")
    handed_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    order: Mapped[Order] = relationship(back_populates="parcels")
    lines: Mapped[list["ParcelLine"]] = relationship(order_by="ParcelLine.id")

    @property
    def responsible_id(self) -> int:
        return self.order.responsible_id


class ParcelLine(Base):
    """How many of a line are in a parcel."""

    __tablename__ = "shop_parcel_line"
    __table_args__ = (
        CheckConstraint("count > 0", name="count_positive"),
        UniqueConstraint("parcel_id", "line_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    parcel_id: Mapped[int] = mapped_column(ForeignKey("shop_parcel.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("shop_order_line.id"), index=True)
    count: Mapped[int]


for kept in (Parcel, ParcelLine):
    keep(kept.__table__)  # type: ignore[arg-type]
