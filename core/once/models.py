"""Which form keys have had their effect."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class Once(Base):
    """One sent form: what it said (a hash) and what came of it, an address or a reference."""

    __tablename__ = "once"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    body_hash: Mapped[str] = mapped_column(String(64))
    effect: Mapped[str | None] = mapped_column(String(300))
    at: Mapped[datetime] = mapped_column(index=True)
