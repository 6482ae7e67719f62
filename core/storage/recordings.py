"""Recordings: what is played from any second on; their bytes lie with the other files."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class RecordingType(StrEnum):
    """What is taken in, by its media type: MP4, WebM, MP3, M4A, and captions as WebVTT."""

    MP4, WEBM = "video/mp4", "video/webm"
    MP3, M4A, VTT = "audio/mpeg", "audio/mp4", "text/vtt"


class Recording(Base):
    """A film, a sound or its captions, kept as it came; `space` is what its size is counted for.

    Once deleted it is played to nobody; when a sweep has removed the bytes too, `gone_at` is set.
    """

    __tablename__ = "stored_recording"
    __table_args__ = (
        CheckConstraint("size > 0", name="size_positive"),
        CheckConstraint("length(ref) = 32", name="ref_random"),
        CheckConstraint("length(sha256) = 64", name="sha256_whole"),
        CheckConstraint("gone_at IS NULL OR deleted_at IS NOT NULL", name="deleted_before_gone"),
        Index(
            "ix_stored_recording_space_live",
            "space",
            sqlite_where=text("deleted_at IS NULL"),
            postgresql_where=text("deleted_at IS NULL"),
        ),
        Index(
            "ix_stored_recording_to_remove",
            "deleted_at",
            sqlite_where=text("deleted_at IS NOT NULL AND gone_at IS NULL"),
            postgresql_where=text("deleted_at IS NOT NULL AND gone_at IS NULL"),
        ),
        Index(None, "owner_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(255))  # as it was called at home; data, not a path
    media_type: Mapped[RecordingType]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    space: Mapped[str] = mapped_column(String(40))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]

    @property
    def object_name(self) -> str:
        """Return the name under which the bytes lie."""
        return recording_name(self.ref, self.media_type)

    @property
    def objects(self) -> dict[str, str]:
        """Return the name under which the bytes lie, with their sha256."""
        return {self.object_name: self.sha256}


ENDINGS = {
    RecordingType.MP4: "mp4",
    RecordingType.WEBM: "webm",
    RecordingType.MP3: "mp3",
    RecordingType.M4A: "m4a",
    RecordingType.VTT: "vtt",
}


def recording_name(ref: str, kind: RecordingType) -> str:
    return f"{ref}.{ENDINGS[kind]}"
