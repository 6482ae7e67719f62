"""What happens by itself: papers whose time is over are closed and marked."""

from datetime import datetime

from core.db import db
from core.house import Sweep
from core.jobs.by_itself import complain, each_by_itself
from training.exams.models import Attempt
from training.exams.operations.sitting import close
from training.exams.queries.attempts import list_run_out


def close_all(at: datetime) -> None:
    """Close each paper that nobody has handed in in time."""
    failed = each_by_itself(close_one, list_run_out(at=at), at=at)
    complain("papers that could not be closed", failed)


def close_one(attempt_id: int, *, at: datetime) -> None:
    close(db.session.get_one(Attempt, attempt_id), at=at)


SWEEPS = {"exams.close": Sweep(1, close_all)}
