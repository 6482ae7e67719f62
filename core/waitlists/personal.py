"""What somebody waited for, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from core.db import db
from core.waitlists.models import Wait
from core.waitlists.queries import IS_LIVE


class OwnWaits:
    """Somebody's places in waiting lists (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        mine = select(Wait).where(Wait.person_id == person_id).order_by(Wait.id)
        return {
            "waiting": [
                {
                    "kind": each.kind,
                    "ref": each.ref,
                    "status": each.status.value,
                    "joined_at": each.joined_at,
                    "offered_at": each.offered_at,
                    "offered_until": each.offered_until,
                    "ended_at": each.ended_at,
                }
                for each in db.session.scalars(mine)
            ]
        }

    def erase(self, person_id: int, *, at: datetime) -> None:  # noqa: ARG002
        """Forget what has ended; each room leaves its own lines, for it counts the places."""
        db.session.execute(delete(Wait).where(Wait.person_id == person_id, ~IS_LIVE))
