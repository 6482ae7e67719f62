"""Reads about offices and their terms."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import contains_eager, joinedload

from core.accounts.models import Person
from core.branches.actors import in_office
from core.branches.models import Branch, OfficeRole, OfficeTerm
from core.clock import village_day
from core.db import db
from core.db.short_lists import Columns


@dataclass(frozen=True)
class Officer:
    """Who acts in an office today, by what the public may know."""

    role: OfficeRole
    name: str
    stands_in: bool


def find_term(branch_id: int, term_id: int) -> OfficeTerm | None:
    """Return the office term if it is this branch's, also one that has ended, else None."""
    found = db.session.get(OfficeTerm, term_id)
    return found if found is not None and found.branch_id == branch_id else None


def live_term(branch_id: int, role: OfficeRole) -> OfficeTerm | None:
    """Return the one term of this office that has not been ended, or None."""
    return db.session.scalar(
        select(OfficeTerm).where(
            OfficeTerm.branch_id == branch_id,
            OfficeTerm.role == role,
            OfficeTerm.ended_at.is_(None),
            OfficeTerm.stands_in_for_id.is_(None),
        )
    )


def list_live_terms(branch_id: int) -> Sequence[OfficeTerm]:
    """Return the terms not ended, offices in their order, each before its stand-ins."""
    query = (
        select(OfficeTerm)
        .where(OfficeTerm.branch_id == branch_id, OfficeTerm.ended_at.is_(None))
        .options(joinedload(OfficeTerm.person), joinedload(OfficeTerm.branch))
    )
    order = {role: place for place, role in enumerate(OfficeRole)}
    return sorted(
        db.session.scalars(query),
        key=lambda term: (order[term.role], term.stands_in_for_id or 0, term.since, term.id),
    )


def list_stand_ins(term: OfficeTerm) -> Sequence[OfficeTerm]:
    """Return who stands in for this term and has not ended."""
    query = select(OfficeTerm).where(
        OfficeTerm.stands_in_for_id == term.id, OfficeTerm.ended_at.is_(None)
    )
    return db.session.scalars(query.options(joinedload(OfficeTerm.person))).all()


def list_officers(branch_id: int, *, at: datetime) -> list[Officer]:
    """Return who acts in which office today; names in full, the page shortens them."""
    return in_order_of_office(db.session.execute(acting(branch_id, at=at)))


def acting(branch_id: int, *, at: datetime) -> Columns:
    """Return the query for who acts today, to be asked alone or as a part of another."""
    return (
        select(
            OfficeTerm.id, OfficeTerm.role, Person.name, OfficeTerm.stands_in_for_id.is_not(None)
        )
        .join(Person, Person.id == OfficeTerm.person_id)
        .where(OfficeTerm.branch_id == branch_id, in_office(village_day(at)))
    )


def in_order_of_office(rows: Iterable[Sequence[Any]]) -> list[Officer]:
    """Return what `acting` found, the first office first, who stands in after who holds it."""
    order = {role: place for place, role in enumerate(OfficeRole)}
    known = [(OfficeRole(role), bool(stands_in), key, name) for key, role, name, stands_in in rows]
    known.sort(key=lambda each: (order[each[0]], each[1], each[2]))
    return [Officer(role, name, stands_in) for role, stands_in, _key, name in known]


def list_ending(
    branch_ids: Collection[int], *, until: date, roles: Collection[str] = tuple(OfficeRole)
) -> Sequence[OfficeTerm]:
    """Return the live offices of these branches that end by this day, the soonest first."""
    query = (
        select(OfficeTerm)
        .join(OfficeTerm.branch)
        .where(
            OfficeTerm.branch_id.in_(branch_ids),
            OfficeTerm.role.in_(roles),
            OfficeTerm.ended_at.is_(None),
            OfficeTerm.stands_in_for_id.is_(None),
            OfficeTerm.until <= until,
            Branch.closed_at.is_(None),
        )
        .options(contains_eager(OfficeTerm.branch), joinedload(OfficeTerm.person))
        .order_by(OfficeTerm.until, OfficeTerm.id)
    )
    return db.session.scalars(query).all()


def list_children_ending(branch_ids: Collection[int], *, until: date) -> Sequence[OfficeTerm]:
    """Return the secretaries right below these branches whose terms end by this day."""
    children = select(Branch.id).where(Branch.parent_id.in_(branch_ids), Branch.closed_at.is_(None))
    ids = db.session.scalars(children).all()
    return list_ending(ids, until=until, roles=[OfficeRole.SECRETARY]) if ids else []


def list_overdue(day: date, *, branch_id: int | None = None) -> Sequence[OfficeTerm]:
    """Return the terms that ran out before this day and have not been ended yet."""
    query = select(OfficeTerm).where(OfficeTerm.ended_at.is_(None), OfficeTerm.until < day)
    if branch_id is not None:
        query = query.where(OfficeTerm.branch_id == branch_id)
    return db.session.scalars(query.order_by(OfficeTerm.id)).all()


def holds_office_in(person_id: int, branch_id: int) -> bool:
    """Tell whether the person has an office or stands in for one in the branch."""
    query = select(OfficeTerm.id).where(
        OfficeTerm.person_id == person_id,
        OfficeTerm.branch_id == branch_id,
        OfficeTerm.ended_at.is_(None),
    )
    return db.session.scalar(query.limit(1)) is not None


def find_acting(branch_id: int, roles: Sequence[str], *, at: datetime) -> OfficeTerm | None:
    """Return who holds the first of these offices today, a holder before a stand-in."""
    query = select(OfficeTerm).where(
        and_(OfficeTerm.branch_id == branch_id, OfficeTerm.role.in_(roles)),
        in_office(village_day(at)),
    )
    order = {role: place for place, role in enumerate(roles)}
    found = sorted(
        db.session.scalars(query),
        key=lambda term: (order[term.role], term.stands_in_for_id is not None, term.id),
    )
    return found[0] if found else None
