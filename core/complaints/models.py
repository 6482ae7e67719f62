"""Complaints about verified things, and what was said to them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.branches.models import Branch
from core.db import Base
from core.sponsorship.models import Sponsorship


class ComplaintStatus(StrEnum):
    """With whom a complaint lies, or how it ended."""

    WITH_STEWARD, WITH_UPPER = "with_steward", "with_upper"
    WITH_OPERATOR, ANSWERED, CLOSED = "with_operator", "answered", "closed"


class Complaint(Base):
    """What somebody complains of: the verified place, and the thing of it that is meant.

    `level` is with whom it lies or lay last: answered and taken further, it goes one up. `due_at`
    is when it climbs by itself; when it is answered, when it closes by itself.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        CheckConstraint("length(ref) >= 22", name="ref_random"),
        CheckConstraint("closed_at IS NULL OR status = 'closed'", name="closed_when"),
        Index(None, "status", "due_at"),
        Index(None, "branch_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)
    sponsorship_id: Mapped[int] = mapped_column(ForeignKey("sponsorship.id"), index=True)
    about: Mapped[str] = mapped_column(String(80))  # what is meant, as it was called then
    about_url: Mapped[str] = mapped_column(String(120))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    status: Mapped[ComplaintStatus] = mapped_column(default=ComplaintStatus.WITH_STEWARD)
    level: Mapped[ComplaintStatus] = mapped_column(default=ComplaintStatus.WITH_STEWARD)
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("branch.id"))  # None: the operator
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    sponsorship: Mapped[Sponsorship] = relationship()
    branch: Mapped[Branch | None] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class Voice(StrEnum):
    """Who speaks in a complaint."""

    COMPLAINER, STEWARD, UPPER = "complainer", "steward", "upper"
    OPERATOR, OWNER, HOUSE = "operator", "owner", "house"


class ComplaintStep(Base):
    """One thing said or done."""

    __tablename__ = "complaint_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    at: Mapped[datetime]
    voice: Mapped[Voice]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    what: Mapped[str] = mapped_column(String(20))  # made, answered, climbed, said, closed
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("branch.id"))  # where it lay then
    text: Mapped[str] = mapped_column(Text, default="")
