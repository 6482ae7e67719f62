"""Cases as their people find them; what lies in the safe is opened by an operation alone."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from core.db import db
from services.cases.models import Case, CaseKind, CaseStatus, GlassBreaking, Opening
from services.cases.rules import Known, is_glass_open
from services.clinics.models import Appointment, AppointmentStatus, Clinic, Practitioner

AT_ONCE = 100
OVER = (CaseStatus.CLOSED, CaseStatus.WITHDRAWN, CaseStatus.SHREDDED)


def find_case(number: str) -> Case | None:
    """Return the case of this number, or None."""
    query = select(Case).where(Case.number == number)
    return db.session.scalar(query.options(joinedload(Case.practitioner), joinedload(Case.safe)))


def find_of_appointment(appointment_id: int) -> Case | None:
    """Return the case that belongs to an appointment, or None."""
    query = select(Case).where(Case.appointment_id == appointment_id)
    return db.session.scalar(query.options(joinedload(Case.practitioner), joinedload(Case.safe)))


def known_of(case: Case, *, at: datetime) -> Known:
    """Return what decides who opens it."""
    broken = select(GlassBreaking).where(GlassBreaking.case_id == case.id)
    people = {
        person_id
        for each in db.session.scalars(broken)
        if is_glass_open(each.open_until, at=at)
        for person_id in (each.asked_by, each.seconded_by)
        if person_id is not None
    }
    practitioner = case.practitioner
    return Known(
        status=case.status,
        client_id=case.client_id,
        contact_id=case.contact_id,
        practitioner_person_id=practitioner.person_id if practitioner else None,
        glass_for=frozenset(people),
    )


def list_of_client(person_id: int) -> Sequence[Case]:
    """Return the client's own cases, the newest first."""
    query = select(Case).where(Case.client_id == person_id)
    return db.session.scalars(query.order_by(Case.id.desc())).all()


def list_in_hand(person_id: int) -> Sequence[Case]:
    """Return what lies with this contact clerk or practitioner, the oldest first."""
    practitioner = select(Practitioner.id).where(Practitioner.person_id == person_id)
    query = select(Case).where(
        or_(
            (Case.contact_id == person_id) & (Case.status == CaseStatus.OPEN),
            Case.practitioner_id.in_(practitioner) & (Case.status == CaseStatus.HANDED),
        )
    )
    return db.session.scalars(query.order_by(Case.id)).all()


def list_openings(case_id: int) -> Sequence[Opening]:
    """Return who has opened what of the case, the newest first."""
    query = select(Opening).where(Opening.case_id == case_id).options(joinedload(Opening.person))
    return db.session.scalars(query.order_by(Opening.id.desc())).all()


def count_open(person_id: int) -> int:
    """Return how many cases of the client are not over."""
    query = select(func.count()).where(Case.client_id == person_id, Case.status.not_in(OVER))
    return db.session.scalar(query) or 0


def list_with_former_contact() -> Sequence[int]:
    """Return cases that wait with somebody who is not the clinic's contact clerk any more."""
    query = (
        select(Case.id)
        .join(Case.clinic)
        .where(Case.status == CaseStatus.OPEN, Case.contact_id.is_distinct_from(Clinic.contact_id))
    )
    return db.session.scalars(query.order_by(Case.id).limit(AT_ONCE)).all()


def list_of_no_time() -> Sequence[int]:
    """Return cases of counselling whose time was given back, refused or never answered."""
    not_to_be = [AppointmentStatus.CANCELLED, AppointmentStatus.DECLINED, AppointmentStatus.LAPSED]
    query = (
        select(Case.id)
        .join(Case.appointment)
        .where(Case.kind == CaseKind.COUNSELLING, Case.status == CaseStatus.HANDED)
        .where(Appointment.status.in_(not_to_be))
    )
    return db.session.scalars(query.order_by(Case.id).limit(AT_ONCE)).all()


def list_to_shred(*, today: date) -> Sequence[int]:
    """Return cases whose time of keeping is over."""
    query = select(Case.id).where(Case.keep_until < today, Case.status != CaseStatus.SHREDDED)
    return db.session.scalars(query.order_by(Case.id).limit(AT_ONCE)).all()
