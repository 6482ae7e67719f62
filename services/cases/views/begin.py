"""One's own cases, and beginning one of legal aid."""

from datetime import datetime
from functools import partial

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import BEGIN_CASE
from services.cases import queries, rules
from services.cases.forms.intake import BeginForm
from services.cases.operations.handling import begin as begin_case
from services.cases.queries import of_client
from services.cases.rules.words import STATUSES
from services.cases.views.blueprint import cases
from services.clinics.models import Clinic


@cases.get("/")
@needs(BEGIN_CASE)
def home() -> ResponseReturnValue:
    given = request.args.get("after")
    after = key_of(given) if given is not None else None
    found = of_client.list_envelopes(current_actor().person, after=after)
    rows = found[: of_client.PAGE]
    return page(
        "services/cases/home.html",
        rows=rows,
        statuses=STATUSES,
        further=after is not None,
        next_id=rows[-1].id if len(found) > of_client.PAGE else None,
    )


@cases.route("/new", methods=["GET", "POST"])
@needs(BEGIN_CASE)
def new() -> ResponseReturnValue:
    """Say who will read it and what it is worth, then begin."""
    at, form = now(), BeginForm()
    clinic = find_clinic(request.values.get("clinic", ""), at=at)
    if clinic is not None and form.validate_on_submit():
        with form.refusals():
            with writing():
                number = form.once(partial(do_begin, clinic, at), at=at)
            flash(_("开始了。写到哪里都会留着，可以随时停下。"))
            return redirect(url_for(".ask", number=number, question="story"))
    return page(
        "services/cases/new.html",
        form=form,
        clinic=clinic,
        why_not=rules.why_not_begin(queries.count_open(current_actor().person)),
        kept_days=rules.DRAFT_KEPT.days,
    )


def find_clinic(given: str, *, at: datetime) -> Clinic | None:
    """Return the clinic of this id where one can begin, else None."""
    is_id = given.isascii() and given.isdigit() and len(given) < 10  # noqa: PLR2004
    return of_client.find_clinic_to_begin(int(given), at=at) if is_id else None


def do_begin(clinic: Clinic, at: datetime) -> str:
    return begin_case(clinic, consents=True, by=current_actor(), at=at).number
