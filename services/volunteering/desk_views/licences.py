"""Licences at the branch's desk: put down from the paper, and struck out."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.branches.models import Branch
from core.branches.operations import who_is_meant
from core.branches.queries import find_branch, find_open_branch
from core.clock import now, village_day
from core.db import writing
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import KEEP_LICENCES
from services.volunteering.forms import LicenceForm
from services.volunteering.models import Licence
from services.volunteering.operations import licences as operations
from services.volunteering.queries import volunteers as queries
from services.volunteering.rules.licences import state_of
from services.volunteering.rules.words import LICENCES

bp = Blueprint("volunteering_licences", __name__, url_prefix="/desk/<int:branch_id>/licences")


@bp.get("/")
@needs(KEEP_LICENCES, of=find_open_branch)
def home(branch: Branch) -> ResponseReturnValue:
    given, today = request.args.get("after"), village_day(now())
    rows = queries.list_seen(branch.id, after=key_of(given) if given is not None else None)
    shown = rows[: queries.PAGE]
    return page(
        "services/volunteering/desk/licences.html",
        branch=branch,
        rows=[
            (
                each,
                state_of(each.valid_until, is_removed=each.removed_at is not None, today=today),
            )
            for each in shown
        ],
        next_id=shown[-1].id if len(rows) > queries.PAGE else None,
        kinds=LICENCES,
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(KEEP_LICENCES, of=find_open_branch)
def see(branch: Branch) -> ResponseReturnValue:
    form, at = LicenceForm(), now()

    def do() -> str:
        paper = operations.Paper(
            kind=form.kind.data, number=form.number.data, valid_until=form.valid_until.data
        )
        person = who_is_meant(branch.id, form.who.data)
        return str(operations.see(branch, person, paper, by=current_actor(), at=at).id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("登记好了，并告诉了本人"))
            return redirect(url_for(".home", branch_id=branch.id))
    return page("services/volunteering/desk/see_licence.html", branch=branch, form=form)


@bp.post("/<int:licence_id>/remove")
@needs(KEEP_LICENCES, of=queries.find_licence)
def remove(licence: Licence) -> ResponseReturnValue:
    branch_id = licence.branch_id
    branch = find_branch(branch_id)
    with writing():
        operations.remove(
            licence, branch=branch.name if branch else "", by=current_actor(), at=now()
        )
    flash(_("划掉了，并告诉了本人"))
    return redirect(url_for(".home", branch_id=branch_id))
