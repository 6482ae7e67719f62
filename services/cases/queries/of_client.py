"""What the client's own pages show of a case: envelopes, who opened what, where it can go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import contains_eager, joinedload

from core.accounts.models import Person
from core.branches.models import Branch
from core.clock import village_day
from core.db import db
from core.sponsorship.models import Sponsorship
from core.sponsorship.queries import is_active
from services.cases.models import Case, CaseKind, CaseStatus, Opening
from services.clinics.models import (
    Appointment,
    AppointmentStatus,
    Clinic,
    ClinicKind,
    Practitioner,
    Service,
)
from services.clinics.queries.appointments import CLINIC, is_open

PAGE = 30


@dataclass(frozen=True)
class Envelope:
    """A line of the client's list: nothing of it tells what it is about."""

    id: int
    number: str
    status: CaseStatus
    made_at: datetime
    ended_at: datetime | None


def list_envelopes(person_id: int, *, after: int | None) -> Sequence[Envelope]:
    """Return one more than a page of the client's cases, the newest first."""
    query = select(Case.id, Case.number, Case.status, Case.made_at, Case.ended_at).where(
        Case.client_id == person_id
    )
    if after is not None:
        query = query.where(Case.id < after)
    rows = db.session.execute(query.order_by(Case.id.desc()).limit(PAGE + 1))
    return [Envelope(*row) for row in rows]


def find_legal(number: str) -> Case | None:
    """Return the legal-aid case of this number: of counselling there is no intake."""
    query = select(Case).where(Case.number == number, Case.kind == CaseKind.LEGAL_AID)
    return db.session.scalar(query.options(joinedload(Case.practitioner), joinedload(Case.safe)))


def find_clinic_to_begin(clinic_id: int, *, at: datetime) -> Clinic | None:
    """Return the clinic if legal aid can be asked for there now: verified, and not closed."""
    verified = exists().where(
        Sponsorship.kind == CLINIC,
        Sponsorship.ref == Clinic.id,
        is_active(day=village_day(at)),
    )
    query = select(Clinic).where(
        Clinic.id == clinic_id,
        Clinic.kind == ClinicKind.LEGAL_AID,
        Clinic.closed_at.is_(None),
        verified,
    )
    return db.session.scalar(query.options(joinedload(Clinic.contact)))


def district_of(clinic_id: int) -> str:
    """Return in which district (GB/T 2260) the clinic's branch is; empty where nobody has said."""
    query = select(Branch.district).join(Clinic, Clinic.branch_id == Branch.id)
    return db.session.scalar(query.where(Clinic.id == clinic_id)) or ""


def list_to_bring(case: Case) -> Sequence[Appointment]:
    """Return the client's appointments to which this case can be handed in, the next first."""
    query = (
        select(Appointment)
        .join(Appointment.service)
        .where(
            Appointment.person_id == case.client_id,
            Appointment.session_id.is_(None),
            Appointment.status.in_([AppointmentStatus.ASKED, AppointmentStatus.BOOKED]),
            Service.clinic_id == case.clinic_id,
        )
        .options(
            contains_eager(Appointment.service)
            .joinedload(Service.practitioner)
            .joinedload(Practitioner.person)
        )
    )
    return db.session.scalars(query.order_by(Appointment.starts_at, Appointment.id)).all()


def times_with(case: Case, *, at: datetime) -> str:
    """Return where a time is booked with who has it in hand; empty where one is, or none can be."""
    if case.status is not CaseStatus.HANDED or case.appointment_id is not None:
        return ""
    query = (
        select(Service.id)
        .join(Service.clinic)
        .join(Service.practitioner)
        .where(Service.practitioner_id == case.practitioner_id, Service.seats == 1, is_open(at))
    )
    found = db.session.scalar(query.order_by(Service.id).limit(1))
    return f"/services/legal-aid?who={found}" if found is not None else ""


def list_openings_of(case_id: int, *, after: int | None) -> Sequence[Opening]:
    """Return one more than a page of who has opened what, the newest first."""
    query = select(Opening).where(Opening.case_id == case_id).options(joinedload(Opening.person))
    if after is not None:
        query = query.where(Opening.id < after)
    return db.session.scalars(query.order_by(Opening.id.desc()).limit(PAGE + 1)).all()


def name_of(person_id: int) -> str:
    """Return what this person is called."""
    return db.session.scalar(select(Person.name).where(Person.id == person_id)) or ""
