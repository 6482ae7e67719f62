"""Keeping what everyone sees alike for a minute, so that it is made once."""

from collections.abc import Callable, Sequence

from core.house import HOUSE

KEPT_SECONDS = 90  # the minute stands in the key; a little longer for whoever reads late
SEPARATOR = "\0"  # stands in no text: input with it is refused


def made_once(key: str, make: Callable[[], Sequence[str]]) -> list[str]:
    """Return the texts kept under this key, or make them now and keep them for the next reader.

    The key says everything that the texts depend on; what belongs to a person is never kept.
    """
    if (kept := HOUSE.cache.get(key)) is not None:
        return str(kept, "utf-8").split(SEPARATOR)
    made = list(make())
    HOUSE.cache.set(key, SEPARATOR.join(made).encode(), KEPT_SECONDS)
    return made


def kept_bytes(key: str, make: Callable[[], bytes], seconds: int = KEPT_SECONDS) -> bytes:
    """Return what is kept under this key, or make it now and keep it for the next reader."""
    if (kept := HOUSE.cache.get(key)) is not None:
        return bytes(kept)
    made = make()
    HOUSE.cache.set(key, made, seconds)
    return made
