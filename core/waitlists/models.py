"""Who waits for a place, and for whom one is kept for a while."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.db import Base


class WaitStatus(StrEnum):
    """How the waiting stands: a place offered is kept until it is taken, left or lapsed."""

    WAITING, OFFERED = "waiting", "offered"
    TAKEN, LAPSED, LEFT = "taken", "lapsed", "left"


LIVE = text("status IN ('waiting', 'offered')")


class Wait(Base):
    """One person's waiting for a place in a thing; `kind` and `ref` name the thing."""

    __tablename__ = "waitlist_wait"
    __table_args__ = (
        CheckConstraint("status <> 'offered' OR offered_until IS NOT NULL", name="offer_ends"),
        CheckConstraint(
            "(status IN ('waiting', 'offered')) = (ended_at IS NULL)", name="ended_when"
        ),
        Index(
            "uq_waitlist_live",
            "kind",
            "ref",
            "person_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        Index(None, "kind", "ref", "status", "id"),
        Index(
            "ix_waitlist_offered",
            "kind",
            "offered_until",
            sqlite_where=text("status = 'offered'"),
            postgresql_where=text("status = 'offered'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    ref: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    status: Mapped[WaitStatus] = mapped_column(default=WaitStatus.WAITING)
    joined_at: Mapped[datetime]
    offered_at: Mapped[datetime | None]
    offered_until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
