"""Waiting for a time: what is given back is kept for who waited longest, for a while."""

import secrets
from datetime import datetime, timedelta

from core.access import SYSTEM, Actor
from core.clock import village_day
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.transition import move
from core.waitlists import operations as waitlists
from core.waitlists.models import Wait, WaitStatus
from core.waitlists.queries import find_live
from core.waitlists.rules import kept_until
from core.words import _
from services.clinics.models import Appointment, AppointmentStatus, Service
from services.clinics.operations import cells
from services.clinics.operations.telling import tell_guest
from services.clinics.queries import appointments as queries
from services.clinics.queries.slots import has_free, plan_of
from services.clinics.rules import appointments as rules
from services.clinics.rules.slots import cells_of

KIND = "clinic"
TABLE = Appointment.__tablename__


def wait_for(service: Service, *, by: Actor, at: datetime) -> Wait:
    """Stand in the line for any time of the service; who can book one now is told to."""
    refuse_if(rules.why_not_wait(by=by))
    cells.lock(service.practitioner_id)
    standing = queries.standing_of(by.person, service, None, at=at)
    refuse_if(rules.why_not_want(standing, by=by))
    if has_free(service, at=at):
        raise Refused(_("现在还有空的时间，直接选一个就行"))
    return waitlists.join(KIND, service.id, person_id=by.person, at=at)


def leave(service: Service, *, by: Actor, at: datetime) -> None:
    """Wait no longer; what was kept goes to the next."""
    cells.lock(service.practitioner_id)
    wait = find_live(KIND, service.id, person_id=by.person)
    if wait is None:
        raise Refused(_("您没有在候补"))
    kept = queries.find_kept_for(wait.id)
    waitlists.leave(wait, at=at)
    if kept is not None:
        free(kept, "cancel", by=by, at=at)


def end(wait: Wait, *, at: datetime) -> None:
    """Take somebody out of the line."""
    waitlists.leave(wait, at=at)


def free(
    appointment: Appointment,
    action: str,
    *,
    by_practitioner: bool = False,
    by: Actor,
    at: datetime,
    why: str = "",
) -> None:
    """End the appointment and give its time back: to who waits, else to everybody.

    What the practitioner gives up is nobody's: they are not there.
    """
    service, starts_at = appointment.service, appointment.starts_at
    ended = {"ended_at": at, "end_why": why, "kept_until": None}
    move(appointment, rules.APPOINTMENT, action, by=by, at=at, also=ended)
    cells.give_back(appointment)
    if by_practitioner:
        cells.shut(appointment, by=by, at=at)
    else:
        offer(service, starts_at, at=at)


def end_holds(
    practitioner_id: int,
    *,
    service_id: int | None = None,
    begins: datetime,
    ends: datetime | None = None,
    at: datetime,
) -> None:
    """End what is only held within, for a practitioner who is not there; offer it to nobody.

    For whom it was kept waits on, in the same place, and hears that it does not come about.
    """
    held = queries.list_held(practitioner_id, service_id=service_id, begins=begins, ends=ends)
    for each in held:
        ended = {"ended_at": at, "kept_until": None}
        move(each, rules.APPOINTMENT, "cancel", by=SYSTEM, at=at, also=ended)
        cells.give_back(each)
        if each.wait is not None and each.wait.status is WaitStatus.OFFERED:
            waitlists.put_back(each.wait)
            tell_guest(each, "offer_off", at=at)


def offer(service: Service, starts_at: datetime, *, at: datetime) -> Appointment | None:
    """Keep a time that has become free for whoever waited longest; None where nobody waits."""
    until = kept_until(at, starts_at=starts_at)
    if until is None or queries.find_open_service(service.id, at=at) is None:
        return None  # too late for anybody to answer, or the clinic is not to be booked now
    day = village_day(starts_at)
    if starts_at not in plan_of([service], day, day).offered(service, day):
        return None  # these hours have been taken back since it was booked
    while (wait := waitlists.offer_next(KIND, service.id, until=until, at=at)) is not None:
        if not queries.has_live(wait.person_id, service.id):
            break
        waitlists.come_in(wait, at=at)  # they have found another time meanwhile
    else:
        return None
    kept = Appointment(
        ref=secrets.token_urlsafe(18),
        service_id=service.id,
        practitioner_id=service.practitioner_id,
        wait_id=wait.id,
        person_id=wait.person_id,
        way=_way_for(wait.person_id, service),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=service.minutes),
        status=AppointmentStatus.HELD,
        kept_until=until,
        made_by=wait.person_id,
        made_at=at,
    )
    db.session.add(kept)
    db.session.flush()
    cells.take(service.practitioner_id, cells_of(starts_at, service), kept)
    record("offer_appointment", TABLE, kept.id, by=SYSTEM, at=at)
    tell_guest(kept, "offered", at=at)
    return kept


def _way_for(person_id: int, service: Service) -> str:
    """Return the first way in which this person can be met; they choose another when they book."""
    ways, reachable = service.ways.split(","), queries.is_reachable(person_id)
    fitting = (each for each in ways if not rules.why_not_way(each, service, reachable=reachable))
    return next(fitting, ways[0])


def offer_first(service: Service, *, at: datetime) -> Appointment | None:
    """Offer the first free time to who is first in line: hours were added, or a day is in reach."""
    cells.lock(service.practitioner_id)
    if not queries.is_waited(service.id):
        return None
    times = queries.free_times(service, at=at)
    starts_at = next((each for each in times if kept_until(at, starts_at=each)), None)
    return offer(service, starts_at, at=at) if starts_at else None


def settle(appointment: Appointment, *, at: datetime) -> None:
    """End the waiting of somebody who has taken what was kept."""
    wait = appointment.wait
    if wait is not None and wait.status is WaitStatus.OFFERED:
        waitlists.come_in(wait, at=at)
        return
    other = find_live(KIND, appointment.service_id, person_id=appointment.person_id)
    if other is not None:
        waitlists.come_in(other, at=at)


def give_up(appointment: Appointment, *, at: datetime) -> None:
    """End the waiting of somebody who did not take in time what was kept."""
    wait = appointment.wait
    if wait is not None and wait.status is WaitStatus.OFFERED:
        waitlists.lapse(wait, at=at) or waitlists.leave(wait, at=at)
