"""What a practitioner's desk shows: times of some days, cases, and to whom one can hand on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, literal, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from core.db import db
from services.cases.models import Case, CaseStatus
from services.clinics.models import (
    Appointment,
    AppointmentStatus,
    Clinic,
    Practitioner,
    PractitionerKind,
    Service,
    Session,
)
from services.clinics.queries.appointments import is_open
from services.clinics.rules.setting_up import KINDS

PAGE = 30
KEPT = 200  # of a day or a week, more than anybody can receive
A = AppointmentStatus
# What stands among the times of a day; holds of a minute and what came to nothing do not.
ON_A_DAY = (A.BOOKED, A.DONE, A.GUEST_ABSENT, A.HOST_ABSENT)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """In what part somebody works here: as a practitioner, as a contact clerk, or as neither."""

    practitioner_id: int | None
    kind: PractitionerKind | None
    is_contact: bool

    @property
    def is_anybodys(self) -> bool:
        return self.practitioner_id is not None or self.is_contact


class InHand(NamedTuple):
    """A case as a list shows it: nothing but its envelope."""

    id: int
    number: str
    status: CaseStatus
    since: datetime
    ended_at: datetime | None


class Colleague(NamedTuple):
    """To whom a case can be handed."""

    id: int
    name: str
    kind: PractitionerKind

    @property
    def words(self) -> str:
        return f"{self.name} · {KINDS[self.kind]}"


def desk_of(person_id: int) -> Desk:
    """Return what this person does here, asked in one question."""
    is_named = exists().where(Clinic.contact_id == person_id)
    has_open = exists().where(Case.contact_id == person_id, Case.status == CaseStatus.OPEN)
    someone = select(literal(1).label("one")).subquery()
    query = select(Practitioner.id, Practitioner.kind, is_named, has_open).select_from(
        someone.outerjoin(Practitioner, Practitioner.person_id == person_id)
    )
    practitioner_id, kind, named, holds = db.session.execute(query).one()
    return Desk(practitioner_id=practitioner_id, kind=kind, is_contact=named or holds)


def list_times(
    practitioner_id: int, first: datetime, last: datetime, *, wishes: bool = False
) -> Sequence[Appointment]:
    """Return what begins within, and with `wishes` all that wait for an answer, the first first."""
    within = Appointment.starts_at.between(first, last) & Appointment.status.in_(ON_A_DAY)
    asked = (Appointment.status == A.ASKED) & (
        Appointment.starts_at >= first if wishes else Appointment.starts_at.between(first, last)
    )
    query = (
        select(Appointment)
        .join(Appointment.service)
        .where(Appointment.practitioner_id == practitioner_id, or_(within, asked))
        .options(
            contains_eager(Appointment.service).joinedload(Service.clinic),
            joinedload(Appointment.person),
        )
    )
    query = query.order_by(Appointment.starts_at, Appointment.id).limit(KEPT)
    return db.session.scalars(query).all()


def list_sessions(practitioner_id: int, first: datetime, last: datetime) -> Sequence[Session]:
    """Return the group hours that begin within, those that were called off left out."""
    query = (
        select(Session)
        .join(Session.service)
        .where(
            Service.practitioner_id == practitioner_id,
            Session.cancelled_at.is_(None),
            Session.starts_at.between(first, last),
        )
        .options(contains_eager(Session.service).joinedload(Service.clinic))
    )
    query = query.order_by(Session.starts_at, Session.id).limit(KEPT)
    return db.session.scalars(query).all()


def list_for_calendar(practitioner_id: int, since: datetime) -> Sequence[Appointment | Session]:
    """Return what ends after this moment and was not called off, groups once each."""
    single = select(Appointment).where(
        Appointment.practitioner_id == practitioner_id,
        Appointment.session_id.is_(None),
        Appointment.status == A.BOOKED,
        Appointment.ends_at > since,
    )
    grouped = (
        select(Session)
        .join(Session.service)
        .where(
            Service.practitioner_id == practitioner_id,
            Session.cancelled_at.is_(None),
            Session.ends_at > since,
        )
    )
    return [
        *db.session.scalars(single.order_by(Appointment.starts_at).limit(KEPT)),
        *db.session.scalars(grouped.order_by(Session.starts_at).limit(KEPT)),
    ]


def list_in_hand(person_id: int, *, after: int | None) -> Sequence[InHand]:
    """Return one more than a page of what lies with this person, the oldest first."""
    mine = or_(
        (Case.contact_id == person_id) & (Case.status == CaseStatus.OPEN),
        _is_of(person_id) & (Case.status == CaseStatus.HANDED),
    )
    query = _envelopes().where(mine)
    if after is not None:
        query = query.where(Case.id > after)
    return [InHand(*row) for row in db.session.execute(query.order_by(Case.id).limit(PAGE + 1))]


def list_over(person_id: int, *, after: int | None) -> Sequence[InHand]:
    """Return one more than a page of what this person has closed, the newest first."""
    query = _envelopes().where(_is_of(person_id), Case.status == CaseStatus.CLOSED)
    if after is not None:
        query = query.where(Case.id < after)
    found = db.session.execute(query.order_by(Case.id.desc()).limit(PAGE + 1))
    return [InHand(*row) for row in found]


def _is_of(person_id: int) -> ColumnElement[bool]:
    mine = select(Practitioner.id).where(Practitioner.person_id == person_id)
    return Case.practitioner_id.in_(mine)


def _envelopes() -> "Select[*tuple[Any, ...]]":
    return select(
        Case.id, Case.number, Case.status, Case.submitted_at.label("since"), Case.ended_at
    )


def list_colleagues(
    clinic_id: int, *, without: Collection[int], at: datetime
) -> Sequence[Colleague]:
    """Return who can be booked at this clinic now, these persons left out."""
    query = (
        select(Practitioner)
        .join(Service, Service.practitioner_id == Practitioner.id)
        .join(Clinic, Clinic.id == Service.clinic_id)
        .where(Service.clinic_id == clinic_id, is_open(at))
        .where(Practitioner.person_id.not_in(without))
        .options(joinedload(Practitioner.person))
    )
    found = {each.id: each for each in db.session.scalars(query.order_by(Practitioner.id))}
    return [Colleague(each.id, each.person.name, each.kind) for each in found.values()]
