"""Handing a case on, by the contact clerk or a practitioner; or back to its client."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.accounts.forms import EmptyForm
from core.clock import now
from core.db import db, writing
from core.web.guard import current_actor, needs
from core.words import _
from services.access import HANDLE_CASE
from services.cases import queries
from services.cases.desk_views.blueprint import bp
from services.cases.desk_views.cases import colleagues_of, shown, to_hand
from services.cases.forms.practice import HandOnForm
from services.cases.models import Case
from services.cases.operations import conflict, handling
from services.clinics.models import Practitioner


@bp.post("/cases/<number>/hand")
@needs(HANDLE_CASE, of=queries.find_case)
def hand(case: Case) -> ResponseReturnValue:
    """Give it away: who had it finds it no more, and is led back to the desk."""
    at = now()
    colleagues = colleagues_of(case, at=at)
    form = to_hand(case, colleagues)
    if form.validate_on_submit():
        with form.refusals():
            with writing():  # stored whatever becomes of it: being refused is an answer too
                conflict.count_asking(by=current_actor(), at=at)
            with writing():
                to = db.session.get_one(Practitioner, form.to.data)
                handling.hand(
                    case,
                    to,
                    is_open=to.id in {each.id for each in colleagues_of(case, at=at)},
                    why=form.why.data if isinstance(form, HandOnForm) else "",
                    by=current_actor(),
                    at=at,
                )
            flash(_("转交了，您不能再打开这份材料"))
            return redirect(url_for(".home"))
    return shown(case, at=at, form=form)


@bp.post("/cases/<number>/return")
@needs(HANDLE_CASE, of=queries.find_case)
def turn_down(case: Case) -> ResponseReturnValue:
    """Give it back to its client without a word of why."""
    form, at = EmptyForm(), now()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                handling.turn_down(case, by=current_actor(), at=at)
            flash(_("还给本人了，您不能再打开这份材料"))
            return redirect(url_for(".home"))
    return shown(case, at=at, form=form)
