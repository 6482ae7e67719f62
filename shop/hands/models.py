"""Hands a producer asks for, and hardship of a household as an officer recorded it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.branches.models import Branch
from core.db import Base
from shop.producers.models import Producer


class HardshipKind(StrEnum):
    """病了或受伤, 受灾, 家里没有劳力, 别的急难."""

    ILLNESS, DISASTER, NO_LABOUR, EMERGENCY = "illness", "disaster", "no_labour", "emergency"


class Hardship(Base):
    """A household's hardship from a day until a day, recorded and ended by an officer.

    Volunteer Service Regulations 39: volunteering serves no profit, so only such a household's
    harvest may become a volunteer task.
    """

    __tablename__ = "shop_hardship"
    __table_args__ = (
        CheckConstraint("since <= until", name="forward"),
        CheckConstraint("words <> ''", name="has_words"),
        CheckConstraint("(ended_at IS NULL) = (end_why = '')", name="ended_why"),
        Index(
            "uq_shop_hardship_live",
            "producer_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "branch_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("shop_producer.id"))
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"))
    kind: Mapped[HardshipKind]
    words: Mapped[str] = mapped_column(String(200))
    since: Mapped[date]
    until: Mapped[date]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    end_why: Mapped[str] = mapped_column(String(200), default="")

    producer: Mapped[Producer] = relationship()
    branch: Mapped[Branch] = relationship()
    recorder: Mapped[Person] = relationship(foreign_keys=[recorded_by])
    ender: Mapped[Person | None] = relationship(foreign_keys=[ended_by])


class Wanted(Base):
    """A producer's call for hands on one day; the wage counts where no hardship stands."""

    __tablename__ = "shop_hands_wanted"
    __table_args__ = (
        CheckConstraint("hands BETWEEN 1 AND 50", name="hands_within"),
        CheckConstraint("filled >= 0", name="filled_counts"),
        CheckConstraint("starts_at < ends_at", name="forward"),
        CheckConstraint("(wage_fen IS NULL) = (per = '')", name="wage_per"),
        CheckConstraint("wage_fen > 0", name="wage_positive"),
        Index(None, "producer_id", "id"),
        Index(
            "ix_shop_hands_wanted_open",
            "starts_at",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("shop_producer.id"))
    title: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(String(300), default="")
    place: Mapped[str] = mapped_column(String(120))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    hands: Mapped[int]
    filled: Mapped[int] = mapped_column(default=0)
    wage_fen: Mapped[int | None]
    per: Mapped[str] = mapped_column(String(8), default="")  # `hour` or `day`
    asked_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    producer: Mapped[Producer] = relationship()

    @property
    def responsible_id(self) -> int:
        return self.producer.responsible_id
