"""The visit form at the desk: filled in, kept as a draft, with pictures, handed in."""

from flask import abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.branches.rules import public_name
from core.clock import VILLAGE, now, village_day
from core.db import db, writing
from core.errors import Refused
from core.sponsorship import access, operations, queries, rules
from core.sponsorship.blueprint import desk as bp
from core.sponsorship.desk_views import near, page_of
from core.sponsorship.forms import PictureForm, VisitForm
from core.sponsorship.models import Kinship, Sponsorship, SponsorshipStatus, Visit
from core.sponsorship.queries.parts import Part, find_picture
from core.storage.models import SMALL
from core.storage.operations import lay_picture
from core.web.file_views import send
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _


@bp.route("/<int:sponsorship_id>/visit", methods=["GET", "POST"])
@needs(access.VISIT, of=queries.find_at_desk)
def visit(sponsorship: Sponsorship) -> ResponseReturnValue:
    """Fill in the form: kept as it is, or handed in for good."""
    draft = queries.find_visit(sponsorship.id)
    if sponsorship.status is not SponsorshipStatus.VISITING or (draft and draft.handed_in_at):
        return redirect(page_of(sponsorship))
    form, step = _form(sponsorship), request.form.get("step", "")
    if not form.is_submitted():
        if draft is not None:
            form.show(queries.findings_of(draft), draft.version)
        else:
            form.day.data = village_day(now())
    if form.validate_on_submit():
        with form.refusals():
            if step == "hand_in":
                with writing():
                    _hand_in(sponsorship, form)
                flash(_("走访表交上去了，等书记决定"))
                return redirect(page_of(sponsorship))
            with writing():
                _save(sponsorship, form)
            flash(_("草稿存好了"))
            return redirect(_address(".pictures" if step == "pictures" else ".visit", sponsorship))
    return page(
        "core/sponsorship/visit.html",
        sponsorship=sponsorship,
        place=queries.find_place(sponsorship.kind, sponsorship.ref),
        form=form,
        draft=draft,
        pictures=len(queries.list_pictures(draft.id)) if draft else 0,
        mine=sponsorship.serving_id == current_actor().person,
        near=near(sponsorship),
        steward=public_name(sponsorship.steward.name) if sponsorship.steward else "",
    )


def _form(sponsorship: Sponsorship) -> VisitForm:
    hook = queries.find_kind(sponsorship.kind) or abort(404)
    return VisitForm.with_points(hook.checklist)()


def _save(sponsorship: Sponsorship, form: VisitForm) -> Visit:
    return operations.save_draft(
        sponsorship,
        form.findings,
        version=int(form.version.data),
        form_key=form.form_key.data,
        by=current_actor(),
        at=now(),
    )


def _hand_in(sponsorship: Sponsorship, form: VisitForm) -> Visit:
    if not form.kinship.data:
        raise Refused(_("请说明和经营者的关系"), field="kinship")
    return operations.hand_in(
        sponsorship,
        form.findings,
        kinship=Kinship(form.kinship.data),
        version=int(form.version.data),
        form_key=form.form_key.data,
        by=current_actor(),
        at=now(),
    )


@bp.post("/<int:sponsorship_id>/visit/draft")
@needs(access.VISIT, of=queries.find_at_desk)
def draft(sponsorship: Sponsorship) -> ResponseReturnValue:
    """Keep what is being typed; answer a script with words to show."""
    form = _form(sponsorship)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                saved = _save(sponsorship, form)
                version, at = saved.version, saved.saved_at
            time = at.astimezone(VILLAGE).strftime("%H:%M")
            return jsonify(version=version, said=_("已存草稿 %(time)s", time=time))
    wrong = [*form.form_errors, *(text for field in form for text in field.errors)]
    return jsonify(said=" ".join(str(each) for each in wrong)), 422


@bp.route("/<int:sponsorship_id>/visit/pictures", methods=["GET", "POST"])
@needs(access.VISIT, of=queries.find_at_desk)
def pictures(sponsorship: Sponsorship) -> ResponseReturnValue:
    """Add one picture, with a word on what it shows, or go back to the form."""
    visit = queries.find_visit(sponsorship.id)
    if sponsorship.status is not SponsorshipStatus.VISITING or (visit and visit.handed_in_at):
        return redirect(page_of(sponsorship))
    form, by, at = PictureForm(), current_actor(), now()
    if form.validate_on_submit():
        with form.refusals():
            given = form.picture.data
            laid = lay_picture(given.filename or "", given.read(), by=by)
            db.session.rollback()

            def do() -> str:
                operations.add_picture(sponsorship, laid, alt=form.alt.data, by=by, at=at)
                return _address(".pictures", sponsorship)

            with writing():
                where = form.once(do, at=at)
            flash(_("照片放好了"))
            return redirect(where)
    return page(
        "core/sponsorship/pictures.html",
        sponsorship=sponsorship,
        form=form,
        pictures=queries.list_pictures(visit.id) if visit else [],
        most=rules.MOST_PICTURES,
    )


@bp.post("/<int:sponsorship_id>/visit/pictures/<int:picture_id>/remove")
@needs(access.VISIT, of=find_picture)
def remove_picture(part: Part) -> ResponseReturnValue:
    sponsorship, picture = part.sponsorship, part.picture or abort(404)
    with writing():
        operations.remove_picture(sponsorship, picture, by=current_actor(), at=now())
    flash(_("照片去掉了"))
    return redirect(_address(".pictures", sponsorship))


@bp.get("/<int:sponsorship_id>/pictures/<int:picture_id>")
@needs(access.READ, of=find_picture)
def picture(part: Part) -> ResponseReturnValue:
    """Show a picture to the desk, also before everybody may see it."""
    shown = part.picture or abort(404)
    return send(shown.file, SMALL)


def _address(endpoint: str, sponsorship: Sponsorship) -> str:
    return url_for(endpoint, branch_id=sponsorship.branch_id, sponsorship_id=sponsorship.id)
