"""Hours set by the week and by the day, and taken back; by a practitioner or an officer alike."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from core.access import Actor
from core.db import db
from core.errors import refuse_if
from core.history.operations import record
from services.clinics.models import DayOff, ExtraHours, Practitioner, Service
from services.clinics.operations.setting_up import add_hours, be_away, set_week
from services.clinics.rules import setting_up as rules
from services.clinics.rules.slots import Span


def set_whole_week(
    service: Service, week: Mapping[int, Sequence[Span]], *, by: Actor, at: datetime
) -> None:
    """Set the hours of all days that are named; refused at the field of the day, `day0` Monday."""
    refuse_if(rules.why_not_weekly(service.seats))
    for weekday, spans in week.items():
        refuse_if(rules.why_not_hours(spans, least=service.minutes), field=f"day{weekday}")
    was = {
        weekday: [(each.begins, each.ends) for each in service.hours if each.weekday == weekday]
        for weekday in week
    }
    for weekday, spans in week.items():
        if sorted(spans) != was[weekday]:
            set_week(service, weekday, spans, by=by, at=at)
    db.session.expire(service, ["hours"])


def add_all_hours(
    service: Service, day: date, spans: Sequence[Span], *, by: Actor, at: datetime
) -> None:
    """Give all these times on one day besides those of the week."""
    refuse_if(rules.why_not_weekly(service.seats))
    refuse_if(rules.why_not_hours(spans, least=service.minutes), field="hours")
    for span in spans:
        add_hours(service, day, span, by=by, at=at)


def be_away_for(
    practitioner: Practitioner,
    first: date,
    last: date,
    span: Span,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Be away on each of these days, or at the same time of each."""
    refuse_if(rules.why_not_days(first, last), field="last")
    for number in range((last - first).days + 1):
        be_away(practitioner, first + timedelta(days=number), span, by=by, at=at)


def come_back(away: DayOff, *, by: Actor, at: datetime) -> None:
    """Be there after all; the times can be booked again at once."""
    about, when = away.practitioner_id, away.day.isoformat()
    db.session.delete(away)
    db.session.flush()
    record("come_back", "practitioner", about, by=by, at=at, became=when)


def take_hours_back(extra: ExtraHours, *, by: Actor, at: datetime) -> None:
    """Give these times no longer; what was booked in them stays."""
    about, when = extra.service_id, extra.day.isoformat()
    db.session.delete(extra)
    db.session.flush()
    record("take_hours_back", "clinic_service", about, by=by, at=at, became=when)
