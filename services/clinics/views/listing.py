"""When clinics can be booked: four weeks of days, then the times of one day; made once for all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now, village_day
from core.site.pages import public_page
from core.web.guard import public
from core.web.links import whole
from core.words import in_english, translate
from services.clinics.models import ClinicKind, Service, Session
from services.clinics.queries import offered
from services.clinics.queries.offered import Verified
from services.clinics.queries.slots import Plan, plan_of
from services.clinics.rules.setting_up import CLINICS, KINDS, LANGUAGES, WAYS, codes_of
from services.clinics.rules.wishes import Wish, halves, read_wish, slot_of, weeks_from
from services.clinics.views.blueprint import bp
from services.volunteering.rules.times import in_words

ENDPOINTS = {
    ClinicKind.LEGAL_AID: "clinics.legal_aid",
    ClinicKind.COUNSELLING: "clinics.counselling",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """Somebody who can be booked, as the lists say it."""

    id: int
    name: str
    kind: str
    words: str
    languages: str
    ways: str
    clinic_id: int
    clinic: str
    place: str
    seats: int
    minutes: int
    asks: bool
    guide: str
    until: date | None
    verified: Verified | None


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Show which kinds of clinics there are."""
    return public_page("services/clinics/home.html", lambda: {"canonical": whole(url_for(".home"))})


@bp.get("/legal-aid")
@public
def legal_aid() -> ResponseReturnValue:
    return of_kind(ClinicKind.LEGAL_AID)


@bp.get("/counselling")
@public
def counselling() -> ResponseReturnValue:
    return of_kind(ClinicKind.COUNSELLING)


def of_kind(kind: ClinicKind) -> ResponseReturnValue:
    """Show on which days a kind of clinic is free, or the times of the day that is asked for."""
    wish = read_wish(request.args)
    template = "services/clinics/times.html" if wish.day else "services/clinics/days.html"
    return public_page(template, lambda: facts_of(kind, wish), args=wish.args())


def facts_of(kind: ClinicKind, wish: Wish) -> dict[str, Any]:
    """Read who can be booked, and when: six queries, however many there are."""
    at = now()
    today = village_day(at)
    found, verified = offered.list_open(kind, at=at)
    single = [each for each in found if each.seats == 1 and wish.fits(each)]
    endpoint = ENDPOINTS[kind]
    told = {
        "kind": kind,
        "title": CLINICS[kind],
        "wish": wish,
        "asked": asked_in_words(wish, found),
        "home": url_for(endpoint),
        "to": lambda day: url_for(endpoint, **wish.on(day).args()),  # type: ignore[arg-type]
        "people": [line(each, verified) for each in single],
        "ways": choices(WAYS, (each.ways for each in found)),
        "languages": choices(LANGUAGES, (each.practitioner.languages for each in found)),
        "canonical": whole(url_for(endpoint)),
    }
    if wish.day:
        plan = plan_of(single, wish.day, wish.day)
        return told | on_day(plan, single, wish.day, at=at)
    weeks = weeks_from(today)
    plan = plan_of(single, today, weeks[-1][-1])
    return told | {
        "today": today,
        "weeks": weeks,
        "free": days_free(plan, single, today, weeks[-1][-1], at=at),
        "contacts": contacts(kind, found, at=at),
        "full": [each.id for each in single if not has_any(plan, each, today, at=at)],
        "sessions": groups(found, verified, at=at) if not wish.active else [],
    }


def contacts(kind: ClinicKind, found: Sequence[Service], *, at: datetime) -> list[tuple[int, str]]:
    """Return the points of legal aid where a contact clerk takes what is written down.

    Where somebody can be booked their clinics are known already; else they are asked for.
    """
    if kind is not ClinicKind.LEGAL_AID:
        return []
    known = [each.clinic for each in found] or offered.list_shown(kind, at=at)
    return list({each.id: (each.id, each.title) for each in known if each.contact_id}.values())


def days_free(
    plan: Plan, found: Sequence[Service], first: date, last: date, *, at: datetime
) -> set[date]:
    """Return the days on which anybody is free."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return {day for day in days if any(plan.is_free(each, day, at=at) for each in found)}


def has_any(plan: Plan, service: Service, first: date, *, at: datetime) -> bool:
    """Tell whether this one has any time at all."""
    days = (first + timedelta(days=n) for n in range(service.horizon_days + 1))
    return any(plan.is_free(service, day, at=at) for day in days)


def on_day(plan: Plan, found: Sequence[Service], day: date, *, at: datetime) -> dict[str, Any]:
    """Return the times of the day by service, forenoon and afternoon."""
    times = {each.id: halves(plan.free(each, day, at=at)) for each in found}
    return {
        "day": day,
        "times": {key: both for key, both in times.items() if any(both)},
        "slot_of": slot_of,
    }


def groups(
    found: Sequence[Service], verified: Mapping[int, Verified], *, at: datetime
) -> list[tuple[Session, Line, str]]:
    """Return the group hours to come, with who holds them, and when."""
    lines = {each.id: line(each, verified) for each in found if each.seats > 1}
    return [
        (each, lines[each.service_id], in_words(each.starts_at, each.ends_at))
        for each in (offered.list_sessions(lines, at=at) if lines else [])
    ]


def line(service: Service, verified: Mapping[int, Verified]) -> Line:
    """Return how somebody who can be booked is shown."""
    clinic, practitioner = service.clinic, service.practitioner
    return Line(
        id=service.id,
        name=practitioner.person.name,
        kind=str(KINDS[practitioner.kind]),
        words=practitioner.words,
        languages=in_list(LANGUAGES, practitioner.languages),
        ways=in_list(WAYS, service.ways),
        clinic_id=clinic.id,
        clinic=clinic.title,
        place=" ".join(filter(None, (offered.village_of(clinic.unit), clinic.address))),
        seats=service.seats,
        minutes=service.minutes,
        asks=service.asks,
        guide=practitioner.guide.person.name if practitioner.guide else "",
        until=service.licensed_until,
        verified=verified.get(clinic.id),
    )


def in_list(words: Mapping[str, str], codes: str) -> str:
    """Return codes in words, in the reader's language."""
    return (", " if in_english() else "、").join(
        str(words[each]) for each in codes_of(codes) if each in words
    )


def choices(words: Mapping[str, str], given: Any) -> dict[str, str]:
    """Return what can be filtered by: only what somebody offers."""
    there = {code for each in given for code in codes_of(each)}
    return {code: str(said) for code, said in words.items() if code in there}


def asked_in_words(wish: Wish, found: Sequence[Service]) -> list[str]:
    """Return what is asked for, in words."""
    who = next((each for each in found if each.id == wish.who), None)
    said = (
        WAYS.get(wish.way, ""),
        LANGUAGES.get(wish.lang, ""),
        who.practitioner.person.name if who else "",
    )
    return [translate()(str(each)) for each in said if each]
