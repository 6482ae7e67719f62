"""When services can be booked: hours, what is off, and what is busy, in as few queries as pages."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import Date, Integer, and_, cast, func, literal, null, select, union_all

from core.clock import day_starts, village_day
from core.db import db
from services.clinics.models import (
    Appointment,
    DayOff,
    ExtraHours,
    Service,
    Session,
    WeeklyHours,
)
from services.clinics.rules import slots
from services.clinics.rules.appointments import LIVE
from services.clinics.rules.slots import Busy, Span

LONGEST = timedelta(hours=6)  # an appointment with its buffers


@dataclass
class Plan:
    """What is known of the hours of some services in a window of days."""

    weekly: dict[tuple[int, int], list[Span]] = field(default_factory=lambda: defaultdict(list))
    extra: dict[tuple[int, date], list[Span]] = field(default_factory=lambda: defaultdict(list))
    off: dict[tuple[int, date], list[Span]] = field(default_factory=lambda: defaultdict(list))
    busy: dict[int, list[Busy]] = field(default_factory=lambda: defaultdict(list))
    booked: dict[tuple[int, date], int] = field(default_factory=lambda: defaultdict(int))

    def offered(self, service: Service, day: date) -> list[datetime]:
        """Return the times of the day's hours, whoever has them; none once the licence is over."""
        until = service.licensed_until
        if until is not None and day > until:
            return []
        given = self.weekly[service.id, day.weekday()] + self.extra[service.id, day]
        spans = slots.spans_left(given, self.off[service.practitioner_id, day])
        return slots.starts_in(day, spans, service)

    def free(self, service: Service, day: date, *, at: datetime) -> Iterable[datetime]:
        """Yield the times of the day that can be booked now."""
        if self.booked[service.id, day] >= service.daily_cap:
            return iter(())
        starts = slots.within(self.offered(service, day), service, at=at)
        return slots.free_among(starts, service, busy=self.busy[service.practitioner_id])

    def is_free(self, service: Service, day: date, *, at: datetime) -> bool:
        return next(iter(self.free(service, day, at=at)), None) is not None


def plan_of(services: Sequence[Service], first: date, last: date) -> Plan:
    """Return the hours of these services from the first day to the last, in two queries."""
    plan = Plan()
    ids, people = [each.id for each in services], {each.practitioner_id for each in services}
    no_day, no_weekday = cast(null(), Date), cast(null(), Integer)
    weekly = select(
        literal("weekly").label("what"),
        WeeklyHours.service_id.label("whose"),
        WeeklyHours.weekday.label("weekday"),
        no_day.label("day"),
        WeeklyHours.begins,
        WeeklyHours.ends,
    ).where(WeeklyHours.service_id.in_(ids))
    extra = select(
        literal("extra"),
        ExtraHours.service_id,
        no_weekday,
        ExtraHours.day,
        ExtraHours.begins,
        ExtraHours.ends,
    ).where(ExtraHours.service_id.in_(ids), ExtraHours.day.between(first, last))
    off = select(
        literal("off"),
        DayOff.practitioner_id,
        no_weekday,
        DayOff.day,
        DayOff.begins,
        DayOff.ends,
    ).where(DayOff.practitioner_id.in_(people), DayOff.day.between(first, last))
    for what, whose, weekday, day, begins, ends in db.session.execute(
        union_all(weekly, extra, off)
    ):
        if what == "weekly":
            plan.weekly[whose, weekday].append((begins, ends))
        else:
            (plan.extra if what == "extra" else plan.off)[whose, day].append((begins, ends))
    _read_busy(plan, people, first, last)
    return plan


def _read_busy(plan: Plan, people: Collection[int], first: date, last: date) -> None:
    """Read what takes time of these people, appointments and sessions, in one query."""
    begins, ends = day_starts(first) - LONGEST, day_starts(last + timedelta(days=1)) + LONGEST
    single = (
        select(
            Appointment.practitioner_id.label("who"),
            Appointment.service_id,
            Appointment.starts_at,
            Appointment.ends_at,
        )
        .where(Appointment.practitioner_id.in_(people), Appointment.session_id.is_(None))
        .where(Appointment.status.in_(LIVE), Appointment.starts_at.between(begins, ends))
    )
    grouped = (
        select(Service.practitioner_id, Session.service_id, Session.starts_at, Session.ends_at)
        .join(Service, Service.id == Session.service_id)
        .where(Service.practitioner_id.in_(people), Session.cancelled_at.is_(None))
        .where(Session.starts_at.between(begins, ends))
    )
    taken = union_all(single, grouped).subquery()
    query = select(taken, Service.before, Service.after).join(
        Service, Service.id == taken.c.service_id
    )
    for who, service_id, starts_at, ends_at, before, after in db.session.execute(
        query.order_by(taken.c.who, taken.c.starts_at)
    ):
        around = timedelta(minutes=before), timedelta(minutes=after)
        plan.busy[who].append((starts_at - around[0], ends_at + around[1]))
        plan.booked[service_id, village_day(starts_at)] += 1


def count_on(service_id: int, day: date) -> int:
    """Return how many appointments of the service stand on this day."""
    begins, ends = day_starts(day), day_starts(day + timedelta(days=1))
    query = select(func.count()).where(
        and_(Appointment.service_id == service_id, Appointment.status.in_(LIVE)),
        Appointment.starts_at >= begins,
        Appointment.starts_at < ends,
    )
    return db.session.scalar(query) or 0


def has_free(service: Service, *, at: datetime) -> bool:
    """Tell whether there is any time of the service that can be booked now."""
    first = village_day(at)
    days = [first + timedelta(days=n) for n in range(service.horizon_days + 1)]
    plan = plan_of([service], days[0], days[-1])
    return any(plan.is_free(service, day, at=at) for day in days)
