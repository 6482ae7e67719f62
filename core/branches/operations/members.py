"""Asking to belong to a branch, and answering."""

from datetime import datetime

from core.access import Actor
from core.accounts.models import Person
from core.accounts.telling import tell
from core.branches import rules
from core.branches.models import Branch, Membership, MembershipStatus
from core.branches.queries.members import keeper_for, live_membership
from core.branches.queries.offices import holds_office_in
from core.branches.telling import tell_added
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.transition import move
from core.words import _


def ask_membership(branch: Branch, *, by: Actor, at: datetime) -> Membership:
    """Ask to be a member of the branch; its secretary, or who stands for him, answers."""
    _refuse_closed(branch)
    _refuse_second(by.person, own=True)
    membership = Membership(
        branch_id=branch.id,
        person_id=by.person,
        asked_at=at,
        keeper_id=keeper_for(branch, asker=by.person, at=at),
    )
    return _keep(membership, "ask_membership", by=by, at=at)


def add_member(branch: Branch, person: Person, *, by: Actor, at: datetime) -> Membership:
    """Enter a member whom the branch knows; confirmed by that, and told so."""
    _refuse_closed(branch)
    refuse_if(rules.why_not_answer(person.id, by=by), field="who")
    _refuse_second(person.id)
    membership = Membership(
        branch_id=branch.id,
        person_id=person.id,
        status=MembershipStatus.CONFIRMED,
        asked_at=at,
        answered_at=at,
        keeper_id=by.person,
    )
    _keep(membership, "add_member", by=by, at=at)
    if person.password_hash:
        tell_added([person.id], branch, at=at)
    else:
        _tell(membership, "branches.member_confirmed", at=at)
    return membership


def confirm_member(membership: Membership, *, by: Actor, at: datetime) -> None:
    """Say that the person belongs to the branch."""
    refuse_if(rules.why_not_answer(membership.person_id, by=by))
    _step(membership, "confirm_member", by=by, at=at)
    _tell(membership, "branches.member_confirmed", at=at)


def refuse_member(membership: Membership, *, by: Actor, at: datetime) -> None:
    """Say that the person does not belong to the branch; they may ask again."""
    refuse_if(rules.why_not_answer(membership.person_id, by=by))
    _step(membership, "refuse_member", by=by, at=at)
    _tell(membership, "branches.member_refused", at=at)


def take_back_asking(membership: Membership, *, by: Actor, at: datetime) -> None:
    """Ask no longer; nobody but the one who asked can do that."""
    if membership.person_id != by.person:
        raise Refused(_("只有本人能撤回申请"))
    _step(membership, "take_back_asking", by=by, at=at)


def end_membership(membership: Membership, *, by: Actor, at: datetime) -> None:
    """Note that the member has left for another branch; refused while an office is held here."""
    if holds_office_in(membership.person_id, membership.branch_id):
        raise Refused(_("还在担任支部职务，请先结束职务再转出"))
    _step(membership, "end_membership", by=by, at=at)


def _step(membership: Membership, action: str, *, by: Actor, at: datetime) -> None:
    move(membership, rules.MEMBERSHIP, action, by=by, at=at)
    membership.answered_at = at
    db.session.flush()


def _keep(membership: Membership, action: str, *, by: Actor, at: datetime) -> Membership:
    db.session.add(membership)
    db.session.flush()
    record(
        action,
        Membership.__tablename__,
        membership.id,
        by=by,
        at=at,
        became=membership.status.value,
    )
    return membership


def _tell(membership: Membership, event: str, *, at: datetime) -> None:
    tell(
        [membership.person_id],
        event,
        about=f"{Membership.__tablename__}:{membership.id}",
        url="/me/branch",
        facts={"branch": membership.branch.name},
        at=at,
    )


def _refuse_closed(branch: Branch) -> None:
    if branch.closed_at:
        raise Refused(_("这个支部已经撤销"))


def _refuse_second(person_id: int, *, own: bool = False) -> None:
    live = live_membership(person_id)
    if live is None:
        return
    if live.status is MembershipStatus.ASKED:
        reason = _("已经向%(branch)s提出过申请，还在等待确认", branch=live.branch.name)
    elif own:
        reason = _("您已经是%(branch)s的党员", branch=live.branch.name)
    else:
        reason = _("这个人已经是%(branch)s的党员，要先从那边转出", branch=live.branch.name)
    raise Refused(reason, field="who")
