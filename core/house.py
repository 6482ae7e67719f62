"""The registry of the house: what each area hands over, reachable from any room when it runs."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cached_property
from typing import Any, Protocol

from flask import Blueprint
from sqlalchemy import Select

from core.access import Actor
from core.hooks import Feed, Needs, Reservable, Searchable, Sponsorable
from core.ports import Cache, Files, Index, Keys, Mail, Queue, Sms
from core.settings import Settings


@dataclass(frozen=True, kw_only=True)
class MenuEntry:
    """A line of a bar or a desk.

    `place` is `main` (masthead), `tool` (beside the search), `bar` (the five doors at a phone's
    foot), `door` (home page), `desk`, `operate`, `admin` or `me`; `when` decides who sees it (None:
    everyone). An entry about a branch asks with the offices held in that branch alone. `also` names
    blueprints and endpoints whose pages belong to it, though their addresses begin otherwise.
    """

    place: str
    title: str
    endpoint: str
    order: int = 0
    icon: str = ""
    note: str = ""
    when: Callable[[Actor | None], bool] | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WaitingItem:
    """One thing that waits for an officer, clerk or producer."""

    what: str
    since: datetime
    url: str
    due: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Event:
    """A thing a person is told about; the words are keys, filled from the notice's facts.

    People switch kinds off one by one; `urgent` goes out by mail or SMS unless switched off, the
    rest stays in the inbox unless switched on. Nothing confidential ever stands in the words.
    """

    name: str
    kind: str
    title: str
    text: str
    urgent: bool = False
    must: bool = False


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A countable number of a branch; counts of people under 5 are not shown."""

    title: str
    value: int
    of_people: bool = True


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """A time that somebody has given to something; `uid` stays the same when it is moved.

    It goes to calendars outside the house: nothing confidential stands in its title or place.
    """

    uid: str
    start: datetime
    end: datetime
    title: str
    place: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Showing:
    """What an area shows on the home page now: a template and what it needs."""

    template: str
    order: int
    facts: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Business:
    """What somebody sells with, and why the work in it is paid rather than volunteers' work.

    Its household may be in recorded hardship from `hard_since` until `hard_until`, both included:
    on those days alone volunteers may come.
    """

    name: str
    why_paid: str
    hard_since: date | None = None
    hard_until: date | None = None


Showcase = Callable[[datetime], Showing | None]
Waiting = Callable[[Actor, datetime], Iterable[WaitingItem]]
Figures = Callable[[int, datetime], Iterable[Figure]]
Calendar = Callable[[int, datetime], Iterable[CalendarEntry]]
Job = Callable[..., None]
Demo = Callable[[datetime], None]
Arriving = Callable[[int, datetime], None]
Staying = Callable[[], Select[int]]
Businesses = Callable[[int], Sequence[Business]]


@dataclass(frozen=True)
class Sweep:
    """Work that is looked for every so many minutes, whatever a crash left behind."""

    minutes: int
    work: Callable[[datetime], None]


class HandOver(Protocol):
    """Moves what one officer has open in a branch to the successor; returns how many things."""

    def __call__(self, branch_id: int, *, old: int, new: int, by: Actor, at: datetime) -> int: ...


class Marking(Protocol):
    """Hears that things are found by other words now: what they are called has changed."""

    def __call__(self, kind: str, refs: Iterable[int], *, at: datetime) -> None: ...


class OpenWork(Protocol):
    """Counts what is still under way with a place of this kind, so that it cannot be closed."""

    def __call__(self, kind: str, ref: int) -> int: ...


class Reviewing(Protocol):
    """Says, by line of an order, what its buyer can do about a review; of the others nothing."""

    def __call__(self, order_id: int) -> Mapping[int, str]: ...


class Present(Protocol):
    """Says who is there now: of these shifts, (shift, person) of who has come and not gone."""

    def __call__(self, shift_ids: Collection[int]) -> Iterable[tuple[int, int]]: ...


class AskedFor(Protocol):
    """Says about which needs of a kind somebody has asked to do them for a wage."""

    def __call__(self, kind: str, refs: Collection[int]) -> Collection[int]: ...


class Renamed(Protocol):
    """Hears that a place has another name now; what is found by that name is written anew."""

    def __call__(self, kind: str, ref: int, *, at: datetime) -> None: ...


