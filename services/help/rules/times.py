"""Which hours are meant, where the villager named only a day, or none."""

from datetime import date, datetime, time, timedelta

from core.clock import VILLAGE, village_day
from services.help.models import DayPart

DAY = timedelta(days=1)
LEAST_AHEAD = timedelta(hours=2)  # so that somebody can be found
HOURS = {
    DayPart.MORNING: (time(9), time(11)),
    DayPart.AFTERNOON: (time(14), time(16)),
    DayPart.EVENING: (time(18), time(20)),
}
Times = tuple[datetime, datetime]


def usual_times(day: date | None, part: DayPart, *, at: datetime) -> Times:
    """Return when the help would usually be: on that day, else as soon as somebody can.

    A day that is over, or on which no such hours are left, is the next that has some.
    """
    earliest = at + LEAST_AHEAD
    today = village_day(at)
    first = max(day or today, today)
    parts = [part] if part in HOURS else list(HOURS)
    slots = (_slot(first + number * DAY, each) for number in range(3) for each in parts)
    return next(slot for slot in slots if slot[0] >= earliest)


def _slot(day: date, part: DayPart) -> Times:
    begins, ends = HOURS[part]
    return datetime.combine(day, begins, VILLAGE), datetime.combine(day, ends, VILLAGE)
