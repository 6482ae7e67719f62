"""What the house asks of the outside world; the adapters are chosen by the scheme of a setting."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol


class Undeliverable(Exception):
    """The letter or message will never arrive: do not try again."""


class Source(Protocol):
    """What is read once, from its beginning to its end."""

    def read(self, size: int = -1, /) -> bytes:
        """Return so many bytes, fewer at the end alone; all that is left for -1."""
        ...


class Files(Protocol):
    """Bytes under random names; raises OSError when the place is out of reach.

    A name that is not plain (letters, digits, `.`, `_`, `-`) is a ValueError, everywhere.
    """

    def put(self, name: str, data: bytes, media_type: str) -> None:
        """Store the bytes whole under this name, or nothing."""
        ...

    def put_from(self, name: str, source: Source, media_type: str) -> None:
        """Store all that the source gives, a little at a time in memory, or nothing.

        What the source raises comes through as it is, and then nothing is stored.
        """
        ...

    def open(self, name: str, start: int = 0, length: int | None = None) -> BinaryIO:
        """Return a stream of the bytes from `start` on, `length` of them at most.

        It is read once and forward, and may raise OSError half way. Raise FileNotFoundError.
        """
        ...

    def delete(self, name: str) -> None:
        """Forget the bytes; no matter when they are gone already."""
        ...

    def names(self, *, before: datetime | None = None) -> Iterator[str]:
        """Yield all stored names; or those last written before this moment, scraps included."""
        ...


class Cache(Protocol):
    """A place for what can be made again; it may forget at any time and never raises."""

    def get(self, key: str) -> bytes | None: ...

    def set(self, key: str, value: bytes, seconds: int) -> None: ...


class Queue(Protocol):
    """A nudge to the worker; losing one is harmless, since sweeps find what is due."""

    def nudge(self, job: str, *ids: int) -> None:
        """Ask for the job soon; never raises."""
        ...

    def take(self) -> tuple[str, tuple[int, ...]] | None:
        """Return the next nudge and forget it, or None; raise OSError when out of reach."""
        ...


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One mail; the id makes a repeated sending recognisable to whoever receives it."""

    to: str
    subject: str
    text: str
    message_id: str


class Mail(Protocol):
    """Sends letters; raises OSError when it may be tried again, Undeliverable when not."""

    def send(self, letter: Letter) -> None: ...


class Sms(Protocol):
    """Sends short messages; raises OSError when it may be tried again, Undeliverable when not."""

    reaches: bool  # False for the log: then a number is not confirmed by a code

    def send(self, phone: str, text: str, *, message_id: str) -> None: ...


class Keys(Protocol):
    """Keys that lie outside the database and wrap the data keys in it."""

    current: str  # the name of the one that wraps; empty where there is none

    def wrap(self, data_key: bytes, *, about: bytes) -> tuple[str, bytes]:
        """Return the name of the current key and the wrapped data key; LookupError without one."""
        ...

    def unwrap(self, key_id: str, wrapped: bytes, *, about: bytes) -> bytes:
        """Return the data key; LookupError for a key that is not there, Broken for a wrong one."""
        ...

    def knows(self, key_id: str) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Document:
    """What the index keeps of a thing: the words people find it by, nothing to show."""

    kind: str
    ref: int
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found: (kind, ref) best first; `instead` is the word that was taken for another."""

    keys: tuple[tuple[str, int], ...]
    instead: str = ""


@dataclass(frozen=True)
class Titled:
    """A thing, and the title by which the index knows it."""

    kind: str
    ref: int
    title: str

    @property
    def key(self) -> tuple[str, int]:
        return self.kind, self.ref


class IndexAway(Exception):
    """The index is missing, broken or out of reach: ask the database."""


class Index(Protocol):
    """Finds documents by words, pinyin and initials; raises IndexAway when it cannot."""

    def find(self, text: str, *, kinds: Sequence[str] = (), limit: int = 500) -> Found:
        """Return what holds all the words; when nothing does, what holds the nearest word.

        With `kinds` only these are found, and the nearest word is one of theirs; of what another
        kind holds nothing is guessed.
        """
        ...

    def suggest(self, text: str, *, limit: int = 64) -> list[Titled]:
        """Return what has a title that goes on as this text does, in signs, pinyin or initials.

        Each thing stands there once, a title as often as things have it: who asks knows which
        of them may be shown.
        """
        ...

    def write(self, documents: Sequence[Document], gone: Sequence[tuple[str, int]]) -> None:
        """Put documents in, over their old ones, and take others out; whole or not at all."""
        ...

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Make the index anew beside the old one, then take its place; return how many."""
        ...

    def keys(self) -> set[tuple[str, int]]:
        """Return all that it holds."""
        ...
