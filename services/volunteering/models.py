"""Volunteers, tasks with their shifts, and who comes."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.branches.models import Branch, Unit
from core.db import Base


class Reach(StrEnum):
    """How far somebody goes to help: own village, own township, the county."""

    VILLAGE, TOWNSHIP, COUNTY = "village", "township", "county"


class Volunteer(Base):
    """What somebody can do and how far they go; `willing` to be asked in turn.

    `public_at` is when they agreed that their masked name may stand in a public notice.
    """

    __tablename__ = "volunteer"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    skills: Mapped[str] = mapped_column(String(120), default="")  # codes, parted by commas
    reach: Mapped[Reach] = mapped_column(default=Reach.TOWNSHIP)
    willing: Mapped[bool] = mapped_column(default=False)
    born: Mapped[date | None]
    public_at: Mapped[datetime | None]
    since: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship()


class Licence(Base):
    """A licence that an officer has seen: driver, electrician, nurse."""

    __tablename__ = "volunteer_licence"
    __table_args__ = (
        CheckConstraint("number <> ''", name="has_number"),
        Index(None, "person_id", "kind"),
        Index(None, "branch_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[str] = mapped_column(String(40))
    valid_until: Mapped[date | None]
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"))
    seen_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    seen_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class Source(StrEnum):
    """What a task came from: a villager's request, a need of an area, the branch itself."""

    HELP, NEED, BRANCH = "help", "need", "branch"


class TaskStatus(StrEnum):
    """Whether one can still come."""

    OPEN, CANCELLED, ENDED = "open", "cancelled", "ended"


LIVE_SOURCE = text("status = 'open' AND source_ref IS NOT NULL")


