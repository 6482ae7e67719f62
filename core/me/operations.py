"""Copying out and erasing all that the house keeps about a person."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from io import BytesIO
from typing import Any

from core.access import Actor
from core.accounts import queries
from core.accounts.rules import why_not_close
from core.db import after_commit
from core.db.upkeep import CHECKPOINT
from core.errors import refuse_if
from core.history.operations import record
from core.house import HOUSE
from core.storage.exports import Value, write_csv

Rows = Sequence[Mapping[str, Any]]


def data_of(person_id: int) -> dict[str, Rows]:
    """Return what every room keeps about the person, table by table (PIPL 45)."""
    return {
        name: rows
        for personal in HOUSE.personal
        for name, rows in personal.export(person_id).items()
    }


def note_export(*, by: Actor, at: datetime) -> None:
    """Put down that the person has taken a copy."""
    record("export_data", "person", by.person, by=by, at=at)


def packed(tables: Mapping[str, Rows]) -> bytes:
    """Return one file with everything as JSON, and each table as CSV for a spreadsheet."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        whole = json.dumps(tables, ensure_ascii=False, indent=2, default=plain)
        archive.writestr("data.json", whole)
        for name, rows in tables.items():
            heads = list(dict.fromkeys(head for row in rows for head in row))
            lines: list[list[Value]] = [list(heads)]
            lines += [[cell_of(row.get(head)) for head in heads] for row in rows]
            archive.writestr(f"{name}.csv", write_csv(lines))
    return out.getvalue()


def plain(value: object) -> str:
    """Return what JSON has no word for as text; a moment with its zone."""
    return value.isoformat() if isinstance(value, date) else str(value)


def cell_of(value: object) -> Value:
    """Return what stands in a cell of a spreadsheet."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return value if value is None or isinstance(value, (str, int, float)) else plain(value)


def close_account(*, by: Actor, at: datetime) -> None:
    """Erase what every room keeps about the person, for good (PIPL 47).

    Raise `Refused` while they hold an office or a right of the operator's house.
    """
    staff = queries.has_grant(by.person)
    refuse_if(why_not_close(staff=staff, in_office=bool(by.offices)))
    for personal in HOUSE.personal:
        personal.erase(by.person, at=at)
    record("close_account", "person", by.person, by=by, at=at)
    after_commit(partial(HOUSE.queue.nudge, CHECKPOINT))
