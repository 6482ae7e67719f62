"""Times that can be booked: hours of the week and of the day, less what is off or taken."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from core.clock import VILLAGE, day_starts, village_day

CELL = timedelta(minutes=5)
DAY_MINUTES = 24 * 60
Span = tuple[int, int]  # minutes of the village's day, from and to
Busy = tuple[datetime, datetime]  # from when to when, buffers included


class Planned(Protocol):
    """What a service says of the length of an appointment."""

    @property
    def minutes(self) -> int: ...
    @property
    def before(self) -> int: ...
    @property
    def after(self) -> int: ...


class Window(Protocol):
    """What a service says of how early and how late it is booked."""

    @property
    def notice_hours(self) -> int: ...
    @property
    def horizon_days(self) -> int: ...


def spans_left(given: Iterable[Span], off: Iterable[Span]) -> list[Span]:
    """Return the times that are given, joined where they meet, without those that are off."""
    spans: list[Span] = []
    for begins, ends in sorted(given):
        if spans and begins <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(ends, spans[-1][1])
        else:
            spans.append((begins, ends))
    for first, last in off:
        spans = [piece for span in spans for piece in _without(span, first, last)]
    return spans


def _without(span: Span, first: int, last: int) -> Iterator[Span]:
    begins, ends = span
    if begins < min(ends, first):
        yield begins, min(ends, first)
    if max(begins, last) < ends:
        yield max(begins, last), ends


def starts_in(day: date, spans: Iterable[Span], service: Planned) -> list[datetime]:
    """Return at which moments an appointment can begin, one after the other with its buffers."""
    midnight = day_starts(day)
    step = service.before + service.minutes + service.after
    return [
        midnight + timedelta(minutes=begins + service.before + number * step)
        for begins, ends in spans
        for number in range((ends - begins) // step)
    ]


def cells_of(starts_at: datetime, service: Planned) -> list[datetime]:
    """Return the five minutes that an appointment takes, its buffers included, in order."""
    first = starts_at - timedelta(minutes=service.before)
    count = (service.before + service.minutes + service.after) // 5
    return [first + number * CELL for number in range(count)]


def free_among(
    starts: Sequence[datetime], service: Planned, *, busy: Sequence[Busy]
) -> Iterator[datetime]:
    """Yield those that meet nothing that is busy; both are in the order of time."""
    place = 0
    before, after = timedelta(minutes=service.before), timedelta(minutes=service.after)
    length = timedelta(minutes=service.minutes)
    for start in starts:
        first, last = start - before, start + length + after
        while place < len(busy) and busy[place][1] <= first:
            place += 1
        if place == len(busy) or busy[place][0] >= last:
            yield start


def first_and_last(service: Window, *, at: datetime) -> tuple[datetime, datetime]:
    """Return from which moment on and until which one (not included) it can be booked now."""
    last_day = village_day(at) + timedelta(days=service.horizon_days)
    return at + timedelta(hours=service.notice_hours), day_starts(last_day + timedelta(days=1))


def within(starts: Iterable[datetime], service: Window, *, at: datetime) -> list[datetime]:
    """Return those that are neither too early nor too late to be booked now."""
    first, last = first_and_last(service, at=at)
    return [each for each in starts if first <= each < last]


def minute_of(moment: datetime) -> int:
    """Return the minute of the village's day."""
    local = moment.astimezone(VILLAGE)
    return local.hour * 60 + local.minute
