"""The bank of items, and attempts at papers drawn from it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from training.courses.models import CourseVersion
from training.learning.models import Enrolment


class ItemKind(StrEnum):
    """One right answer, several, true or false, a whole number, an order."""

    SINGLE, MULTIPLE, TRUTH = "single", "multiple", "truth"
    NUMBER, ORDER = "number", "order"


class Item(Base):
    """A question of a version's bank; `lesson_key` is the lesson that answers it.

    `answer`: places of the right choices from 0 for `single` and `multiple`; `[1]` or `[0]` for
    `truth`; the number for `number`, right within `tolerance`; for `order` the choices stand in
    the right order. `why` is shown when the attempt is over.
    """

    __tablename__ = "training_item"
    __table_args__ = (
        CheckConstraint("length(text) > 0", name="has_text"),
        CheckConstraint("tolerance >= 0", name="tolerance_positive"),
        Index(None, "version_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("training_version.id"))
    position: Mapped[int]
    lesson_key: Mapped[int | None]
    kind: Mapped[ItemKind]
    text: Mapped[str] = mapped_column(String(300))
    choices: Mapped[list[Any]] = mapped_column(JSON, default=list)
    answer: Mapped[list[Any]] = mapped_column(JSON, default=list)
    tolerance: Mapped[int] = mapped_column(default=0)
    why: Mapped[str] = mapped_column(String(300), default="")

    of: Mapped[CourseVersion] = relationship()


class AttemptStatus(StrEnum):
    """Being written, handed in, over because its time was."""

    OPEN, HANDED_IN, RUN_OUT = "open", "handed_in", "run_out"


OPEN = text("status = 'open'")


class Attempt(Base):
    """One try at a test: the paper that `seed` drew, the answers so far, the time on the server.

    `lesson_key` is None for the exam of the course. `paper` lists `[item, order of choices]`; the
    same on every device and after each reload. `answers` maps the place in the paper to what was
    answered. `right` counts right answers, `score` is per cent, once it is over.
    """

    __tablename__ = "training_attempt"
    __table_args__ = (
        CheckConstraint("started_at < ends_at", name="forward"),
        CheckConstraint("(status = 'open') = (ended_at IS NULL)", name="ended_when"),
        CheckConstraint("score IS NULL OR score BETWEEN 0 AND 100", name="score_within"),
        CheckConstraint("(score IS NULL) = (status = 'open')", name="scored_when_over"),
        UniqueConstraint("ref"),
        Index(
            "uq_training_attempt_open",
            "enrolment_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(None, "enrolment_id", "lesson_key", "id"),
        Index(
            "ix_training_attempt_running",
            "ends_at",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("training_enrolment.id"))
    lesson_key: Mapped[int | None]
    seed: Mapped[int] = mapped_column(BigInteger)
    paper: Mapped[list[Any]] = mapped_column(JSON)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    status: Mapped[AttemptStatus] = mapped_column(default=AttemptStatus.OPEN)
    started_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    right: Mapped[int | None]
    score: Mapped[int | None]
    passed: Mapped[bool | None]
    version: Mapped[int] = mapped_column(default=1)

    enrolment: Mapped[Enrolment] = relationship()

    @property
    def person_id(self) -> int:
        return self.enrolment.person_id
