"""Producers, their papers and pictures."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.branches.models import Unit
from core.db import Base
from core.storage.models import StoredFile


class ProducerKind(StrEnum):
    """农户, 家庭农场, 合作社, 企业."""

    HOUSEHOLD, FAMILY_FARM = "household", "family_farm"
    COOPERATIVE, ENTERPRISE = "cooperative", "enterprise"


class ProductClass(StrEnum):
    """What the law asks papers by: how far a product is from the field."""

    FRESH, LIVE = "fresh", "live"  # 食用农产品; 畜禽及其产品
    WORKSHOP, PREPACKAGED = "workshop", "prepackaged"  # 小作坊食品; 预包装食品
    CRAFT = "craft"  # 手工艺品, not food


class Producer(Base):
    """Who sells, at which place; `responsible` is the person who answers for it and acts for it.

    `away_from` and `away_until` are the first and the last day of a holiday, both included.
    `classes` names what it sells, parted by commas; `delivers` follows its freight and pickup
    points, moved with them. `facts_changed_at` is when it last changed what a branch had verified.
    """

    __tablename__ = "shop_producer"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="has_name"),
        CheckConstraint("away_from <= away_until", name="away_forward"),
        CheckConstraint("(away_from IS NULL) = (away_until IS NULL)", name="away_whole"),
        Index(
            "uq_producer_credit_code",
            "credit_code",
            unique=True,
            sqlite_where=text("credit_code <> '' AND closed_at IS NULL"),
            postgresql_where=text("credit_code <> '' AND closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ProducerKind]
    name: Mapped[str] = mapped_column(String(40))
    responsible_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("branch_unit.id"), index=True)  # where it is
    own_unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("branch_unit.id")
    )  # which unit it is
    credit_code: Mapped[str] = mapped_column(String(18), default="")
    address: Mapped[str] = mapped_column(String(120))
    district: Mapped[str] = mapped_column(String(6), default="")  # GB/T 2260 code
    phone: Mapped[str] = mapped_column(String(20))  # which buyers may read
    story: Mapped[str] = mapped_column(Text, default="")  # Markdown
    classes: Mapped[str] = mapped_column(String(60), default="")
    delivers: Mapped[bool] = mapped_column(default=False)
    away_from: Mapped[date | None]
    away_until: Mapped[date | None]
    away_note: Mapped[str] = mapped_column(String(60), default="")
    checked_at: Mapped[datetime | None]  # when a branch last compared the papers with the facts
    facts_changed_at: Mapped[datetime | None]
    applied_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    responsible: Mapped[Person] = relationship()
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])

    @property
    def sells(self) -> tuple[ProductClass, ...]:
        """Return the classes it sells, in their own order."""
        named = set(self.classes.split(","))
        return tuple(each for each in ProductClass if each.value in named)


class ProducerPicture(Base):
    """A picture of the farm."""

    __tablename__ = "shop_producer_picture"
    __table_args__ = (UniqueConstraint("producer_id", "file_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("shop_producer.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    alt: Mapped[str] = mapped_column(String(80), default="")
    position: Mapped[int]

    file: Mapped[StoredFile] = relationship()
    producer: Mapped[Producer] = relationship()

    @property
    def responsible_id(self) -> int:
        return self.producer.responsible_id


class PaperKind(StrEnum):
    """A paper that the law asks of who sells."""

    BUSINESS = "business"  # 营业执照
    FOOD_PRODUCTION = "food_production"  # 食品生产许可证
    FOOD_OPERATION = "food_operation"  # 食品经营许可证
    PREPACKAGED_FILING = "prepackaged_filing"  # 仅销售预包装食品备案
    SMALL_WORKSHOP = "small_workshop"  # 食品小作坊登记证或许可证
    QUARANTINE = "quarantine"  # 动物防疫条件合格证或检疫证明
    CONFORMITY = "conformity"  # 承诺达标合格证


class Paper(Base):
    """A paper of a producer: kind, number, issuer, last day; `file` is a picture or PDF of it."""

    __tablename__ = "shop_paper"
    __table_args__ = (
        CheckConstraint("length(number) > 0", name="has_number"),
        CheckConstraint("valid_from <= valid_until", name="valid_forward"),
        Index(
            None,
            "producer_id",
            "kind",
            "valid_until",
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("shop_producer.id"))
    kind: Mapped[PaperKind]
    number: Mapped[str] = mapped_column(String(40))
    issuer: Mapped[str] = mapped_column(String(60))
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]  # None: it has no last day
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    entered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    producer: Mapped[Producer] = relationship()
    file: Mapped[StoredFile | None] = relationship()

    @property
    def responsible_id(self) -> int:
        return self.producer.responsible_id


class ClassRule(Base):
    """What the county asks of who sells this class: a qualification, or (empty) none."""

    __tablename__ = "shop_class_rule"

    product_class: Mapped[ProductClass] = mapped_column(primary_key=True)
    qualification: Mapped[str] = mapped_column(String(20), default="")
    version: Mapped[int] = mapped_column(default=1)
