"""What is done with tasks when time has passed."""

from datetime import datetime

from core.db import writing
from core.house import Sweep
from services.volunteering.operations import tasks

HALF_AN_HOUR = 30  # minutes


def end_over(at: datetime) -> None:
    """End the tasks whose last shift is over."""
    with writing():
        tasks.end_over(at=at)


def recall(at: datetime) -> None:
    """Cancel the tasks whose need is none for volunteers any more."""
    with writing():
        tasks.recall(at=at)


SWEEPS = {
    "volunteering.end_over": Sweep(HALF_AN_HOUR, end_over),
    "volunteering.recall": Sweep(HALF_AN_HOUR, recall),
}
