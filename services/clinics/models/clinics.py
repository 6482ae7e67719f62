"""Practitioners, clinics, and the hours at which they can be booked."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.branches.models import Branch, Unit
from core.db import Base


class PractitionerKind(StrEnum):
    """Who may advise: a law student only under somebody's guidance (Legal Aid Law 17)."""

    LAWYER, LEGAL_WORKER, LAW_STUDENT = "lawyer", "legal_worker", "law_student"
    COUNSELLOR = "counsellor"


class Practitioner(Base):
    """Somebody whose licence an officer has seen; `languages` are codes, parted by commas."""

    __tablename__ = "practitioner"
    __table_args__ = (
        CheckConstraint("(kind = 'law_student') = (guide_id IS NOT NULL)", name="student_guided"),
        CheckConstraint("kind = 'law_student' OR licence <> ''", name="has_licence"),
        CheckConstraint("guide_id IS NULL OR guide_id <> id", name="guided_by_another"),
        Index(None, "branch_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    kind: Mapped[PractitionerKind]
    licence: Mapped[str] = mapped_column(String(40), default="")
    licence_until: Mapped[date | None]
    guide_id: Mapped[int | None] = mapped_column(ForeignKey("practitioner.id"))
    languages: Mapped[str] = mapped_column(String(80), default="")
    words: Mapped[str] = mapped_column(String(300), default="")
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"))
    seen_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    branch: Mapped[Branch] = relationship()
    guide: Mapped["Practitioner | None"] = relationship(remote_side="Practitioner.id")

    @property
    def practitioner_person_id(self) -> int:
        """Who it is."""
        return self.person_id


class ClinicKind(StrEnum):
    """What one comes for; a branch is a contact point of legal aid, the agency decides."""

    LEGAL_AID, COUNSELLING = "legal_aid", "counselling"


class Clinic(Base):
    """A place where practitioners can be met, without charge; `ways` are codes, by commas.

    The contact clerk of legal aid has undertaken to keep secrets; counselling has no clerk.
    """

    __tablename__ = "clinic"
    __table_args__ = (
        CheckConstraint("kind = 'legal_aid' OR contact_id IS NULL", name="contact_for_legal_aid"),
        CheckConstraint("(contact_id IS NULL) = (undertaken_at IS NULL)", name="undertaking"),
        CheckConstraint("ways <> ''", name="has_ways"),
        Index(None, "branch_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"))
    kind: Mapped[ClinicKind]
    title: Mapped[str] = mapped_column(String(60))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("branch_unit.id"))
    address: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(40), default="")
    ways: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(String(500), default="")
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undertaken_at: Mapped[datetime | None]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    branch: Mapped[Branch] = relationship()
    unit: Mapped[Unit | None] = relationship()
    contact: Mapped[Person | None] = relationship(foreign_keys=[contact_id])


