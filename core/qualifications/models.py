"""Qualifications that people hold."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.branches.models import Branch
from core.db import Base


class QualificationKind(StrEnum):
    """What a qualification lets its holder do."""

    FOOD_SELLER, HOMESTAY_HOST = "food-seller", "homestay-host"


class Source(StrEnum):
    """Where a qualification comes from: a paper an officer saw, or a course finished here."""

    PAPER, COURSE = "paper", "course"


STANDS = text("revoked_at IS NULL")


class Qualification(Base):
    """One qualification of a person, from a day to a day (both included)."""

    __tablename__ = "qualification"
    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_from <= valid_until", name="valid_forward"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by IS NULL)", name="revoked_by_whom"),
        CheckConstraint("source <> 'paper' OR branch_id IS NOT NULL", name="paper_seen_by_branch"),
        Index(
            "uq_qualification_number",
            "kind",
            "number",
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
        Index(None, "person_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[QualificationKind]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]  # None: as long as nobody revokes it
    source: Mapped[Source]
    number: Mapped[str] = mapped_column(String(40))  # as it stands on the paper
    issuer: Mapped[str] = mapped_column(String(60))
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("branch.id"), index=True)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_why: Mapped[str] = mapped_column(String(200), default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    branch: Mapped[Branch | None] = relationship()
