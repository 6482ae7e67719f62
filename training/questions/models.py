"""Questions under lessons, and their answers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.db import Base
from training.courses.models import Course

OPEN = text("answered_at IS NULL AND hidden_at IS NULL AND taken_back_at IS NULL")


class Question(Base):
    """One question under a lesson, by the lesson's `key`: it stays under it in later versions.

    Taken back by who asked, its words are gone. Hidden by a teacher, the reason stands in its
    place. Of an answer that was changed only the last one is kept.
    """

    __tablename__ = "training_question"
    __table_args__ = (
        CheckConstraint("(text = '') = (taken_back_at IS NOT NULL)", name="taken_back_words_gone"),
        CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answered_when"),
        CheckConstraint("(answered_by IS NULL) = (answered_at IS NULL)", name="answered_by_whom"),
        CheckConstraint("(hidden_why = '') = (hidden_at IS NULL)", name="hidden_says_why"),
        CheckConstraint("(hidden_by IS NULL) = (hidden_at IS NULL)", name="hidden_by_whom"),
        CheckConstraint(
            "taken_back_at IS NULL OR (answered_at IS NULL AND hidden_at IS NULL)",
            name="taken_back_before",
        ),
        Index("ix_training_question_lesson", "course_id", "lesson_key", "id"),
        Index(None, "person_id", "course_id"),
        Index(
            "ix_training_question_open",
            "course_id",
            "id",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("training_course.id"))
    lesson_key: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(String(300))
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(1000), default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    hidden_why: Mapped[str] = mapped_column(String(100), default="")
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    hidden_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)  # of the answer, for two who write at once

    course: Mapped[Course] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    @property
    def teacher_ids(self) -> frozenset[int]:
        return self.course.teacher_ids
