"""The operator's facts, its licence, and the rules and privacy notice it publishes."""

import json

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.admin.access import ADMINISTER
from core.admin.blueprint import bp
from core.admin.forms import FactsForm, LicenceForm, SheetForm
from core.clock import now
from core.db import writing
from core.site import operations, queries, rules
from core.site.models import SheetKind
from core.site.texts import first_text
from core.site.views import TITLES
from core.storage import operations as storage
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.web.prose import prose
from core.words import _

EDITED = (
    "site_name", "county", "name", "credit_code", "no_registration", "address", "phone", "email",
    "filing",
)  # fmt: skip


@bp.route("/facts", methods=["GET", "POST"])
@needs(ADMINISTER, fresh=True)
def facts() -> ResponseReturnValue:
    stored = queries.stored_facts()
    shown = {name: stored[name] for name in EDITED}
    form = FactsForm(data={**shown, "seen": json.dumps(shown, ensure_ascii=False)})
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.set_facts(
                    {name: getattr(form, name).data for name in EDITED},
                    seen=seen_in(form.seen.data),
                    by=current_actor(),
                    at=now(),
                )
            flash(_("存好了，页脚马上就是新的"))
            return redirect(url_for(".facts"))
    return page("core/admin/facts.html", form=form, licence=stored["licence_ref"])


def seen_in(text: str) -> dict[str, str]:
    """Return what the facts were when the form was shown; a form that was tampered with is none."""
    try:
        seen = json.loads(text)
    except ValueError:
        abort(400)
    if not isinstance(seen, dict) or set(seen) != set(EDITED):
        abort(400)
    return {name: str(value) for name, value in seen.items()}


@bp.route("/facts/licence", methods=["GET", "POST"])
@needs(ADMINISTER, fresh=True)
def licence() -> ResponseReturnValue:
    """Take the photo of the licence: the bytes first, then the fact that it is this one."""
    form, by = LicenceForm(), current_actor()
    if form.validate_on_submit():
        given = form.picture.data
        with form.refusals():
            laid = storage.lay_picture(given.filename or "", given.read(), by=by)
            with writing():
                at = now()
                stored = storage.keep(laid, is_public=True, by=by, at=at)
                operations.set_facts({"licence_ref": stored.ref}, by=by, at=at)
            flash(_("执照存好了，页脚可以看到"))
            return redirect(url_for(".facts"))
    return page("core/admin/licence.html", form=form, licence=queries.stored_facts()["licence_ref"])


@bp.post("/facts/licence/remove")
@needs(ADMINISTER, fresh=True)
def remove_licence() -> ResponseReturnValue:
    with writing():
        operations.set_facts({"licence_ref": ""}, by=current_actor(), at=now())
    flash(_("页脚不再显示执照"))
    return redirect(url_for(".facts"))


@bp.get("/sheets")
@needs(ADMINISTER)
def sheets() -> ResponseReturnValue:
    at = now()
    return page(
        "core/admin/sheets.html",
        at=at,
        sheets=[
            (kind, TITLES[kind], queries.find_sheet(kind, at=at), queries.list_sheets(kind))
            for kind in SheetKind
        ],
    )


@bp.route("/sheets/<any(rules, privacy):kind>", methods=["GET", "POST"])
@needs(ADMINISTER, fresh=True)
def sheet(kind: str) -> ResponseReturnValue:
    """Write the next version, look at it, publish it."""
    of, at = SheetKind(kind), now()
    newest = queries.newest_sheet(of)
    form = SheetForm(
        text=newest.text if newest else first_text(of),
        summary="" if newest else _("第一版"),
        effective_on=rules.earliest_day(at) if newest else None,
        based_on=newest.number if newest else 0,
    )
    preview = ""
    if form.validate_on_submit():
        if form.preview.data:
            preview = prose(form.text.data)
        else:
            with form.refusals():
                with writing():
                    form.once(lambda: publish(of, form), at=at)
                flash(_("公布了"))
                return redirect(url_for(".sheets"))
    return page(
        "core/admin/sheet.html",
        form=form,
        title=TITLES[of],
        preview=preview,
        first=newest is None,
        earliest=rules.earliest_day(at),
    )


def publish(of: SheetKind, form: SheetForm) -> str:
    at = now()
    published = operations.publish(
        of,
        text=form.text.data,
        summary=form.summary.data,
        effective=rules.effective_from(form.effective_on.data, published=at),
        based_on=int(form.based_on.data),
        by=current_actor(),
        at=at,
    )
    return url_for(f"site.{of.value}_version", number=published.number)