class Service(Base):
    """How one practitioner can be booked at one clinic; all minutes are multiples of five.

    `before` and `after` are kept free around each appointment. With more than one seat it is for
    groups, which come to sessions. `asks` means that the practitioner answers each wish.
    """

    __tablename__ = "clinic_service"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 5 AND 240 AND minutes % 5 = 0", name="minutes_in_cells"),
        CheckConstraint("before BETWEEN 0 AND 60 AND before % 5 = 0", name="before_in_cells"),
        CheckConstraint("after BETWEEN 0 AND 60 AND after % 5 = 0", name="after_in_cells"),
        CheckConstraint("notice_hours BETWEEN 0 AND 168", name="notice_within"),
        CheckConstraint("horizon_days BETWEEN 1 AND 60", name="horizon_within"),
        CheckConstraint("change_hours BETWEEN 0 AND 72", name="change_within"),
        CheckConstraint("daily_cap BETWEEN 1 AND 50", name="cap_within"),
        CheckConstraint("seats BETWEEN 1 AND 200", name="seats_within"),
        CheckConstraint("ways <> ''", name="has_ways"),
        Index(None, "clinic_id", "ended_at"),
        Index(None, "practitioner_id", "ended_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    clinic_id: Mapped[int] = mapped_column(ForeignKey("clinic.id"))
    practitioner_id: Mapped[int] = mapped_column(ForeignKey("practitioner.id"))
    minutes: Mapped[int]
    before: Mapped[int] = mapped_column(default=0)
    after: Mapped[int] = mapped_column(default=0)
    notice_hours: Mapped[int] = mapped_column(default=12)  # not booked later than so long before
    horizon_days: Mapped[int] = mapped_column(default=28)  # nor earlier
    change_hours: Mapped[int] = mapped_column(default=12)  # the guest moves it until so long before
    daily_cap: Mapped[int] = mapped_column(default=8)
    seats: Mapped[int] = mapped_column(default=1)
    asks: Mapped[bool] = mapped_column(default=False)
    ways: Mapped[str] = mapped_column(String(40))
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    clinic: Mapped[Clinic] = relationship()
    practitioner: Mapped[Practitioner] = relationship()
    hours: Mapped[list["WeeklyHours"]] = relationship(
        order_by="WeeklyHours.weekday, WeeklyHours.begins"
    )

    @property
    def practitioner_person_id(self) -> int:
        """Who gives it."""
        return self.practitioner.person_id

    @property
    def licensed_until(self) -> date | None:
        """The last day on which whoever gives it may advise; a student's is that of the guide."""
        people = (self.practitioner, self.practitioner.guide)
        return min(
            (each.licence_until for each in people if each and each.licence_until), default=None
        )

    @property
    def branch_id(self) -> int:
        """Whose clinic it is given at."""
        return self.clinic.branch_id


class WeeklyHours(Base):
    """When a service is given each week; minutes of the village's day, Monday is 0."""

    __tablename__ = "clinic_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("begins >= 0 AND begins < ends AND ends <= 1440", name="forward"),
        CheckConstraint("begins % 5 = 0 AND ends % 5 = 0", name="in_cells"),
        UniqueConstraint("service_id", "weekday", "begins"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("clinic_service.id"))
    weekday: Mapped[int]
    begins: Mapped[int]
    ends: Mapped[int]


class DayOff(Base):
    """A day on which a practitioner is not there, or, with times, a part of it."""

    __tablename__ = "clinic_day_off"
    __table_args__ = (
        CheckConstraint("begins >= 0 AND begins < ends AND ends <= 1440", name="forward"),
        UniqueConstraint("practitioner_id", "day", "begins"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    practitioner_id: Mapped[int] = mapped_column(ForeignKey("practitioner.id"))
    day: Mapped[date]
    begins: Mapped[int] = mapped_column(default=0)
    ends: Mapped[int] = mapped_column(default=1440)

    practitioner: Mapped[Practitioner] = relationship()

    @property
    def practitioner_person_id(self) -> int:
        """Who is away."""
        return self.practitioner.person_id

    @property
    def branch_id(self) -> int:
        """Which branch has put the practitioner down."""
        return self.practitioner.branch_id


class ExtraHours(Base):
    """Times on one day at which a service is given besides its week."""

    __tablename__ = "clinic_extra_hours"
    __table_args__ = (
        CheckConstraint("begins >= 0 AND begins < ends AND ends <= 1440", name="forward"),
        CheckConstraint("begins % 5 = 0 AND ends % 5 = 0", name="in_cells"),
        UniqueConstraint("service_id", "day", "begins"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("clinic_service.id"))
    day: Mapped[date]
    begins: Mapped[int]
    ends: Mapped[int]

    service: Mapped[Service] = relationship()

    @property
    def practitioner_person_id(self) -> int:
        """Who gives it."""
        return self.service.practitioner_person_id

    @property
    def branch_id(self) -> int:
        """Whose clinic it is given at."""
        return self.service.branch_id
