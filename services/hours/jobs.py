"""What happens to hours by itself: forgotten check-outs, and the public notice."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from typing import Any

from core.clock import village_day
from core.house import Sweep
from core.jobs.by_itself import complain, each_by_itself
from services.hours.operations import checking, confirming
from services.hours.queries.attendances import find_attendance, list_forgotten
from services.hours.queries.notices import list_over, list_to_put_up, list_to_take_down


def end_forgotten(at: datetime) -> None:
    """End what nobody has checked out of for sixteen hours."""
    each_alone(list_forgotten(at), checking.end_forgotten, at=at)


def go_on_with_notice(at: datetime) -> None:
    """Take down, put up, and confirm what has been shown long enough."""
    each_alone(list_to_take_down(), confirming.take_down, at=at)
    each_alone(list_to_put_up(), checking.go_on, at=at)
    each_alone(list_over(today=village_day(at)), confirming.confirm_shown, at=at)


def each_alone(ids: Sequence[int], step: Callable[..., Any], *, at: datetime) -> None:
    """Take the step with each attendance by itself, unless something came in between."""

    @wraps(step)
    def take(attendance_id: int, *, at: datetime) -> None:
        attendance = find_attendance(attendance_id)
        if attendance is not None:
            step(attendance, at=at)

    complain("attendances that could not go on", each_by_itself(take, ids, at=at))


SWEEPS = {
    "hours.forgotten": Sweep(5, end_forgotten),
    "hours.notice": Sweep(30, go_on_with_notice),
}
