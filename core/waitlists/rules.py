"""How long a free place is kept for who is next, and where somebody's waiting may lead."""

from datetime import datetime, timedelta

from core.clock import VILLAGE
from core.lifecycle import Lifecycle
from core.waitlists.models import WaitStatus
from core.words import _

FIRST_HOUR, LAST_HOUR = 7, 21  # of the village's day: nobody must look at a phone at night
KEPT = timedelta(hours=2)
LEAST_AHEAD = timedelta(hours=2)  # before it begins a place is everybody's again
LEAST_KEPT = timedelta(minutes=30)  # what is shorter nobody can answer: first come, first served

# Who waits may come in without an offer, too, when the place has become everybody's.
WAIT = Lifecycle(
    {
        WaitStatus.WAITING: {
            "offer": WaitStatus.OFFERED,
            "take": WaitStatus.TAKEN,
            "leave": WaitStatus.LEFT,
            "close": WaitStatus.LAPSED,
        },
        WaitStatus.OFFERED: {
            "take": WaitStatus.TAKEN,
            "leave": WaitStatus.LEFT,
            "lapse": WaitStatus.LAPSED,
            "put_back": WaitStatus.WAITING,
            "close": WaitStatus.LAPSED,
        },
    }
)


def kept_until(at: datetime, *, starts_at: datetime) -> datetime | None:
    """Return until when a place that is offered now is kept, or None when it is too late for that.

    Two hours of the day: what is offered at night is kept until nine, what is offered in the last
    hours of a day also for the rest of them the next morning. It never reaches into the last two
    hours before the start, and is never less than half an hour.
    """
    until = min(after_daytime(at, KEPT), starts_at - LEAST_AHEAD)
    return until if until - at >= LEAST_KEPT else None


def after_daytime(at: datetime, span: timedelta) -> datetime:
    """Return when so much of the village's daytime has passed; at most a day's."""
    here = at.astimezone(VILLAGE)
    opens = here.replace(hour=FIRST_HOUR, minute=0, second=0, microsecond=0)
    closes = opens.replace(hour=LAST_HOUR)
    if here >= closes:
        opens, closes = opens + timedelta(days=1), closes + timedelta(days=1)
    begins = max(here, opens)
    rest = span - (closes - begins)
    ends = begins + span if rest <= timedelta(0) else opens + timedelta(days=1) + rest
    return ends.astimezone(at.tzinfo)


def why_not_take(status: WaitStatus, *, offered_until: datetime | None, at: datetime) -> str | None:
    """Say why the place that was kept cannot be taken any more, or None."""
    if status is not WaitStatus.OFFERED or offered_until is None or offered_until <= at:
        return _("给您留名额的时间过了，已经轮到下一位")
    return None
