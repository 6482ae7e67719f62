"""Writing a line of history."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert

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


def record_all(
    action: str, about: str, became: Mapping[int, str], *, by: Actor, at: datetime
) -> None:
    """Note that the same was done about several rows, in one statement; at least one."""
    said = {
        "action": action,
        "about": about,
        "by_id": by.id or None,
        "person_id": by.person or None,
        "at": at,
    }
    rows = [{**said, "about_id": about_id, "became": what} for about_id, what in became.items()]
    db.session.execute(insert(Entry).values(rows))
