"""Today, what waits for an answer, what is in hand; and a week of days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from core.accounts.second_factor import is_advised
from core.clock import VILLAGE, day_starts, now, village_day
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import dated
from services.access import PRACTISE
from services.cases import rules
from services.cases.desk_views.blueprint import bp
from services.cases.queries import glass, practice
from services.cases.queries.practice import PAGE, Desk
from services.clinics.models import Appointment, AppointmentStatus, ClinicKind, Session
from services.clinics.rules.setting_up import WAYS
from services.volunteering.rules.times import in_words

DAY, WEEK = timedelta(days=1), timedelta(days=7)
INSTANT = timedelta(microseconds=1)
FARTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True, kw_only=True)
class Single:
    """A time that one guest has, as a line of a day."""

    url: str
    ref: str
    starts_at: datetime
    when: str
    hours: str
    who: str
    phone: str
    way: str
    status: AppointmentStatus


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group's hour as a line of a day; names stand there for talks about the law alone."""

    title: str
    starts_at: datetime
    hours: str
    taken: int
    seats: int
    guests: Sequence[Single] = field(default_factory=list)


Times = list[Single | Group]


@bp.get("/")
@needs(PRACTISE)
def home() -> ResponseReturnValue:
    at, actor = now(), current_actor()
    desk = practice.desk_of(actor.person)
    if not desk.is_anybodys:
        return nobody()
    given = request.args.get("after")
    after = key_of(given) if given is not None else None
    first = day_starts(village_day(at))
    found = practice.list_in_hand(actor.person, after=after)
    rows = found[:PAGE]
    wishes, today = of_day(desk, first)
    return page(
        "services/cases/practice/home.html",
        desk=desk,
        advised=is_advised(actor.id),
        wishes=wishes,
        today=today,
        cases=rows,
        statuses=rules.AT_DESK,
        further=after is not None,
        next_id=rows[-1].id if len(found) > PAGE else None,
        asked=len(glass.list_asked(actor.person, at=at)),
    )


def nobody() -> ResponseReturnValue:
    """Say to who neither practises nor is a contact clerk that nothing is here for them."""
    return page("services/cases/practice/nobody.html")


def of_day(desk: Desk, first: datetime) -> tuple[list[Single], Times]:
    """Return all wishes from this day on that wait for an answer, and the times of this day."""
    if desk.practitioner_id is None:
        return [], []
    last = first + DAY - INSTANT
    found = practice.list_times(desk.practitioner_id, first, last, wishes=True)
    sessions = practice.list_sessions(desk.practitioner_id, first, last)
    asked = [each for each in found if each.status is AppointmentStatus.ASKED]
    stands = [each for each in found if each.status is not AppointmentStatus.ASKED]
    return [single(each) for each in asked], times_of(stands, sessions)


@bp.get("/week")
@needs(PRACTISE)
def week() -> ResponseReturnValue:
    at = now()
    desk = practice.desk_of(current_actor().person)
    if desk.practitioner_id is None:
        return nobody()
    today = village_day(at)
    first = read_day(request.args.get("from", ""), today=today)
    begins, ends = day_starts(first), day_starts(first + WEEK) - INSTANT
    times = times_of(
        practice.list_times(desk.practitioner_id, begins, ends),
        practice.list_sessions(desk.practitioner_id, begins, ends),
    )
    days = [first + number * DAY for number in range(7)]
    return page(
        "services/cases/practice/week.html",
        days=[
            (day, [each for each in times if village_day(each.starts_at) == day]) for day in days
        ],
        today=today,
        earlier=week_from(first - WEEK),
        later=week_from(first + WEEK),
    )


def week_from(day: date) -> str:
    args: dict[str, Any] = {"from": day.isoformat()}
    return url_for(".week", **args)


def read_day(text: str, *, today: date) -> date:
    """Return the day in the address, or the Monday of this week where it says none of sense."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today - today.weekday() * DAY
    return day if abs(day - today) <= FARTHEST else today - today.weekday() * DAY


def times_of(appointments: Iterable[Appointment], sessions: Iterable[Session]) -> Times:
    """Return the lines of some days in the order of time; who comes to a group stands with it."""
    guests: dict[int, list[Single]] = {}
    lines: Times = []
    for each in appointments:
        if each.session_id is None:
            lines.append(single(each))
        else:
            guests.setdefault(each.session_id, []).append(single(each))
    for session in sessions:
        is_named = session.service.clinic.kind is ClinicKind.LEGAL_AID
        lines.append(group(session, guests.get(session.id, []) if is_named else []))
    return sorted(lines, key=lambda each: each.starts_at)


def single(appointment: Appointment) -> Single:
    return Single(
        url=url_for("practice.show", ref=appointment.ref),
        ref=appointment.ref,
        starts_at=appointment.starts_at,
        when=in_words(appointment.starts_at, appointment.ends_at),
        hours=hours_of(appointment),
        who=rules.who_comes(appointment),
        phone=rules.number_of(appointment),
        way=str(WAYS[appointment.way]),
        status=appointment.status,
    )


def group(session: Session, guests: Sequence[Single]) -> Group:
    return Group(
        title=session.title,
        starts_at=session.starts_at,
        hours=hours_of(session),
        taken=session.taken,
        seats=session.seats,
        guests=guests,
    )


def hours_of(time: Appointment | Session) -> str:
    """Say from when until when, where the day stands above."""
    start, end = (dated(each.astimezone(VILLAGE), "Hm") for each in (time.starts_at, time.ends_at))
    return f"{start}–{end}"
