"""What core asks an area for about places that are verified and things that are found."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import Select

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

    `checklist` maps a code to what the visitor looks at; `kind` stands in the database. What
    `sells` has goods to put under a verification; else the place is open while it stands.
    """

    kind: str
    title: str
    sells: bool
    checklist: Mapping[str, str]

    def find(self, refs: Iterable[int], /) -> Mapping[int, Place]:
        """Return those places that are still there, by their ref, in one query."""
        ...

    def signs(self) -> "Select[int, str, str, str]":
        """Return ref, title, address and public page of all places still there, to be joined."""
        ...

    def of(self, person_id: int, /) -> Sequence[Place]:
        """Return the places of which this person is an owner."""
        ...

    def listings(self, ref: int, /) -> Sequence[Listing]:
        """Return all that the place offers and has switched on, the waiting ones first."""
        ...

    def waiting(self, refs: Iterable[int], /) -> Mapping[int, tuple[int, datetime]]:
        """Return how many listings wait to be put under, and since when, by place."""
        ...

    def put_under(
        self,
        ref: int,
        listing: int,
        sponsorship_id: int,
        /,
        *,
        seen: datetime,
        by: Actor,
        at: datetime,
    ) -> None:
        """Put one listing under the verification, as `seen`; raise Refused if changed since."""
        ...

    def take_out(self, ref: int, listing: int, /, *, by: Actor, at: datetime) -> None:
        """Take one listing out; raise Refused."""
        ...

    def carry_over(self, ref: int, /, *, old: int, new: int, at: datetime) -> None:
        """Move all listings from an ending verification to the one that renews it."""
        ...

    def changed(self, ref: int, /, *, at: datetime) -> None:
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

    def visible(self, refs: Sequence[int], *, at: datetime) -> set[int]:
        """Return which of them the public may see now, in one query."""
        ...

    def like(self, words: Sequence[str], *, limit: int, at: datetime) -> Sequence[int]:
        """Return what holds these words, by plain SQL: what serves while the index is away."""
        ...

    def addresses(
        self, *, after: int, limit: int, at: datetime
    ) -> Sequence[tuple[int, str, datetime | None]]:
        """Return (ref, address, when it changed if known) of what is public, in order of refs."""
        ...


@dataclass(frozen=True, kw_only=True)
class FeedEntry:
    """One line of the feed."""

    url: str
    title: str
    text: str
    at: datetime


Feed = Callable[[datetime, int], Sequence[FeedEntry]]


@dataclass(frozen=True, kw_only=True)
class Ware:
    """A thing as it can be had now: a size of a product, later a night or a seat.

    `about` is what it is a size of; `fen` and `grams` are those of one, grams 0 for what has no
    weight. `left` is how many can be had; `why_not` says why none can, empty when some can.
    `told` is what its page says, to be kept with an order.
    """

    kind: str
    ref: int
    about: int
    seller_id: int
    seller: str
    responsible_id: int  # who answers for the seller, and cannot buy from himself
    title: str
    detail: str
    url: str
    fen: int
    grams: int
    left: int
    ship_by: date
    returns: str  # the return policy
    why_not: str = ""
    picture: str = ""  # ref of the stored file
    drawing: str = ""  # where there is no picture
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def price(self) -> Money:
        return Money(self.fen)


@dataclass(frozen=True, kw_only=True)
class Want:
    """So many of a thing for an order line, at the price that was shown."""

    line_id: int
    ref: int
    count: int
    fen: int


class NotToBeHad(Exception):
    """A thing is gone, is too few, or costs something else now; `ref` says which."""

    def __init__(self, kind: str, ref: int) -> None:
        super().__init__(kind, ref)
        self.kind = kind
        self.ref = ref


class Reservable(Protocol):
    """A kind of thing that can be put in the basket and ordered."""

    kind: str

    def wares(self, refs: Iterable[int], *, at: datetime) -> Mapping[int, Ware]:
        """Return those that may be seen, by ref; what cannot be had now says why not."""
        ...

    def hold(self, wants: Sequence[Want], *, paid_later: bool, at: datetime) -> None:
        """Take all of it from the stock, or raise NotToBeHad; locks in the order of refs.

        What is `paid_later` is only held until `commit`.
        """
        ...

    def commit(self, line_ids: Sequence[int]) -> None:
        """Keep for good what was held for these order lines."""
        ...

    def release(
        self, counts: Mapping[int, int], *, gone: bool = False, by: Actor, at: datetime
    ) -> None:
        """Give back so many of each order line; what was never there is `gone` from the stock."""
        ...


@dataclass(frozen=True, kw_only=True)
class Need:
    """Where hands are wanted, and how many still are; `per` is `hour` or `day`."""

    kind: str
    ref: int
    title: str
    words: str
    place: str
    unit_id: int
    starts_at: datetime
    ends_at: datetime
    hands: int
    filled: int
    owner_id: int  # the person who answers for it
    owner: str  # the name it goes by
    url: str  # where its owner looks after it
    why_paid: str = ""  # why it is no volunteer's task but paid work, empty where it is one
    wage: Money | None = None
    per: str = ""


class Needs(Protocol):
    """A source of needs, asked by whoever finds hands; it hears who comes or not, and when."""

    kind: str

    def open(self, *, at: datetime, unit_ids: Iterable[int] | None = None) -> Sequence[Need]:
        """Return what still wants hands and has not begun, the soonest first, in one query."""
        ...

    def find(self, ref: int, *, at: datetime) -> Need | None:
        """Return one need, also one that has enough or has begun; None where it was taken back."""
        ...

    def filled(self, ref: int, person_id: int, *, by: Actor, at: datetime) -> None: ...
    def freed(self, ref: int, person_id: int, *, by: Actor, at: datetime) -> None: ...
    def moved(self, ref: int, shift_id: int, to: datetime, *, by: Actor, at: datetime) -> None: ...
    def added(self, ref: int, shift_id: int, on: datetime, *, by: Actor, at: datetime) -> None: ...
