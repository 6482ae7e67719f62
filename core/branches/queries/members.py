"""Reads about memberships."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

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
    branch_id: int, status: MembershipStatus = MembershipStatus.CONFIRMED
) -> Sequence[Membership]:
    """Return the branch's memberships with this status, by name."""
    query = (
        select(Membership)
        .join(Membership.person)
        .where(Membership.branch_id == branch_id, Membership.status == status)
        .options(contains_eager(Membership.person))
        .order_by(Person.name_key, Membership.id)
    )
    return db.session.scalars(query).all()


def list_new_members(branch_id: int, *, since: datetime) -> Sequence[Membership]:
    """Return the members confirmed from this moment on, the newest first."""
    query = (
        select(Membership)
        .where(
            Membership.branch_id == branch_id,
            Membership.status == MembershipStatus.CONFIRMED,
            Membership.answered_at >= since,
        )
        .options(joinedload(Membership.person))
        .order_by(Membership.answered_at.desc(), Membership.id)
    )
    return db.session.scalars(query).all()


def list_asking(branch_ids: Collection[int], *, keeper_id: int) -> Sequence[Membership]:
    """Return who asks to belong to these branches, or was given to this person to answer."""
    query = (
        select(Membership)
        .join(Membership.branch)
        .where(
            Membership.status == MembershipStatus.ASKED,
            or_(Membership.branch_id.in_(branch_ids), Membership.keeper_id == keeper_id),
            Branch.closed_at.is_(None),
        )
        .options(contains_eager(Membership.branch), joinedload(Membership.person))
        .order_by(Membership.asked_at, Membership.id)
    )
    return db.session.scalars(query).all()


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
