"""Branches, the units they cover, offices, members, households and residents."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.db import Base


class BranchKind(StrEnum):
    """What sort of branch it is."""

    TOWNSHIP, VILLAGE, JOINT = "township", "village", "joint"
    FUNCTIONAL, COOPERATIVE, CLUSTER = "functional", "cooperative", "cluster"


class Branch(Base):
    """One branch; the path (`/1/4/`) holds the ids from the root down to its own."""

    __tablename__ = "branch"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[BranchKind]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("branch.id"), index=True)
    path: Mapped[str] = mapped_column(String(200), index=True)
    phone: Mapped[str] = mapped_column(String(30), default="")  # of the office
    address: Mapped[str] = mapped_column(String(200), default="")
    hours: Mapped[str] = mapped_column(String(120), default="")  # when somebody is there
    district: Mapped[str] = mapped_column(String(6), default="")  # GB/T 2260 code
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    @property
    def branch_id(self) -> int:
        return self.id


class UnitKind(StrEnum):
    """What a branch can cover."""

    VILLAGE, COOPERATIVE, SHOP = "village", "cooperative", "shop"


class Unit(Base):
    """A village, cooperative or shop that a branch covers, with who stands for it by law."""

    __tablename__ = "branch_unit"
    __table_args__ = (
        Index(
            "uq_unit_registration",
            "registration",
            unique=True,
            sqlite_where=text("registration <> ''"),
            postgresql_where=text("registration <> ''"),
        ),
        UniqueConstraint("branch_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), index=True)
    kind: Mapped[UnitKind]
    name: Mapped[str] = mapped_column(String(60))
    registration: Mapped[str] = mapped_column(String(30), default="")
    legal_representative_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    branch: Mapped[Branch] = relationship()
    legal_representative: Mapped[Person | None] = relationship()


class OfficeRole(StrEnum):
    """书记, 副书记, 组织委员, 宣传委员, 纪检委员."""

    SECRETARY, DEPUTY = "secretary", "deputy_secretary"
    ORGANISATION, PUBLICITY, DISCIPLINE = "organisation", "publicity", "discipline"


LIVE = text("ended_at IS NULL AND stands_in_for_id IS NULL")


class OfficeTerm(Base):
    """An office held in a branch from a day until a day; a stand-in acts for another's term."""

    __tablename__ = "branch_office"
    __table_args__ = (
        CheckConstraint("until IS NULL OR since <= until", name="term_forward"),
        Index(
            "uq_live_office",
            "branch_id",
            "role",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[OfficeRole]
    since: Mapped[date]
    until: Mapped[date | None]
    stands_in_for_id: Mapped[int | None] = mapped_column(ForeignKey("branch_office.id"))
    ended_at: Mapped[datetime | None]

    branch: Mapped[Branch] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def parent_id(self) -> int | None:
        return self.branch.parent_id


class MembershipStatus(StrEnum):
    """Where a membership stands."""

    ASKED, CONFIRMED, REFUSED, ENDED = "asked", "confirmed", "refused", "ended"


ONE = text("status IN ('asked', 'confirmed')")


class Membership(Base):
    """A party member's belonging to a branch, confirmed by its secretary."""

    __tablename__ = "branch_membership"
    __table_args__ = (
        Index(
            "uq_one_membership",
            "person_id",
            unique=True,
            sqlite_where=ONE,
            postgresql_where=ONE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    status: Mapped[MembershipStatus] = mapped_column(default=MembershipStatus.ASKED)
    asked_at: Mapped[datetime]
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who answers it
    answered_at: Mapped[datetime | None]  # when it was last confirmed, refused or ended

    branch: Mapped[Branch] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class Household(Base):
    """A household of a village, by the number its book has."""

    __tablename__ = "branch_household"
    __table_args__ = (UniqueConstraint("unit_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("branch_unit.id"))
    number: Mapped[str] = mapped_column(String(30))


class Resident(Base):
    """Where a person lives: a village, and the household when it is known."""

    __tablename__ = "branch_resident"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("branch_unit.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("branch_household.id"), index=True)
    entered_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    unit: Mapped[Unit] = relationship()
    household: Mapped[Household | None] = relationship()
