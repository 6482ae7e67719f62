"""Noting that a teacher has taken a sheet of learners, for it names people."""

from datetime import datetime

from core.access import Actor
from core.history.operations import record
from training.courses.models import Course


def note_export(course: Course, *, by: Actor, at: datetime) -> None:
    """Put down that it was taken, and by whom."""
    record("export_learners", Course.__tablename__, course.id, by=by, at=at)
