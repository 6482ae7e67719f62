"""One clinic at the desk: opened, changed, closed, and who receives what is asked of legal aid."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from core.branches.models import Branch
from core.branches.operations import who_is_meant
from core.branches.queries import find_open_branch
from core.clock import now, village_day
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import RUN_CLINICS
from services.clinics.desk_views.blueprint import bp
from services.clinics.forms import ClinicForm, ContactForm, EditClinicForm
from services.clinics.models import Clinic, ClinicKind
from services.clinics.operations import changing, ending, setting_up
from services.clinics.queries import desk
from services.clinics.queries.places import places
from services.clinics.queries.setting_up import list_villages
from services.clinics.rules import setting_up as rules


@bp.route("/new", methods=["GET", "POST"])
@needs(RUN_CLINICS, of=find_open_branch)
def open_clinic(branch: Branch) -> ResponseReturnValue:
    form, at, by = ClinicForm(), now(), current_actor()
    has_villages = offer_villages(form, branch)

    def do() -> str:
        made = setting_up.open_clinic(branch, form.wanted, form.said, by=by, at=at)
        return url_for(".clinic", branch_id=branch.id, clinic_id=made.id)

    if has_villages and form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("设好了。请人来看过、核验了，才能预约"))
            return redirect(where)
    return page(
        "services/clinics/desk/open.html", branch=branch, form=form, has_villages=has_villages
    )


@bp.get("/<int:clinic_id>")
@needs(RUN_CLINICS, of=desk.find_clinic)
def clinic(found: Clinic) -> ResponseReturnValue:
    own = places([found.id])
    return page(
        "services/clinics/desk/clinic.html",
        branch=found.branch,
        clinic=found,
        verification=desk.list_verifications([found.id]).get(found.id),
        may_ask=bool(own) and current_actor().person in own[found.id].owners,
        services=desk.list_services(found.id),
        is_legal=found.kind is ClinicKind.LEGAL_AID,
        rules=rules,
        today=village_day(now()),
    )


@bp.route("/<int:clinic_id>/edit", methods=["GET", "POST"])
@needs(RUN_CLINICS, of=desk.find_clinic)
def edit(found: Clinic) -> ResponseReturnValue:
    form = EditClinicForm()
    offer_villages(form, found.branch)
    if not form.is_submitted():
        form.show(found)
    back = url_for(".clinic", branch_id=found.branch_id, clinic_id=found.id)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                version = int(form.version.data)
                by, at = current_actor(), now()
                changing.edit_clinic(found, form.said, version=version, by=by, at=at)
            flash(_("改好了"))
            return redirect(back)
    return page("services/clinics/desk/edit.html", clinic=found, form=form, back_to=back)


@bp.post("/<int:clinic_id>/close")
@needs(RUN_CLINICS, of=desk.find_clinic)
def close(found: Clinic) -> ResponseReturnValue:
    branch_id = found.branch_id
    with writing():
        ending.close_clinic(found, by=current_actor(), at=now())
    flash(_("关了，这里不再接待"))
    return redirect(url_for(".home", branch_id=branch_id))


@bp.route("/<int:clinic_id>/contact", methods=["GET", "POST"])
@needs(RUN_CLINICS, of=desk.find_clinic)
def contact(found: Clinic) -> ResponseReturnValue:
    """Name who receives what is asked of legal aid; the undertaking stands on the page."""
    form, at, by = ContactForm(), now(), current_actor()
    back = url_for(".clinic", branch_id=found.branch_id, clinic_id=found.id)

    def do() -> str:
        person = who_is_meant(found.branch_id, form.who.data)
        undertaken = form.undertaken.data
        setting_up.name_contact(found, person, has_undertaken=undertaken, by=by, at=at)
        return back

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("定好了，并告诉了本人"))
            return redirect(back)
    return page(
        "services/clinics/desk/contact.html",
        clinic=found,
        form=form,
        is_legal=found.kind is ClinicKind.LEGAL_AID,
        back_to=back,
    )


@bp.post("/<int:clinic_id>/contact/off")
@needs(RUN_CLINICS, of=desk.find_clinic)
def contact_off(found: Clinic) -> ResponseReturnValue:
    back = url_for(".clinic", branch_id=found.branch_id, clinic_id=found.id)
    with writing():
        changing.take_contact_off(found, by=current_actor(), at=now())
    flash(_("取下了，新交来的不再到他那里"))
    return redirect(back)


def offer_villages(form: EditClinicForm, branch: Branch) -> bool:
    """Let the form name the villages in reach of the branch; tell whether there is one."""
    villages = list_villages(branch)
    first = [] if len(villages) == 1 else [SelectChoice("", _("请选择"))]
    form.unit_id.choices = [*first, *(SelectChoice(each.id, each.name) for each in villages)]
    return bool(villages)
