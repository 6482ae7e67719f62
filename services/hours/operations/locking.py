"""Letting what counts of a person be decided one after the other."""

from sqlalchemy import select

from core.accounts.models import Person
from core.db import db


def lock_person(person_id: int) -> None:
    """Let no two attendances or hours of a person be decided at once."""
    mine = select(Person.id).where(Person.id == person_id)
    db.session.execute(mine.with_for_update(key_share=True))
