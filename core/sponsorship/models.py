"""Verifications, the visits behind them, and what was looked at."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.branches.models import Branch, OfficeRole
from core.db import Base
from core.storage.models import StoredFile


class SponsorshipStatus(StrEnum):
    """Where a verification stands."""

    ASKED, VISITING, REFUSED, WITHDRAWN = "asked", "visiting", "refused", "withdrawn"
    ACTIVE, SUSPENDED, ENDED, LAPSED = "active", "suspended", "ended", "lapsed"


UNDER_WAY = text("status IN ('asked', 'visiting')")
STANDING = text("status IN ('active', 'suspended')")


class Sponsorship(Base):
    """One branch's verification of one place; `kind` and `ref` name the place.

    A renewal is a row of its own, asked for while the old one stands: when it is decided, the old
    one ends. `valid_until` is the last day. `stewardless_at` is set while no steward is in office.
    """

    __tablename__ = "sponsorship"
    __table_args__ = (
        CheckConstraint(
            "status NOT IN ('active', 'suspended', 'ended', 'lapsed')"
            " OR (valid_from IS NOT NULL AND valid_until IS NOT NULL)",
            name="verified_has_days",
        ),
        CheckConstraint("valid_from <= valid_until", name="valid_forward"),
        CheckConstraint(
            "status <> 'visiting' OR steward_id IS NOT NULL", name="visited_by_steward"
        ),
        Index(
            "uq_sponsorship_under_way",
            "kind",
            "ref",
            unique=True,
            sqlite_where=UNDER_WAY,
            postgresql_where=UNDER_WAY,
        ),
        Index(
            "uq_sponsorship_standing",
            "kind",
            "ref",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index(None, "branch_id", "status"),
        Index(None, "steward_id", "status"),
        Index(None, "status", "valid_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    ref: Mapped[int]
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"))
    status: Mapped[SponsorshipStatus] = mapped_column(default=SponsorshipStatus.ASKED)
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(300), default="")  # what the asker wants to be known
    steward_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    stewardless_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    reminded_at: Mapped[datetime | None]  # that it will soon run out
    reason: Mapped[str] = mapped_column(String(300), default="")  # why refused, suspended, ended
    status_at: Mapped[datetime]  # when it came to this status

    branch: Mapped[Branch] = relationship()
    steward: Mapped[Person | None] = relationship(foreign_keys=[steward_id])
    visit: Mapped["Visit | None"] = relationship(back_populates="sponsorship", uselist=False)

    @property
    def serving_id(self) -> int | None:
        """Who stands by the place now: nobody, once the steward has left the branch."""
        return None if self.stewardless_at else self.steward_id


class Visit(Base):
    """What the steward saw at the place; a draft until it is handed in."""

    __tablename__ = "sponsorship_visit"
    __table_args__ = (
        CheckConstraint("handed_in_at IS NULL OR day IS NOT NULL", name="handed_in_has_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sponsorship_id: Mapped[int] = mapped_column(ForeignKey("sponsorship.id"), unique=True)
    day: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")  # what was found, for everybody to read
    saved_at: Mapped[datetime]
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    form_key: Mapped[str] = mapped_column(String(40), default="")  # the open page that saved it
    handed_in_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    sponsorship: Mapped[Sponsorship] = relationship(back_populates="visit")


class Seen(StrEnum):
    """What the visitor says to one point of the list."""

    YES, NO, NOT_NEEDED = "yes", "no", "not_needed"


class VisitCheck(Base):
    """One point of the kind's list, as it was found."""

    __tablename__ = "sponsorship_check"
    __table_args__ = (UniqueConstraint("visit_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("sponsorship_visit.id"))
    code: Mapped[str] = mapped_column(String(30))
    seen: Mapped[Seen | None]  # None: not said yet, in a draft
    remark: Mapped[str] = mapped_column(String(120), default="")


class Kinship(StrEnum):
    """What a visitor or decider declares about the owner."""

    NONE, RELATIVE, OWN = "none", "relative", "own"


class Visitor(Base):
    """Who went, or who decided, with the office held then and what was declared about kinship."""

    __tablename__ = "sponsorship_visitor"
    __table_args__ = (
        UniqueConstraint("visit_id", "person_id", "decided"),
        CheckConstraint("kinship = 'none'", name="no_relative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("sponsorship_visit.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    decided: Mapped[bool]  # False: went there; True: decided
    role: Mapped[OfficeRole | None]  # None: a member without an office
    kinship: Mapped[Kinship]
    declared_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class VisitPicture(Base):
    """A picture taken on the visit."""

    __tablename__ = "sponsorship_picture"
    __table_args__ = (UniqueConstraint("visit_id", "file_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("sponsorship_visit.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    alt: Mapped[str] = mapped_column(String(80), default="")
    position: Mapped[int]

    file: Mapped[StoredFile] = relationship()


class NameConsent(Base):
    """A steward's word that the parties of an order or complaint may read the full name."""

    __tablename__ = "sponsorship_name_consent"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
