"""The envelope of a case, and who has opened what; all else lies in its safe."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.db import Base
from core.db.guards import guard
from core.sealing.models import Safe
from services.clinics.models import Appointment, Clinic, Practitioner


class CaseKind(StrEnum):
    """Whether a contact clerk stands between: of counselling never."""

    LEGAL_AID, COUNSELLING = "legal_aid", "counselling"


class CaseStatus(StrEnum):
    """How far it is; what is shredded can be read by nobody again."""

    DRAFT, OPEN, HANDED = "draft", "open", "handed"
    CLOSED, WITHDRAWN, SHREDDED = "closed", "withdrawn", "shredded"


class Outcome(StrEnum):
    """How it ended, in words that tell nothing of the matter."""

    ADVISED, REFERRED, NOT_NEEDED, NO_ANSWER = "advised", "referred", "not_needed", "no_answer"


class Case(Base):
    """The envelope: number, state and days; no topic, no name, no word of what it is about.

    The contact clerk opens the safe until a practitioner has it, then the practitioner alone;
    `keep_until` is the day after which it is shredded by itself.
    """

    __tablename__ = "case_envelope"
    __table_args__ = (
        CheckConstraint("kind = 'legal_aid' OR contact_id IS NULL", name="contact_of_legal_aid"),
        CheckConstraint("kind = 'legal_aid' OR consented_at IS NOT NULL", name="consent_first"),
        CheckConstraint(
            "status NOT IN ('handed') OR practitioner_id IS NOT NULL", name="handed_to_whom"
        ),
        CheckConstraint(
            "(status IN ('closed', 'withdrawn', 'shredded')) = (ended_at IS NOT NULL)",
            name="ended_when",
        ),
        Index(None, "client_id", "id"),
        Index(None, "contact_id", "status"),
        Index(None, "practitioner_id", "status"),
        Index(None, "clinic_id", "status"),
        Index("ix_case_keep", "keep_until", sqlite_where=text("keep_until IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[CaseKind]
    status: Mapped[CaseStatus] = mapped_column(default=CaseStatus.DRAFT)
    clinic_id: Mapped[int] = mapped_column(ForeignKey("clinic.id"))
    client_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    practitioner_id: Mapped[int | None] = mapped_column(ForeignKey("practitioner.id"))
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"), unique=True)
    safe_id: Mapped[int] = mapped_column(ForeignKey("safe.id"), unique=True)
    consented_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    handed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]
    keep_until: Mapped[date | None]

    clinic: Mapped[Clinic] = relationship()
    client: Mapped[Person] = relationship(foreign_keys=[client_id])
    practitioner: Mapped[Practitioner | None] = relationship()
    appointment: Mapped[Appointment | None] = relationship()
    safe: Mapped[Safe] = relationship()

    @property
    def practitioner_person_id(self) -> int | None:
        """Who has it in hand, once somebody has."""
        return self.practitioner.person_id if self.practitioner else None

    @property
    def is_with_contact(self) -> bool:
        """Tell whether it waits for the contact clerk to hand it on."""
        return self.status is CaseStatus.OPEN


class Opener(StrEnum):
    """In what part somebody has opened a safe."""

    CLIENT, CONTACT, PRACTITIONER = "client", "contact", "practitioner"
    BROKEN_GLASS = "broken_glass"


class Opening(Base):
    """That somebody has opened something of a case, for its client to see; never taken back."""

    __tablename__ = "case_opening"
    __table_args__ = (Index(None, "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_envelope.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opener: Mapped[Opener]
    what: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class GlassBreaking(Base):
    """Two persons' word that a safe must be opened by somebody else; the reason lies in it."""

    __tablename__ = "case_glass"
    __table_args__ = (
        CheckConstraint("seconded_by IS NULL OR seconded_by <> asked_by", name="two_persons"),
        CheckConstraint("(seconded_by IS NULL) = (open_until IS NULL)", name="open_when_seconded"),
        Index(None, "case_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_envelope.id"))
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    seconded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    seconded_at: Mapped[datetime | None]
    open_until: Mapped[datetime | None]


class Role(StrEnum):
    """On which side of a case somebody stands."""

    CLIENT, OTHER = "client", "other"


class Party(Base):
    """The names and numbers of one side, as marks that the case's own data key makes.

    They are filled up to a round number, and are gone with the key; two cases never share a mark.
    """

    __tablename__ = "case_party"
    __table_args__ = (
        CheckConstraint("length(marks) > 0 AND length(marks) % 128 = 0", name="filled_up"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("case_envelope.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)
    marks: Mapped[bytes] = mapped_column(LargeBinary)


guard(Opening.__table__)  # type: ignore[arg-type]
