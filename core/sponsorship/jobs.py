"""What goes by itself: verifications run out, lose their steward, are reminded of."""

from datetime import datetime

from core.clock import village_day
from core.db import db, writing
from core.house import Sweep
from core.sponsorship import operations
from core.sponsorship.queries import find_sponsorship, list_lapsing
from core.sponsorship.queries.lists import list_stewardless
from core.sponsorship.rules import WITHOUT_STEWARD


def lapse(at: datetime) -> None:
    """Note what ran out; the public has not seen it since the day began."""
    over = [each.id for each in list_lapsing(day=village_day(at))]
    db.session.rollback()
    for sponsorship_id in over:
        with writing():
            if (sponsorship := find_sponsorship(sponsorship_id)) is not None:
                operations.lapse(sponsorship, at=at)


def stewards(at: datetime) -> None:
    """Note which places have lost their steward, and suspend those left so for too long."""
    with writing():
        operations.note_stewardless(at=at)
    late = [each.id for each in list_stewardless(at - WITHOUT_STEWARD)]
    db.session.rollback()
    for sponsorship_id in late:
        with writing():
            if (sponsorship := find_sponsorship(sponsorship_id)) is not None:
                operations.suspend_stewardless(sponsorship, at=at)


def remind(at: datetime) -> None:
    """Tell owners and stewards, once, that a verification soon runs out."""
    with writing():
        operations.remind(at=at)


SWEEPS = {
    "sponsorship.lapse": Sweep(minutes=10, work=lapse),
    "sponsorship.stewards": Sweep(minutes=30, work=stewards),
    "sponsorship.remind": Sweep(minutes=60, work=remind),
}
