"""The index of one machine: Whoosh, in a folder of its own."""

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog
from whoosh.codec.whoosh3 import W3Codec
from whoosh.index import FileIndex

from core.adapters.whoosh_folder import Folder, Standing
from core.adapters.whoosh_reading import LONGEST, SCHEMA, Files, Reading, files_of
from core.ports import Document, Found, IndexAway, Titled
from core.search import near, words
from core.search.wishes import read

ROOT = Path(__file__).parents[2]  # a relative PATH counts from here, wherever one has started
PATIENCE = 30.0  # seconds for another writer to end
FEW_MEGABYTES, MEGABYTES = 16, 128  # that a writer may hold before it sorts on the disk
log = structlog.get_logger(__name__)


class WhooshIndex:
    """An index in a folder that only this adapter reads and only the worker writes."""

    def __init__(self, folder: str, *, patience: float = PATIENCE) -> None:
        self.folder = Folder(ROOT / folder)
        self.patience = patience
        self.lock = threading.Lock()  # Whoosh's files have one position for all threads
        self.held: tuple[int, tuple[int, int], Reading] | None = None

    def find(self, text: str, *, kinds: Sequence[str] = (), limit: int = 500) -> Found:
        with self.reading() as reading:
            query, instead = read(text), ""
            found = reading.find(query, kinds, limit)
            if query.wishes and not found and not reading.count(text):
                instead = near.nearest(text, reading.lookout(kinds))
                found = reading.find(read(instead), kinds, limit)
            return Found(keys=tuple(map(reading.key, found)), instead=instead)

    def suggest(self, text: str, *, limit: int = 64) -> list[Titled]:
        with self.reading() as reading:
            return reading.suggest(text, limit)

    def keys(self) -> set[tuple[str, int]]:
        with self.reading() as reading:
            return reading.keys()

    def write(self, documents: Sequence[Document], gone: Sequence[tuple[str, int]]) -> None:
        with failing_as_away(), self.folder.alone(self.patience):
            standing = self.folder.standing()
            Reading(self.folder.inside(standing.place), standing).close()  # whole, or left alone
            index = opened(self.folder.inside(standing.place))
            with writer_of(index, self.patience, FEW_MEGABYTES) as writer:
                old = [*gone, *((each.kind, each.ref) for each in documents)]
                for kind, ref in dict.fromkeys(old):
                    writer.delete_by_term("key", f"{kind}:{ref}")
                known = writer.reader()
                fill(writer, documents, lambda word: ("word", word) in known)
            self.settle(standing.place, index)

    def rebuild(self, documents: Iterable[Document]) -> int:
        with failing_as_away(), self.folder.alone(self.patience):
            place = self.folder.new_place()
            try:
                index = FileIndex.create(Files(self.folder.inside(place)), SCHEMA, "MAIN")
                with writer_of(index, self.patience, MEGABYTES) as writer:
                    count = fill(writer, documents, lambda _word: False)
                self.settle(place, index)
            except BaseException:
                self.folder.drop(place)
                raise
        return count

    def settle(self, place: str, index: FileIndex) -> Standing:
        return self.folder.settle(place, files_of(index, index._segments()))  # noqa: SLF001

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Yield the open index; after any failure it is opened anew the next time.

        What was read from a file that was cut short meanwhile is no answer.
        """
        with self.lock, failing_as_away():
            try:
                reading = self.opened()
                yield reading
                reading.check_uncut()
            except BaseException:
                self.let_go()
                raise

    def opened(self) -> Reading:
        """Return the index as it stands, opened again only when it has changed."""
        stamp = self.folder.stamp()
        if self.held is not None:
            process, seen, reading = self.held
            if (process, seen) == (os.getpid(), stamp) and reading.is_whole():
                return reading
            self.let_go()
        try:
            reading = self.newly_opened()
        except Exception:  # noqa: BLE001  (a writer may have taken the files away meanwhile)
            stamp = self.folder.stamp()
            reading = self.newly_opened()
        self.held = (os.getpid(), stamp, reading)
        return reading

    def newly_opened(self) -> Reading:
        standing = self.folder.standing()
        return Reading(self.folder.inside(standing.place), standing)

    def let_go(self) -> None:
        held, self.held = self.held, None
        if held is not None and held[0] == os.getpid():
            held[2].close()


class Unweighed(W3Codec):
    """Whoosh's own way of storing, without asking for each posting how long its document is."""

    length_stats = False


@contextmanager
def writer_of(index: FileIndex, patience: float, megabytes: int) -> Iterator[Any]:
    try:
        with index.writer(timeout=patience, limitmb=megabytes, codec=Unweighed()) as writer:
            yield writer
    finally:
        index.storage.let_go()


def opened(folder: Path) -> FileIndex:
    return FileIndex(Files(folder), schema=SCHEMA)


def fill(writer: Any, documents: Iterable[Document], is_known: Any) -> int:
    """Put documents in, each once, and the words of their titles that are not there yet."""
    seen: set[tuple[str, int]] = set()
    new: set[str] = set()
    for each in documents:
        if (each.kind, each.ref) in seen:
            continue
        seen.add((each.kind, each.ref))
        writer.add_document(
            key=f"{each.kind}:{each.ref}",
            kind=each.kind,
            title=words.tokens(each.title),
            text=words.text_tokens(each.text),
            start=words.beginnings(each.title),
            name=each.title,
            size=min(len(each.title), LONGEST),
        )
        for word in words.spans(each.title):
            if word not in new and not is_known(word):
                new.add(word)
    for word in sorted(new):
        writer.add_document(word=word, sound=near.sound_of(word), near=near.keys_of(word))
    return len(seen)


@contextmanager
def failing_as_away() -> Iterator[None]:
    """Turn whatever a missing, broken or foreign index throws into one thing to be caught."""
    try:
        yield
    except IndexAway as error:
        log.warning("index_away", why=str(error))
        raise
    except Exception as error:
        log.warning("index_away", why=type(error).__name__)
        raise IndexAway(type(error).__name__) from error
