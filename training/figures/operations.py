"""Noting that somebody has taken a sheet that names people."""

from datetime import datetime

from core.access import Actor
from core.branches.models import Branch
from core.history.operations import record
from training.courses.models import Course


def note_export(course: Course, *, by: Actor, at: datetime) -> None:
    """Put down that it was taken, and by whom."""
    record("export_learners", Course.__tablename__, course.id, by=by, at=at)


def note_lapsing_export(branch: Branch, *, by: Actor, at: datetime) -> None:
    """Put down who took the sheet of qualifications that lapse."""
    record("export_lapsing", Branch.__tablename__, branch.id, by=by, at=at)
