"""Who was at a class, what was shown before a village's screen, and what was asked there."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.db import Base
from training.learning.models import Class, Enrolment


class AttendedHow(StrEnum):
    """By the address behind the QR, by the four digits, or entered from the roll."""

    QR, CODE, HAND = "qr", "code", "hand"


class ClassAttendance(Base):
    """That somebody was at a class; what was entered by hand counts once another has signed it."""

    __tablename__ = "training_class_attendance"
    __table_args__ = (
        UniqueConstraint("class_id", "enrolment_id"),
        CheckConstraint(
            "(countersigned_by IS NOT NULL) = (how = 'hand' AND counted_at IS NOT NULL)",
            name="hand_is_countersigned",
        ),
        CheckConstraint("how = 'hand' OR counted_at IS NOT NULL", name="code_counts"),
        CheckConstraint(
            "countersigned_by IS NULL OR countersigned_by <> entered_by", name="by_another"
        ),
        Index(None, "enrolment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("training_enrolment.id"))
    how: Mapped[AttendedHow]
    entered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    countersigned_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    counted_at: Mapped[datetime | None]

    held: Mapped[Class] = relationship()
    enrolment: Mapped[Enrolment] = relationship()
    enterer: Mapped[Person] = relationship(foreign_keys=[entered_by])

    @property
    def course_id(self) -> int:
        return self.held.course_id

    @property
    def teacher_ids(self) -> frozenset[int]:
        return self.held.teacher_ids

    @property
    def tutor_id(self) -> int | None:
        return self.held.tutor_id

    @property
    def branch_id(self) -> int | None:
        return self.held.branch_id


class ClassShown(Base):
    """A lesson (by its `key`) that was shown before the screen; there are three slots, no more."""

    __tablename__ = "training_class_shown"
    __table_args__ = (
        UniqueConstraint("class_id", "lesson_key"),
        CheckConstraint("slot BETWEEN 1 AND 3", name="three_at_most"),
    )

    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True)
    lesson_key: Mapped[int]
    entered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))


class SpotQuestion(Base):
    """A question that somebody was asked before the screen, and whether they knew it."""

    __tablename__ = "training_spot_question"
    __table_args__ = (
        CheckConstraint("length(question) > 0", name="has_question"),
        Index(None, "class_id"),
        Index(None, "enrolment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("training_enrolment.id"))
    question: Mapped[str] = mapped_column(String(100))
    is_right: Mapped[bool]
    noted_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]

    enrolment: Mapped[Enrolment] = relationship()
