"""What a villager needs done."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.branches.models import Branch, Unit
from core.db import Base


class HelpKind(StrEnum):
    """代买东西, 修修补补, 填表办事, 陪着出门, 抢收抢种, 教用手机, 别的."""

    SHOPPING, REPAIRS, PAPERWORK = "shopping", "repairs", "paperwork"
    COMPANY, HARVEST, PHONE, OTHER = "company", "harvest", "phone", "other"


class HelpStatus(StrEnum):
    """How far the help is; whether somebody comes, and has come, is told by its task."""

    ASKED, PLANNED, DONE = "asked", "planned", "done"
    WITHDRAWN, NOT_POSSIBLE = "withdrawn", "not_possible"


class DayPart(StrEnum):
    """When in the day it suits."""

    ANY, MORNING, AFTERNOON, EVENING = "any", "morning", "afternoon", "evening"


class HelpRequest(Base):
    """One request; `day` None means as soon as somebody can. `branch_id` looks after the village.

    What comes of it is a volunteer task whose source it is. `told_at` is when an officer has told
    the answer to somebody whom no message reaches; each new answer empties it.
    """

    __tablename__ = "help_request"
    __table_args__ = (
        CheckConstraint("length(ref) >= 16", name="ref_random"),
        CheckConstraint("(mark IS NULL) = (marked_at IS NULL)", name="marked_when"),
        CheckConstraint("mark BETWEEN 1 AND 3", name="mark_within"),
        CheckConstraint("mark IS NULL OR status = 'done'", name="marked_is_done"),
        CheckConstraint("(ended_at IS NULL) = (status IN ('asked', 'planned'))", name="ended_when"),
        CheckConstraint("status <> 'not_possible' OR end_why <> ''", name="not_possible_why"),
        CheckConstraint("(told_at IS NULL) = (told_by IS NULL)", name="told_by_somebody"),
        Index(None, "person_id", "id"),
        Index(None, "branch_id", "status", "id"),
        Index(
            "ix_help_request_open",
            "asked_at",
            sqlite_where=text("status IN ('asked', 'planned')"),
            postgresql_where=text("status IN ('asked', 'planned')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # who is to be helped
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))  # who tapped
    kind: Mapped[HelpKind]
    unit_id: Mapped[int] = mapped_column(ForeignKey("branch_unit.id"))
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"))
    day: Mapped[date | None]
    part: Mapped[DayPart] = mapped_column(default=DayPart.ANY)
    place: Mapped[str] = mapped_column(String(120), default="")
    words: Mapped[str] = mapped_column(String(500), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    status: Mapped[HelpStatus] = mapped_column(default=HelpStatus.ASKED)
    asked_at: Mapped[datetime]
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # the officer
    told_at: Mapped[datetime | None]
    told_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    end_why: Mapped[str] = mapped_column(String(200), default="")  # why it was not possible
    mark: Mapped[int | None]  # 3 good, 2 so so, 1 not good
    thanks: Mapped[str] = mapped_column(String(300), default="")
    marked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    asker: Mapped[Person] = relationship(foreign_keys=[asked_by])
    teller: Mapped[Person | None] = relationship(foreign_keys=[told_by])
    unit: Mapped[Unit] = relationship()
    branch: Mapped[Branch] = relationship()
