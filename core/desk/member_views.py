"""Members at the desk: who asks, who belongs, who leaves."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.branches import access, operations, queries, rules
from core.branches.models import Branch, Membership, MembershipStatus
from core.branches.queries.people import PAGE
from core.clock import now
from core.db import writing
from core.desk.forms import MemberForm
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _

bp = Blueprint("desk_members", __name__, url_prefix="/desk/<int:branch_id>")


@bp.get("/members")
@needs(access.READ_DESK, of=queries.find_open_branch)
def home(branch: Branch) -> ResponseReturnValue:
    asked = MembershipStatus.ASKED
    asking = queries.list_members(
        branch.id, asked, after=_last(branch.id, "asked_after"), limit=PAGE + 1
    )
    members = queries.list_members(branch.id, after=_last(branch.id, "after"), limit=PAGE + 1)
    return page(
        "core/desk/members.html",
        branch=branch,
        asking=asking[:PAGE],
        asking_in_all=queries.count_members(branch.id, asked),
        next_asking=asking[PAGE - 1].id if len(asking) > PAGE else None,
        members=members[:PAGE],
        members_in_all=queries.count_members(branch.id),
        next_member=members[PAGE - 1].id if len(members) > PAGE else None,
        may_add=access.ADD_MEMBER.granted(current_actor(), branch),
    )


def _last(branch_id: int, name: str) -> Membership | None:
    """Return the last line of the page before; what is no line is a page that does not exist."""
    given = request.args.get(name)
    if given is None:
        return None
    return queries.find_membership(branch_id, key_of(given)) or abort(404)


@bp.route("/members/add", methods=["GET", "POST"])
@needs(access.ADD_MEMBER, of=queries.find_open_branch)
def add(branch: Branch) -> ResponseReturnValue:
    form, at = MemberForm(), now()

    def do() -> str:
        person = operations.who_is_meant(branch.id, form.who.data)
        membership = operations.add_member(branch, person, by=current_actor(), at=at)
        return url_for(".show", branch_id=branch.id, membership_id=membership.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("已登记为党员，并告诉了本人"))
            return redirect(url_for(".home", branch_id=branch.id))
    return page("core/desk/add_member.html", branch=branch, form=form)


@bp.get("/memberships/<int:membership_id>")
@needs(access.READ_MEMBERSHIP, of=queries.find_membership)
def show(membership: Membership) -> ResponseReturnValue:
    actor = current_actor()
    return page(
        "core/desk/membership.html",
        membership=membership,
        status=rules.STATUSES[membership.status],
        actions=rules.MEMBERSHIP.actions(membership.status),
        may_answer=access.ANSWER_MEMBERSHIP.granted(actor, membership),
        why_not=rules.why_not_answer(membership.person_id, by=actor),
        at_desk=access.READ_DESK.granted(actor, membership),
    )


@bp.post("/memberships/<int:membership_id>/confirm")
@needs(access.ANSWER_MEMBERSHIP, of=queries.find_membership)
def confirm(membership: Membership) -> ResponseReturnValue:
    back = _back_from(membership)
    with writing():
        operations.confirm_member(membership, by=current_actor(), at=now())
    flash(_("已确认，并告诉了本人"))
    return redirect(back)


@bp.post("/memberships/<int:membership_id>/refuse")
@needs(access.ANSWER_MEMBERSHIP, of=queries.find_membership)
def refuse(membership: Membership) -> ResponseReturnValue:
    back = _back_from(membership)
    with writing():
        operations.refuse_member(membership, by=current_actor(), at=now())
    flash(_("没有通过，已告诉本人"))
    return redirect(back)


@bp.post("/memberships/<int:membership_id>/end")
@needs(access.ADD_MEMBER, of=queries.find_membership)
def end(membership: Membership) -> ResponseReturnValue:
    back = _back_from(membership)
    with writing():
        operations.end_membership(membership, by=current_actor(), at=now())
    flash(_("已转出"))
    return redirect(back)


def _back_from(membership: Membership) -> str:
    """Return where to go on: the members, or the upper officer's own desk."""
    if access.READ_DESK.granted(current_actor(), membership):
        return url_for(".home", branch_id=membership.branch_id)
    return url_for("desk.home")
