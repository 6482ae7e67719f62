"""Writing the index, making it anew when it is away, and comparing it with the database."""

from datetime import datetime, timedelta

import structlog

from core.clock import now
from core.db import db, writing
from core.house import HOUSE, Job, Sweep
from core.ports import IndexAway
from core.search import operations, queries

MINUTE = 1
DAY = 24 * 60
UNHEARD = timedelta(minutes=3)  # a nudge is taken within seconds
MOST_ROUNDS = 500  # batches a run; the rest is the next run's
log = structlog.get_logger(__name__)


def write() -> None:
    """Write all that is due; an index that is away is made anew first, or it all stays due."""
    try:
        if is_away():
            rebuild()
        for _round in range(MOST_ROUNDS):
            due = queries.list_due()
            documents, gone = queries.documents_of([(row.kind, row.ref) for row in due])
            db.session.rollback()
            if not due:
                return
            HOUSE.index.write(documents, gone)
            with writing():
                operations.forget_written(due, at=now())
    except IndexAway as away:
        log.warning("search_not_written", why=str(away))


def is_away() -> bool:
    away = queries.is_away()
    db.session.rollback()
    return away


def rebuild() -> int:
    """Make the index anew from the database and return how many it holds; raise IndexAway."""
    count: int = HOUSE.index.rebuild(queries.all_documents())
    log.info("search_rebuilt", documents=count)
    return count


def sweep(at: datetime) -> None:
    """Ask again for what a killed worker has left; do it here where nobody hears the asking.

    A sweep whose worker dies is not taken over for a while, a nudge is.
    """
    oldest = queries.oldest_due()
    db.session.rollback()
    if is_away() or (oldest is not None and at - oldest > UNHEARD):
        write()
    elif oldest is not None:
        operations.nudge()


def compare(at: datetime) -> None:
    """Look for what the index has missed, or holds although it is gone, and have it written.

    Words that changed without anybody saying so are not seen: the index keeps no copy of them to
    compare with. `flask search rebuild` writes all of them anew.
    """
    try:
        found = queries.differences()
    except IndexAway:
        return  # the other sweep makes it anew
    db.session.rollback()
    if not found:
        return
    log.warning("search_differs", missing=len(found.missing), extra=len(found.extra))
    with writing():
        for kind in sorted({kind for kind, _ in found.missing | found.extra}):
            refs = [ref for each, ref in found.missing | found.extra if each == kind]
            operations.mark(kind, refs, at=at)


JOBS: dict[str, Job] = {"search.write": write}
SWEEPS = {
    "search.write": Sweep(minutes=MINUTE, work=sweep),
    "search.compare": Sweep(minutes=DAY, work=compare),
}
