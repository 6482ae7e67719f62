"""What an officer leaves open: requests to answer, and codes that were printed."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Select, select, update

from core.access import Actor
from core.accounts.models import Code
from core.branches.models import Branch, Membership, MembershipStatus
from core.branches.queries.members import keeper_for
from core.db import db
from core.history.operations import record


def move_requests(branch_id: int, *, old: int, new: int, by: Actor, at: datetime) -> int:
    """Give the successor the requests to belong that the old officer had to answer.

    The successor's own request goes to somebody else.
    """
    branch = db.session.get_one(Branch, branch_id)
    step = (
        update(Membership)
        .where(
            Membership.branch_id.in_(_from(branch)),
            Membership.keeper_id == old,
            Membership.person_id != new,
            Membership.status == MembershipStatus.ASKED,
        )
        .values(keeper_id=new)
    )
    moved = cast("CursorResult[Any]", db.session.execute(step)).rowcount
    find_new_keepers(branch, old, at=at)
    if moved:
        record("move_requests", "branch", branch_id, by=by, at=at, was=str(old), became=str(new))
    return moved


def void_printed_codes(officer_id: int, *, at: datetime) -> int:
    """Make worthless the codes that this officer printed and nobody has used."""
    step = (
        update(Code)
        .where(Code.made_by == officer_id, Code.used_at.is_(None), Code.expires_at > at)
        .values(expires_at=at)
    )
    return cast("CursorResult[Any]", db.session.execute(step)).rowcount


def find_new_keepers(branch: Branch, old: int, *, at: datetime) -> None:
    """Give the requests that this officer had to answer to whoever answers them now."""
    kept = select(Membership).where(
        Membership.branch_id.in_(_from(branch)),
        Membership.keeper_id == old,
        Membership.status == MembershipStatus.ASKED,
    )
    for membership in db.session.scalars(kept):
        membership.keeper_id = keeper_for(membership.branch, asker=membership.person_id, at=at)
    db.session.flush()


def _from(branch: Branch) -> Select[int]:
    """Return the ids of the branch and of all below, whose requests may lie with its officers."""
    return select(Branch.id).where(Branch.path.startswith(branch.path))
