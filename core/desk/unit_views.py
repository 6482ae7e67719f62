"""What a branch covers, at the desk: villages, cooperatives, shops."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.accounts.models import Person
from core.branches import access, operations, queries, rules
from core.branches.models import Branch, Unit, UnitKind
from core.clock import now
from core.db import writing
from core.desk.forms import EditUnitForm, NewUnitForm, UnitForm
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _

bp = Blueprint("desk_units", __name__, url_prefix="/desk/<int:branch_id>/units")


@bp.get("")
@needs(access.READ_DESK, of=queries.find_open_branch)
def home(branch: Branch) -> ResponseReturnValue:
    return page(
        "core/desk/units.html",
        branch=branch,
        units=queries.units_of(branch.id),
        kinds=rules.UNITS,
        may_edit=access.EDIT_UNIT.granted(current_actor(), branch),
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(access.EDIT_UNIT, of=queries.find_open_branch)
def add(branch: Branch) -> ResponseReturnValue:
    form, at = NewUnitForm(), now()

    def do() -> str:
        unit = operations.add_unit(
            branch,
            kind=UnitKind(form.kind.data),
            name=form.name.data,
            registration=form.registration.data or "",
            representative=_representative(branch.id, form),
            by=current_actor(),
            at=at,
        )
        return str(unit.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("添好了"))
            return redirect(url_for(".home", branch_id=branch.id))
    return page("core/desk/add_unit.html", branch=branch, form=form)


@bp.route("/<int:unit_id>", methods=["GET", "POST"])
@needs(access.EDIT_UNIT, of=queries.find_unit_of)
def edit(unit: Unit) -> ResponseReturnValue:
    known = unit.legal_representative
    form = EditUnitForm(
        name=unit.name,
        registration=unit.registration,
        who=known.name if known else "",
        version=unit.version,
    )
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.edit_unit(
                    unit,
                    version=int(form.version.data),
                    name=form.name.data,
                    registration=form.registration.data or "",
                    representative=_representative(unit.branch_id, form, known=known),
                    by=current_actor(),
                    at=now(),
                )
            flash(_("改好了"))
            return redirect(url_for(".home", branch_id=unit.branch_id))
    return page("core/desk/edit_unit.html", unit=unit, kind=rules.UNITS[unit.kind], form=form)


@bp.post("/<int:unit_id>/remove")
@needs(access.EDIT_UNIT, of=queries.find_unit_of)
def remove(unit: Unit) -> ResponseReturnValue:
    branch_id = unit.branch_id
    with writing():
        operations.remove_unit(unit, by=current_actor(), at=now())
    flash(_("删掉了"))
    return redirect(url_for(".home", branch_id=branch_id))


def _representative(
    branch_id: int, form: UnitForm, *, known: Person | None = None
) -> Person | None:
    """Return who is meant; the name that stood there means the same person as before."""
    text = form.who.data
    if not text:
        return None
    if known is not None and text == known.name:
        return known
    return operations.who_is_meant(branch_id, text)
