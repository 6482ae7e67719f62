"""Cases as their people find them; what lies in the safe is opened by an operation alone."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import and_, false, func, or_, select
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


def find_without_time(person_id: int, practitioner_id: int) -> Case | None:
    """Return the case that a practitioner has of this client, and no time was booked for; or None.

    Of several the oldest: the others wait for a time of their own.
    """
    query = select(Case).where(
        Case.client_id == person_id,
        Case.practitioner_id == practitioner_id,
        Case.status == CaseStatus.HANDED,
        Case.appointment_id.is_(None),
    )
    return db.session.scalar(query.order_by(Case.id).limit(1))


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
    clinic, practitioner = case.clinic, case.practitioner
    is_contact = case.contact_id == clinic.contact_id and clinic.closed_at is None
    practises = practitioner is not None and practitioner.ended_at is None
    return Known(
        kind=case.kind,
        status=case.status,
        client_id=case.client_id,
        contact_id=case.contact_id if is_contact else None,
        practitioner_person_id=practitioner.person_id if practitioner and practises else None,
        glass_for=frozenset(people),
    )


def list_openings(case_id: int) -> Sequence[Opening]:
    """Return who has opened what of the case, the newest first."""
    query = select(Opening).where(Opening.case_id == case_id).options(joinedload(Opening.person))
    return db.session.scalars(query.order_by(Opening.id.desc())).all()


def count_open(person_id: int) -> int:
    """Return how many cases of the client are not over; what was talked over counts no more."""
    query = (
        select(func.count())
        .select_from(Case)
        .outerjoin(Case.appointment)
        .where(Case.client_id == person_id, Case.status.not_in(OVER))
    )
    talked = (Case.kind == CaseKind.COUNSELLING) & Appointment.ended_at.is_not(None)
    query = query.where(~func.coalesce(talked, false()))
    return db.session.scalar(query) or 0


def list_in_nobodys_hands() -> Sequence[int]:
    """Return cases whose contact clerk or practitioner is none any more, or whose clinic closed."""
    waits = Case.status == CaseStatus.OPEN
    moved = Case.contact_id.is_distinct_from(Clinic.contact_id) | Clinic.closed_at.is_not(None)
    left = (Case.status == CaseStatus.HANDED) & Practitioner.ended_at.is_not(None)
    query = select(Case.id).join(Case.clinic).outerjoin(Case.practitioner)
    query = query.where(or_(waits & moved, left)).order_by(Case.id).limit(AT_ONCE)
    return db.session.scalars(query).all()


def list_of_no_time() -> Sequence[int]:
    """Return cases of counselling whose time was given back, refused or never answered."""
    not_to_be = Appointment.status.in_([AppointmentStatus.CANCELLED, AppointmentStatus.DECLINED])
    # A booked one that lapsed may well have been held: nobody has said how it was.
    unanswered = and_(
        Appointment.status == AppointmentStatus.LAPSED, Appointment.booked_at.is_(None)
    )
    query = (
        select(Case.id)
        .join(Case.appointment)
        .where(Case.kind == CaseKind.COUNSELLING, Case.status == CaseStatus.HANDED)
        .where(Case.practitioner_id == Appointment.practitioner_id)
        .where(or_(not_to_be, unanswered))
    )
    return db.session.scalars(query.order_by(Case.id).limit(AT_ONCE)).all()


def list_to_shred(*, today: date) -> Sequence[int]:
    """Return cases whose time of keeping is over."""
    query = select(Case.id).where(Case.keep_until < today, Case.status != CaseStatus.SHREDDED)
    return db.session.scalars(query.order_by(Case.id).limit(AT_ONCE)).all()
