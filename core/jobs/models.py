"""When each kind of recurring work ran, and how it went."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class JobRun(Base):
    """The last run of one sweep; the row named `worker` is the worker's heartbeat.

    It runs while `finished_at` is None. `error` is the name of a kind of error, never its text,
    which may speak of people.
    """

    __tablename__ = "job_run"
    __table_args__ = (CheckConstraint("runs >= 0", name="runs_counted"),)

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    ok_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(80))
    runs: Mapped[int] = mapped_column(default=0)
