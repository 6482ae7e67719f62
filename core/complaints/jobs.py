"""Complaints climb and close by themselves."""

from datetime import datetime

from core.complaints import operations
from core.complaints.queries import find_complaint, list_due
from core.db import db, writing
from core.house import Sweep


def go_on(at: datetime) -> None:
    """Take each that is due one step further; begun anew after a crash, none goes twice."""
    due = list_due(at)
    db.session.rollback()
    for complaint_id in due:
        with writing():
            if (complaint := find_complaint(complaint_id)) is not None:
                operations.go_on(complaint, at=at)


SWEEPS = {"complaints.go_on": Sweep(minutes=5, work=go_on)}
