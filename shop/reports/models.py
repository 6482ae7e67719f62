"""Reports of listings, for the operator's clerks to decide."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.db import Base
from shop.catalog.models import Product


class ReportReason(StrEnum):
    """What somebody says is wrong with a listing."""

    FORBIDDEN, FALSE, UNSAFE = "forbidden", "false", "unsafe"
    PRICE, INFRINGING, OTHER = "price", "infringing", "other"


class ReportStatus(StrEnum):
    """Where a report stands."""

    OPEN, UPHELD, DISMISSED = "open", "upheld", "dismissed"


class ListingReport(Base):
    """One person's report of one product; a person has one open report of a product at a time."""

    __tablename__ = "shop_report"
    __table_args__ = (
        CheckConstraint("status = 'open' OR decided_at IS NOT NULL", name="decided_when"),
        Index(
            "uq_shop_report_open",
            "product_id",
            "person_id",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
        Index(None, "status", "made_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("shop_product.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[ReportReason]
    text: Mapped[str] = mapped_column(String(500))
    made_at: Mapped[datetime]
    status: Mapped[ReportStatus] = mapped_column(default=ReportStatus.OPEN)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str] = mapped_column(String(300), default="")  # told to who reported

    product: Mapped[Product] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
