"""Freight by province, and pickup points."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from shop.producers.models import Producer


class FreightZone(Base):
    """What a parcel costs to some provinces; the zone without any is for all others.

    Weights in grams, prices in fen. Not `served`: the producer does not send there.
    """

    __tablename__ = "shop_freight_zone"
    __table_args__ = (
        CheckConstraint("first_grams > 0 AND further_grams > 0", name="grams_positive"),
        CheckConstraint("first_fen >= 0 AND further_fen >= 0", name="fen_not_negative"),
        CheckConstraint("free_over_fen IS NULL OR free_over_fen > 0", name="free_over_positive"),
        UniqueConstraint("producer_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("shop_producer.id"))
    position: Mapped[int]
    served: Mapped[bool] = mapped_column(default=True)
    first_grams: Mapped[int] = mapped_column(default=1000)
    first_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    further_grams: Mapped[int] = mapped_column(default=1000)
    further_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    free_over_fen: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(default=1)

    provinces: Mapped[list["FreightProvince"]] = relationship(order_by="FreightProvince.code")
    producer: Mapped[Producer] = relationship()

    @property
    def responsible_id(self) -> int:
        return self.producer.responsible_id


class FreightProvince(Base):
    """A province that a zone names; each at most once a producer. `code` has two digits."""

    __tablename__ = "shop_freight_province"
    __table_args__ = (
        UniqueConstraint("producer_id", "code"),
        CheckConstraint("length(code) = 2", name="code_of_province"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    zone_id: Mapped[int] = mapped_column(ForeignKey("shop_freight_zone.id"), index=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("shop_producer.id"))
    code: Mapped[str] = mapped_column(String(2))


class PickupPoint(Base):
    """A place where buyers fetch what they ordered."""

    __tablename__ = "shop_pickup_point"

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("shop_producer.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(120))
    hours: Mapped[str] = mapped_column(String(80))
    phone: Mapped[str] = mapped_column(String(20), default="")
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    producer: Mapped[Producer] = relationship()

    @property
    def responsible_id(self) -> int:
        return self.producer.responsible_id
