"""Notices in people's inboxes, and their way out by mail or SMS."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base

DUE = text("due_at IS NOT NULL AND sent_at IS NULL AND dead = 0")


class Notice(Base):
    """One thing said to one person; `key` makes it exactly once.

    With an `address` it also goes out (`channel` mail or sms), due at `due_at`, claimed by one
    worker at a time until `claimed_until`; `dead` when every try has failed.
    """

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("(channel IS NULL) = (address IS NULL)", name="channel_has_address"),
        CheckConstraint("dead IN (0, 1)", name="dead_is_flag"),
        Index("ix_notice_due", "due_at", sqlite_where=DUE, postgresql_where=DUE),
        Index(None, "person_id", "id"),
        Index(None, "about", "event"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    event: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(String(80))  # "branch_bulletin:12"
    facts: Mapped[dict[str, str]] = mapped_column(JSON)
    url: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    channel: Mapped[str | None] = mapped_column(String(8))
    address: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8), default="zh")
    due_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    dead: Mapped[int] = mapped_column(default=0)
