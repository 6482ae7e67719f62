"""What was asked and agreed of a work that its owner has taken back comes to nothing."""

from datetime import datetime

from core.db import db, writing
from core.house import Sweep
from services.paid_work.models import PaidWork
from services.paid_work.operations import call_off
from services.paid_work.queries import list_to_come


def call_off_all(at: datetime) -> None:
    """Look at each work to come in a transaction of its own."""
    ids = [work.id for work in list_to_come(at=at)]
    db.session.rollback()
    for work_id in ids:
        with writing():
            call_off(db.session.get_one(PaidWork, work_id), at=at)


SWEEPS = {"paid_work.call_off": Sweep(5, call_off_all)}
