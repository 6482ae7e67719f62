"""Asking a branch to come and look, and taking that back."""

from datetime import datetime

from core.access import Actor
from core.branches.queries import find_branch
from core.clock import village_day
from core.db import db, insert_or
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.sponsorship import rules
from core.sponsorship.models import UNDER_WAY, Sponsorship
from core.sponsorship.operations.moving import take
from core.sponsorship.queries.places import candidates_for, facts_of, find_place
from core.sponsorship.queries.rows import find_sponsorship, find_standing
from core.sponsorship.telling import tell_leaders, tell_owners, tell_steward
from core.words import _


def ask(kind: str, ref: int, *, note: str, by: Actor, at: datetime) -> Sponsorship:
    """Ask for a visit to one's own place; the branch is the nearest that may verify it.

    While a verification stands it is a renewal, asked for in its last sixty days.
    """
    place = find_place(kind, ref)
    if place is None or by.person not in place.owners:
        raise Refused(_("只有经营者本人能申请"))
    standing = find_standing(kind, ref)
    if standing is not None:
        refuse_if(rules.why_not_renew(standing.valid_until, today=village_day(at)))
    branch_id = rules.branch_for(candidates_for(place.unit_id, at=at), **facts_of(place))
    if branch_id is None:
        raise Refused(
            _("您这里没有能来核验的支部：负责的人都和这里有关系。请打电话给运营方，请他们协调")
        )
    new = insert_or(Sponsorship).values(
        kind=kind,
        ref=ref,
        branch_id=branch_id,
        asked_by=by.person,
        asked_at=at,
        note=note,
        reason="",
        status_at=at,
    )
    first = new.on_conflict_do_nothing(
        index_elements=[Sponsorship.kind, Sponsorship.ref], index_where=UNDER_WAY
    )
    made = db.session.scalar(first.returning(Sponsorship.id))
    sponsorship = find_sponsorship(made) if made else None
    if sponsorship is None:
        raise Refused(_("已经申请过了，正在办"))
    table = Sponsorship.__tablename__
    record("ask", table, sponsorship.id, by=by, at=at, became=f"{kind}:{ref} branch {branch_id}")
    tell_leaders(sponsorship, "sponsorship.asked", at=at)
    return sponsorship


def withdraw(sponsorship: Sponsorship, *, by: Actor, at: datetime) -> None:
    """Take back what was asked for, while it is not decided."""
    place = find_place(sponsorship.kind, sponsorship.ref)
    if place is None or by.person not in place.owners:
        raise Refused(_("只有经营者本人能撤回"))
    take(sponsorship, "withdraw", by=by, at=at)
    tell_owners(sponsorship, "sponsorship.withdrawn", at=at, place=place)
    tell_leaders(sponsorship, "sponsorship.withdrawn", at=at)
    tell_steward(sponsorship, "sponsorship.withdrawn", at=at)


def branch_of(kind: str, ref: int, *, at: datetime) -> str:
    """Return the name of the branch that would come, or "" where none may."""
    place = find_place(kind, ref)
    if place is None:
        return ""
    branch_id = rules.branch_for(candidates_for(place.unit_id, at=at), **facts_of(place))
    branch = find_branch(branch_id) if branch_id else None
    return branch.name if branch else ""
