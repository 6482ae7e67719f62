"""Telling villagers of new sheets, batch by batch."""

from datetime import datetime

from core.bulletins import operations
from core.bulletins.queries import find_bulletin, list_to_tell
from core.clock import now
from core.db import db, writing
from core.house import Job, Sweep


def tell(bulletin_id: int) -> None:
    """Tell all who live there; begun anew after a crash, it goes on where it stopped."""
    bulletin = find_bulletin(bulletin_id)
    while bulletin is not None:
        with writing():
            more = operations.tell_some(bulletin, at=now())
        if not more:
            return


def sweep(at: datetime) -> None:
    """Find sheets that somebody was meant to tell of."""
    waiting = list_to_tell(at)
    db.session.rollback()
    for bulletin_id in waiting:
        tell(bulletin_id)


JOBS: dict[str, Job] = {"bulletins.tell": tell}
SWEEPS = {"bulletins.tell": Sweep(minutes=1, work=sweep)}
