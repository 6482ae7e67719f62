"""What stands in history by or about somebody, to copy out; nothing of it is erased."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from core.db import db
from core.history.models import Entry


class OwnHistory:
    """The lines of what a person did, and of what was done with their account (PIPL 45).

    Lines hold no names, and are never changed: the number of a person who has closed the account
    leads to a row without name or address.
    """

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        about = (Entry.about == "person") & (Entry.about_id == person_id)
        mine = or_(Entry.by_id == person_id, Entry.person_id == person_id, about)
        return {
            "history": [
                {
                    "at": each.at,
                    "by_me": each.by_id == person_id,
                    "action": each.action,
                    "about": each.about,
                    "about_id": each.about_id,
                    "was": each.was,
                    "became": each.became,
                }
                for each in db.session.scalars(select(Entry).where(mine).order_by(Entry.id))
            ]
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """Leave everything: what was done stays on record."""
