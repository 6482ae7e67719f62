"""Which of somebody's calendar addresses is the one that works."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class CalendarAddress(Base):
    """How often somebody has taken a new address for their calendar; without a row, never."""

    __tablename__ = "person_calendar"
    __table_args__ = (CheckConstraint("number >= 1", name="number_counts"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    number: Mapped[int]
    renewed_at: Mapped[datetime]
