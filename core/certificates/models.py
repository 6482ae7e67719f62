"""Certificates and what ended them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.branches.models import Branch
from core.db import Base
from core.db.guards import keep


class CertificateKind(StrEnum):
    """What a certificate is about."""

    SERVICE_HOURS, COURSE = "service_hours", "course"


class Certificate(Base):
    """A paper with a number that anybody can check; what it says is frozen when it is issued.

    `content` holds sentences, each `[key, facts]`, said in the reader's language. `valid_until` is
    the last day, None where it has none. `source` names what it was issued for, by the area.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("length(number) >= 12", name="number_random"),
        CheckConstraint("valid_until >= issued_on", name="valid_forward"),
        Index(None, "person_id", "id"),
        Index(None, "branch_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[CertificateKind]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    holder: Mapped[str] = mapped_column(String(60))
    content: Mapped[list[list[Any]]] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(String(60), unique=True)
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    issued_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"))
    valid_until: Mapped[date | None]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    issuer: Mapped[Person] = relationship(foreign_keys=[issued_by])
    branch: Mapped[Branch] = relationship()


class Revocation(Base):
    """A revocation that one officer asks for with a reason and another confirms or drops.

    One that its asker has taken back is closed without anybody having answered.
    """

    __tablename__ = "certificate_revocation"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="has_reason"),
        CheckConstraint("answered_by <> asked_by", name="by_two"),
        CheckConstraint("(answered_at IS NULL) = (confirmed IS NULL)", name="answered_how"),
        Index(
            "uq_certificate_revocation_open",
            "certificate_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
        Index(
            "uq_certificate_revocation_confirmed",
            "certificate_id",
            unique=True,
            sqlite_where=text("confirmed"),
            postgresql_where=text("confirmed"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"))
    reason: Mapped[str] = mapped_column(String(200))
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    confirmed: Mapped[bool | None]

    certificate: Mapped[Certificate] = relationship()

    @property
    def is_taken_back(self) -> bool:
        return self.answered_at is not None and self.answered_by is None


keep(Certificate.__table__)  # type: ignore[arg-type]
keep(Revocation.__table__)  # type: ignore[arg-type]
