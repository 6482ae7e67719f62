"""Who of a branch may go to a place and stand by it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, or_, select

from core.accounts.models import Person
from core.accounts.rules import masked_phone
from core.branches.actors import in_office
from core.branches.models import Membership, MembershipStatus, OfficeRole, OfficeTerm
from core.branches.rules import ROLES
from core.db import db
from core.sponsorship.models import Sponsorship
from core.sponsorship.queries.places import find_place, housemates_of
from core.words import _


@dataclass(frozen=True)
class Hand:
    """Somebody who may be sent, in the words of a list to choose from."""

    person_id: int
    words: str


def list_hands(sponsorship: Sponsorship, *, day: date, limit: int) -> list[Hand]:
    """Return the officers of the branch, then its members, without whoever is near the owner.

    The steward of today is left out too: there is nothing to change.
    """
    branch_id = sponsorship.branch_id
    place = find_place(sponsorship.kind, sponsorship.ref)
    owners = place.owners if place else frozenset()
    out = {*owners, *housemates_of(owners), sponsorship.serving_id} - {None}
    terms = select(OfficeTerm.person_id, OfficeTerm.role).where(
        OfficeTerm.branch_id == branch_id, in_office(day)
    )
    held: dict[int, OfficeRole] = {}
    for person_id, role in db.session.execute(terms):
        held[person_id] = min(held.get(person_id, role), role, key=list(OfficeRole).index)
    member = exists().where(
        Membership.branch_id == branch_id,
        Membership.person_id == Person.id,
        Membership.status == MembershipStatus.CONFIRMED,
    )
    people = (
        select(Person.id, Person.name, Person.phone)
        .where(or_(member, Person.id.in_(held)), Person.id.not_in(out))
        .where(Person.closed_at.is_(None), Person.disabled_at.is_(None))
        .order_by(Person.id.in_(held).desc(), Person.id)
        .limit(limit)
    )
    found = db.session.execute(people).all()
    namesakes = Counter(row.name for row in found)
    return [
        Hand(
            row.id,
            _words(row.name, held.get(row.id), row.phone if namesakes[row.name] > 1 else None),
        )
        for row in found
    ]


def _words(name: str, role: OfficeRole | None, phone: str | None) -> str:
    title = str(ROLES[role]) if role else _("党员")
    known = " ".join([name, masked_phone(phone)]) if phone else name
    return _("%(name)s（%(role)s）", name=known, role=title)
