"""Safes and what lies in them: nothing here can be read without a key outside the database."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class Safe(Base):
    """What one data key opens; without `wrapped`, the wrapped data key, nobody opens it again.

    The manifest says, sealed as well, which version of each field counts, so that an old one put
    back in its place is noticed. `turn` counts how often it was written.
    """

    __tablename__ = "safe"
    __table_args__ = (
        CheckConstraint("(shredded_at IS NULL) = (wrapped IS NOT NULL)", name="open_or_shredded"),
        CheckConstraint("(wrapped IS NULL) = (manifest IS NULL)", name="key_and_manifest"),
        CheckConstraint("turn >= 1", name="turn_counts"),
        Index(None, "key_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)  # part of what each seal is about
    key_id: Mapped[str] = mapped_column(String(32))  # the key outside that has wrapped it
    wrapped: Mapped[bytes | None] = mapped_column(LargeBinary)
    manifest: Mapped[bytes | None] = mapped_column(LargeBinary)
    turn: Mapped[int]
    made_at: Mapped[datetime]
    shredded_at: Mapped[datetime | None]


class SealedField(Base):
    """One field of a safe in the version that counts."""

    __tablename__ = "sealed_field"
    __table_args__ = (
        UniqueConstraint("safe_id", "name"),
        CheckConstraint("version >= 1", name="version_counts"),
        CheckConstraint("length(sealed) >= 28", name="sealed_whole"),  # nonce and tag at least
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    safe_id: Mapped[int] = mapped_column(ForeignKey("safe.id"))
    name: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
