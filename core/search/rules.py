"""What the search page reads from an address, and how much it shows."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

# What kinds of things may be narrowed by; a kind offers those of them that it has as facets.
FILTERS = ("category", "region", "branch", "season")
LONGEST = 64  # signs of a query; more is not read
SHOWN = 24
MOST = 500  # keys asked of the index, or of the database while it is away
MOST_SUGGESTED = 8  # titles while one types
MOST_WORDS = 5  # for the database alone
LONGEST_FILTER = 40
T = TypeVar("T")


def cleaned(query: str) -> str:
    """Return a query as it is shown and looked for: one line, nothing invisible, not too long."""
    plain = "".join(sign if sign.isprintable() else " " for sign in query)
    return " ".join(plain.split())[:LONGEST].strip()


def filters_of(given: Mapping[str, str]) -> dict[str, str]:
    """Return the filters that an address names."""
    named = {name: given.get(name, "") for name in FILTERS}
    return {name: value for name, value in named.items() if value and len(value) <= LONGEST_FILTER}


def page_of(given: str, *, count: int) -> int:
    """Return which page is asked for, of those that there are, from 1 on."""
    last = max((count - 1) // SHOWN + 1, 1)
    if not (given.isascii() and given.isdigit()) or len(given) > 4:  # noqa: PLR2004
        return 1
    return min(max(int(given), 1), last)


def of_page(things: Sequence[T], page: int) -> Sequence[T]:
    """Return what stands on this page."""
    return things[(page - 1) * SHOWN : page * SHOWN]
