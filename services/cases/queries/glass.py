"""Who may break the glass of a clinic's cases, and who has asked for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from core.accounts.models import Person
from core.db import db
from services.cases.models import Case, CaseStatus, GlassBreaking
from services.cases.rules import GLASS_ASKED, Asking, is_glass_open
from services.clinics.models import Clinic, Practitioner, Service
from services.clinics.queries.appointments import is_open

AT_ONCE = 50


@dataclass(frozen=True, kw_only=True)
class Breaking:
    """Who has asked to break the glass and who agreed, by name."""

    id: int
    asked_by: str
    asked_at: datetime
    seconded_by: str
    seconded_at: datetime | None
    open_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class Glass:
    """A case whose glass somebody wants to break; `people` are whom this address lets in."""

    case: Case
    breaking: GlassBreaking
    people: frozenset[int]

    @property
    def id(self) -> int:
        """What is written down where somebody was not let in."""
        return self.case.id


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An asking that waits for a second person."""

    number: str
    asked_by: str
    asked_at: datetime


def is_of(person_id: int, at: datetime) -> ColumnElement[bool]:
    """Return the condition that this person can be booked at the clinic, or is its clerk."""
    practises = exists().where(
        Service.clinic_id == Clinic.id,
        Service.practitioner_id == Practitioner.id,
        Practitioner.person_id == person_id,
        is_open(at),
    )
    return or_(Clinic.contact_id == person_id, practises.correlate(Clinic))


def is_of_clinic(person_id: int, clinic_id: int, *, at: datetime) -> bool:
    query = select(Clinic.id).where(Clinic.id == clinic_id, is_of(person_id, at))
    return db.session.scalar(query) is not None


def list_people(clinic_id: int, *, at: datetime) -> Sequence[int]:
    """Return who can be booked at the clinic, and its contact clerk."""
    practise = (
        select(Practitioner.person_id)
        .join(Service, Service.practitioner_id == Practitioner.id)
        .join(Clinic, Clinic.id == Service.clinic_id)
        .where(Clinic.id == clinic_id, is_open(at))
    )
    contact = select(Clinic.contact_id).where(
        Clinic.id == clinic_id, Clinic.contact_id.is_not(None)
    )
    return [each for each in db.session.scalars(practise.union(contact)) if each is not None]


def is_alone(person_id: int, *, at: datetime) -> bool:
    """Tell whether nobody else of this person's clinics could agree."""
    theirs = db.session.scalars(select(Clinic.id).where(is_of(person_id, at))).all()
    return all(set(list_people(each, at=at)) <= {person_id} for each in theirs)


def as_asked(breaking: GlassBreaking) -> Asking:
    return Asking(
        asked_by=breaking.asked_by,
        asked_at=breaking.asked_at,
        is_seconded=breaking.seconded_by is not None,
    )


def find_latest(case_id: int) -> GlassBreaking | None:
    """Return who was the last to ask, or None."""
    query = select(GlassBreaking).where(GlassBreaking.case_id == case_id)
    return db.session.scalar(query.order_by(GlassBreaking.id.desc()).limit(1))


def list_open_for(case_id: int, *, at: datetime) -> Sequence[GlassBreaking]:
    """Return the breakings of a case that are open now."""
    query = select(GlassBreaking).where(GlassBreaking.case_id == case_id)
    found = db.session.scalars(query.order_by(GlassBreaking.id.desc()))
    return [each for each in found if is_glass_open(each.open_until, at=at)]


def list_asked(person_id: int, *, at: datetime) -> Sequence[Asked]:
    """Return the askings that this person may second, those of their own left out."""
    query = (
        select(Case.number, Person.name, GlassBreaking.asked_at)
        .join(Case, Case.id == GlassBreaking.case_id)
        .join(Clinic, Clinic.id == Case.clinic_id)
        .join(Person, Person.id == GlassBreaking.asked_by)
        .where(
            GlassBreaking.seconded_by.is_(None),
            GlassBreaking.asked_at > at - GLASS_ASKED,
            GlassBreaking.asked_by != person_id,
            Case.client_id != person_id,
            Case.status != CaseStatus.SHREDDED,
            is_of(person_id, at),
        )
    )
    found = db.session.execute(query.order_by(GlassBreaking.id).limit(AT_ONCE))
    return [Asked(number=row[0], asked_by=row[1], asked_at=row[2]) for row in found]


def list_broken(person_id: int, *, at: datetime) -> Sequence[str]:
    """Return the numbers of the cases that are open to this person by a broken glass now."""
    query = (
        select(Case.number)
        .join(GlassBreaking, GlassBreaking.case_id == Case.id)
        .where(
            or_(GlassBreaking.asked_by == person_id, GlassBreaking.seconded_by == person_id),
            GlassBreaking.open_until > at,
            Case.status != CaseStatus.SHREDDED,
        )
    )
    return db.session.scalars(query.distinct().order_by(Case.number).limit(AT_ONCE)).all()


def list_breakings(case_id: int) -> Sequence[Breaking]:
    """Return all that was asked of a case, the newest first."""
    asker, other = aliased(Person), aliased(Person)
    query = (
        select(GlassBreaking, asker.name, other.name)
        .join(asker, asker.id == GlassBreaking.asked_by)
        .outerjoin(other, other.id == GlassBreaking.seconded_by)
        .where(GlassBreaking.case_id == case_id)
    )
    return [
        Breaking(
            id=each.id,
            asked_by=asked_by,
            asked_at=each.asked_at,
            seconded_by=seconded_by or "",
            seconded_at=each.seconded_at,
            open_until=each.open_until,
        )
        for each, asked_by, seconded_by in db.session.execute(
            query.order_by(GlassBreaking.id.desc())
        )
    ]