class Task(Base):
    """Work that hands are wanted for; `served_id` is the person it is done for, if one person.

    `source_kind` and `source_ref` name what it came from: `help` and the request, or the kind of a
    need and its ref. A task in turn asks one volunteer after another, the others are open to all.
    A private one (somebody's home) is shown in public without place and name. `served_tries`
    counts wrong codes of the person served, of all its shifts together; no table of tasks holds a
    code, only the notice in which the person served reads who comes tells it.
    """

    __tablename__ = "volunteer_task"
    __table_args__ = (
        CheckConstraint("NOT dangerous OR (risks <> '' AND insurance <> '')", name="insured"),
        CheckConstraint("min_age BETWEEN 8 AND 99", name="age_within"),
        CheckConstraint("NOT dangerous OR min_age >= 18", name="danger_is_for_adults"),
        CheckConstraint("source <> 'help' OR served_id IS NOT NULL", name="help_serves"),
        CheckConstraint("source <> 'help' OR private", name="help_is_private"),
        CheckConstraint("served_tries BETWEEN 0 AND 10", name="tries_within"),
        CheckConstraint(
            "(source = 'branch') = (source_kind = '')"
            " AND (source_kind = '') = (source_ref IS NULL)",
            name="source_named",
        ),
        Index(None, "branch_id", "status", "id"),
        Index(None, "source_kind", "source_ref"),
        Index(
            "uq_volunteer_task_live_source",  # of one request or need there is one task at a time
            "source_kind",
            "source_ref",
            unique=True,
            sqlite_where=LIVE_SOURCE,
            postgresql_where=LIVE_SOURCE,
        ),
        Index(None, "served_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("branch_unit.id"))
    source: Mapped[Source]
    source_kind: Mapped[str] = mapped_column(String(40), default="")
    source_ref: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(String(500), default="")
    place: Mapped[str] = mapped_column(String(120))
    private: Mapped[bool] = mapped_column(default=False)
    skill: Mapped[str] = mapped_column(String(20), default="")
    licence: Mapped[str] = mapped_column(String(20), default="")
    min_age: Mapped[int] = mapped_column(default=16)
    risks: Mapped[str] = mapped_column(String(200), default="")
    dangerous: Mapped[bool] = mapped_column(default=False)
    insurance: Mapped[str] = mapped_column(String(120), default="")
    in_turn: Mapped[bool] = mapped_column(default=False)
    served_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    served_tries: Mapped[int] = mapped_column(default=0)
    status: Mapped[TaskStatus] = mapped_column(default=TaskStatus.OPEN)
    end_why: Mapped[str] = mapped_column(String(200), default="")
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    branch: Mapped[Branch] = relationship()
    unit: Mapped[Unit | None] = relationship()
    served: Mapped[Person | None] = relationship(foreign_keys=[served_id])
    shifts: Mapped[list["Shift"]] = relationship(order_by="Shift.starts_at", back_populates="task")


class Shift(Base):
    """When hands are wanted, and how many; `taken` have come in, `held` are offered to who waits.

    `code_tries` counts wrong four-digit codes; the code itself is kept nowhere. `nobody_since` is
    when nobody was left to be asked in turn: until something changes nobody is looked for at once.
    """

    __tablename__ = "volunteer_shift"
    __table_args__ = (
        CheckConstraint("capacity BETWEEN 1 AND 500", name="capacity_within"),
        CheckConstraint("taken >= 0 AND held >= 0 AND taken + held <= capacity", name="not_full"),
        CheckConstraint("starts_at < ends_at", name="forward"),
        CheckConstraint("code_tries BETWEEN 0 AND 50", name="tries_within"),
        Index(
            "uq_volunteer_shift_time",
            "task_id",
            "starts_at",
            unique=True,
            sqlite_where=text("cancelled_at IS NULL"),
            postgresql_where=text("cancelled_at IS NULL"),
        ),
        Index(None, "task_id", "starts_at"),
        Index(None, "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("volunteer_task.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    code_tries: Mapped[int] = mapped_column(default=0)
    cancelled_at: Mapped[datetime | None]
    nobody_since: Mapped[datetime | None]

    task: Mapped[Task] = relationship(back_populates="shifts")
    signups: Mapped[list["Signup"]] = relationship(order_by="Signup.id", back_populates="shift")

    @property
    def branch_id(self) -> int:
        return self.task.branch_id

    @property
    def free(self) -> int:
        """How many places nobody has and nobody is kept."""
        return self.capacity - self.taken - self.held


class SignupStatus(StrEnum):
    """Whether somebody comes."""

    IN, OUT = "in", "out"


class SignupHow(StrEnum):
    """How a place was taken: by a tap, from the waiting list, when asked in turn, by an officer."""

    TAP, WAIT, TURN, OFFICER = "tap", "wait", "turn", "officer"


IN = text("status = 'in'")


class Signup(Base):
    """A person's place in a shift."""

    __tablename__ = "volunteer_signup"
    __table_args__ = (
        Index(
            "uq_volunteer_signup_in",
            "shift_id",
            "person_id",
            unique=True,
            sqlite_where=IN,
            postgresql_where=IN,
        ),
        Index(None, "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("volunteer_shift.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    status: Mapped[SignupStatus] = mapped_column(default=SignupStatus.IN)
    how: Mapped[SignupHow]
    signed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    shift: Mapped[Shift] = relationship(back_populates="signups")
    person: Mapped[Person] = relationship()


class TurnStatus(StrEnum):
    """What came of asking somebody."""

    OFFERED, ACCEPTED, DECLINED = "offered", "accepted", "declined"
    SILENT, WITHDRAWN = "silent", "withdrawn"


OFFERED = text("status = 'offered'")


class Turn(Base):
    """One volunteer asked about one shift, once; what they said is shown to nobody else."""

    __tablename__ = "volunteer_turn"
    __table_args__ = (
        UniqueConstraint("shift_id", "person_id"),
        Index(None, "person_id", "status"),
        Index(
            "ix_volunteer_turn_offered",
            "until",
            sqlite_where=OFFERED,
            postgresql_where=OFFERED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("volunteer_shift.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    status: Mapped[TurnStatus] = mapped_column(default=TurnStatus.OFFERED)
    offered_at: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    shift: Mapped[Shift] = relationship()
    person: Mapped[Person] = relationship()
