"""How somebody stood in a roster, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update

from core.db import db
from core.roster.models import RosterRow
from core.roster.queries import list_rows_of


class OwnRows:
    """The lines of rosters that brought a person in, as long as they are kept (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        return {"roster_lines": [{"line": r.line, **r.facts} for r in list_rows_of(person_id)]}

    def erase(self, person_id: int, *, at: datetime) -> None:  # noqa: ARG002
        mine = update(RosterRow).where(RosterRow.person_id == person_id)
        db.session.execute(mine.values(facts={}, problems=[], change=""))
