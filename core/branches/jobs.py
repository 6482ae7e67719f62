"""Ending what has run out, whatever the day brought."""

from datetime import datetime

from core.access import SYSTEM
from core.branches import operations
from core.db import writing
from core.house import Sweep

HOUR = 60  # minutes


def end_overdue(at: datetime) -> None:
    """End the terms whose last day is over."""
    with writing():
        operations.end_overdue(by=SYSTEM, at=at)


SWEEPS = {"branches.end_overdue": Sweep(HOUR, end_overdue)}
