"""Clinics as places that a branch can visit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, literal, select

from core.db import db
from core.hooks import Place
from services.clinics.models import Clinic, Practitioner, Service


def places(refs: Iterable[int]) -> Mapping[int, Place]:
    """Return those open clinics as places, in one query.

    Their own people are who set it up, who gives advice there and who receives what is asked: they
    ask for the visit, and none of them goes there as a visitor, or decides.
    """
    return {each.ref: each for each in _read(Clinic.id.in_(set(refs)))}


def places_of(person_id: int) -> Sequence[Place]:
    """Return the open clinics of which this person is one of its own people, in one query."""
    given = (
        select(Service.clinic_id)
        .join(Service.practitioner)
        .where(Practitioner.person_id == person_id, *_GOES_ON)
    )
    mine = (Clinic.made_by == person_id) | (Clinic.contact_id == person_id) | Clinic.id.in_(given)
    return _read(mine)


def signs_of_clinics() -> Select[int, str, str, str]:
    """Return the open clinics as the branch that verified them shows them."""
    page = literal("/services/clinics/").concat(cast(Clinic.id, String))
    return select(Clinic.id, Clinic.title, Clinic.address, page).where(
        Clinic.closed_at.is_(None), Clinic.unit_id.is_not(None)
    )


_GOES_ON = Service.ended_at.is_(None), Practitioner.ended_at.is_(None)


def _read(condition: ColumnElement[bool]) -> list[Place]:
    given: Any = (
        select(Service.clinic_id, Practitioner.person_id)
        .join(Service.practitioner)
        .where(*_GOES_ON)
        .subquery()
    )
    rows = db.session.execute(
        select(Clinic, given.c.person_id)
        .outerjoin(given, given.c.clinic_id == Clinic.id)
        .where(condition, Clinic.closed_at.is_(None), Clinic.unit_id.is_not(None))
        .order_by(Clinic.id)
    )
    clinics: dict[int, Clinic] = {}
    people: dict[int, set[int]] = defaultdict(set)
    for clinic, person_id in rows:
        clinics[clinic.id] = clinic
        people[clinic.id] |= {clinic.made_by, clinic.contact_id, person_id} - {None}
    return [
        Place(
            ref=each.id,
            title=each.title,
            url=f"/services/clinics/{each.id}",
            address=each.address,
            unit_id=each.unit_id,
            owners=frozenset(people[each.id]),
        )
        for each in clinics.values()
        if each.unit_id is not None
    ]
