"""Noting what the index must hear of; the worker alone writes it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete

from core.db import after_commit, db, insert_or
from core.house import HOUSE
from core.search.models import SearchDue
from core.search.queries import Due

CHUNK = 200  # rows a statement


def mark(kind: str, refs: Iterable[int], *, at: datetime) -> None:
    """Note that the documents of these things must be written anew, and nudge the worker."""
    wanted = sorted(set(refs))
    for start in range(0, len(wanted), CHUNK):
        note(
            [
                {"kind": kind, "ref": ref, "marks": 1, "since": at}
                for ref in wanted[start : start + CHUNK]
            ]
        )
    if wanted:
        after_commit(nudge)


def note(rows: list[dict[str, Any]]) -> None:
    db.session.execute(
        insert_or(SearchDue)
        .values(rows)
        .on_conflict_do_update(
            index_elements=[SearchDue.kind, SearchDue.ref],
            set_={"marks": SearchDue.marks + 1},
        )
    )


def nudge() -> None:
    HOUSE.queue.nudge("search.write")


def forget_written(due: Sequence[Due], *, at: datetime) -> None:
    """Take what was written off the list, unless it was marked again meanwhile.

    A row that somebody else has taken off was perhaps written here from an older reading: it is
    noted once more, so that the last word is the newest one. Rows are locked in the order of kinds
    and refs, as who marks them does: in another order each could wait for the other.
    """
    for row in sorted(due, key=lambda each: (each.kind, each.ref)):
        mine = delete(SearchDue).where(
            SearchDue.id == row.id,
            SearchDue.kind == row.kind,
            SearchDue.ref == row.ref,
            SearchDue.marks == row.marks,
            SearchDue.since == row.since,
        )
        if not cast("CursorResult[Any]", db.session.execute(mine)).rowcount:
            again = insert_or(SearchDue).values(kind=row.kind, ref=row.ref, marks=1, since=at)
            db.session.execute(again.on_conflict_do_nothing())
