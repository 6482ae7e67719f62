"""What could not be delivered, what the buyer chose, and what was taken off for it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.db.guards import guard, keep


class Answer(StrEnum):
    """What became of a shortage; `silent` is a buyer who said nothing for a day."""

    WAIT, LESS, CANCEL, SILENT = "wait", "less", "cancel", "silent"


class Shortage(Base):
    """A producer said that an order cannot be delivered as it is; the buyer chooses what now.

    `ready_on` is offered to wait for; what could be sent at once stands in the lines.
    """

    __tablename__ = "shop_shortage"
    __table_args__ = (
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_when"),
        Index(
            "uq_shop_shortage_open",
            "order_id",
            unique=True,
            sqlite_where=text("answer IS NULL"),
            postgresql_where=text("answer IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("shop_order.id"), index=True)
    why: Mapped[str] = mapped_column(String(200))
    ready_on: Mapped[date | None]
    said_at: Mapped[datetime]
    answer: Mapped[Answer | None]
    answered_at: Mapped[datetime | None]

    lines: Mapped[list["ShortageLine"]] = relationship(order_by="ShortageLine.id")


class ShortageLine(Base):
    """How many fewer of a line there would be."""

    __tablename__ = "shop_shortage_line"
    __table_args__ = (
        CheckConstraint("missing > 0", name="missing_positive"),
        UniqueConstraint("shortage_id", "line_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    shortage_id: Mapped[int] = mapped_column(ForeignKey("shop_shortage.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("shop_order_line.id"))
    missing: Mapped[int]


class Reduction(Base):
    """So many fewer of a line, by the buyer's consent, and by how much that lowers what is due."""

    __tablename__ = "shop_reduction"
    __table_args__ = (CheckConstraint("count > 0 AND fen > 0", name="something"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("shop_order.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("shop_order_line.id"), index=True)
    count: Mapped[int]
    fen: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]


guard(Reduction.__table__)  # type: ignore[arg-type]
for kept in (Shortage, ShortageLine):
    keep(kept.__table__)  # type: ignore[arg-type]
