"""What happens by itself: cases whose time of keeping is over are shredded."""

from datetime import datetime

from core.access import SYSTEM
from core.clock import village_day
from core.db import db
from core.house import Sweep
from core.jobs.by_itself import complain, each_by_itself
from services.cases.models import Case
from services.cases.operations.handling import follow_contact, shred, take_back_with
from services.cases.queries import list_of_no_time, list_to_shred, list_with_former_contact


def shred_all(at: datetime) -> None:
    """Shred what is kept no longer."""
    failed = each_by_itself(shred_one, list_to_shred(today=village_day(at)), at=at)
    complain("cases that could not be shredded", failed)


def shred_one(case_id: int, *, at: datetime) -> None:
    shred(db.session.get_one(Case, case_id), by=SYSTEM, at=at)


def take_back_all(at: datetime) -> None:
    """Take back what was said to a counsellor for a time that will not be."""
    failed = each_by_itself(take_back, list_of_no_time(), at=at)
    complain("cases that could not be taken back", failed)


def take_back(case_id: int, *, at: datetime) -> None:
    case = db.session.get_one(Case, case_id)
    if case.appointment is not None:
        take_back_with(case.appointment, at=at)


def follow_all(at: datetime) -> None:
    """Give what waits with a former contact clerk to the one of today."""
    failed = each_by_itself(follow, list_with_former_contact(), at=at)
    complain("cases that stay with a former contact clerk", failed)


def follow(case_id: int, *, at: datetime) -> None:
    follow_contact(db.session.get_one(Case, case_id), at=at)


SWEEPS = {
    "cases.shred": Sweep(60, shred_all),
    "cases.take_back": Sweep(5, take_back_all),
    "cases.follow": Sweep(1, follow_all),
}
