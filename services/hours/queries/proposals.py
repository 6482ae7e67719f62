"""Proposals to commend somebody: what a branch has proposed, what those above have to answer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from core.branches.models import Branch
from core.db import db
from services.hours.models import Commendation, CommendationStatus

PAGE = 30
C = CommendationStatus


def list_proposals(branch_id: int, *, after: int | None = None) -> Sequence[Commendation]:
    """Return what this branch has proposed, the newest first, one more than a page."""
    query = (
        select(Commendation)
        .where(Commendation.branch_id == branch_id)
        .options(joinedload(Commendation.person))
        .order_by(Commendation.id.desc())
        .limit(PAGE + 1)
    )
    if after is not None:
        query = query.where(Commendation.id < after)
    return db.session.scalars(query).all()


def list_to_answer(branch_ids: set[int], *, limit: int = PAGE) -> Sequence[Commendation]:
    """Return what branches right below these have proposed and nobody has answered yet."""
    query = (
        select(Commendation)
        .join(Commendation.branch)
        .where(Branch.parent_id.in_(branch_ids), Commendation.status == C.PROPOSED)
        .options(contains_eager(Commendation.branch), joinedload(Commendation.person))
        .order_by(Commendation.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def count_to_answer(branch_ids: set[int], person_id: int) -> Sequence[tuple[int, int, datetime]]:
    """Return (upper branch, how many, since when) of proposals that wait, less one's own."""
    query = (
        select(Branch.parent_id, func.count(), func.min(Commendation.proposed_at))
        .join(Commendation, Commendation.branch_id == Branch.id)
        .where(
            Branch.parent_id.in_(branch_ids),
            Commendation.status == C.PROPOSED,
            Commendation.person_id != person_id,
            Commendation.proposed_by != person_id,
        )
        .group_by(Branch.parent_id)
        .order_by(Branch.parent_id)
    )
    return [(row[0] or 0, row[1], row[2]) for row in db.session.execute(query)]


def find_to_answer(branch_id: int, commendation_id: int) -> Commendation | None:
    """Return the proposal if it came from right below this branch, else None."""
    query = (
        select(Commendation)
        .join(Commendation.branch)
        .where(Commendation.id == commendation_id, Branch.parent_id == branch_id)
        .options(contains_eager(Commendation.branch), joinedload(Commendation.person))
    )
    return db.session.scalar(query)


def has_open_proposal(branch_id: int, person_id: int) -> bool:
    """Tell whether the branch waits for the answer to a proposal for this person."""
    query = select(Commendation.id).where(
        Commendation.branch_id == branch_id,
        Commendation.person_id == person_id,
        Commendation.status == C.PROPOSED,
    )
    return db.session.scalar(query.limit(1)) is not None


def list_commendations_of(person_id: int) -> Sequence[Commendation]:
    """Return what this person was commended for, the newest first."""
    query = (
        select(Commendation)
        .where(Commendation.person_id == person_id, Commendation.status == C.AGREED)
        .options(joinedload(Commendation.branch))
        .order_by(Commendation.id.desc())
    )
    return db.session.scalars(query).all()
