"""What its guest reads of an appointment, and can do about it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import url_for

from core.accounts.forms import EmptyForm
from core.accounts.queries import get_person
from core.clock import VILLAGE
from core.web.guard import current_actor, is_trusted
from core.words import _l, dated
from services.access import ASK_HELP
from services.cases import queries as cases
from services.cases.views.choosing import place_of
from services.clinics.models import Appointment, AppointmentStatus, ClinicKind
from services.clinics.queries import appointments as queries
from services.clinics.rules import appointments as rules
from services.clinics.rules.setting_up import WAYS
from services.clinics.rules.words import colour_of, said_of, status_of
from services.help.models import HelpKind
from services.volunteering.rules.times import in_words

A = AppointmentStatus
# What the place of an appointment is, by the way one meets.
WHERE = {
    "place": _l("在哪里"),
    "phone": _l("到时间打给您"),
    "video": _l("到时间用微信视频打给您，微信要能用这个号码搜到"),
}


def find_own(ref: str) -> Appointment | None:
    return queries.find_by_ref(ref)


def facts_of(appointment: Appointment, *, at: datetime) -> dict[str, Any]:
    """Return what the page of an appointment says, and what can be done there now."""
    service, status = appointment.service, appointment.status
    is_held = status is A.HELD and (appointment.kept_until or at) > at
    kind = service.clinic.kind
    no_change = rules.why_not_move(
        status,
        appointment.starts_at,
        change_hours=service.change_hours,
        by_practitioner=False,
        in_group=appointment.session_id is not None,
        at=at,
    )
    return {
        "appointment": appointment,
        "service": service,
        "is_held": is_held,
        "is_counselling": kind is ClinicKind.COUNSELLING,
        "status": status_of(appointment, at=at),
        "colour": colour_of(status),
        "said": said_of(appointment, kept_until=clock(appointment.kept_until), at=at),
        "when": in_words(appointment.starts_at, appointment.ends_at),
        "who": service.practitioner.person.name,
        "is_live": status in rules.LIVE,
        "way": WAYS[appointment.way],
        "where": where_of(appointment),
        "where_label": WHERE[appointment.way],
        "no_change": no_change,
        "can_move": no_change is None and status is A.BOOKED and appointment.session_id is None,
        "can_miss": rules.why_not_miss(status, appointment.starts_at, at=at) is None,
        "can_remind": rules.why_not_remind(status, appointment.starts_at, at=at) is None,
        "change_hours": service.change_hours,
        "again": f"/services/{kind.value.replace('_', '-')}",
        "company": company_of(appointment, at=at),
        "cancel_key": EmptyForm(formdata=None).form_key.data,
        **own_words_of(appointment),
    }


def own_words_of(appointment: Appointment) -> dict[str, Any]:
    """Return the way to what one has said about it; to oneself alone."""
    service = appointment.service
    if current_actor().is_proxy or appointment.session_id is not None:
        return {"case": None, "begins": ""}
    case = cases.find_of_appointment(appointment.id)
    live = appointment.status in {A.ASKED, A.BOOKED}
    begins = live and case is None and service.clinic.kind is ClinicKind.LEGAL_AID
    return {
        "case": case,
        "begins": f"/appointments/cases/new?clinic={service.clinic_id}" if begins else "",
    }


def clock(moment: datetime | None) -> str:
    """Say a moment by the village's clock."""
    if moment is None:
        return ""
    shown = moment.astimezone(VILLAGE)
    return f"{dated(shown, 'MMMd')} {dated(shown, 'Hm')}"


def where_of(appointment: Appointment) -> str:
    """Say where one goes, or which number is called; a number of counselling lies in the safe."""
    service = appointment.service
    if appointment.way == "place":
        return place_of(service)
    if service.clinic.kind is ClinicKind.LEGAL_AID:
        return get_person(appointment.person_id).phone or ""
    return ""


def company_of(appointment: Appointment, *, at: datetime) -> str:
    """Return the way to ask for somebody who comes along: it tells day and hour, nothing else.

    Nothing joins the two afterwards; for counselling nobody is ever asked.
    """
    if (
        appointment.service.clinic.kind is not ClinicKind.LEGAL_AID
        or appointment.status is not A.BOOKED
        or appointment.way != "place"
        or at >= appointment.starts_at
        or not is_trusted(current_actor(), ASK_HELP.scope)
    ):
        return ""
    local = appointment.starts_at.astimezone(VILLAGE)
    day, hour = local.date().isoformat(), f"{local:%H:%M}"
    return url_for("help.ask", kind=HelpKind.COMPANY.value, day=day, time=hour)


def by_day(moments: Sequence[datetime], most: int) -> list[tuple[date, list[datetime]]]:
    """Return moments under their village days, of no more days than that."""
    days: dict[date, list[datetime]] = {}
    for each in moments:
        days.setdefault(each.astimezone(VILLAGE).date(), []).append(each)
    return list(days.items())[:most]
