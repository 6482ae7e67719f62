"""An import under way, row by row, so that a crash loses nothing and doubles nothing."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.branches.models import Branch, Unit
from core.db import Base


class ImportStatus(StrEnum):
    """Where an import stands."""

    CHECKED, APPLYING, DONE, DROPPED = "checked", "applying", "done", "dropped"


class RowKind(StrEnum):
    """What a line of the sheet means for the village."""

    NEW, KNOWN, CHANGED, BAD = "new", "known", "changed", "bad"


class RosterImport(Base):
    """One spreadsheet for one village, read and checked; applied when the officer says so."""

    __tablename__ = "roster_import"
    __table_args__ = (CheckConstraint("rows_done + rows_bad <= rows_total", name="rows_add_up"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("branch_unit.id"))
    file_name: Mapped[str] = mapped_column(String(255))
    ignored: Mapped[list[str]] = mapped_column(JSON)  # headings that nobody asked for
    status: Mapped[ImportStatus] = mapped_column(default=ImportStatus.CHECKED)
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    applied_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    consent_note: Mapped[str] = mapped_column(String(200), default="")  # how people agreed
    done_at: Mapped[datetime | None]
    rows_total: Mapped[int]
    rows_bad: Mapped[int]
    rows_done: Mapped[int] = mapped_column(default=0)

    branch: Mapped[Branch] = relationship()
    unit: Mapped[Unit] = relationship()


class RosterRow(Base):
    """One line of the sheet: its facts, what is wrong with it, and the person it became."""

    __tablename__ = "roster_row"
    __table_args__ = (
        UniqueConstraint("import_id", "line"),
        Index(None, "import_id", "person_id"),
        CheckConstraint("person_id IS NULL OR kind <> 'bad'", name="bad_is_nobody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("roster_import.id"))
    line: Mapped[int]  # as the spreadsheet counts, the heading is 1
    facts: Mapped[dict[str, str]] = mapped_column(JSON)
    places: Mapped[dict[str, str]] = mapped_column(JSON)  # the cell of each fact: B7
    kind: Mapped[RowKind]
    change: Mapped[str] = mapped_column(String(120), default="")  # what of a known person changes
    problems: Mapped[list[list[str]]] = mapped_column(JSON)  # [cell, reason] each
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
