"""The time is kept while the form is filled in: then it is booked, or given back."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.accounts.queries import get_person
from core.clock import now
from core.db import writing
from core.web.forms import Form, page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import OWN_APPOINTMENT
from services.cases.forms.booking import BookForm, CounsellingForm
from services.cases.operations import handling, safekeeping
from services.cases.operations.handling import begin as begin_case
from services.cases.views.blueprint import appointments as bp
from services.cases.views.showing import facts_of, find_own
from services.clinics.models import Appointment, AppointmentStatus, ClinicKind
from services.clinics.operations import booking


def form_for(appointment: Appointment, **given: Any) -> BookForm:
    """Return what is asked before it is booked."""
    counselling = appointment.service.clinic.kind is ClinicKind.COUNSELLING
    phone = get_person(appointment.person_id).phone or ""
    form = CounsellingForm(**{"phone": phone, **given}) if counselling else BookForm(**given)
    form.needs(appointment)
    return form


@bp.post("/<ref>/book")
@needs(OWN_APPOINTMENT, of=find_own)
def book(appointment: Appointment) -> ResponseReturnValue:
    form, at, by = form_for(appointment), now(), current_actor()

    def do() -> str:
        take(appointment, form, by=by, at=at)
        return url_for(".show", ref=appointment.ref)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(
                _("告诉对方了，答应了马上告诉您")
                if appointment.status is AppointmentStatus.ASKED
                else _("约好了")
            )
            return redirect(where)
    return shown(appointment, form=form, at=at)


def take(appointment: Appointment, form: BookForm, *, by: Actor, at: datetime) -> None:
    """Book it; counselling begins a case with the consent, for the counsellor alone to open."""
    case = None
    if isinstance(form, CounsellingForm):
        clinic = appointment.service.clinic
        case = begin_case(clinic, consents=form.consents.data, by=by, at=at)
        safekeeping.save_intake(case, form.said, by=by, at=at)
    booking.want(appointment, way=form.way_of(appointment), by=by, at=at)
    if case is not None:
        handling.submit(case, appointment=appointment, by=by, at=at)
    else:
        handling.join_time(appointment, at=at)
    if not form.reminds.data:
        booking.remind(appointment, on=False, by=by, at=at)


@bp.get("/<ref>")
@needs(OWN_APPOINTMENT, of=find_own)
def show(appointment: Appointment) -> ResponseReturnValue:
    return shown(appointment, at=now())


def shown(
    appointment: Appointment, *, at: datetime, form: Form | None = None
) -> ResponseReturnValue:
    """Show an appointment to its guest; what is only kept shows the form that books it."""
    facts = facts_of(appointment, at=at)
    if facts["is_held"]:
        form = form or form_for(appointment, formdata=None)
        return page("services/cases/appointments/book.html", form=form, **facts)
    return page("services/cases/appointments/show.html", form=form, **facts)
