"""The operator's facts and its versioned rules."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.db.guards import guard


class Fact(Base):
    """A fact about the operator or the county that pages and rules read; edited in /admin/."""

    __tablename__ = "site_fact"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class SheetKind(StrEnum):
    """The texts whose versions count."""

    RULES, PRIVACY = "rules", "privacy"


class Sheet(Base):
    """One version of the rules or the privacy notice, in force from a moment on; never changed."""

    __tablename__ = "site_sheet"
    __table_args__ = (UniqueConstraint("kind", "number"), Index(None, "kind", "effective_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[SheetKind]
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)  # Markdown
    summary: Mapped[str] = mapped_column(String(200))  # what changed
    published_at: Mapped[datetime]
    effective_at: Mapped[datetime]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


guard(Sheet.__table__)  # type: ignore[arg-type]
