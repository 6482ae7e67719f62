"""Asking a branch for a certificate of the hours that it has recorded."""

from datetime import datetime
from functools import partial

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from core.branches.queries import find_open_branch
from core.clock import now, village_day
from core.db import writing
from core.errors import Refused
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import VOLUNTEER
from services.hours.forms import CertificateForm
from services.hours.operations import certifying
from services.hours.queries import ledger
from services.hours.rules.words import spelt
from services.hours.views.blueprint import bp


@bp.route("/hours/certificate", methods=["GET", "POST"])
@needs(VOLUNTEER)
def ask_certificate() -> ResponseReturnValue:
    form, at, person_id = CertificateForm(), now(), current_actor().person
    branches = ledger.branches_of(person_id)
    form.branch.choices = [SelectChoice(each, name) for each, name, _minutes in branches]
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(ask, form, at), at=at)
            flash(_("告诉支部了，开好会有消息"))
            return redirect(url_for(".home"))
    if not form.is_submitted():
        form.first.data = ledger.first_day_of(person_id)
        form.last.data = village_day(at)
    return page("services/hours/ask_certificate.html", form=form, branches=branches, spelt=spelt)


def ask(form: CertificateForm, at: datetime) -> str:
    branch = find_open_branch(form.branch.data)
    if branch is None:
        raise Refused(_("这个支部已经撤销了"), field="branch")
    first, last = form.first.data, form.last.data
    made = certifying.ask(branch, first=first, last=last, by=current_actor(), at=at)
    return str(made.id)
