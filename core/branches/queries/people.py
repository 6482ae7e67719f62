"""Reads about the people of a branch: who lives in its villages or belongs to it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from core.accounts.models import Person
from core.accounts.rules import normal_phone
from core.branches.models import (
    Household,
    Membership,
    MembershipStatus,
    Resident,
    Unit,
)
from core.branches.queries.members import LIVE
from core.db import db

PAGE = 50


@dataclass(frozen=True)
class Neighbour:
    """A person as a branch's desk sees one: who it is, where they live, how they belong."""

    branch_id: int
    person: Person
    resident: Resident | None
    membership: Membership | None

    @property
    def id(self) -> int:
        return self.person.id

    @property
    def person_id(self) -> int:
        return self.person.id


@dataclass(frozen=True)
class Row:
    """A line of the list of people."""

    id: int
    name: str
    name_key: str
    unit: str | None
    household: str | None
    can_sign_in: bool
    membership: MembershipStatus | None


def find_neighbour(branch_id: int, person_id: int) -> Neighbour | None:
    """Return the person if they live in a village of the branch or belong to it, else None."""
    resident = db.session.scalar(
        select(Resident)
        .join(Unit, Unit.id == Resident.unit_id)
        .where(Resident.person_id == person_id, Unit.branch_id == branch_id)
        .options(joinedload(Resident.unit), joinedload(Resident.household))
    )
    membership = db.session.scalar(
        select(Membership).where(
            Membership.person_id == person_id, Membership.branch_id == branch_id, LIVE
        )
    )
    person = db.session.get(Person, person_id) if resident or membership else None
    if person is None or person.closed_at:
        return None
    return Neighbour(branch_id, person, resident, membership)


def list_people(
    branch_id: int, *, text: str = "", after: tuple[str, int] | None = None
) -> list[Row]:
    """Return a page of the branch's people by name, one more than fits when others follow.

    `text` is a part of a name or its pinyin, a household's number, or a full mobile number;
    `after` is the last line of the page before.
    """
    query = (
        select(
            Person.id,
            Person.name,
            Person.name_key,
            Unit.name,
            Household.number,
            Person.password_hash.isnot(None),
            Membership.status,
        )
        .outerjoin(Resident, Resident.person_id == Person.id)
        .outerjoin(Unit, (Unit.id == Resident.unit_id) & (Unit.branch_id == branch_id))
        .outerjoin(Household, Household.id == Resident.household_id)
        .outerjoin(
            Membership,
            (Membership.person_id == Person.id) & (Membership.branch_id == branch_id) & LIVE,
        )
        .where(or_(Unit.id.isnot(None), Membership.id.isnot(None)), Person.closed_at.is_(None))
        .order_by(Person.name_key, Person.id)
        .limit(PAGE + 1)
    )
    if text := text.strip():
        query = query.where(_matches(text))
    if after is not None:
        key, last = after
        query = query.where(
            or_(Person.name_key > key, (Person.name_key == key) & (Person.id > last))
        )
    return [Row(*row) for row in db.session.execute(query)]


def _matches(text: str) -> ColumnElement[bool]:
    try:
        return Person.phone == normal_phone(text)
    except ValueError:
        named = or_(Person.name.contains(text, autoescape=True), Household.number == text)
    if not text.isascii():
        return named
    spelt = func.replace(Person.name_key, " ", "")
    return or_(named, spelt.startswith(text.lower().replace(" ", ""), autoescape=True))


def list_namesakes(name: str, unit_id: int) -> Sequence[Resident]:
    """Return the people of this very name in the village."""
    query = (
        select(Resident)
        .join(Resident.person)
        .where(Person.name == name, Person.closed_at.is_(None), Resident.unit_id == unit_id)
        .options(joinedload(Resident.household))
        .order_by(Resident.id)
    )
    return db.session.scalars(query).all()


def count_entered(branch_id: int, *, since: datetime) -> int:
    """Return how many people were entered in the branch's villages from this moment on."""
    here = select(func.count()).select_from(Resident).join(Unit, Unit.id == Resident.unit_id)
    entered = here.where(Unit.branch_id == branch_id, Resident.entered_at >= since)
    return db.session.scalar(entered) or 0


def list_entered(branch_id: int, *, since: datetime, limit: int) -> Sequence[Resident]:
    """Return who was entered in the branch's villages from this moment on, the newest first."""
    query = (
        select(Resident)
        .join(Resident.unit)
        .where(Unit.branch_id == branch_id, Resident.entered_at >= since)
        .options(
            joinedload(Resident.person), joinedload(Resident.unit), joinedload(Resident.household)
        )
        .order_by(Resident.entered_at.desc(), Resident.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def belongs_to(person_id: int) -> set[int]:
    """Return the branches in whose villages the person lives, or which they ask or belong to."""
    lives = (
        select(Unit.branch_id)
        .join(Resident, Resident.unit_id == Unit.id)
        .where(Resident.person_id == person_id)
    )
    belongs = select(Membership.branch_id).where(Membership.person_id == person_id, LIVE)
    return {*db.session.scalars(lives), *db.session.scalars(belongs)}


def known_since(person_id: int, branch_ids: Collection[int]) -> datetime | None:
    """Return from when one of these branches has surely known the person, or None.

    As a villager from the day entered; as a member from the answer to what they asked themselves.
    """
    lives = (
        select(Resident.entered_at)
        .join(Unit, Unit.id == Resident.unit_id)
        .where(Resident.person_id == person_id, Unit.branch_id.in_(branch_ids))
    )
    belongs = select(Membership.answered_at).where(
        Membership.person_id == person_id,
        Membership.branch_id.in_(branch_ids),
        Membership.status == MembershipStatus.CONFIRMED,
        Membership.asked_at < Membership.answered_at,  # who is entered by an officer never asked
    )
    known = [*db.session.scalars(lives), *db.session.scalars(belongs)]
    return min((each for each in known if each is not None), default=None)


def find_person_by_phone(phone: str) -> Person | None:
    """Return whose number this is: the full eleven digits, never a part of them."""
    query = select(Person).where(Person.phone == phone, Person.closed_at.is_(None))
    return db.session.scalar(query)


def find_candidates(branch_id: int, text: str) -> Sequence[Person]:
    """Return who is meant: by full number anybody, by full name the people of the branch."""
    try:
        phone = normal_phone(text)
    except ValueError:
        return _named(branch_id, text.strip())
    found = find_person_by_phone(phone)
    return [found] if found else []


def _named(branch_id: int, text: str) -> Sequence[Person]:
    """Find by full name; a household's number behind it tells namesakes apart."""
    name, _, number = text.rpartition(" ")
    query = (
        select(Person)
        .outerjoin(Resident, Resident.person_id == Person.id)
        .outerjoin(Unit, (Unit.id == Resident.unit_id) & (Unit.branch_id == branch_id))
        .outerjoin(Household, Household.id == Resident.household_id)
        .outerjoin(
            Membership,
            (Membership.person_id == Person.id) & (Membership.branch_id == branch_id) & LIVE,
        )
        .where(
            or_(Person.name == text, (Person.name == name) & (Household.number == number)),
            Person.closed_at.is_(None),
        )
        .where(or_(Unit.id.isnot(None), Membership.id.isnot(None)))
        .order_by(Person.id)
    )
    return db.session.scalars(query).all()
