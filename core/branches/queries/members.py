"""Reads about memberships."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from core.access import Actor
from core.accounts.models import Person
from core.branches.models import Branch, Membership, MembershipStatus
from core.branches.queries.offices import find_acting
from core.branches.rules import LEADERS
from core.db import db

LIVE = Membership.status.in_([MembershipStatus.ASKED, MembershipStatus.CONFIRMED])


def find_membership(branch_id: int, membership_id: int) -> Membership | None:
    """Return the membership if it is this branch's, else None."""
    found = db.session.get(Membership, membership_id)
    return found if found is not None and found.branch_id == branch_id else None


def live_membership(person_id: int) -> Membership | None:
    """Return the person's membership that is asked for or confirmed; there is one at most."""
    query = select(Membership).where(Membership.person_id == person_id, LIVE)
    return db.session.scalar(query.options(joinedload(Membership.branch)))


def latest_membership(person_id: int) -> Membership | None:
    """Return the live membership, or else the one that was answered last."""
    query = (
        select(Membership)
        .where(Membership.person_id == person_id)
        .options(joinedload(Membership.branch))
        .order_by(LIVE.desc(), Membership.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def list_members(
    branch_id: int,
    status: MembershipStatus = MembershipStatus.CONFIRMED,
    *,
    after: Membership | None = None,
    limit: int | None = None,
) -> Sequence[Membership]:
    """Return the branch's memberships with this status, by name.

    `after` is the last line of the page before; `limit` is how many at most.
    """
    query = (
        select(Membership)
        .join(Membership.person)
        .where(Membership.branch_id == branch_id, Membership.status == status)
        .options(contains_eager(Membership.person))
        .order_by(Person.name_key, Membership.id)
        .limit(limit)
    )
    if after is not None:
        key = after.person.name_key
        same = (Person.name_key == key) & (Membership.id > after.id)
        query = query.where(or_(Person.name_key > key, same))
    return db.session.scalars(query).all()


def count_members(branch_id: int, status: MembershipStatus = MembershipStatus.CONFIRMED) -> int:
    """Count the branch's memberships with this status."""
    those = select(func.count()).where(
        Membership.branch_id == branch_id, Membership.status == status
    )
    return db.session.scalar(those) or 0


def list_new_members(branch_id: int, *, since: datetime, limit: int) -> Sequence[Membership]:
    """Return the members confirmed from this moment on, the newest first."""
    query = (
        select(Membership)
        .where(_new(branch_id, since))
        .options(joinedload(Membership.person))
        .order_by(Membership.answered_at.desc(), Membership.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def count_new_members(branch_id: int, *, since: datetime) -> int:
    """Count the members confirmed from this moment on."""
    return db.session.scalar(select(func.count()).where(_new(branch_id, since))) or 0


def _new(branch_id: int, since: datetime) -> ColumnElement[bool]:
    return and_(
        Membership.branch_id == branch_id,
        Membership.status == MembershipStatus.CONFIRMED,
        Membership.answered_at >= since,
    )


def list_asking(branch_ids: Collection[int], *, by: Actor, limit: int) -> Sequence[Membership]:
    """Return who has asked longest to belong to these branches, or waits for this person."""
    query = (
        select(Membership)
        .join(Membership.branch)
        .where(_asks(branch_ids, by))
        .options(contains_eager(Membership.branch), joinedload(Membership.person))
        .order_by(Membership.asked_at, Membership.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def count_asking(branch_ids: Collection[int], *, by: Actor) -> dict[int, int]:
    """Count, for each branch, who asks to belong to it or waits for this person."""
    query = (
        select(Membership.branch_id, func.count())
        .join(Membership.branch)
        .where(_asks(branch_ids, by))
        .group_by(Membership.branch_id)
        .order_by(Membership.branch_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _asks(branch_ids: Collection[int], by: Actor) -> ColumnElement[bool]:
    """Nobody answers his own request."""
    return and_(
        Membership.status == MembershipStatus.ASKED,
        or_(Membership.branch_id.in_(branch_ids), Membership.keeper_id == by.id),
        Membership.person_id != by.person,
        Branch.closed_at.is_(None),
    )


def keeper_for(branch: Branch, *, asker: int, at: datetime) -> int | None:
    """Return who answers a request: the secretary, else the deputy, else the branch above.

    Never the one who asks; None where nobody up to the root holds such an office.
    """
    for branch_id in reversed([int(part) for part in branch.path.split("/") if part]):
        for role in LEADERS:
            term = find_acting(branch_id, [role], at=at)
            if term is not None and term.person_id != asker:
                return term.person_id
    return None
