"""What happens by itself: holds and wishes run out, guests are reminded, free times offered."""

from datetime import datetime, timedelta

from core.db import db
from core.house import Sweep
from core.jobs.by_itself import complain, each_by_itself
from services.clinics.models import Appointment, Service
from services.clinics.operations import practising, waiting
from services.clinics.queries.appointments import (
    list_kept_too_long,
    list_to_remind,
    list_unsaid,
    list_waited,
)

DAY_BEFORE, SOON = timedelta(hours=24), timedelta(hours=2)
UNSAID = timedelta(hours=24)  # after its end, then nobody says any more how it was


def lapse_all(at: datetime) -> None:
    """Free what nobody has booked or answered in time."""
    failed = each_by_itself(lapse, list_kept_too_long(at=at), at=at)
    complain("appointments that could not lapse", failed)


def lapse(appointment_id: int, *, at: datetime) -> None:
    practising.lapse(db.session.get_one(Appointment, appointment_id), at=at)


def remind_all(at: datetime) -> None:
    """Remind each guest a day and two hours before, once each; who booked later knows."""
    early = list_to_remind(DAY_BEFORE, least=SOON, day_before=True, at=at)
    failed = each_by_itself(remind_day_before, early, at=at)
    late = list_to_remind(SOON, day_before=False, at=at)
    failed += each_by_itself(remind_soon, late, at=at)
    complain("appointments of which nobody was reminded", failed)


def remind_day_before(appointment_id: int, *, at: datetime) -> None:
    practising.remind(db.session.get_one(Appointment, appointment_id), day_before=True, at=at)


def remind_soon(appointment_id: int, *, at: datetime) -> None:
    practising.remind(db.session.get_one(Appointment, appointment_id), day_before=False, at=at)


def settle_all(at: datetime) -> None:
    """End what nobody has said anything of: it would count as a time still to come."""
    failed = each_by_itself(settle, list_unsaid(at - UNSAID), at=at)
    complain("appointments that could not be settled", failed)


def settle(appointment_id: int, *, at: datetime) -> None:
    practising.settle(db.session.get_one(Appointment, appointment_id), at=at)


def offer_all(at: datetime) -> None:
    """Offer what is free to whoever waits: new hours would never reach the line otherwise."""
    failed = each_by_itself(offer, list_waited(at=at), at=at)
    complain("services whose free times were offered to nobody", failed)


def offer(service_id: int, *, at: datetime) -> None:
    waiting.offer_first(db.session.get_one(Service, service_id), at=at)


SWEEPS = {
    "clinics.lapse": Sweep(1, lapse_all),
    "clinics.remind": Sweep(5, remind_all),
    "clinics.offer": Sweep(5, offer_all),
    "clinics.settle": Sweep(60, settle_all),
}
