"""What an officer does with a roster: check it in, apply it, drop it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import delete, insert

from core.access import SYSTEM, Actor
from core.branches.models import Unit, UnitKind
from core.db import after_commit, db
from core.errors import Refused
from core.history.operations import record
from core.house import HOUSE
from core.roster.columns import FIELDS, LONGEST_NOTE, Line, Sheet
from core.roster.models import ImportStatus, RosterImport, RosterRow, RowKind
from core.roster.queries import list_forgettable
from core.roster.rules import ROSTER, Verdict
from core.transition import move
from core.words import _

LONGEST_NAME = 255
LONGEST_CHANGE = 120
KEPT = timedelta(days=30)  # the lines of a sheet; the people stay


def check_in(
    unit: Unit,
    sheet: Sheet,
    verdicts: Sequence[Verdict],
    *,
    file_name: str,
    by: Actor,
    at: datetime,
) -> RosterImport:
    """Keep a sheet that was read and judged; nothing about people changes yet."""
    if unit.kind is not UnitKind.VILLAGE:
        raise Refused(_("只有村里能登记村民"), field="unit")
    bad = sum(verdict.kind is RowKind.BAD for verdict in verdicts)
    roster = RosterImport(
        branch_id=unit.branch_id,
        unit_id=unit.id,
        file_name=file_name[-LONGEST_NAME:],
        ignored=sheet.ignored,
        made_by=by.person,
        made_at=at,
        rows_total=len(sheet.lines),
        rows_bad=bad,
    )
    db.session.add(roster)
    db.session.flush()
    rows = [row_of(roster.id, *pair) for pair in zip(sheet.lines, verdicts, strict=True)]
    db.session.execute(insert(RosterRow), rows)
    said = f"{len(rows)} / {bad}"
    record("check_in", RosterImport.__tablename__, roster.id, by=by, at=at, became=said)
    return roster


def row_of(import_id: int, line: Line, verdict: Verdict) -> dict[str, object]:
    """Return how a line is kept until it is applied."""
    facts = {what: str(getattr(line, what)) for what in FIELDS if what != "member"}
    return {
        "import_id": import_id,
        "line": line.number,
        "facts": {**facts, "member": "1" if line.member else ""},
        "places": dict(line.places),
        "kind": verdict.kind,
        "change": "、".join(verdict.changes)[:LONGEST_CHANGE],
        "problems": [list(problem) for problem in verdict.problems],
    }


def line_of(row: RosterRow) -> Line:
    """Return the line again as it was read."""
    facts = row.facts
    return Line(
        number=row.line,
        name=facts["name"],
        phone=facts["phone"],
        household=facts["household"],
        member=facts["member"] == "1",
        note=facts["note"],
        places=row.places,
    )


def apply(roster: RosterImport, *, consent_note: str, by: Actor, at: datetime) -> None:
    """Let the people of the sheet into the house, soon and batch by batch.

    `consent_note` says how they agreed, and is kept with each of them.
    """
    note = consent_note.strip()
    if not note:
        raise Refused(_("请写明是怎么征得同意的"), field="consent_note")
    if len(note) > LONGEST_NOTE:
        raise Refused(_("最多 200 个字"), field="consent_note")
    if roster.rows_bad == roster.rows_total:
        raise Refused(_("没有一行能导入，请改好表格再传一次"))
    move(roster, ROSTER, "apply", by=by, at=at)
    roster.consent_note, roster.applied_by = note, by.person
    after_commit(partial(HOUSE.queue.nudge, "roster.apply", roster.id))


def drop(roster: RosterImport, *, by: Actor, at: datetime) -> None:
    """Let go of a sheet that was only checked; what was read from it is deleted."""
    move(roster, ROSTER, "drop", by=by, at=at)
    _delete_rows(roster)


def forget_old(*, at: datetime) -> None:
    """Delete the lines of sheets that came over thirty days ago, and drop what waited so long."""
    for roster in list_forgettable(at - KEPT):
        if roster.status is ImportStatus.CHECKED:
            drop(roster, by=SYSTEM, at=at)
        else:
            _delete_rows(roster)


def _delete_rows(roster: RosterImport) -> None:
    db.session.execute(delete(RosterRow).where(RosterRow.import_id == roster.id))
