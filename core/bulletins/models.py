"""The sheets on a branch's board."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.branches.models import Branch
from core.db import Base


class Bulletin(Base):
    """A sheet: title, text, shown until the end of a day; `told_at` once villagers were told."""

    __tablename__ = "branch_bulletin"
    __table_args__ = (
        Index(None, "branch_id", "until"),
        CheckConstraint("length(title) > 0", name="has_title"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"))
    title: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    until: Mapped[date]
    posted_at: Mapped[datetime]
    posted_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    keeper_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # answers for it
    tell: Mapped[bool] = mapped_column(default=False)  # also into the villagers' inboxes
    told_at: Mapped[datetime | None]
    taken_down_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    branch: Mapped[Branch] = relationship()
