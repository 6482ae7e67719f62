"""Who has printed the code of the person served: history remembers it."""

from typing import Any

from sqlalchemy import ColumnElement, exists, select

from core.db import db
from core.history.models import Entry
from services.volunteering.models import Task

PRINT = "print_slip"  # as history calls it; about the task, and for which shift
TABLE = Task.__tablename__


def printed_for(task_id: Any, person_id: Any) -> ColumnElement[bool]:
    """Return the condition that this person has printed a slip of some shift of the task."""
    return exists().where(
        Entry.action == PRINT,
        Entry.about == TABLE,
        Entry.about_id == task_id,
        Entry.by_id == person_id,
    )


def has_printed(task_id: int, shift_id: int, person_id: int) -> bool:
    """Tell whether this person has printed the slip of this very shift."""
    of_shift = printed_for(task_id, person_id).where(Entry.became == str(shift_id))
    return bool(db.session.scalar(select(of_shift)))
