"""The guest's side: holding a time, wanting it, moving it, giving it back."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from core.access import Actor
from core.accounts.queries import take_turns
from core.clock import village_day
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.transition import move
from core.words import _
from services.clinics.models import Appointment, AppointmentStatus, Service
from services.clinics.operations import cells, groups, waiting
from services.clinics.operations.telling import tell_both, tell_guest, tell_practitioner
from services.clinics.queries import appointments as queries
from services.clinics.queries.slots import plan_of
from services.clinics.rules import appointments as rules
from services.clinics.rules.appointments import APPOINTMENT
from services.clinics.rules.slots import cells_of

TABLE = Appointment.__tablename__
A = AppointmentStatus


def hold(
    service: Service, starts_at: datetime, way: str, *, by: Actor, at: datetime
) -> Appointment:
    """Keep the time for ten minutes, while the guest fills the form in.

    Of any number who want overlapping times of one practitioner, at whatever service, one has it.
    """
    refuse_if(rules.why_not_for(service.clinic.kind, by=by))
    take_turns(by.person)
    cells.lock(service.practitioner_id)
    db.session.refresh(service)
    day = village_day(starts_at)
    made_by = by.id if by.is_proxy else None
    standing = queries.standing_of(by.person, service, day, made_by=made_by, at=at)
    refuse_if(rules.why_not_want(standing, by=by) or rules.why_not_single(service.seats))
    lately = queries.count_lately(by.id, since=at - timedelta(hours=1))
    refuse_if(rules.why_not_so_often(lately))
    offered = plan_of([service], day, day).offered(service, day)
    if why_not := rules.why_not_then(service, starts_at, standing, offered=offered, at=at):
        raise Refused(why_not, field="start")
    reachable = queries.is_reachable(by.person)
    refuse_if(rules.why_not_way(way, service, reachable=reachable), field="way")
    made = Appointment(
        ref=secrets.token_urlsafe(18),
        service_id=service.id,
        practitioner_id=service.practitioner_id,
        person_id=by.person,
        way=way,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=service.minutes),
        status=A.HELD,
        kept_until=at + rules.HELD_FOR,
        made_by=by.id,
        made_at=at,
    )
    db.session.add(made)
    db.session.flush()
    cells.take(service.practitioner_id, cells_of(starts_at, service), made)
    record("hold_appointment", TABLE, made.id, by=by, at=at)
    return made


def want(appointment: Appointment, *, way: str | None = None, by: Actor, at: datetime) -> None:
    """Book what is held; where the practitioner answers each wish, ask for it.

    `way` is how to meet, where another is chosen than it was held for.
    """
    take_turns(by.person)
    cells.lock(appointment.practitioner_id)
    db.session.refresh(appointment)
    is_over = appointment.status in {A.LAPSED, A.CANCELLED}
    if is_over or queries.has_lapsed(appointment, at=at):
        raise Refused(_("留给您的时间过了，请再选一次"), field="start")
    service = appointment.service
    if queries.find_open_service(service.id, at=at) is None:
        raise Refused(_("这里现在不能预约"))
    way, reachable = way or appointment.way, queries.is_reachable(appointment.person_id)
    refuse_if(rules.why_not_way(way, service, reachable=reachable), field="way")
    waiting.settle(appointment, at=at)
    if not service.asks:
        booked = {"way": way, "booked_at": at, "kept_until": None}
        move(appointment, APPOINTMENT, "book", by=by, at=at, also=booked)
        tell_both(appointment, "booked", at=at)
        return
    until = rules.answered_until(appointment.starts_at, at=at)
    move(appointment, APPOINTMENT, "ask", by=by, at=at, also={"way": way, "kept_until": until})
    tell_practitioner(appointment, "asked", at=at)


def reschedule(
    appointment: Appointment,
    starts_at: datetime,
    *,
    by_practitioner: bool = False,
    why: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Move it to another free time of the same service; the old one is free at once."""
    take_turns(appointment.person_id)
    cells.lock(appointment.practitioner_id)
    db.session.refresh(appointment)
    service = appointment.service
    refuse_if(
        rules.why_not_reschedule(
            appointment.status,
            appointment.starts_at,
            in_group=appointment.session_id is not None,
            change_hours=service.change_hours,
            by_practitioner=by_practitioner,
            at=at,
        )
    )
    if by_practitioner and not why:
        raise Refused(_("请写明原因，对方要看"), field="why")
    if starts_at == appointment.starts_at:
        raise Refused(_("和现在的时间一样，请选别的"), field="start")
    day = village_day(starts_at)
    offered = plan_of([service], day, day).offered(service, day)
    standing = queries.standing_of(appointment.person_id, service, day, at=at)
    if not standing.is_open:
        raise Refused(_("这里现在不能预约"))
    if village_day(appointment.starts_at) == day:
        standing = replace(standing, on_day=standing.on_day - 1)  # it is one of that day itself
    if why_not := rules.why_not_then(service, starts_at, standing, offered=offered, at=at):
        raise Refused(why_not, field="start")
    was = appointment.starts_at
    cells.give_back(appointment)
    if by_practitioner:
        cells.shut(appointment, by=by, at=at)
    cells.take(service.practitioner_id, cells_of(starts_at, service), appointment)
    appointment.starts_at = starts_at
    appointment.ends_at = starts_at + timedelta(minutes=service.minutes)
    appointment.moves, appointment.end_why = appointment.moves + 1, why
    appointment.booked_at = at
    appointment.told_day_at = appointment.told_soon_at = None
    db.session.flush()
    record("move_appointment", TABLE, appointment.id, by=by, at=at)
    if not by_practitioner:
        waiting.offer(service, was, at=at)
    tell_both(appointment, "moved", at=at)


def remind(appointment: Appointment, *, on: bool, by: Actor, at: datetime) -> None:
    """Switch the reminders of this appointment on or off."""
    refuse_if(rules.why_not_remind(appointment.status, appointment.starts_at, at=at))
    appointment.reminds = on
    db.session.flush()
    record("remind_of_appointment", TABLE, appointment.id, by=by, at=at, became="on" if on else "")


def cancel(
    appointment: Appointment,
    *,
    by_practitioner: bool = False,
    why: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Give the time back; the practitioner says why, and each hears of the other's."""
    take_turns(appointment.person_id)
    cells.lock(appointment.practitioner_id)
    db.session.refresh(appointment)
    refuse_if(
        rules.why_not_move(
            appointment.status,
            appointment.starts_at,
            change_hours=appointment.service.change_hours,
            by_practitioner=by_practitioner,
            in_group=appointment.session_id is not None,
            at=at,
        )
    )
    if by_practitioner and not why:
        raise Refused(_("请写明原因，对方要看"), field="why")
    if appointment.session_id is not None:
        groups.give_seat_back(appointment, why=why, by=by, at=at)
        if by_practitioner:
            tell_guest(appointment, "cancelled", at=at)
        return
    was_held = appointment.status is A.HELD
    waiting.give_up(appointment, at=at)
    waiting.free(appointment, "cancel", by_practitioner=by_practitioner, why=why, by=by, at=at)
    if was_held:
        return
    if by_practitioner:
        tell_guest(appointment, "cancelled", at=at)
    else:
        tell_practitioner(appointment, "given_back", at=at)
