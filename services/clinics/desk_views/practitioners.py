"""Practitioners at the desk: a licence is seen, and seen anew; days off; an end."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.branches.models import Branch
from core.branches.operations import who_is_meant
from core.branches.queries import find_open_branch
from core.clock import now, village_day
from core.db import db, writing
from core.errors import Refused
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _, dated
from services.access import RUN_CLINICS
from services.clinics.desk_views import hours as shared
from services.clinics.desk_views.blueprint import bp
from services.clinics.forms import PaperForm, SeeForm
from services.clinics.models import DayOff, Practitioner
from services.clinics.operations import hours, setting_up
from services.clinics.queries import desk
from services.clinics.rules import setting_up as rules


@bp.route("/practitioners/new", methods=["GET", "POST"])
@needs(RUN_CLINICS, of=find_open_branch)
def see(branch: Branch) -> ResponseReturnValue:
    """Put a practitioner down whose licence lies on the table."""
    form, at, by = SeeForm(), now(), current_actor()
    offer_guides(form, branch.id)

    def do() -> str:
        person = who_is_meant(branch.id, form.who.data)
        guide = guide_in(form, branch.id)
        made = setting_up.see(branch, person, form.paper, guide=guide, by=by, at=at)
        return url_for(".practitioner", branch_id=branch.id, practitioner_id=made.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("登记好了，并告诉了本人"))
            return redirect(where)
    return page("services/clinics/desk/see.html", branch=branch, form=form)


@bp.get("/practitioners/<int:practitioner_id>")
@needs(RUN_CLINICS, of=desk.find_practitioner)
def practitioner(found: Practitioner) -> ResponseReturnValue:
    today = village_day(now())
    return page(
        "services/clinics/desk/practitioner.html",
        branch=found.branch,
        practitioner=found,
        given=desk.list_given(found.id),
        off=desk.list_off(found.id, since=today),
        span=shared.span_in_words,
        dated=dated,
        rules=rules,
        today=today,
    )


@bp.route("/practitioners/<int:practitioner_id>/renew", methods=["GET", "POST"])
@needs(RUN_CLINICS, of=desk.find_practitioner)
def renew(found: Practitioner) -> ResponseReturnValue:
    """See the licence anew; what is said of languages and work can change with it."""
    form, at, by = PaperForm(), now(), current_actor()
    offer_guides(form, found.branch_id, but=found.id)
    if not form.is_submitted():
        show(form, found)
    back = url_for(".practitioner", branch_id=found.branch_id, practitioner_id=found.id)

    def do() -> str:
        guide = guide_in(form, found.branch_id)
        setting_up.see(found.branch, found.person, form.paper, guide=guide, by=by, at=at)
        return back

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("改好了，并告诉了本人"))
            return redirect(back)
    return page(
        "services/clinics/desk/renew.html",
        branch=found.branch,
        practitioner=found,
        form=form,
        back_to=back,
    )


@bp.post("/practitioners/<int:practitioner_id>/end")
@needs(RUN_CLINICS, of=desk.find_practitioner)
def end_practitioner(found: Practitioner) -> ResponseReturnValue:
    branch_id = found.branch_id
    with writing():
        setting_up.end_practitioner(found, by=current_actor(), at=now())
    flash(_("停了，不再接新的预约"))
    return redirect(url_for(".home", branch_id=branch_id))


@bp.route("/practitioners/<int:practitioner_id>/away", methods=["GET", "POST"])
@needs(RUN_CLINICS, of=desk.find_practitioner)
def away(found: Practitioner) -> ResponseReturnValue:
    back = url_for(".practitioner", branch_id=found.branch_id, practitioner_id=found.id)
    return shared.be_away(found, back=back, back_label=found.person.name)


@bp.post("/practitioners/<int:practitioner_id>/away/<int:away_id>/back")
@needs(RUN_CLINICS, of=desk.find_day_off)
def come_back(found: DayOff) -> ResponseReturnValue:
    back = url_for(
        ".practitioner", branch_id=found.branch_id, practitioner_id=found.practitioner_id
    )
    with writing():
        hours.come_back(found, by=current_actor(), at=now())
    flash(_("去掉了，这段时间又能预约"))
    return redirect(back)


def offer_guides(form: PaperForm, branch_id: int, *, but: int | None = None) -> None:
    form.offer_guides(
        (each.id, each.person.name) for each in desk.list_guides(branch_id) if each.id != but
    )


def guide_in(form: PaperForm, branch_id: int) -> Practitioner | None:
    """Return who was chosen to guide; refused where they have just ended."""
    if form.guide.data is None:
        return None
    guide = db.session.get(Practitioner, form.guide.data)
    if guide is None or guide.branch_id != branch_id or guide.ended_at is not None:
        raise Refused(_("带的人证件过期了，或者不再接待"), field="guide")
    return guide


def show(form: PaperForm, found: Practitioner) -> None:
    """Fill the form with what is put down."""
    form.kind.data, form.licence.data = found.kind.value, found.licence
    form.until.data, form.guide.data = found.licence_until, found.guide_id
    form.languages.data, form.words.data = rules.codes_of(found.languages), found.words
