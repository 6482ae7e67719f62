"""What happens to hours by itself: forgotten check-outs, and the public notice."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from core.clock import village_day
from core.db import db, writing
from core.errors import Refused
from core.house import Sweep
from services.hours.operations import checking, confirming
from services.hours.queries.attendances import find_attendance, list_forgotten
from services.hours.queries.notices import list_over, list_to_put_up, list_to_take_down

log = logging.getLogger(__name__)


def end_forgotten(at: datetime) -> None:
    """End what nobody has checked out of for sixteen hours."""
    each_alone(list_forgotten(at), checking.end_forgotten, at=at)


def go_on_with_notice(at: datetime) -> None:
    """Take down, put up, and confirm what has been shown long enough."""
    each_alone(list_to_take_down(), confirming.take_down, at=at)
    each_alone(list_to_put_up(), checking.go_on, at=at)
    each_alone(list_over(today=village_day(at)), confirming.confirm_shown, at=at)


def each_alone(ids: Sequence[int], step: Callable[..., Any], *, at: datetime) -> None:
    """Take the step with each in a transaction of its own, unless something came in between.

    One that fails keeps none of the others back; the sweep fails once it has tried all.
    """
    db.session.rollback()
    failed: list[int] = []
    for attendance_id in ids:
        try:
            with writing():
                attendance = find_attendance(attendance_id)
                if attendance is not None:
                    step(attendance, at=at)
        except Refused as refused:
            log.info("attendance %s stays: %s", attendance_id, refused.reason)
        except Exception:
            log.exception("attendance %s could not go on", attendance_id)
            failed.append(attendance_id)
    if failed:
        raise RuntimeError(f"attendances that could not go on: {failed}")


SWEEPS = {
    "hours.forgotten": Sweep(5, end_forgotten),
    "hours.notice": Sweep(30, go_on_with_notice),
}
