"""Numbers that point at nobody."""

from collections.abc import Iterable

LEAST_SHOWN = 5  # smaller numbers could point at somebody


def shown(count: int) -> int | None:
    """Return a number that points at nobody, else None."""
    return count if count >= LEAST_SHOWN else None


def total_of(counts: Iterable[int | None]) -> int | None:
    """Add up what is shown, so that nothing hidden can be worked out from the sum."""
    seen = [each for each in counts if each is not None]
    return sum(seen) if seen else None
