"""One's own case: how far it is, who has opened it, and what can be done next."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import FIND_CASE, OWN_CASE
from services.cases import queries, rules
from services.cases.forms.intake import ToForm
from services.cases.models import Case, CaseKind
from services.cases.operations import handling, safekeeping
from services.cases.operations.safekeeping import Reasons
from services.cases.papers import in_words as told
from services.cases.queries import of_client
from services.cases.queries.glass import list_breakings
from services.cases.rules import INTAKE, NOTES
from services.cases.rules.words import OPENERS, OUTCOMES, STATUSES, part_in_words
from services.cases.views.blueprint import cases
from services.clinics.models import Appointment
from services.volunteering.rules.times import in_words

CONTACT = "contact"


@cases.get("/<number>")
@needs(FIND_CASE, of=queries.find_case)
def show(case: Case) -> ResponseReturnValue:
    """Show the envelope to its client; who has it in hand goes to the practitioner's page."""
    if case.client_id != current_actor().person:
        return redirect(f"/practice/cases/{case.number}")
    return page("services/cases/show.html", **facts_of(case, at=now()))


def facts_of(
    case: Case, *, at: datetime, reasons: Mapping[int, Reasons] | None = None
) -> dict[str, Any]:
    """Return what the page of a case says; the reasons only to who has opened them."""
    by, given = current_actor(), request.args.get("after")
    after = key_of(given) if given is not None else None
    found = of_client.list_openings_of(case.id, after=after)
    openings = found[: of_client.PAGE]
    known = queries.known_of(case, at=at)
    holder = rules.holder_of(known)
    actions = rules.CASE.actions(case.status)
    is_legal = case.kind is CaseKind.LEGAL_AID
    return {
        "case": case,
        "status": STATUSES[case.status],
        "outcome": OUTCOMES[case.outcome] if case.outcome else "",
        "holder": of_client.name_of(holder) if holder else "",
        "is_legal": is_legal,
        "openings": [
            (each.person.name, OPENERS[each.opener], part_in_words(each.what), each.at)
            for each in openings
        ],
        "further": after is not None,
        "next_id": openings[-1].id if len(found) > of_client.PAGE else None,
        "breakings": list_breakings(case.id),
        "reasons": reasons or {},
        "can_write": is_legal and rules.why_not_write(known, INTAKE, by=by) is None,
        "can_submit": is_legal and "submit" in actions,
        "can_take_up": rules.why_not_take_up(case.status, case.kind) is None,
        "times": of_client.times_with(case, at=at),
        "can_read": is_legal and rules.why_not_open(known, by=by) is None,
        "can_read_notes": case.handed_at is not None and rules.why_not_open(known, by=by) is None,
        "can_withdraw": rules.why_not_withdraw(case.status) is None,
        "gives_back": case.appointment is not None and rules.is_given_back(case.appointment, at=at),
        "can_shred": rules.why_not_shred(case.status) is None,
    }


@cases.post("/<number>/glass")
@needs(OWN_CASE, of=queries.find_case)
def reasons(case: Case) -> ResponseReturnValue:
    """Show why somebody wants it opened."""
    at = now()
    with writing():
        found = safekeeping.open_glass(case, by=current_actor(), at=at)
    opened = {each.breaking.id: each for each in found}
    return page("services/cases/show.html", **facts_of(case, at=at, reasons=opened))


@cases.post("/<number>/notes")
@needs(OWN_CASE, of=queries.find_case)
def notes(case: Case) -> ResponseReturnValue:
    """Show the client what was put down by who has, or had, the case in hand."""
    at, by = now(), current_actor()
    with writing():
        said = safekeeping.open_part(case, NOTES, by=by, at=at)
        lines = told(NOTES, said, reader_id=by.id)
    return page("services/cases/notes.html", number=case.number, lines=lines)


@cases.route("/<number>/submit", methods=["GET", "POST"])
@needs(OWN_CASE, of=of_client.find_legal)
def submit(case: Case) -> ResponseReturnValue:
    """Hand it in to whom one has booked, or to the contact clerk."""
    form, bookings = ToForm(), of_client.list_to_bring(case)
    form.offer(ways_of(case, bookings))
    if form.validate_on_submit():
        appointment = next((each for each in bookings if each.ref == form.to.data), None)
        with form.refusals():
            with writing():
                handling.submit(case, appointment=appointment, by=current_actor(), at=now())
            flash(_("交上去了"))
            return redirect(url_for(".show", number=case.number))
    return page(
        "services/cases/submit.html",
        number=case.number,
        form=form,
        clinic_id=case.clinic_id,
        can_submit="submit" in rules.CASE.actions(case.status),
    )


def ways_of(case: Case, bookings: Any) -> list[tuple[str, str]]:
    """Return to whom it can be handed in, as (value, words)."""
    found = [(each.ref, booking_in_words(each)) for each in bookings]
    contact = case.clinic.contact
    if contact is not None and contact.id != case.client_id:
        words = _("联络员%(name)s，约好人以后转交", name=contact.name)
        found.append((CONTACT, words))
    return found


def booking_in_words(appointment: Appointment) -> str:
    when = in_words(appointment.starts_at, appointment.ends_at)
    name = appointment.service.practitioner.person.name
    return _("%(name)s，约在 %(when)s", name=name, when=when)


@cases.post("/<number>/withdraw")
@needs(OWN_CASE, of=queries.find_case)
def withdraw(case: Case) -> ResponseReturnValue:
    with writing():
        handling.withdraw(case, by=current_actor(), at=now())
    flash(_("撤回了。从现在起只有您自己能打开，要留要毁由您定。"))
    return redirect(url_for(".show", number=case.number))


@cases.post("/<number>/take-up")
@needs(OWN_CASE, of=of_client.find_legal)
def take_up(case: Case) -> ResponseReturnValue:
    with writing():
        handling.take_up(case, by=current_actor(), at=now())
    flash(_("又在您自己手里了，写好可以再交给别人"))
    return redirect(url_for(".show", number=case.number))


@cases.post("/<number>/shred")
@needs(OWN_CASE, of=queries.find_case)
def shred(case: Case) -> ResponseReturnValue:
    with writing():
        handling.shred(case, by=current_actor(), at=now())
    flash(_("销毁了，谁也打不开了"))
    return redirect(url_for(".show", number=case.number))
