"""When a shift is, in words, and when it repeats."""

from datetime import date, datetime, time, timedelta

from core.clock import VILLAGE
from core.words import _, dated

WEEK = timedelta(weeks=1)
Times = tuple[datetime, datetime]


def span(day: date, begins: time, ends: time) -> Times:
    """Return from when until when a shift is; one that ends before it begins ends the day after."""
    start = datetime.combine(day, begins, VILLAGE)
    end = datetime.combine(day, ends, VILLAGE)
    return start, end if end > start else end + timedelta(days=1)


def weekly(first: Times, weeks: int) -> list[Times]:
    """Return this time and the same in the weeks after; moments to the minute."""
    start, end = (each.replace(second=0, microsecond=0) for each in first)
    return [(start + number * WEEK, end + number * WEEK) for number in range(weeks)]


def in_words(starts_at: datetime, ends_at: datetime) -> str:
    """Say when it is, as the village's clock shows it: 11月30日周一 9:00–11:00."""
    start, end = starts_at.astimezone(VILLAGE), ends_at.astimezone(VILLAGE)
    words = {"day": dated(start, "MMMEd"), "start": dated(start, "Hm"), "end": dated(end, "Hm")}
    if end.date() > start.date():
        return _("%(day)s %(start)s–第二天 %(end)s", **words)
    return _("%(day)s %(start)s–%(end)s", **words)
