"""What was asked of a work that was taken back, or that nobody has answered, comes to nothing."""

from datetime import datetime

from core.db import db
from core.house import Sweep
from core.jobs.by_itself import complain, each_by_itself
from services.paid_work import operations
from services.paid_work.models import Deal, PaidWork
from services.paid_work.queries import list_to_come, list_too_late


def call_off_all(at: datetime) -> None:
    """End what is asked and agreed of works that were taken back, and what is past its start."""
    failed = each_by_itself(call_off, list_to_come(at=at), at=at)
    failed += each_by_itself(run_out, list_too_late(at=at), at=at)
    complain("paid work that could not go on", failed)


def call_off(work_id: int, *, at: datetime) -> None:
    operations.call_off(db.session.get_one(PaidWork, work_id), at=at)


def run_out(deal_id: int, *, at: datetime) -> None:
    operations.run_out(db.session.get_one(Deal, deal_id), at=at)


SWEEPS = {"paid_work.call_off": Sweep(5, call_off_all)}
