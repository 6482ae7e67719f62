"""Forgetting the ids of what phones told long ago: told again, it would change nothing."""

from datetime import datetime

from core.db import writing
from core.house import Sweep
from training.learning.operations.studying import forget_old_events


def forget_events(at: datetime) -> None:
    with writing():
        forget_old_events(at=at)


SWEEPS = {"learning.events": Sweep(24 * 60, forget_events)}
