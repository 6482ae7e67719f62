"""The roster at the branch's desk: upload, look at what it would do, apply or drop."""

import hashlib

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from core.branches.models import Branch
from core.branches.queries import find_open_branch, villages_of
from core.clock import now
from core.db import db, writing
from core.once.operations import once
from core.roster import access, operations, papers, queries
from core.roster.forms import ApplyForm, UploadForm
from core.roster.models import ImportStatus, RosterImport, RowKind
from core.storage.exports import XLSX
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _

bp = Blueprint("roster", __name__, url_prefix="/desk/<int:branch_id>/roster")
MOST = 2**31


@bp.route("/", methods=["GET", "POST"])
@needs(access.IMPORT_ROSTER, of=find_open_branch)
def home(branch: Branch) -> ResponseReturnValue:
    units = {unit.id: unit for unit in villages_of(branch.id)}
    form, at, actor = UploadForm(), now(), current_actor()
    form.unit.choices = [SelectChoice(str(key), unit.name) for key, unit in units.items()]
    if units and form.validate_on_submit():
        with form.refusals():
            unit, name = units[form.unit.data], form.file.data.filename
            data = form.file.data.read()
            sheet, verdicts = papers.read_roster(data, name, unit=unit, officer=actor.person)
            db.session.rollback()

            def do() -> str:
                roster = operations.check_in(unit, sheet, verdicts, file_name=name, by=actor, at=at)
                return url_for(".show", branch_id=roster.branch_id, import_id=roster.id)

            # The same form may come back with a better file: that is another import.
            digest = hashlib.sha256(data).hexdigest()
            key = f"{request.endpoint}:{form.form_key.data}:{digest[:16]}"
            with writing():
                address = once(key, f"{unit.id:064}", do, by=actor, at=at)
            return redirect(address)
    imports = queries.list_imports(branch.id)
    return page("core/roster/home.html", branch=branch, form=form, units=units, imports=imports)


@bp.get("/template")
@needs(access.IMPORT_ROSTER, of=find_open_branch)
def template(_branch: Branch) -> ResponseReturnValue:
    answer = Response(papers.template(), mimetype=XLSX)
    answer.headers.set("Content-Disposition", "attachment", filename="roster.xlsx")
    return answer


@bp.get("/<int:import_id>")
@needs(access.IMPORT_ROSTER, of=queries.find_import)
def show(roster: RosterImport) -> ResponseReturnValue:
    return shown(roster, ApplyForm())


def line_in(name: str) -> int:
    """Return after which line of the sheet the list goes on; nonsense begins it anew."""
    given = request.args.get(name, "")
    return min(int(given[:10]), MOST) if given.isascii() and given.isdigit() else 0


def shown(roster: RosterImport, form: ApplyForm) -> ResponseReturnValue:
    """Show where the import stands: what it would do, how far it is, what came of it."""
    if roster.status is ImportStatus.DROPPED:
        abort(404)
    return page(
        "core/roster/show.html",
        roster=roster,
        branch=roster.branch,
        form=form,
        status=ImportStatus,
        counts=queries.counts_of(roster),
        problems=queries.list_lines(roster, RowKind.BAD, after=line_in("problems")),
        changes=queries.list_lines(roster, RowKind.CHANGED, after=line_in("changes")),
        most=queries.PAGE,
    )


@bp.post("/<int:import_id>/apply")
@needs(access.IMPORT_ROSTER, of=queries.find_import)
def apply(roster: RosterImport) -> ResponseReturnValue:
    form = ApplyForm()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.apply(
                    roster, consent_note=form.consent_note.data, by=current_actor(), at=now()
                )
            return redirect(url_for(".show", branch_id=roster.branch_id, import_id=roster.id))
    return shown(roster, form)


@bp.post("/<int:import_id>/drop")
@needs(access.IMPORT_ROSTER, of=queries.find_import)
def drop(roster: RosterImport) -> ResponseReturnValue:
    branch_id = roster.branch_id
    with writing():
        operations.drop(roster, by=current_actor(), at=now())
    flash(_("导入已取消，读到的内容已删除"))
    return redirect(url_for(".home", branch_id=branch_id))
