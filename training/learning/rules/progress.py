"""What a phone tells about learning, and what is made of it, in whatever order it comes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

MOST_EVENTS = 200  # in one message
LONGEST_PIECE = 60  # seconds of a recording in one event; phones tell every five
FASTEST, SLACK = 2, 30  # played at double speed at most, and what a bad clock or line may cost
WHOLE_TEXT = 100  # the place in a text is told in per cent
LATEST = 4_000_000_000_000  # milliseconds: far beyond this house
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
MOMENT = timedelta(milliseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Ranges = Sequence[Sequence[int]]


class Kind(StrEnum):
    """Opened, a piece was played, where to go on, read to the end."""

    OPENED, PLAYED, POSITION, DONE = "opened", "played", "position", "done"


FIELDS = {
    Kind.OPENED: {"id", "kind", "at"},
    Kind.PLAYED: {"id", "kind", "at", "from", "to"},
    Kind.POSITION: {"id", "kind", "at", "to"},
    Kind.DONE: {"id", "kind", "at"},
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """One thing that a phone tells; `at` is what its clock says, in milliseconds."""

    id: str
    kind: Kind
    at: int
    start: int = 0
    end: int = 0


@dataclass(frozen=True, kw_only=True)
class State:
    """How far somebody is in a lesson; `position_of` is the event that told the place."""

    watched: Ranges = ()
    position: int = 0
    position_at: datetime | None = None
    position_of: str = ""

    @property
    def credit(self) -> int:
        """How many seconds were really played, each counted once."""
        return length(self.watched)


def read_events(given: Any, *, end: int, may_say_done: bool, plays: bool = True) -> list[Told]:
    """Read what a phone sent about a lesson that ends at `end`; raise ValueError on nonsense.

    Nothing of a message is taken where one event of it makes no sense.
    """
    if not isinstance(given, list) or not 0 < len(given) <= MOST_EVENTS:
        raise ValueError("a list of events, not too long")
    told = [_read(each, end=end) for each in given]
    if not may_say_done and any(each.kind is Kind.DONE for each in told):
        raise ValueError("this lesson is not done by saying so")
    if not plays and any(each.kind is Kind.PLAYED for each in told):
        raise ValueError("there is nothing to play in this lesson")
    return told


def _read(given: Any, *, end: int) -> Told:
    if not isinstance(given, dict) or given.get("kind") not in list(Kind):
        raise ValueError("an event of a known kind")
    kind = Kind(given["kind"])
    if set(given) != FIELDS[kind]:
        raise ValueError("the fields of its kind and no others")
    if not isinstance(given["id"], str) or not ID.fullmatch(given["id"]):
        raise ValueError("an id")
    at = _whole(given["at"], LATEST)
    start, stop = (_whole(given.get(name, 0), end) for name in ("from", "to"))
    if kind is Kind.PLAYED and not start < stop <= start + LONGEST_PIECE:
        raise ValueError("a short piece that goes forward")
    return Told(id=given["id"], kind=kind, at=at, start=start, end=stop)


def _whole(given: Any, most: int) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given <= most:
        raise ValueError("a whole number within bounds")
    return given


def unite(ranges: Iterable[Sequence[int]]) -> list[list[int]]:
    """Return these ranges in order and apart; what touches or overlaps becomes one."""
    found: list[list[int]] = []
    for start, end in sorted(tuple(each) for each in ranges):
        if found and start <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return found


def length(ranges: Ranges) -> int:
    """Return how long ranges that are apart are in all."""
    return sum(end - start for start, end in ranges)


def most_credit(since: datetime, received: datetime) -> int:
    """Return how many seconds can have been played since the server first heard of the lesson."""
    return int(max(0.0, (received - since).total_seconds()) * FASTEST) + SLACK


def told_at(moment: datetime) -> int:
    """Return a moment as phones tell it, in milliseconds."""
    return (moment - EPOCH) // MOMENT


def moment_of(at: int, *, received: datetime) -> datetime:
    """Return when it was as far as the server believes it: never later than it has heard of it."""
    return min(EPOCH + at * MOMENT, received)


def fold(
    state: State, told: Iterable[Told], *, since: datetime, received: datetime
) -> tuple[State, list[Told]]:
    """Add what was told to what is known; return that, and what was taken in.

    A piece by which more would be played than there was time for is not taken in (yet): the phone
    may tell it again. All else comes to the same in whatever order, and however often.
    """
    most = most_credit(since, received)
    taken: list[Told] = []
    for each in sorted(told, key=lambda one: (one.at, one.id)):
        if each.kind is Kind.PLAYED:
            united = unite([*state.watched, [each.start, each.end]])
            if length(united) > most:
                continue
            state = replace(state, watched=united)
        taken.append(each)
    if places := [each for each in taken if each.kind is Kind.POSITION]:
        # Of what is told from the future at once, the phone itself knows which was last.
        last = max(places, key=lambda one: (moment_of(one.at, received=received), one.at, one.id))
        state = _placed(state, last, received=received)
    return state, taken


def _placed(state: State, told: Told, *, received: datetime) -> State:
    """Return where to go on: the latest event tells, and of two at once the larger id."""
    at = moment_of(told.at, received=received)
    if state.position_at is not None and (at, told.id) <= (state.position_at, state.position_of):
        return state
    return replace(state, position=told.end, position_at=at, position_of=told.id)
