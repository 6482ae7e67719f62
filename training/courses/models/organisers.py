"""Who holds courses, and who teaches for them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.branches.models import Unit
from core.db import Base

STILL = text("ended_at IS NULL")


class Organiser(Base):
    """Who holds courses at a place that a branch visits: a school, a cooperative, a trainer.

    What it teaches is free of charge: no table of this area holds a price.
    """

    __tablename__ = "training_organiser"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="has_name"),
        CheckConstraint("length(address) > 0", name="has_address"),
        Index(None, "unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(500), default="")
    unit_id: Mapped[int] = mapped_column(ForeignKey("branch_unit.id"))
    address: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(20), default="")
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Unit] = relationship()
    teachers: Mapped[list["Teacher"]] = relationship(
        order_by="Teacher.id", back_populates="organiser"
    )

    @property
    def keeper_ids(self) -> frozenset[int]:
        """Who looks after it now: they name teachers and ask for the visit."""
        return frozenset(each.person_id for each in self.teachers if each.keeps)

    @property
    def teacher_ids(self) -> frozenset[int]:
        """Who teaches for it now, the keepers among them."""
        return frozenset(each.person_id for each in self.teachers if each.ended_at is None)


class Teacher(Base):
    """Somebody who builds an organiser's courses, marks and answers; a keeper names others, too."""

    __tablename__ = "training_teacher"
    __table_args__ = (
        Index(
            "uq_training_teacher_still",
            "organiser_id",
            "person_id",
            unique=True,
            sqlite_where=STILL,
            postgresql_where=STILL,
        ),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organiser_id: Mapped[int] = mapped_column(ForeignKey("training_organiser.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    is_keeper: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    organiser: Mapped[Organiser] = relationship(back_populates="teachers")
    person: Mapped[Person] = relationship()

    @property
    def keeps(self) -> bool:
        return self.is_keeper and self.ended_at is None

    @property
    def keeper_ids(self) -> frozenset[int]:
        return self.organiser.keeper_ids
