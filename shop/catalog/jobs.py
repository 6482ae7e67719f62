"""Ending what was sold ahead once its day has passed."""

from datetime import datetime

from core.access import SYSTEM
from core.db import db, writing
from core.house import Sweep
from shop.catalog import operations, queries
from shop.catalog.models import Pack


def end_ahead(at: datetime) -> None:
    """Find packs that should have been sent by a day now past, and sell them no more."""
    over = queries.list_ahead_over(at=at)
    db.session.rollback()
    for pack_id in over:
        with writing():
            pack = db.session.get(Pack, pack_id)
            if pack is not None:
                operations.end_ahead(pack, by=SYSTEM, at=at)


SWEEPS = {"catalog.ahead": Sweep(minutes=15, work=end_ahead)}
