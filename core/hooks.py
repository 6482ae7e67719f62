"""What core asks an area for about places that are verified and things that are found."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from core.access import Actor
from core.money import Money
from core.ports import Document


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place that a branch can visit: what it is called, where it is, and whose it is.

    `unit_id` is the village or cooperative in which it lies; `own_unit_id` the unit that it is
    itself, with `representative_id` who stands for that unit by law.
    """

    ref: int
    title: str
    url: str  # its public page
    address: str
    unit_id: int
    owners: frozenset[int]  # persons
    own_url: str = ""  # where the owners look after it
    desk_path: str = ""  # what the desk of the branch shows of it: `producers/3` below its address
    own_unit_id: int | None = None
    representative_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One thing that a place offers; shown only while it stands under a verification."""

    ref: int
    title: str
    url: str  # its public page, where it is shown
    sponsorship_id: int | None
    since: datetime  # since when it waits, or stands there
    changed: bool = False  # after the steward put it there
    desk_path: str = ""  # how the desk shows it before everybody sees it, as with `Place`


class Sponsorable(Protocol):
    """A kind of place that can be verified.

    `checklist` maps a code to what the visitor looks at; `kind` stands in the database.
    """

    kind: str
    title: str
    checklist: Mapping[str, str]

    def find(self, refs: Iterable[int]) -> Mapping[int, Place]:
        """Return those places that are still there, by their ref, in one query."""
        ...

    def of(self, person_id: int) -> Sequence[Place]:
        """Return the places of which this person is an owner."""
        ...

    def listings(self, ref: int) -> Sequence[Listing]:
        """Return all that the place offers and has switched on, the waiting ones first."""
        ...

    def waiting(self, refs: Iterable[int]) -> Mapping[int, tuple[int, datetime]]:
        """Return how many listings wait to be put under, and since when, by place."""
        ...

    def put_under(
        self,
        ref: int,
        listing: int,
        sponsorship_id: int,
        *,
        seen: datetime,
        by: Actor,
        at: datetime,
    ) -> None:
        """Put one listing of the place under its verification, as it was at the moment `seen`.

        Raise Refused when it was changed after that.
        """
        ...

    def take_out(self, ref: int, listing: int, *, by: Actor, at: datetime) -> None:
        """Take one listing out; raise Refused."""
        ...

    def carry_over(self, ref: int, *, old: int, new: int, at: datetime) -> None:
        """Move all listings from an ending verification to the one that renews it."""
        ...

    def changed(self, ref: int, *, at: datetime) -> None:
        """Hear that the verification of the place began, stopped, or ended."""
        ...


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One thing found, as a list shows it: told by SQL, never by the index."""

    kind: str
    ref: int
    title: str
    url: str
    meta: str
    price: Money | None = None
    picture: str = ""  # ref of the stored file
    drawing: str = ""  # where there is no picture
    seal: str = ""  # who verified it
    seal_day: date | None = None


@dataclass(frozen=True, kw_only=True)
class Facet:
    """A filter that would leave some of what was found: name of the argument, value, words."""

    name: str
    value: str
    title: str
    count: int


class Searchable(Protocol):
    """A kind of thing that people can find."""

    kind: str
    title: str

    def documents(self, refs: Sequence[int]) -> Sequence[Document]:
        """Return what the index keeps of those that the public may find; the rest goes."""
        ...

    def refs(self, *, after: int, limit: int) -> Sequence[int]:
        """Return refs above `after` in order, to rebuild the index batch by batch."""
        ...

    def shown(
        self, refs: Sequence[int], filters: Mapping[str, str], *, at: datetime
    ) -> tuple[Sequence[Hit], Sequence[Facet]]:
        """Return those of them that the public may see now, in their order, and the facets."""
        ...

    def like(self, words: Sequence[str], *, limit: int, at: datetime) -> Sequence[int]:
        """Return what holds these words, by plain SQL: what serves while the index is away."""
        ...

    def addresses(
        self, *, after: int, limit: int, at: datetime
    ) -> Sequence[tuple[int, str, datetime | None]]:
        """Return (ref, address, when it changed) of what the public may see, for the sitemap.

        The refs are above `after` and in order; None where nobody knows when it changed.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class FeedEntry:
    """One line of the feed."""

    url: str
    title: str
    text: str
    at: datetime


Feed = Callable[[datetime, int], Sequence[FeedEntry]]
