"""Letting what counts of a person be decided one after the other."""

from sqlalchemy import select

from core.accounts.models import Person
from core.db import db
from services.hours.models import Attendance


def lock_person(person_id: int) -> None:
    """Let no two attendances or hours of a person be decided at once."""
    mine = select(Person.id).where(Person.id == person_id)
    db.session.execute(mine.with_for_update(key_share=True))


def lock(attendance: Attendance) -> None:
    """Lock whose attendance it is, and read it as it stands now."""
    lock_person(attendance.person_id)
    db.session.refresh(attendance)
