"""Paid short work: both sides' consent, and no record of hours."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.db import Base


class PaidWork(Base):
    """A need that is offered for a wage; what it says stands with the need.

    The row is made when the first person asks for the work; `agreed` of the `hands` are given.
    """

    __tablename__ = "paid_work"
    __table_args__ = (
        CheckConstraint("agreed BETWEEN 0 AND hands", name="hands_within"),
        UniqueConstraint("kind", "ref"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    ref: Mapped[int]
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    hands: Mapped[int]
    agreed: Mapped[int] = mapped_column(default=0)

    deals: Mapped[list["Deal"]] = relationship(order_by="Deal.id", back_populates="work")


class DealStatus(StrEnum):
    """Whether both sides have agreed."""

    ASKED, AGREED = "asked", "agreed"
    REFUSED, WITHDRAWN = "refused", "withdrawn"


LIVE = text("status IN ('asked', 'agreed')")


class Deal(Base):
    """One person's word to work, and the owner's; title, wage and time are frozen with it."""

    __tablename__ = "paid_work_deal"
    __table_args__ = (
        CheckConstraint("wage_fen > 0", name="has_wage"),
        CheckConstraint("starts_at < ends_at", name="forward"),
        CheckConstraint("status <> 'agreed' OR agreed_at IS NOT NULL", name="agreed_when"),
        Index(
            "uq_paid_work_deal_live",
            "work_id",
            "person_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        Index(None, "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[int] = mapped_column(ForeignKey("paid_work.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    status: Mapped[DealStatus] = mapped_column(default=DealStatus.ASKED)
    title: Mapped[str] = mapped_column(String(60))
    place: Mapped[str] = mapped_column(String(120))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    wage_fen: Mapped[int]
    per: Mapped[str] = mapped_column(String(8))  # `hour` or `day`
    asked_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    work: Mapped[PaidWork] = relationship(back_populates="deals")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    @property
    def is_passed_over(self) -> bool:
        """Tell whether nobody has refused it: there were enough, or no answer until the start."""
        return self.status is DealStatus.REFUSED and self.ended_by is None
