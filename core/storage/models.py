"""What people have uploaded; the bytes lie with the files, under names made from `ref`."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base

SMALL, LARGE = 480, 1280  # the widths in which a picture is kept
WEBP, PDF = "image/webp", "application/pdf"


class StoredFile(Base):
    """A picture, kept in two sizes and without what the camera noted, or a paper (PDF).

    `sha256` is of the large picture or the paper, `small_sha256` of the small picture; `size`
    counts all that is kept. Once deleted it is shown to nobody; when a sweep has removed the
    bytes too, `gone_at` is set and the name is blanked.
    """

    __tablename__ = "stored_file"
    __table_args__ = (
        CheckConstraint("size > 0", name="size_positive"),
        CheckConstraint("length(ref) = 32", name="ref_random"),
        CheckConstraint("length(sha256) = 64", name="sha256_whole"),
        CheckConstraint(
            "(media_type = 'image/webp' AND width > 0 AND height > 0"
            " AND length(small_sha256) = 64)"
            " OR (media_type = 'application/pdf' AND width IS NULL AND height IS NULL"
            " AND small_sha256 IS NULL)",
            name="picture_or_paper",
        ),
        CheckConstraint("gone_at IS NULL OR deleted_at IS NOT NULL", name="deleted_before_gone"),
        Index(
            "ix_stored_file_owner_id_live",
            "owner_id",
            sqlite_where=text("deleted_at IS NULL"),
            postgresql_where=text("deleted_at IS NULL"),
        ),
        Index(
            "ix_stored_file_to_remove",
            "deleted_at",
            sqlite_where=text("deleted_at IS NOT NULL AND gone_at IS NULL"),
            postgresql_where=text("deleted_at IS NOT NULL AND gone_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(255))  # as it was called at home; data, not a path
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    small_sha256: Mapped[str | None] = mapped_column(String(64))
    width: Mapped[int | None]
    height: Mapped[int | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    is_public: Mapped[bool]
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]

    @property
    def is_picture(self) -> bool:
        return self.media_type == WEBP

    @property
    def objects(self) -> dict[str, str]:
        """Return the names under which the bytes lie, each with its sha256."""
        if self.small_sha256 is None:
            return {paper_name(self.ref): self.sha256}
        return {
            picture_name(self.ref, LARGE): self.sha256,
            picture_name(self.ref, SMALL): self.small_sha256,
        }


def picture_name(ref: str, width: int) -> str:
    return f"{ref}-{width}.webp"


def paper_name(ref: str) -> str:
    return f"{ref}.pdf"
