"""Appointments: one's own, a practitioner's, and what is known when one wants another."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from core.accounts.models import Person
from core.clock import village_day
from core.db import db
from core.sponsorship.models import Sponsorship
from core.sponsorship.queries import is_active
from core.waitlists.models import Wait
from core.waitlists.queries import IS_LIVE, is_waited_for
from services.clinics.models import (
    Appointment,
    AppointmentStatus,
    Clinic,
    Practitioner,
    Service,
)
from services.clinics.queries.slots import count_on, plan_of
from services.clinics.rules.appointments import LIVE, Standing

CLINIC = "clinic"  # the kind of its verification
AT_ONCE = 200
A = AppointmentStatus


def is_open(at: datetime) -> ColumnElement[bool]:
    """Return the condition that a service can be booked: verified, licensed, nothing has ended.

    A student can be booked only while whoever guides them may advise (Legal Aid Law 17).
    """
    today = village_day(at)
    stands = exists().where(
        Sponsorship.kind == CLINIC, Sponsorship.ref == Clinic.id, is_active(day=today)
    )
    guide = aliased(Practitioner)
    guided = exists().where(guide.id == Practitioner.guide_id, _is_licensed(guide, today))
    return and_(
        Service.ended_at.is_(None),
        Clinic.closed_at.is_(None),
        _is_licensed(Practitioner, today),
        or_(Practitioner.guide_id.is_(None), guided.correlate(Practitioner)),
        stands.correlate(Clinic),
    )


def _is_licensed(who: type[Practitioner], today: date) -> ColumnElement[bool]:
    """Return the condition that somebody goes on, and that their licence runs today."""
    runs = or_(who.licence_until.is_(None), who.licence_until >= today)
    return and_(who.ended_at.is_(None), runs)


def services(*also: Any) -> Select[*tuple[Any, ...]]:
    """Return the query of services with their clinic and practitioner, and these columns."""
    return (
        select(Service, *also)
        .join(Service.clinic)
        .join(Service.practitioner)
        .options(contains_eager(Service.clinic), contains_eager(Service.practitioner))
    )


def find_open_service(service_id: int, *, at: datetime) -> Service | None:
    """Return the service if it can be booked now, else None."""
    found: Service | None = db.session.scalar(
        services().where(Service.id == service_id, is_open(at))
    )
    return found


def find_service(service_id: int) -> Service | None:
    """Return the service, whether or not it can be booked now."""
    found: Service | None = db.session.scalar(services().where(Service.id == service_id))
    return found


def has_lapsed(appointment: Appointment, *, at: datetime) -> bool:
    """Tell whether it was only held, and its time is over though no sweep has come yet."""
    is_held = appointment.status is A.HELD
    return is_held and (appointment.kept_until or at) <= at


def standing_of(
    person_id: int, service: Service, day: date | None, *, made_by: int | None = None, at: datetime
) -> Standing:
    """Return what decides whether this person can book the service, on this day if one is said.

    What is over, and nobody has said how it was, is not to come; at the service itself it still is.
    For who acts for somebody only what they have `made_by` themselves counts: they learn no more.
    """
    here = func.sum(case((Appointment.service_id == service.id, 1), else_=0))
    to_come = func.sum(case((Appointment.ends_at > at, 1), else_=0))
    query = select(to_come, here).where(
        Appointment.person_id == person_id, Appointment.status.in_(LIVE)
    )
    if made_by is not None:
        query = query.where(Appointment.made_by == made_by)
    live, mine = db.session.execute(query).one()
    return Standing(
        is_open=find_open_service(service.id, at=at) is not None,
        is_own=service.practitioner.person_id == person_id,
        has_live=bool(mine),
        live=live or 0,
        on_day=count_on(service.id, day) if day else 0,
    )


def count_lately(made_by: int, *, since: datetime) -> int:
    """Return how many times this person has held a time since then, whatever came of it."""
    query = select(func.count()).where(
        Appointment.made_by == made_by, Appointment.made_at > since, Appointment.wait_id.is_(None)
    )
    return db.session.scalar(query) or 0


def is_reachable(person_id: int) -> bool:
    """Tell whether this person can be phoned."""
    return bool(db.session.scalar(select(Person.phone).where(Person.id == person_id)))


def find_by_ref(ref: str) -> Appointment | None:
    """Return the appointment with its service, or None."""
    return db.session.scalar(_with_service().where(Appointment.ref == ref))


def list_of(
    person_id: int, *, made_by: int | None = None, after: int | None, limit: int
) -> Sequence[Appointment]:
    """Return somebody's appointments, the newest first; what was only held is none.

    `made_by` leaves those that this person has booked for them.
    """
    kept = Appointment.status.in_([A.HELD, A.ASKED, A.DECLINED])
    came = or_(Appointment.booked_at.is_not(None), kept)
    query = _with_service().where(Appointment.person_id == person_id, came)
    if made_by is not None:
        query = query.where(Appointment.made_by == made_by)
    if after is not None:
        query = query.where(Appointment.id < after)
    return db.session.scalars(query.order_by(Appointment.id.desc()).limit(limit)).all()


def has_live(person_id: int, service_id: int) -> bool:
    """Tell whether this person has a time to come at the service, be it only held."""
    query = select(Appointment.id).where(
        Appointment.person_id == person_id,
        Appointment.service_id == service_id,
        Appointment.status.in_(LIVE),
    )
    return db.session.scalar(query.limit(1)) is not None


def list_for_calendar(person_id: int, *, since: datetime) -> Sequence[Appointment]:
    """Return the times that somebody has to come, or had lately."""
    query = select(Appointment).where(
        Appointment.person_id == person_id,
        Appointment.status == A.BOOKED,
        Appointment.ends_at > since,
    )
    return db.session.scalars(query.order_by(Appointment.starts_at).limit(AT_ONCE)).all()


def list_waiting(person_id: int) -> Sequence[Wait]:
    """Return the lines in which this person stands."""
    query = select(Wait).where(Wait.kind == CLINIC, Wait.person_id == person_id, IS_LIVE)
    return db.session.scalars(query.order_by(Wait.id)).all()


def list_waited(*, at: datetime) -> Sequence[int]:
    """Return the services that can be booked and in whose line somebody stands."""
    query = services().where(Service.seats == 1, is_open(at), is_waited_for(CLINIC, Service.id))
    return [each.id for each in db.session.scalars(query.order_by(Service.id))]


def is_waited(service_id: int) -> bool:
    """Tell whether somebody stands in the line of the service."""
    return bool(db.session.scalar(select(is_waited_for(CLINIC, literal(service_id)))))


def free_times(service: Service, *, at: datetime) -> Iterator[datetime]:
    """Yield the times of the service that can be booked now, the first first."""
    first = village_day(at)
    days = [first + timedelta(days=number) for number in range(service.horizon_days + 1)]
    plan = plan_of([service], days[0], days[-1])
    for day in days:
        yield from plan.free(service, day, at=at)


def find_kept_for(wait_id: int) -> Appointment | None:
    """Return the time that is kept for somebody who waits, or None."""
    query = _with_service().where(Appointment.wait_id == wait_id, Appointment.status == A.HELD)
    return db.session.scalar(query)


def list_held(
    practitioner_id: int,
    *,
    service_id: int | None = None,
    begins: datetime,
    ends: datetime | None = None,
) -> Sequence[Appointment]:
    """Return what is only held of the practitioner's time from one moment to another."""
    query = _with_service().where(
        Appointment.practitioner_id == practitioner_id,
        Appointment.status == A.HELD,
        Appointment.ends_at > begins,
    )
    if service_id is not None:
        query = query.where(Appointment.service_id == service_id)
    if ends is not None:
        query = query.where(Appointment.starts_at < ends)
    return db.session.scalars(query.order_by(Appointment.id)).all()


