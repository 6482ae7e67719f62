"""What is known when somebody sets up practitioners, clinics and hours."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.branches.actors import in_office
from core.branches.models import Branch, OfficeTerm, Unit, UnitKind
from core.clock import day_starts
from core.db import db
from services.clinics.models import (
    Appointment,
    DayOff,
    ExtraHours,
    Practitioner,
    Service,
    Session,
)
from services.clinics.rules.appointments import LIVE
from services.clinics.rules.slots import Span


def find_practitioner_of(person_id: int) -> Practitioner | None:
    """Return the practitioner that this person is, also one who has ended, or None."""
    return db.session.scalar(select(Practitioner).where(Practitioner.person_id == person_id))


def list_live_services(
    *, practitioner_id: int | None = None, clinic_id: int | None = None
) -> Sequence[Service]:
    """Return what a practitioner gives, or what is given at a clinic, and has not ended."""
    query = select(Service).where(Service.ended_at.is_(None)).options(joinedload(Service.clinic))
    if practitioner_id is not None:
        query = query.where(Service.practitioner_id == practitioner_id)
    if clinic_id is not None:
        query = query.where(Service.clinic_id == clinic_id)
    return db.session.scalars(query.order_by(Service.practitioner_id, Service.id)).all()


def is_in_reach(unit_id: int, branch: Branch) -> bool:
    """Tell whether the village is this branch's or one's below it."""
    query = (
        select(Unit.id)
        .join(Unit.branch)
        .where(Unit.id == unit_id, Unit.kind == UnitKind.VILLAGE, Branch.closed_at.is_(None))
        .where(Branch.path.startswith(branch.path))
    )
    return db.session.scalar(query) is not None


def list_villages(branch: Branch) -> Sequence[Unit]:
    """Return the villages of the branch and of those below it."""
    query = (
        select(Unit)
        .join(Unit.branch)
        .where(Unit.kind == UnitKind.VILLAGE, Branch.closed_at.is_(None))
        .where(Branch.path.startswith(branch.path))
    )
    return db.session.scalars(query.order_by(Branch.path, Unit.id)).all()


def is_off(practitioner_id: int, day: date, span: Span) -> bool:
    """Tell whether the practitioner is away at some time of this span."""
    query = select(DayOff.id).where(
        DayOff.practitioner_id == practitioner_id,
        DayOff.day == day,
        DayOff.begins < span[1],
        DayOff.ends > span[0],
    )
    return db.session.scalar(query.limit(1)) is not None


def has_extra(service_id: int, day: date, span: Span) -> bool:
    """Tell whether there are other hours besides the week that meet this span."""
    query = select(ExtraHours.id).where(
        ExtraHours.service_id == service_id,
        ExtraHours.day == day,
        ExtraHours.begins < span[1],
        ExtraHours.ends > span[0],
    )
    return db.session.scalar(query.limit(1)) is not None


def holds_office(person_id: int, *, day: date) -> bool:
    """Tell whether the person holds an office of any branch, or stands in for one, on this day."""
    query = select(OfficeTerm.id).where(OfficeTerm.person_id == person_id, in_office(day))
    return db.session.scalar(query.limit(1)) is not None


def list_taken(
    practitioner_id: int,
    *,
    service_id: int | None = None,
    since: datetime | None = None,
    day: date | None = None,
    span: Span = (0, 1440),
) -> Sequence[datetime]:
    """Return when what stands of the practitioner begins, from a moment on or in a span."""
    single = select(Appointment.starts_at, Appointment.ends_at).where(
        Appointment.practitioner_id == practitioner_id,
        Appointment.session_id.is_(None),
        Appointment.status.in_(LIVE),
    )
    grouped = (
        select(Session.starts_at, Session.ends_at)
        .join(Service, Service.id == Session.service_id)
        .where(Service.practitioner_id == practitioner_id, Session.cancelled_at.is_(None))
    )
    if service_id is not None:
        single = single.where(Appointment.service_id == service_id)
        grouped = grouped.where(Session.service_id == service_id)
    found = [row for query in (single, grouped) for row in db.session.execute(query)]
    if since is not None:
        return [begins for begins, ends in found if ends > since]
    midnight = day_starts(day) if day else None
    if midnight is None:
        return [begins for begins, _ends in found]
    first, last = (midnight + timedelta(minutes=each) for each in span)
    return [begins for begins, ends in found if begins < last and ends > first]
