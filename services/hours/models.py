"""Attendances, what was said of them, the ledger of hours, and what is made from it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.branches.models import Branch
from core.certificates.models import Certificate
from core.db import Base
from core.db.guards import guard, keep
from services.volunteering.models import Shift


class AttendanceStatus(StrEnum):
    """Where an attendance stands: open until check-out, then it waits until somebody confirms."""

    OPEN, ENDED, NOTICE = "open", "ended", "notice"
    OBJECTED, CONFIRMED, VOIDED = "objected", "confirmed", "voided"


class Check(StrEnum):
    """How somebody checked in or out: the shift's QR, its four digits, the organiser, by hand."""

    QR, CODE, ORGANISER, HAND = "qr", "code", "organiser", "hand"


class Confirmed(StrEnum):
    """Who said so: the person served, who acts for them, an officer by phone, or nobody no."""

    CODE, QR, SERVED, SERVED_BY_PROXY = "code", "qr", "served", "served_by_proxy"
    PHONE, NOTICE = "phone", "notice"


OPEN = text("status = 'open'")


class Attendance(Base):
    """Somebody's presence at a shift; the minutes are the server's, `by_hand` those entered later.

    An attendance by hand carries why, and whoever entered it; a void one why it is void, in
    somebody's words or as a code of `rules.words.VOIDED`.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        CheckConstraint("(status = 'open') = (ends_at IS NULL)", name="open_has_no_end"),
        CheckConstraint("ends_at IS NULL OR starts_at < ends_at", name="forward"),
        CheckConstraint("minutes BETWEEN 0 AND 960", name="minutes_within"),
        CheckConstraint("NOT by_hand OR (why <> '' AND status <> 'open')", name="by_hand_why"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_how IS NULL)", name="confirmed_how"),
        CheckConstraint("status <> 'confirmed' OR confirmed_at IS NOT NULL", name="confirmed_when"),
        CheckConstraint("status <> 'notice' OR notice_until IS NOT NULL", name="notice_ends"),
        CheckConstraint("(status = 'voided') = (void_why <> '')", name="voided_why"),
        Index(
            "uq_attendance_open",
            "person_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(None, "person_id", "starts_at"),
        Index(None, "shift_id", "person_id"),
        Index(None, "branch_id", "status", "id"),
        Index(
            "ix_attendance_notice",
            "notice_until",
            sqlite_where=text("status = 'notice'"),
            postgresql_where=text("status = 'notice'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("volunteer_shift.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"))  # the task's
    status: Mapped[AttendanceStatus] = mapped_column(default=AttendanceStatus.OPEN)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    minutes: Mapped[int] = mapped_column(default=0)
    in_how: Mapped[Check]
    in_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    out_how: Mapped[Check | None]
    out_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_hand: Mapped[bool] = mapped_column(default=False)
    why: Mapped[str] = mapped_column(String(200), default="")
    confirmed_how: Mapped[Confirmed | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    notice_until: Mapped[date | None]  # the last day of the public notice
    void_why: Mapped[str] = mapped_column(String(200), default="")

    shift: Mapped[Shift] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    branch: Mapped[Branch] = relationship()


class Objection(Base):
    """What somebody says against an attendance; an officer answers, the hours wait meanwhile."""

    __tablename__ = "attendance_objection"
    __table_args__ = (
        CheckConstraint("words <> ''", name="has_words"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answered_what"),
        CheckConstraint("answered_by <> by_id", name="never_ones_own"),
        Index(
            "uq_attendance_objection_open",
            "attendance_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attendance_id: Mapped[int] = mapped_column(ForeignKey("attendance.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
    upheld: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(String(300), default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

    attendance: Mapped[Attendance] = relationship()


class Correction(Base):
    """What a volunteer says is wrong with their own attendance, and what the desk answered.

    It changes nothing by itself: an officer voids the attendance, and enters another by hand.
    """

    __tablename__ = "attendance_correction"
    __table_args__ = (
        CheckConstraint("words <> ''", name="has_words"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answered_what"),
        Index(
            "uq_attendance_correction_open",
            "attendance_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attendance_id: Mapped[int] = mapped_column(ForeignKey("attendance.id"))
    words: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(300), default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

    attendance: Mapped[Attendance] = relationship()


class HoursEntry(Base):
    """A line of the ledger: the minutes that count, or the taking back of such a line.

    Where a cap was lifted, the minutes are taken back and another line follows (`follows_id`) that
    taking back: of an attendance at most one line stands.
    """

    __tablename__ = "hours_entry"
    __table_args__ = (
        CheckConstraint(
            "(reverses_id IS NULL AND minutes >= 0) OR (reverses_id IS NOT NULL AND minutes <= 0)",
            name="sign",
        ),
        CheckConstraint("follows_id IS NULL OR reverses_id IS NULL", name="one_or_the_other"),
        CheckConstraint("minutes BETWEEN -960 AND 960", name="minutes_within"),
        Index(
            "uq_hours_entry_once",
            "attendance_id",
            unique=True,
            sqlite_where=text("reverses_id IS NULL AND follows_id IS NULL"),
            postgresql_where=text("reverses_id IS NULL AND follows_id IS NULL"),
        ),
        Index(None, "person_id", "day"),
        Index(None, "branch_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    attendance_id: Mapped[int] = mapped_column(ForeignKey("attendance.id"))
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"))
    day: Mapped[date]
    minutes: Mapped[int]
    by_hand: Mapped[bool]
    how: Mapped[Confirmed]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("hours_entry.id"), unique=True)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("hours_entry.id"), unique=True)
    why: Mapped[str] = mapped_column(String(200), default="")
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: by the notice
    made_at: Mapped[datetime]

    attendance: Mapped[Attendance] = relationship()


class HoursRequest(Base):
    """Somebody's request for a certificate of the hours that a branch has recorded.

    The figures are those of the ledger when it is issued. It ends without one where the person has
    taken it back, or an officer has said why there is none.
    """

    __tablename__ = "hours_request"
    __table_args__ = (
        CheckConstraint("first <= last", name="forward"),
        CheckConstraint("(issued_at IS NULL) = (certificate_id IS NULL)", name="issued_what"),
        CheckConstraint("issued_at IS NULL OR ended_at IS NULL", name="one_end"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_whom"),
        CheckConstraint(
            "CASE WHEN ended_by IS NULL OR ended_by = person_id THEN end_why = ''"
            " ELSE end_why <> '' END",
            name="declined_why",
        ),
        Index(
            "uq_hours_request_open",
            "person_id",
            "branch_id",
            unique=True,
            sqlite_where=text("issued_at IS NULL AND ended_at IS NULL"),
            postgresql_where=text("issued_at IS NULL AND ended_at IS NULL"),
        ),
        Index(None, "branch_id", "issued_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"))
    first: Mapped[date]
    last: Mapped[date]
    asked_at: Mapped[datetime]
    issued_at: Mapped[datetime | None]
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    end_why: Mapped[str] = mapped_column(String(200), default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    branch: Mapped[Branch] = relationship()
    certificate: Mapped[Certificate | None] = relationship()


class CommendationStatus(StrEnum):
    """What came of a proposal."""

    PROPOSED, AGREED, RETURNED = "proposed", "agreed", "returned"


class Commendation(Base):
    """A branch's proposal to commend somebody; the figures are those of the ledger on that day."""

    __tablename__ = "commendation"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="has_minutes"),
        CheckConstraint("first <= last", name="forward"),
        CheckConstraint("(answered_at IS NULL) = (status = 'proposed')", name="answered_when"),
        Index(None, "branch_id", "id"),
        Index(
            "uq_commendation_open",
            "branch_id",
            "person_id",
            unique=True,
            sqlite_where=text("status = 'proposed'"),
            postgresql_where=text("status = 'proposed'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    first: Mapped[date]
    last: Mapped[date]
    minutes: Mapped[int]
    served: Mapped[int]  # how many attendances stand behind it
    words: Mapped[str] = mapped_column(String(300))
    status: Mapped[CommendationStatus] = mapped_column(default=CommendationStatus.PROPOSED)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(200), default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    branch: Mapped[Branch] = relationship()

    @property
    def path(self) -> str:
        return self.branch.path


guard(HoursEntry.__table__)  # type: ignore[arg-type]
for kept in (Attendance, Objection, Correction):
    keep(kept.__table__)  # type: ignore[arg-type]
