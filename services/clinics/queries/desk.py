"""What the branch's desk reads: who is put down, which places there are; never who comes."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from core.branches.models import Branch
from core.clock import day_starts
from core.db import db
from core.sponsorship.models import Sponsorship
from core.sponsorship.rules import STANDING, UNDER_WAY
from services.clinics.models import (
    Clinic,
    ClinicKind,
    DayOff,
    ExtraHours,
    Practitioner,
    PractitionerKind,
    Service,
    Session,
)
from services.clinics.queries.appointments import CLINIC
from services.clinics.rules.setting_up import FITTING, GUIDES, SOON_OVER


def find_clinic(branch_id: int, clinic_id: int) -> Clinic | None:
    """Return the clinic if it is this branch's and open, else None."""
    query = select(Clinic).join(Clinic.branch).where(Branch.closed_at.is_(None))
    query = query.where(Clinic.id == clinic_id, Clinic.branch_id == branch_id)
    return db.session.scalar(
        query.where(Clinic.closed_at.is_(None)).options(
            contains_eager(Clinic.branch), joinedload(Clinic.unit), joinedload(Clinic.contact)
        )
    )


def find_practitioner(branch_id: int, practitioner_id: int) -> Practitioner | None:
    """Return the practitioner if this branch has put them down and they go on, else None."""
    query = select(Practitioner).join(Practitioner.branch).where(Branch.closed_at.is_(None))
    query = query.where(Practitioner.id == practitioner_id, Practitioner.branch_id == branch_id)
    return db.session.scalar(
        query.where(Practitioner.ended_at.is_(None)).options(
            contains_eager(Practitioner.branch),
            joinedload(Practitioner.person),
            joinedload(Practitioner.guide).joinedload(Practitioner.person),
        )
    )


def find_service(branch_id: int, service_id: int) -> Service | None:
    """Return the service if it is given at an open clinic of this branch and goes on, else None."""
    query = (
        select(Service)
        .join(Service.clinic)
        .join(Clinic.branch)
        .where(Service.id == service_id, Service.ended_at.is_(None))
        .where(Clinic.branch_id == branch_id, Clinic.closed_at.is_(None))
        .where(Branch.closed_at.is_(None))
    )
    return db.session.scalar(
        query.options(
            contains_eager(Service.clinic).contains_eager(Clinic.branch),
            joinedload(Service.practitioner).joinedload(Practitioner.person),
        )
    )


def find_session(branch_id: int, session_id: int) -> Session | None:
    """Return the group's hour if it is this branch's and was not called off, else None."""
    found = db.session.get(Session, session_id)
    if found is None or found.cancelled_at is not None:
        return None
    return found if find_service(branch_id, found.service_id) else None


def find_day_off(branch_id: int, practitioner_id: int, away_id: int) -> DayOff | None:
    """Return when the practitioner of this branch is away, or None."""
    found = db.session.get(DayOff, away_id)
    if found is None or found.practitioner_id != practitioner_id:
        return None
    return found if find_practitioner(branch_id, practitioner_id) else None


def find_extra(branch_id: int, service_id: int, extra_id: int) -> ExtraHours | None:
    """Return hours of one day of a service of this branch, or None."""
    found = db.session.get(ExtraHours, extra_id)
    if found is None or found.service_id != service_id:
        return None
    return found if find_service(branch_id, service_id) else None


def list_practitioners(branch_id: int) -> Sequence[Practitioner]:
    """Return whom the branch has put down and who go on, with who guides them."""
    query = select(Practitioner).where(
        Practitioner.branch_id == branch_id, Practitioner.ended_at.is_(None)
    )
    return db.session.scalars(
        query.options(
            joinedload(Practitioner.person),
            joinedload(Practitioner.guide).joinedload(Practitioner.person),
        ).order_by(Practitioner.id)
    ).all()


def list_fitting(clinic: Clinic) -> Sequence[Practitioner]:
    """Return who can be booked at such a clinic, of those whom the branch has put down."""
    return _list_of_kinds(clinic.branch_id, FITTING[clinic.kind])


def list_guides(branch_id: int) -> Sequence[Practitioner]:
    """Return who can guide a student."""
    return _list_of_kinds(branch_id, GUIDES)


def _list_of_kinds(branch_id: int, kinds: Collection[PractitionerKind]) -> Sequence[Practitioner]:
    query = select(Practitioner).where(
        Practitioner.branch_id == branch_id,
        Practitioner.ended_at.is_(None),
        Practitioner.kind.in_(kinds),
    )
    query = query.options(joinedload(Practitioner.person)).order_by(Practitioner.id)
    return db.session.scalars(query).all()