class Personal(Protocol):
    """What an area keeps about a person: to copy out (PIPL 45) and to erase (PIPL 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]: ...

    def erase(self, person_id: int, *, at: datetime) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Area:
    """One package, as the front door sees it."""

    name: str
    blueprints: tuple[Blueprint, ...] = ()
    menu: tuple[MenuEntry, ...] = ()
    events: tuple[Event, ...] = ()
    showcase: tuple[Showcase, ...] = ()
    waiting: tuple[Waiting, ...] = ()  # for officers, at the desk
    operating: tuple[Waiting, ...] = ()  # for the operator's clerks
    selling: tuple[Waiting, ...] = ()  # for who sells, at the start of their desk
    sponsorable: tuple[Sponsorable, ...] = ()
    lines: tuple[Reservable, ...] = ()
    needs: tuple[Needs, ...] = ()
    businesses: tuple[Businesses, ...] = ()  # of a person, for who finds them unpaid hands
    asked_for: tuple[AskedFor, ...] = ()  # for who has the needs, and so reads who has asked
    acts: Mapping[str, str] = field(default_factory=dict)  # endpoint: what was done for another
    searchable: tuple[Searchable, ...] = ()
    marking: tuple[Marking, ...] = ()  # for rooms below the search
    renamed: tuple[Renamed, ...] = ()  # for rooms below those whose things lie in the place
    feed: tuple[Feed, ...] = ()
    figures: tuple[Figures, ...] = ()
    calendar: tuple[Calendar, ...] = ()
    hand_over: tuple[HandOver, ...] = ()
    open_work: tuple[OpenWork, ...] = ()  # for rooms below, which close what it hangs on
    personal: tuple[Personal, ...] = ()
    confidential: tuple[str, ...] = ()  # tables and rights whose lines of history no page shows
    staying: tuple[Staying, ...] = ()  # ids of files that nobody may delete
    reviewing: tuple[Reviewing, ...] = ()  # for the orders, which stand below the reviews
    present: tuple[Present, ...] = ()  # for the shifts, which stand below the hours
    arriving: tuple[Arriving, ...] = ()  # hears inside the sign-in's transaction who comes in
    invariants: Mapping[str, str] = field(default_factory=dict)
    sweeps: Mapping[str, Sweep] = field(default_factory=dict)
    jobs: Mapping[str, Job] = field(default_factory=dict)
    demo: Demo | None = None


@dataclass(frozen=True, kw_only=True)
class Parts:
    """All that `create_app` puts together, once."""

    settings: Settings
    areas: tuple[Area, ...]
    files: Files
    cache: Cache
    queue: Queue
    mail: Mail
    sms: Sms
    index: Index
    keys: Keys

    @cached_property
    def menu(self) -> list[MenuEntry]:
        return sorted((e for a in self.areas for e in a.menu), key=lambda entry: entry.order)

    @cached_property
    def events(self) -> Mapping[str, Event]:
        return {event.name: event for area in self.areas for event in area.events}

    @cached_property
    def invariants(self) -> Mapping[str, str]:
        return {name: sql for area in self.areas for name, sql in area.invariants.items()}

    @cached_property
    def sweeps(self) -> Mapping[str, Sweep]:
        return {name: sweep for area in self.areas for name, sweep in area.sweeps.items()}

    @cached_property
    def jobs(self) -> Mapping[str, Job]:
        return {name: job for area in self.areas for name, job in area.jobs.items()}

    @property
    def acts(self) -> Mapping[str, str]:
        return {name: said for area in self.areas for name, said in area.acts.items()}


class House:
    """Reads like `Parts`; raises RuntimeError when asked before `create_app` has filled it."""

    def __init__(self) -> None:
        vars(self)["_parts"] = None

    def fill(self, parts: Parts) -> None:
        """Take the parts of the newest app; a name given twice is a mistake of the areas."""
        for what in ("events", "invariants", "sweeps", "jobs", "acts"):
            names = [
                each.name if what == "events" else each
                for area in parts.areas
                for each in getattr(area, what)
            ]
            twice = {name for name in names if names.count(name) > 1}
            if twice:
                raise RuntimeError(f"{what} given twice: {sorted(twice)}")
        vars(self)["_parts"] = parts

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("the house is filled by create_app alone")

    def __getattr__(self, name: str) -> Any:
        parts: Parts | None = vars(self)["_parts"]
        if parts is None:
            raise RuntimeError("no app has been created yet")
        if name in _PARTS:
            return getattr(parts, name)
        # Any other name is a hook of the areas: all they hand over, in their order.
        return [each for area in parts.areas for each in getattr(area, name)]


_GATHERED = {"menu", "events", "invariants", "sweeps", "jobs", "acts"}
_PARTS = {each.name for each in fields(Parts)} | _GATHERED
HOUSE = House()
