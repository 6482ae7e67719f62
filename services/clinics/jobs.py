"""What happens by itself: holds and wishes run out, guests are reminded."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from core.db import db, writing
from core.errors import Refused
from core.house import Sweep
from services.clinics.models import Appointment
from services.clinics.operations import practising
from services.clinics.queries.appointments import list_kept_too_long, list_to_remind

DAY_BEFORE, SOON = timedelta(hours=24), timedelta(hours=2)
log = logging.getLogger(__name__)


def lapse_all(at: datetime) -> None:
    """Free what nobody has booked or answered in time."""
    each_alone(practising.lapse, list_kept_too_long(at=at), at=at)


def remind_all(at: datetime) -> None:
    """Remind each guest a day and two hours before, once each; who booked later knows."""
    for ahead, day_before in ((DAY_BEFORE, True), (SOON, False)):
        found = list_to_remind(ahead, day_before=day_before, at=at)
        each_alone(practising.remind, found, at=at, day_before=day_before)


def each_alone(
    step: Callable[..., object], ids: Sequence[int], *, at: datetime, **kw: bool
) -> None:
    """Take the step for each in a transaction of its own; one that fails keeps no other back."""
    waiting = list(ids)
    db.session.rollback()
    for each in waiting:
        try:
            with writing():
                step(db.session.get_one(Appointment, each), at=at, **kw)
        except Refused as refused:
            log.info("appointment %s stays: %s", each, refused.reason)
        except Exception:
            log.exception("appointment %s could not go on", each)


SWEEPS = {"clinics.lapse": Sweep(1, lapse_all), "clinics.remind": Sweep(5, remind_all)}
