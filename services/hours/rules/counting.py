"""Which minutes count: caps of a day and of hours confirmed by phone, and the parts of a sum."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.hours.models import Confirmed

MOST_A_DAY = 480  # minutes
MOST_BY_PHONE = 600  # minutes
PHONE_DAYS = 30  # within so many days


@dataclass(frozen=True)
class Parts:
    """Minutes by how they came to count; the parts make up the total.

    `automatic`: by check-in and check-out, confirmed by the person served, by who acts for them or
    by the public notice; `by_phone`: by check-in and check-out, confirmed by an officer who asked;
    `by_hand`: entered afterwards, however they were confirmed.
    """

    automatic: int = 0
    by_phone: int = 0
    by_hand: int = 0

    @property
    def total(self) -> int:
        return self.automatic + self.by_phone + self.by_hand


def counted(
    minutes: int, how: Confirmed, *, day: date, that_day: int, by_phone: Mapping[date, int]
) -> int:
    """Return how many of these minutes of this day count.

    `that_day` is what counts of the day already, `by_phone` what was confirmed by phone, by day.
    """
    room = MOST_A_DAY - that_day
    if how is Confirmed.PHONE:
        room = min(room, MOST_BY_PHONE - fullest(by_phone, day))
    return max(0, min(minutes, room))


def fullest(by_phone: Mapping[date, int], day: date) -> int:
    """Return the largest sum of thirty days in a row with this day among them."""
    sums = []
    for back in range(PHONE_DAYS):
        first = day - timedelta(days=back)
        last = first + timedelta(days=PHONE_DAYS - 1)
        sums.append(sum(each for when, each in by_phone.items() if first <= when <= last))
    return max(sums)
