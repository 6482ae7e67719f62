"""What happens by itself: cases whose time of keeping is over are shredded."""

from datetime import datetime

from core.access import SYSTEM
from core.clock import village_day
from core.db import db
from core.house import Sweep
from core.jobs.by_itself import complain, each_by_itself
from services.cases.models import Case
from services.cases.operations.handling import give_back, shred, take_back_with
from services.cases.queries import list_in_nobodys_hands, list_of_no_time, list_to_shred


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


def give_back_all(at: datetime) -> None:
    """Give their clients back what is in nobody's hands any more."""
    failed = each_by_itself(give_one_back, list_in_nobodys_hands(), at=at)
    complain("cases that stay in nobody's hands", failed)


def give_one_back(case_id: int, *, at: datetime) -> None:
    give_back(db.session.get_one(Case, case_id), at=at)


SWEEPS = {
    "cases.shred": Sweep(60, shred_all),
    "cases.take_back": Sweep(5, take_back_all),
    "cases.give_back": Sweep(1, give_back_all),
}
