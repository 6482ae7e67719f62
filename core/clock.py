"""The only place that asks what time it is."""

import os
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

VILLAGE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return this moment, aware and in UTC.

    `XINGCUN_CLOCK_OFFSET` (seconds) moves it in tests; settings refuse it in production.
    """
    offset = os.environ.get("XINGCUN_CLOCK_OFFSET")
    moment = datetime.now(UTC)
    return moment + timedelta(seconds=int(offset)) if offset else moment


def village_day(moment: datetime) -> date:
    """Return the calendar day it is in the village at this moment."""
    return moment.astimezone(VILLAGE).date()


def day_starts(day: date) -> datetime:
    """Return the moment at which this day begins in the village."""
    return datetime.combine(day, time.min, VILLAGE).astimezone(UTC)
