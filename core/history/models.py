"""The lines of history."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.db.guards import guard


class Entry(Base):
    """One line; lines are only ever added. `by_id` is None for what the system did itself."""

    __tablename__ = "history_entry"
    __table_args__ = (
        Index(None, "about", "about_id"),
        Index(None, "by_id", "id"),
        Index(None, "at"),
        Index(None, "action", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    action: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(String(80))
    about_id: Mapped[int | None]
    was: Mapped[str | None] = mapped_column(String(200))
    became: Mapped[str | None] = mapped_column(String(200))


guard(Entry.__table__)  # type: ignore[arg-type]
