"""Appointments, group sessions, and the five-minute cells that both take."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.db import Base
from core.db.guards import keep
from core.waitlists.models import Wait
from services.clinics.models.clinics import Service


class Session(Base):
    """A group's hour: it takes its cells once, and counts the seats that are taken."""

    __tablename__ = "clinic_session"
    __table_args__ = (
        CheckConstraint("taken BETWEEN 0 AND seats", name="seats_within"),
        CheckConstraint("starts_at < ends_at", name="forward"),
        Index(None, "service_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("clinic_service.id"))
    title: Mapped[str] = mapped_column(String(60))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    cancelled_at: Mapped[datetime | None]

    service: Mapped[Service] = relationship()

    @property
    def branch_id(self) -> int:
        """Whose clinic it is held at."""
        return self.service.branch_id


class AppointmentStatus(StrEnum):
    """How an appointment stands; held while the form is filled in, asked until it is answered."""

    HELD, ASKED, BOOKED = "held", "asked", "booked"
    LAPSED, DECLINED, CANCELLED = "lapsed", "declined", "cancelled"
    DONE, GUEST_ABSENT, HOST_ABSENT = "done", "guest_absent", "host_absent"


LIVE = text("status IN ('held', 'asked', 'booked')")


class Appointment(Base):
    """A time that somebody has with a practitioner; nothing here says what it is about.

    `booked_at` is when the time it has now was booked: of a moved one the moment of the last move.
    `kept_until` ends a hold and an unanswered wish. `end_why` is the practitioner's word to the
    guest, and neutral. `told_day_at` and `told_soon_at` are the reminders that went out.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="forward"),
        CheckConstraint(
            "status NOT IN ('held', 'asked') OR kept_until IS NOT NULL", name="kept_until_when"
        ),
        CheckConstraint(
            "(status IN ('held', 'asked', 'booked')) = (ended_at IS NULL)", name="ended_when"
        ),
        CheckConstraint("status <> 'declined' OR end_why <> ''", name="declined_why"),
        Index(
            # One person has one time to come at one service; and whoever acts for them books one,
            # so that a helper is not told by a refusal of what they have booked themselves.
            "uq_appointment_live",
            "service_id",
            "person_id",
            "made_by",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        Index(None, "person_id", "id"),
        Index(None, "practitioner_id", "starts_at"),
        Index(None, "session_id"),
        Index("ix_appointment_kept", "status", "kept_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(40), unique=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("clinic_service.id"))
    practitioner_id: Mapped[int] = mapped_column(ForeignKey("practitioner.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("clinic_session.id"))
    wait_id: Mapped[int | None] = mapped_column(ForeignKey("waitlist_wait.id"))  # it was kept for
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    way: Mapped[str] = mapped_column(String(10))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    status: Mapped[AppointmentStatus]
    kept_until: Mapped[datetime | None]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))  # who acts sees only their own
    made_at: Mapped[datetime]
    booked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    end_why: Mapped[str] = mapped_column(String(200), default="")
    moves: Mapped[int] = mapped_column(default=0)  # how often it was moved to another time
    reminds: Mapped[bool] = mapped_column(default=True)
    told_day_at: Mapped[datetime | None]
    told_soon_at: Mapped[datetime | None]

    service: Mapped[Service] = relationship()
    session: Mapped[Session | None] = relationship()
    wait: Mapped[Wait | None] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    @property
    def practitioner_person_id(self) -> int:
        """Who is met."""
        return self.service.practitioner.person_id


class Cell(Base):
    """Five minutes of a practitioner, taken by one appointment or one session.

    The key is the lock: of two who want the same five minutes, at whatever service, one gets them.
    """

    __tablename__ = "clinic_cell"
    __table_args__ = (
        CheckConstraint("(appointment_id IS NULL) <> (session_id IS NULL)", name="taken_by_one"),
        Index(None, "appointment_id"),
        Index(None, "session_id"),
    )

    practitioner_id: Mapped[int] = mapped_column(ForeignKey("practitioner.id"), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("clinic_session.id"))


keep(Appointment.__table__)  # type: ignore[arg-type]
