"""What of small numbers is shown: nothing below five, and nothing from which it would follow."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from core.branches.rules import LEAST_SHOWN

__all__ = ["LEAST_SHOWN", "finished_months", "shown", "total"]
K = TypeVar("K")
MONTHS = 12


def shown(counts: Mapping[K, int]) -> dict[K, int]:
    """Return the counts that may be read.

    Zero is hidden as well as four: that nobody came would tell as much as that somebody did.
    """
    return {key: count for key, count in counts.items() if count >= LEAST_SHOWN}


def total(numbers: Iterable[int | None]) -> int | None:
    """Add up what is shown, and nothing else; None where nothing is."""
    known = [each for each in numbers if each is not None]
    return sum(known) if known else None


def finished_months(today: date) -> list[date]:
    """Return the first days of the last twelve months that are over, and of the one that runs.

    A month that runs is not counted: two looks on two days would tell what came between them.
    """
    last = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - MONTHS, last + 1)]
