"""Letting what counts of a person be decided one after the other."""

from core.accounts.queries import take_turns
from core.db import db
from services.hours.models import Attendance


def lock(attendance: Attendance) -> None:
    """Lock whose attendance it is, and read it as it stands now."""
    take_turns(attendance.person_id)
    db.session.refresh(attendance)
