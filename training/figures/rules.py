"""From when on somebody is stuck, in which bands marks are counted, and what a branch reads."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from core.branches.rules import LEAST_SHOWN
from core.clock import VILLAGE
from training.courses.models import Subject

SILENT = timedelta(days=14)  # without anything heard of it, one who is not done is stuck
SOON = timedelta(days=60)  # before it lapses, the branch has somebody's qualification on its list
MONTHS = 12
DECEMBER = 12
BANDS: Sequence[tuple[int, int]] = ((0, 59), (60, 69), (70, 79), (80, 89), (90, 100))
Counts = Mapping[Subject, Sequence[int]]


def percent(part: int, whole: int) -> int:
    """Return how many per cent of the whole this is, rounded down; of nothing, none."""
    return part * 100 // whole if whole else 0


def months_before(day: date, *, count: int = MONTHS) -> Sequence[date]:
    """Return the first days of the months that are over, the oldest first, and of this one."""
    months = day.year * DECEMBER + day.month - 1
    return [
        date(each // DECEMBER, each % DECEMBER + 1, 1) for each in range(months - count, months + 1)
    ]


def begin_of(day: date) -> datetime:
    """Return the moment at which a village day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=VILLAGE)


def shown(count: int) -> int | None:
    """Return a number that points at nobody, else None."""
    return count if count >= LEAST_SHOWN else None


def total_of(counts: Iterable[int | None]) -> int | None:
    """Add up what is shown, so that nothing hidden can be worked out from the sum."""
    seen = [each for each in counts if each is not None]
    return sum(seen) if seen else None


def to_show(counts: Counts) -> Mapping[Subject, Sequence[int | None]]:
    """Return the subjects of which some month can be shown, month by month."""
    found = {subject: [shown(each) for each in months] for subject, months in counts.items()}
    return {subject: months for subject, months in found.items() if total_of(months) is not None}


def by_month(
    trained: Mapping[Subject, Sequence[int | None]],
) -> Sequence[tuple[int | None, ...]]:
    """Return the same numbers month by month, in the order of the subjects."""
    return list(zip(*trained.values(), strict=True)) if trained else []
