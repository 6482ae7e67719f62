"""How somebody stood in a roster, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update

from core.accounts.queries import get_person
from core.db import db
from core.roster.models import RosterImport, RosterRow, RowKind
from core.roster.queries import list_rows_of, list_waiting_rows
from core.words import _, speaking


class OwnRows:
    """The lines of rosters that mean a person, as long as they are kept (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        rows = [*list_rows_of(person_id), *list_waiting_rows(get_person(person_id))]
        return {"roster_lines": [{"line": row.line, **row.facts} for row in rows]}

    def erase(self, person_id: int, *, at: datetime) -> None:  # noqa: ARG002
        """Empty the lines; one that has not come in yet never will."""
        mine = update(RosterRow).where(RosterRow.person_id == person_id)
        db.session.execute(mine.values(facts={}, problems=[], change=""))
        person = get_person(person_id)
        imports = sorted({row.import_id for row in list_waiting_rows(person)})
        for import_id in imports:  # no worker applies them meanwhile
            db.session.get(RosterImport, import_id, with_for_update=True)
        with speaking("zh"):
            reason = _("本人注销了账号")
        for row in list_waiting_rows(person):
            if row.kind is not RowKind.BAD:
                roster = db.session.get_one(RosterImport, row.import_id)
                roster.rows_bad += 1
            place = row.places.get("name", "")
            row.kind, row.change, row.problems = RowKind.BAD, "", [[place, reason]]
            row.facts = dict.fromkeys(row.facts, "")
        db.session.flush()
