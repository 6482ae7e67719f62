"""Which cases a practitioner has, or has looked into; and how their parties are marked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import and_, or_, select, union
from sqlalchemy.orm import joinedload

from core.db import db
from core.sealing.models import Safe
from services.cases.models import Case, CaseStatus, Opener, Opening, Party, Role
from services.clinics.models import Practitioner

Marks = Mapping[Role, bytes]


class Circle(NamedTuple):
    """Who must not stand on the other side for one practitioner to act: a student's guide too."""

    practitioner_id: int
    people: frozenset[int]
    own: Sequence[tuple[str, str | None]]  # their names and numbers


def list_circles(ids: Iterable[int]) -> Sequence[Circle]:
    """Return each of these practitioners with their guide, and the students they guide."""
    wanted = sorted(set(ids))
    guides = select(Practitioner.guide_id).where(Practitioner.id.in_(wanted))
    query = select(Practitioner).where(
        or_(
            Practitioner.id.in_(wanted),
            Practitioner.id.in_(guides),
            Practitioner.guide_id.in_(wanted),
        )
    )
    found = {each.id: each for each in db.session.scalars(query.options(_PERSON))}
    return [_circle(found[each], found.values()) for each in wanted if each in found]


_PERSON = joinedload(Practitioner.person)


def _circle(one: Practitioner, all_of_them: Iterable[Practitioner]) -> Circle:
    near = [each for each in all_of_them if one.id in (each.id, each.guide_id)]
    near += [each for each in all_of_them if each.id == one.guide_id]
    return Circle(
        practitioner_id=one.id,
        people=frozenset(each.person_id for each in near),
        own=[(each.person.name, each.person.phone) for each in near],
    )


def list_known_to(
    people: Collection[int], *, before: Case | None = None
) -> Sequence[tuple[int, int]]:
    """Return (case, person): what these people have in hand, have looked into, or have begun.

    With `before`, what has come to hand after that case does not count: of two that wait unopened
    the first is opened.
    """
    practises = Practitioner.person_id.in_(people)
    in_hand = Case.status.in_([CaseStatus.HANDED, CaseStatus.CLOSED])
    taken = (
        select(Case.id, Practitioner.person_id)
        .join(Practitioner, Practitioner.id == Case.practitioner_id)
        .where(practises, in_hand)
    )
    if before is not None:
        at_once = and_(Case.handed_at == before.handed_at, Case.id < before.id)
        taken = taken.where(or_(Case.handed_at < before.handed_at, at_once))
    seen = select(Opening.case_id, Opening.person_id).where(
        Opening.person_id.in_(people), Opening.opener != Opener.CLIENT
    )
    own = select(Case.id, Case.client_id).where(
        Case.client_id.in_(people), Case.status != CaseStatus.DRAFT
    )
    return [(row[0], row[1]) for row in db.session.execute(union(taken, seen, own))]


def list_marks(cases: Iterable[int]) -> Mapping[int, tuple[Safe, Marks]]:
    """Return the marks of these cases and the safe that makes them; those without left out."""
    query = (
        select(Case.id, Safe, Party.role, Party.marks)
        .join(Party, Party.case_id == Case.id)
        .join(Safe, Safe.id == Case.safe_id)
        .where(Case.id.in_(sorted(set(cases))), Safe.wrapped.is_not(None))
    )
    found: dict[int, tuple[Safe, dict[Role, bytes]]] = {}
    for case_id, safe, role, marks in db.session.execute(query):
        found.setdefault(case_id, (safe, {}))[1][role] = marks
    return found


def has_opened(case: Case, person_id: int) -> bool:
    """Tell whether this person has opened the case as its practitioner before."""
    query = select(Opening.id).where(
        Opening.case_id == case.id,
        Opening.person_id == person_id,
        Opening.opener == Opener.PRACTITIONER,
    )
    return db.session.scalar(query.limit(1)) is not None
