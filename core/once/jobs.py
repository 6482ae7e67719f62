"""Forgetting the keys of forms that nobody sends again."""

from datetime import datetime

from core.db import writing
from core.house import Sweep
from core.once import operations


def forget_old(at: datetime) -> None:
    """Delete the keys of forms sent over seven days ago."""
    with writing():
        operations.forget_old(at)


SWEEPS = {"once.forget": Sweep(24 * 60, forget_old)}