def list_kept_too_long(*, at: datetime) -> Sequence[int]:
    """Return holds and wishes whose time is over, the first first."""
    query = select(Appointment.id).where(
        Appointment.status.in_([A.HELD, A.ASKED]), Appointment.kept_until <= at
    )
    return db.session.scalars(query.order_by(Appointment.kept_until).limit(AT_ONCE)).all()


def list_unsaid(ends_before: datetime) -> Sequence[int]:
    """Return booked appointments that ended before this moment, and of which nobody said how."""
    query = select(Appointment.id).where(
        Appointment.status == A.BOOKED, Appointment.ends_at < ends_before
    )
    return db.session.scalars(query.order_by(Appointment.ends_at).limit(AT_ONCE)).all()


def list_to_remind(
    ahead: timedelta, *, least: timedelta = timedelta(0), day_before: bool, at: datetime
) -> Sequence[int]:
    """Return booked appointments that begin within so long, and whose guest was not reminded.

    Who has booked or moved it within that time knows it still; what begins within `least` is left.
    """
    told = Appointment.told_day_at if day_before else Appointment.told_soon_at
    query = select(Appointment.id, Appointment.starts_at, Appointment.booked_at).where(
        Appointment.status == A.BOOKED,
        Appointment.reminds,
        told.is_(None),
        Appointment.starts_at > at + least,
        Appointment.starts_at <= at + ahead,
    )
    found = db.session.execute(query.order_by(Appointment.starts_at))
    early = [
        each for each, starts_at, booked_at in found if booked_at and booked_at + ahead < starts_at
    ]
    return early[:AT_ONCE]  # not before: those who know would keep the others waiting


def _with_service() -> Select[Appointment]:
    return (
        select(Appointment)
        .join(Appointment.service)
        .options(
            contains_eager(Appointment.service).joinedload(Service.clinic).joinedload(Clinic.unit),
            contains_eager(Appointment.service)
            .joinedload(Service.practitioner)
            .joinedload(Practitioner.person),
            joinedload(Appointment.session),
        )
    )
