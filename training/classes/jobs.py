"""What happens by itself: who is in a class that is tomorrow is reminded."""

from datetime import datetime, timedelta

from core.clock import day_starts, village_day
from core.house import Sweep
from core.jobs.by_itself import complain, each_by_itself
from training.classes.operations import planning
from training.classes.queries.classes import get_class, list_beginning


def remind(at: datetime) -> None:
    """Remind who is in a class that is tomorrow, once each."""
    tomorrow = village_day(at) + timedelta(days=1)
    first, last = day_starts(tomorrow), day_starts(tomorrow + timedelta(days=1))
    failed = each_by_itself(remind_of, list_beginning(first, last), at=at)
    complain("classes of which nobody was reminded", failed)


def remind_of(class_id: int, *, at: datetime) -> None:
    planning.remind(get_class(class_id), at=at)


SWEEPS = {"classes.remind": Sweep(20, remind)}
