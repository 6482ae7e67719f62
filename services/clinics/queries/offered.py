"""What the public sees of clinics: who can be booked, where, and who has verified the place."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import contains_eager, joinedload

from core.branches.models import Branch, Unit
from core.clock import village_day
from core.db import db
from core.sponsorship.models import Sponsorship, Visit
from core.sponsorship.queries import is_active
from services.clinics.models import Clinic, ClinicKind, Practitioner, Service, Session
from services.clinics.queries.appointments import CLINIC, is_open, services

MOST_SESSIONS = 20


@dataclass(frozen=True)
class Verified:
    """Which branch has been at the place, and on which day; the day is None in old records."""

    sponsorship_id: int
    branch: str
    day: date | None


def list_open(
    kind: ClinicKind, *, at: datetime
) -> tuple[Sequence[Service], Mapping[int, Verified]]:
    """Return what can be booked of a kind, groups included, and by clinic who has verified it.

    One query: a clinic has one verification at most that is active.
    """
    query = (
        services(Sponsorship.id, Branch.name, Visit.day)
        .join(Sponsorship, and_(Sponsorship.kind == CLINIC, Sponsorship.ref == Clinic.id))
        .join(Branch, Branch.id == Sponsorship.branch_id)
        .outerjoin(Visit, Visit.sponsorship_id == Sponsorship.id)
        .outerjoin(Clinic.unit)
        .join(Practitioner.person)
        .where(Clinic.kind == kind, is_open(at), is_active(day=village_day(at)))
        .options(
            contains_eager(Service.clinic).contains_eager(Clinic.unit),
            contains_eager(Service.practitioner).contains_eager(Practitioner.person),
            contains_eager(Service.practitioner)
            .joinedload(Practitioner.guide)
            .joinedload(Practitioner.person),
        )
        .order_by(Clinic.id, Service.id)
    )
    rows = db.session.execute(query).all()
    return [row[0] for row in rows], {row[0].clinic_id: Verified(*row[1:]) for row in rows}


def find_verified(clinic_id: int, *, at: datetime) -> Verified | None:
    """Return which branch has verified the clinic, None where none has."""
    query = (
        select(Sponsorship.id, Branch.name, Visit.day)
        .join(Branch, Branch.id == Sponsorship.branch_id)
        .outerjoin(Visit, Visit.sponsorship_id == Sponsorship.id)
        .where(Sponsorship.kind == CLINIC, Sponsorship.ref == clinic_id)
        .where(is_active(day=village_day(at)))
    )
    row = db.session.execute(query).first()
    return Verified(*row) if row else None


def list_sessions(service_ids: Collection[int], *, at: datetime) -> Sequence[Session]:
    """Return the group hours of these services that are to come, the soonest first."""
    query = select(Session).where(
        Session.service_id.in_(service_ids), Session.starts_at > at, Session.cancelled_at.is_(None)
    )
    query = query.order_by(Session.starts_at, Session.id).limit(MOST_SESSIONS)
    return db.session.scalars(query).all()


def list_shown(kind: ClinicKind, *, at: datetime) -> Sequence[Clinic]:
    """Return the clinics of a kind that everybody may see, whoever can be booked there."""
    query = (
        select(Clinic)
        .join(Sponsorship, and_(Sponsorship.kind == CLINIC, Sponsorship.ref == Clinic.id))
        .where(Clinic.kind == kind, Clinic.closed_at.is_(None))
        .where(is_active(day=village_day(at)))
    )
    return db.session.scalars(query.order_by(Clinic.id)).all()


def find_shown(clinic_id: int, *, at: datetime) -> Clinic | None:
    """Return a clinic that everybody may see: verified now, and not closed; else None."""
    query = (
        select(Clinic)
        .join(Sponsorship, (Sponsorship.kind == CLINIC) & (Sponsorship.ref == Clinic.id))
        .where(Clinic.id == clinic_id, Clinic.closed_at.is_(None))
        .where(is_active(day=village_day(at)))
        .options(joinedload(Clinic.unit), joinedload(Clinic.branch))
    )
    return db.session.scalar(query)


def find_coming(session_id: int, *, at: datetime) -> Session | None:
    """Return a group's hour that is to come, at a service that can be booked, or None."""
    query = (
        select(Session)
        .join(Session.service)
        .join(Service.clinic)
        .join(Service.practitioner)
        .where(Session.id == session_id, Session.cancelled_at.is_(None), is_open(at))
        .options(
            contains_eager(Session.service).contains_eager(Service.clinic).joinedload(Clinic.unit),
            contains_eager(Session.service)
            .contains_eager(Service.practitioner)
            .joinedload(Practitioner.person),
        )
    )
    return db.session.scalar(query)


def list_named(service_ids: Collection[int]) -> Mapping[int, Service]:
    """Return services by their id, with clinic and practitioner."""
    query = services().where(Service.id.in_(service_ids))
    return {each.id: each for each in db.session.scalars(query)}


def village_of(unit: Unit | None) -> str:
    return unit.name if unit else ""
