"""Reminding people of what runs out."""

from datetime import datetime

from core.db import writing
from core.house import Sweep
from core.qualifications import operations

HALF_A_DAY = 12 * 60  # minutes


def remind(at: datetime) -> None:
    """Tell whose qualification runs out within thirty days."""
    with writing():
        operations.remind(at=at)


SWEEPS = {"qualifications.remind": Sweep(HALF_A_DAY, remind)}
