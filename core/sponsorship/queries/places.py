"""Reads about the places that the areas hand over: whose, where, and who is near to them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.branches.actors import in_office
from core.branches.models import Branch, OfficeTerm, Resident, Unit
from core.branches.rules import LEADERS
from core.clock import village_day
from core.db import db
from core.hooks import Place, Sponsorable
from core.house import HOUSE
from core.sponsorship.models import Sponsorship
from core.sponsorship.rules import Candidate


def kinds() -> dict[str, Sponsorable]:
    """Return all kinds of places that can be verified, by the word in the database."""
    return {each.kind: each for each in HOUSE.sponsorable}


def find_kind(kind: str) -> Sponsorable | None:
    return kinds().get(kind)


def checklist_of(sponsorship: Sponsorship) -> Mapping[str, str]:
    """Return what is looked at in such a place, by its code."""
    hook = find_kind(sponsorship.kind)
    return hook.checklist if hook else {}


def sells(kind: str) -> bool:
    """Tell whether such a place has goods; else it is open as long as it is verified."""
    hook = find_kind(kind)
    return hook is None or hook.sells


def find_place(kind: str, ref: int) -> Place | None:
    """Return the place if it is still there, else None."""
    hook = find_kind(kind)
    return hook.find([ref]).get(ref) if hook else None


def candidates_for(unit_id: int, *, at: datetime) -> Sequence[Candidate]:
    """Return the branch of the unit and those above it, the nearest first, in two queries."""
    path = (
        select(Branch.path)
        .join(Unit, Unit.branch_id == Branch.id)
        .where(Unit.id == unit_id)
        .scalar_subquery()
    )
    above = db.session.scalars(select(Branch).where(path.startswith(Branch.path))).all()
    return candidates_of(above, at=at)


def candidates_of(branches: Collection[Branch], *, at: datetime) -> Sequence[Candidate]:
    """Return these branches with their officers of today, the lowest first."""
    officers: dict[int, set[int]] = {}
    leaders: dict[int, set[int]] = {}
    terms = select(OfficeTerm.branch_id, OfficeTerm.person_id, OfficeTerm.role).where(
        OfficeTerm.branch_id.in_([each.id for each in branches]), in_office(village_day(at))
    )
    for branch_id, person_id, role in db.session.execute(terms):
        officers.setdefault(branch_id, set()).add(person_id)
        if role in LEADERS:
            leaders.setdefault(branch_id, set()).add(person_id)
    return [
        Candidate(
            branch_id=each.id,
            kind=each.kind,
            closed=each.closed_at is not None,
            officers=frozenset(officers.get(each.id, ())),
            leaders=frozenset(leaders.get(each.id, ())),
        )
        for each in sorted(branches, key=lambda branch: -branch.path.count("/"))
    ]


def leaders_of(branch_id: int, *, at: datetime) -> set[int]:
    """Return who is secretary or deputy of the branch today, or stands in for one."""
    query = select(OfficeTerm.person_id).where(
        OfficeTerm.branch_id == branch_id,
        OfficeTerm.role.in_(LEADERS),
        in_office(village_day(at)),
    )
    return set(db.session.scalars(query))


def facts_of(place: Place) -> dict[str, Any]:
    """Return what the rules ask about a place besides the branch; housemates count as owners."""
    own = place.own_unit_id
    own_branch = select(Unit.branch_id).where(Unit.id == own)
    return {
        "own_branch_id": db.session.scalar(own_branch) if own is not None else None,
        "representative_id": place.representative_id,
        "owners": place.owners | housemates_of(place.owners),
    }


def housemates_of(owners: Collection[int]) -> set[int]:
    """Return who lives in one household with one of these people, by the roster, and they too."""
    household = select(Resident.household_id).where(
        Resident.person_id.in_(owners), Resident.household_id.is_not(None)
    )
    together = select(Resident.person_id).where(Resident.household_id.in_(household))
    return set(db.session.scalars(together))
