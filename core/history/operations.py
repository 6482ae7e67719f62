"""Writing a line of history."""

from datetime import datetime

from core.access import Actor
from core.db import db
from core.history.models import Entry


def record(
    action: str,
    about: str,
    about_id: int | None = None,
    *,
    by: Actor,
    at: datetime,
    was: str | None = None,
    became: str | None = None,
) -> None:
    """Note what was done about which table's row, or about which permission.

    `was` and `became` are facts for the record (200 characters at most), never confidential text.
    """
    db.session.add(
        Entry(
            action=action,
            about=about,
            about_id=about_id,
            by_id=by.id or None,
            person_id=by.person or None,
            at=at,
            was=was,
            became=became,
        )
    )
