"""My branch: where I belong, and asking to."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.branches import access, operations, queries, rules
from core.branches.forms import JoinForm
from core.branches.models import Branch, MembershipStatus
from core.branches.queries.members import latest_membership
from core.clock import now
from core.db import writing
from core.house import MenuEntry
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _, _l

bp = Blueprint("membership", __name__)
MENU = (
    MenuEntry(
        place="me", title=_l("我的支部"), endpoint="membership.mine", order=10, icon="diagram-3"
    ),
)


@bp.get("/me/branch")
@needs(access.ASK_MEMBERSHIP)
def mine() -> ResponseReturnValue:
    actor = current_actor()
    membership = latest_membership(actor.person)
    return page(
        "core/branches/mine.html",
        membership=membership,
        status=rules.STATUSES[membership.status] if membership else "",
        asking=membership is not None and membership.status is MembershipStatus.ASKED,
        village=queries.find_unit(actor.unit_id) if actor.unit_id else None,
    )


@bp.route("/branches/<int:branch_id>/join", methods=["GET", "POST"])
@needs(access.JOIN_BRANCH, of=queries.find_open_branch)
def join(branch: Branch) -> ResponseReturnValue:
    form, at = JoinForm(), now()

    def do() -> str:
        operations.ask_membership(branch, by=current_actor(), at=at)
        return url_for(".mine")

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("申请交上去了，书记确认后会告诉您"))
            return redirect(where)
    live = queries.live_membership(current_actor().person)
    return page("core/branches/join.html", branch=branch, form=form, live=live)


@bp.post("/me/branch/take-back")
@needs(access.ASK_MEMBERSHIP)
def take_back() -> ResponseReturnValue:
    with writing():
        membership = queries.live_membership(current_actor().person) or abort(404)
        operations.take_back_asking(membership, by=current_actor(), at=now())
    flash(_("申请撤回了"))
    return redirect(url_for(".mine"))