def list_clinics(branch_id: int) -> Sequence[Clinic]:
    """Return the branch's open clinics."""
    query = select(Clinic).where(Clinic.branch_id == branch_id, Clinic.closed_at.is_(None))
    query = query.options(joinedload(Clinic.unit), joinedload(Clinic.contact))
    return db.session.scalars(query.order_by(Clinic.id)).all()


def list_verifications(clinic_ids: Collection[int]) -> dict[int, Sponsorship]:
    """Return by clinic how far its verification is: what stands, else what is under way."""
    query = select(Sponsorship).where(
        Sponsorship.kind == CLINIC,
        Sponsorship.ref.in_(clinic_ids),
        Sponsorship.status.in_((*STANDING, *UNDER_WAY)),
    )
    rows = db.session.scalars(query.options(joinedload(Sponsorship.branch))).all()
    return {each.ref: each for each in sorted(rows, key=lambda row: row.status in STANDING)}


def list_services(clinic_id: int) -> Sequence[Service]:
    """Return what is given at the clinic and goes on, with who gives it and when."""
    query = select(Service).where(Service.clinic_id == clinic_id, Service.ended_at.is_(None))
    query = query.options(joinedload(Service.practitioner).joinedload(Practitioner.person))
    return db.session.scalars(query.order_by(Service.id)).all()


def list_given(practitioner_id: int) -> Sequence[Service]:
    """Return at which clinics somebody can be booked."""
    query = select(Service).join(Service.clinic).options(contains_eager(Service.clinic))
    query = query.where(Service.practitioner_id == practitioner_id, Service.ended_at.is_(None))
    return db.session.scalars(query.order_by(Service.id)).all()


def list_sessions(service_id: int, *, since: datetime) -> Sequence[Session]:
    """Return the group's hours to come, the soonest first."""
    query = select(Session).where(
        Session.service_id == service_id, Session.cancelled_at.is_(None), Session.ends_at > since
    )
    return db.session.scalars(query.order_by(Session.starts_at)).all()


def list_extra(service_id: int, *, since: date) -> Sequence[ExtraHours]:
    """Return the hours besides the week from this day on."""
    query = select(ExtraHours).where(ExtraHours.service_id == service_id, ExtraHours.day >= since)
    return db.session.scalars(query.order_by(ExtraHours.day, ExtraHours.begins)).all()


def list_off(practitioner_id: int, *, since: date) -> Sequence[DayOff]:
    """Return when the practitioner is away from this day on."""
    query = select(DayOff).where(DayOff.practitioner_id == practitioner_id, DayOff.day >= since)
    return db.session.scalars(query.order_by(DayOff.day, DayOff.begins)).all()


def list_running_out(
    branch_ids: Collection[int], *, today: date, limit: int
) -> Sequence[Practitioner]:
    """Return whose licence runs out soon, or has, the first first."""
    query = select(Practitioner).where(
        Practitioner.branch_id.in_(branch_ids),
        Practitioner.ended_at.is_(None),
        Practitioner.licence_until < today + SOON_OVER,
    )
    query = query.options(joinedload(Practitioner.person))
    return db.session.scalars(
        query.order_by(Practitioner.licence_until, Practitioner.id).limit(limit)
    ).all()


def list_unverified(branch_ids: Collection[int], *, limit: int) -> Sequence[Clinic]:
    """Return clinics that nobody has verified and for which nobody was asked, the oldest first."""
    one = aliased(Sponsorship)
    known = exists().where(
        one.kind == CLINIC, one.ref == Clinic.id, one.status.in_((*STANDING, *UNDER_WAY))
    )
    query = select(Clinic).where(
        Clinic.branch_id.in_(branch_ids), Clinic.closed_at.is_(None), ~known
    )
    return db.session.scalars(query.order_by(Clinic.id).limit(limit)).all()


def list_without_contact(branch_ids: Collection[int], *, limit: int) -> Sequence[Clinic]:
    """Return points of legal aid that have no contact clerk, the oldest first."""
    query = select(Clinic).where(
        Clinic.branch_id.in_(branch_ids),
        Clinic.kind == ClinicKind.LEGAL_AID,
        Clinic.closed_at.is_(None),
        Clinic.contact_id.is_(None),
    )
    return db.session.scalars(query.order_by(Clinic.id).limit(limit)).all()


def runs_out_at(until: date) -> datetime:
    """Return the moment at which the last day is over."""
    return day_starts(until + timedelta(days=1))
