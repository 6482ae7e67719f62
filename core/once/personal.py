"""Which forms somebody has sent, to copy out and to let go."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from core.db import db
from core.once.models import Once


class OwnForms:
    """The keys of a person's forms, as long as they are kept (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        mine = select(Once).where(Once.person_id == person_id).order_by(Once.at, Once.key)
        return {
            "forms": [{"at": each.at, "effect": each.effect} for each in db.session.scalars(mine)]
        }

    def erase(self, person_id: int, *, at: datetime) -> None:  # noqa: ARG002
        """Leave the keys, so that no form has its effect twice, but not whose they were."""
        mine = update(Once).where(Once.person_id == person_id)
        db.session.execute(mine.values(person_id=None))
