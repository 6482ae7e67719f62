"""The practitioner's side: answering wishes, saying how it was, and what ends by itself."""

from datetime import datetime

from sqlalchemy import update

from core.access import SYSTEM, Actor
from core.accounts.queries import take_turns
from core.db import db
from core.errors import Refused, refuse_if
from core.transition import move
from core.words import _
from services.clinics.models import Appointment, AppointmentStatus
from services.clinics.operations import cells, waiting
from services.clinics.operations.telling import tell_guest, tell_practitioner
from services.clinics.rules import appointments as rules
from services.clinics.rules.appointments import APPOINTMENT

A = AppointmentStatus


def accept(appointment: Appointment, *, by: Actor, at: datetime) -> None:
    """Say yes to a wish."""
    refuse_if(rules.why_not_answer(appointment.status, appointment.kept_until, at=at))
    booked = {"booked_at": at, "kept_until": None}
    move(appointment, APPOINTMENT, "book", by=by, at=at, also=booked)
    tell_guest(appointment, "booked", at=at)


def decline(appointment: Appointment, why: str, *, by: Actor, at: datetime) -> None:
    """Say no to a wish, and why; the time is nobody's then."""
    cells.lock(appointment.practitioner_id)
    db.session.refresh(appointment)
    refuse_if(rules.why_not_answer(appointment.status, appointment.kept_until, at=at))
    if not why:
        raise Refused(_("请写明原因，对方要看"), field="why")
    waiting.free(appointment, "decline", by_practitioner=True, why=why, by=by, at=at)
    tell_guest(appointment, "declined", at=at)


def finish(appointment: Appointment, *, by: Actor, at: datetime) -> None:
    """Say that it was held."""
    refuse_if(rules.why_not_close(appointment.status, appointment.starts_at, at=at))
    move(appointment, APPOINTMENT, "finish", by=by, at=at, also={"ended_at": at})
    cells.give_back(appointment)


def settle(appointment: Appointment, *, at: datetime) -> None:
    """End what nobody has said anything of, so that the guest can book again: it counts as nothing.

    Nobody calls a roll in a group: who had a seat there was there.
    """
    if appointment.session_id is not None:
        finish(appointment, by=SYSTEM, at=at)
        return
    move(appointment, APPOINTMENT, "lapse", by=SYSTEM, at=at, also={"ended_at": at})
    cells.give_back(appointment)


def miss(appointment: Appointment, *, by: Actor, at: datetime) -> None:
    """Say that the guest has not come."""
    refuse_if(rules.why_not_miss(appointment.status, appointment.starts_at, at=at))
    move(appointment, APPOINTMENT, "miss", by=by, at=at, also={"ended_at": at})
    cells.give_back(appointment)


def fail(appointment: Appointment, *, by: Actor, at: datetime) -> None:
    """Say, as the guest, that the practitioner has not come."""
    refuse_if(rules.why_not_miss(appointment.status, appointment.starts_at, at=at))
    move(appointment, APPOINTMENT, "fail", by=by, at=at, also={"ended_at": at})
    cells.give_back(appointment)
    tell_guest(appointment, "host_absent", at=at)
    tell_practitioner(appointment, "nobody_came", at=at)


def lapse(appointment: Appointment, *, at: datetime) -> bool:
    """End a hold or a wish whose time is over; tell whether it was still open.

    Who asked hears of it, and for whom it was kept; who only looked at the form does not.
    """
    take_turns(appointment.person_id)
    cells.lock(appointment.practitioner_id)
    db.session.refresh(appointment)
    is_kept = appointment.status in {A.HELD, A.ASKED}
    if not is_kept or (appointment.kept_until or at) > at:
        return False
    was_asked, was_offered = appointment.status is A.ASKED, appointment.wait is not None
    waiting.give_up(appointment, at=at)
    waiting.free(appointment, "lapse", by=SYSTEM, at=at)
    if was_asked:
        tell_guest(appointment, "lapsed", at=at)
    elif was_offered:
        tell_guest(appointment, "missed", at=at)
    return True


def remind(appointment: Appointment, *, day_before: bool, at: datetime) -> bool:
    """Remind the guest, once a day before and once shortly before; tell whether it was new."""
    column = Appointment.told_day_at if day_before else Appointment.told_soon_at
    step = update(Appointment).where(
        Appointment.id == appointment.id,
        Appointment.status == A.BOOKED,
        Appointment.reminds,
        column.is_(None),
    )
    if db.session.scalar(step.values({column: at}).returning(Appointment.id)) is None:
        return False
    tell_guest(appointment, "soon", time="1" if day_before else "2", at=at)
    return True
