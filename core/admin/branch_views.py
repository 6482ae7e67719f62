"""Branches: founded, edited, moved, closed, and given their secretary."""

from collections.abc import Sequence

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from core.admin.access import ADMINISTER
from core.admin.blueprint import bp
from core.admin.forms import EditBranchForm, MoveForm, NewBranchForm, SecretaryForm
from core.admin.people_views import named
from core.branches import operations
from core.branches.models import Branch, OfficeRole
from core.branches.queries import (
    find_branch,
    find_open_branch,
    list_branches,
    list_live_terms,
)
from core.branches.rules import KINDS
from core.clock import now, village_day
from core.db import writing
from core.errors import Refused
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _

FIELDS = ("name", "phone", "address", "hours", "district")
ROOT = 0  # what the list of parents calls "none"


def parents(branches: Sequence[Branch], *, without: Branch | None = None) -> list[SelectChoice]:
    """Return what a branch may hang under, indented as the tree is; not itself nor below it."""
    shown = [SelectChoice(ROOT, _("没有上级"))]
    for each in branches:
        if without is None or not each.path.startswith(without.path):
            deep = each.path.count("/") - 2
            shown.append(SelectChoice(each.id, f"{'　' * max(deep, 0)}{each.name}"))
    return shown


@bp.get("/branches")
@needs(ADMINISTER)
def branches() -> ResponseReturnValue:
    return page("core/admin/branches.html", branches=list_branches(), kinds=KINDS)


@bp.route("/branches/new", methods=["GET", "POST"])
@needs(ADMINISTER, fresh=True)
def found() -> ResponseReturnValue:
    form = NewBranchForm()
    form.parent.choices = parents(list_branches())
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                at = now()

                def do() -> str:
                    branch = operations.found_branch(
                        kind=form.chosen_kind,
                        parent=find_open_branch(form.parent.data) if form.parent.data else None,
                        **{name: getattr(form, name).data for name in FIELDS},
                        by=current_actor(),
                        at=at,
                    )
                    return url_for(".branch", branch_id=branch.id)

                where = form.once(do, at=at)
            flash(_("建好了，下一步任命书记"))
            return redirect(where)
    return page("core/admin/found.html", form=form)


@bp.route("/branches/<int:branch_id>", methods=["GET", "POST"])
@needs(ADMINISTER, of=find_open_branch, fresh=True)
def branch(branch: Branch) -> ResponseReturnValue:
    form = EditBranchForm(obj=branch)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = url_for(".branch", branch_id=branch.id)
                operations.edit_branch(
                    branch,
                    version=int(form.version.data),
                    changes={name: getattr(form, name).data for name in FIELDS},
                    by=current_actor(),
                    at=now(),
                )
            flash(_("存好了"))
            return redirect(where)
    terms = list_live_terms(branch.id)
    return page(
        "core/admin/branch.html",
        branch=branch,
        kind=KINDS[branch.kind],
        form=form,
        secretary=next(
            (
                term
                for term in terms
                if term.role is OfficeRole.SECRETARY and term.stands_in_for_id is None
            ),
            None,
        ),
        parent=find_branch(branch.parent_id) if branch.parent_id else None,
    )


@bp.route("/branches/<int:branch_id>/move", methods=["GET", "POST"])
@needs(ADMINISTER, of=find_open_branch, fresh=True)
def move(branch: Branch) -> ResponseReturnValue:
    form = MoveForm(parent=branch.parent_id or ROOT)
    form.parent.choices = parents(list_branches(), without=branch)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = url_for(".branch", branch_id=branch.id)
                operations.move_branch(
                    branch,
                    parent=find_open_branch(form.parent.data) if form.parent.data else None,
                    by=current_actor(),
                    at=now(),
                )
            flash(_("移好了，下级跟着一起移"))
            return redirect(where)
    return page("core/admin/move.html", form=form, branch=branch)


@bp.post("/branches/<int:branch_id>/close")
@needs(ADMINISTER, of=find_open_branch, fresh=True)
def close(branch: Branch) -> ResponseReturnValue:
    where, name = url_for(".branch", branch_id=branch.id), branch.name
    try:
        with writing():
            operations.close_branch(branch, by=current_actor(), at=now())
    except Refused as refused:
        flash(refused.reason, "error")
        return redirect(where)
    flash(_("%(name)s撤销了", name=name))
    return redirect(url_for(".branches"))


@bp.route("/branches/<int:branch_id>/secretary", methods=["GET", "POST"])
@needs(ADMINISTER, of=find_open_branch, fresh=True)
def secretary(branch: Branch) -> ResponseReturnValue:
    """Name the branch's secretary by full number or mail address."""
    form, at = SecretaryForm(), now()
    if not form.is_submitted():
        form.since.data = village_day(at)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                person = named(form.who.data)
                name, where = person.name, url_for(".branch", branch_id=branch.id)
                operations.appoint(
                    branch,
                    person,
                    OfficeRole.SECRETARY,
                    since=form.since.data,
                    until=form.until.data,
                    by=current_actor(),
                    at=at,
                )
            flash(_("%(name)s是书记了", name=name))
            return redirect(where)
    return page("core/admin/secretary.html", form=form, branch=branch)
