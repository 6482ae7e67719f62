"""When people are reminded of a shift: in the evening before, or the next morning at the latest."""

from datetime import datetime, time, timedelta

from core.clock import VILLAGE
from core.waitlists.rules import FIRST_HOUR, LAST_HOUR

EVENING = time(17)
FARTHEST = timedelta(hours=31)  # from five in the evening to the end of the next day


def reminded_from(starts_at: datetime) -> datetime:
    """Return from when on people are reminded of a shift that begins then."""
    day_before = starts_at.astimezone(VILLAGE).date() - timedelta(days=1)
    return datetime.combine(day_before, EVENING, VILLAGE).astimezone(starts_at.tzinfo)


def is_time_to_remind(starts_at: datetime, *, at: datetime) -> bool:
    """Tell whether people are reminded now: not at night, and never once it has begun."""
    is_day = FIRST_HOUR <= at.astimezone(VILLAGE).hour < LAST_HOUR
    return is_day and reminded_from(starts_at) <= at < starts_at
