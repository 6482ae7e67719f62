"""Looking up whether something was done."""

from datetime import datetime

from sqlalchemy import func, select

from core.db import db
from core.history.models import Entry


def last_time(action: str, about: str, about_id: int) -> datetime | None:
    """Return when this was last done about this row; the index of `about` finds its lines."""
    query = select(func.max(Entry.at)).where(
        Entry.about == about, Entry.about_id == about_id, Entry.action == action
    )
    return db.session.scalar(query)
