"""Reading one state of a Whoosh index: which documents hold the words, and in what order."""

import heapq
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any
from weakref import finalize

from whoosh import columns, fields
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from core.adapters.whoosh_folder import Standing
from core.ports import IndexAway, Titled
from core.search import near, sounds, words
from core.search.wishes import All, Query, Wish, read

# Terms are cut before they come here, and nothing is weighed by Whoosh: a term is there or not.
SCHEMA = fields.Schema(
    key=fields.ID(unique=True, stored=True),
    kind=fields.ID,
    title=fields.ID,
    text=fields.ID,
    start=fields.ID,
    name=fields.STORED,
    size=fields.COLUMN(columns.NumericColumn("B")),
    # Besides documents there is one entry for each word of titles, to find the nearest by.
    word=fields.ID(unique=True, stored=True),
    sound=fields.STORED,
    near=fields.ID,
)
LONGEST = 255
TOC = ".toc"
IN_TITLE, IN_TEXT = 3.0, 1.0
MOST_NEAR = 400  # entries of words looked at
MOST_STARTS = 64  # terms that go on as what was typed does
MOST_SUGGESTED = 200  # documents looked at
Docs = set[int]


class Files(FileStorage):
    """The files of an index; those that Whoosh has left open can be closed.

    They are read, never mapped: to look into a mapped file that was cut short ends the process.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), supports_mmap=False)
        self.taken: list[Any] = []

    def open_file(self, *args: Any, **kwargs: Any) -> Any:
        file = super().open_file(*args, **kwargs)
        self.taken.append(file)
        return file

    def let_go(self) -> None:
        while self.taken:
            with suppress(Exception):  # it was closed already
                self.taken.pop().close()


class Reading:
    """An open index; what others write meanwhile is not seen."""

    def __init__(self, folder: Path, standing: Standing) -> None:
        files = Files(folder)
        self.let_go = finalize(self, files.let_go)
        try:
            self.open(FileIndex(files, schema=SCHEMA), folder, standing)
        except BaseException:
            self.let_go()
            raise

    def open(self, index: FileIndex, folder: Path, standing: Standing) -> None:
        self.folder = folder
        self.reader = index.reader()
        self.leaves: list[tuple[Any, int, Docs]] = [
            (leaf, base, set(leaf.segment().deleted_docs()))
            for leaf, base in self.reader.leaf_readers()
            if leaf.segment() is not None
        ]
        files = files_of(index, [leaf.segment() for leaf, _, _ in self.leaves])
        self.sizes = standing.sizes
        if files.isdisjoint(name for name in self.sizes if name.endswith(TOC)):
            # A writer was killed after it had stored all and before it could say so.
            self.sizes = {name: (folder / name).stat().st_size for name in files}
        if not self.is_whole() or set(self.sizes) != files:
            raise IndexAway("a file is not as long as it was written")
        self.lengths = self.reader.column_reader("size") if self.leaves else ()

    def is_whole(self) -> bool:
        """Tell whether each file is still there and as long as it was."""
        return self.lengths_now() == dict(self.sizes)

    def check_uncut(self) -> None:
        """Raise IndexAway when a file became shorter; one that has gone can be read on."""
        if any(self.sizes[name] != size for name, size in self.lengths_now().items()):
            raise IndexAway("a file was cut short while it was read")

    def lengths_now(self) -> dict[str, int]:
        found = {}
        for name in self.sizes:
            with suppress(FileNotFoundError):
                found[name] = (self.folder / name).stat().st_size
        return found

    def close(self) -> None:
        self.reader.close()
        self.let_go()

    def docs(self, field: str, term: str) -> Docs:
        """Return the documents that hold this term."""
        found: Docs = set()
        for leaf, base, deleted in self.leaves:
            if (field, term) in leaf:
                mine = set(leaf.postings(field, term).all_ids()) - deleted
                found |= {base + each for each in mine} if base else mine
        return found

    def all_of(self, field: str, terms: All) -> Docs:
        found: Docs | None = None
        for term in terms:
            mine = self.docs(field, term)
            found = mine if found is None else found & mine
            if not found:
                break
        return found or set()

    def held(self, wish: Wish) -> tuple[Docs, Docs]:
        """Return which documents hold the word in their title, and which anywhere."""
        title: Docs = set().union(*(self.all_of("title", way) for way in wish.title))
        return title, title.union(*(self.all_of("text", way) for way in wish.text))

    def find(self, query: Query, kinds: Sequence[str], limit: int) -> list[int]:
        """Return the documents that hold all words, the best first."""
        held = []
        for wish in query.wishes:
            held.append(self.held(wish))
            if not held[-1][1]:
                return []
        if not held:
            return []
        found = self.among([anywhere for _, anywhere in held], kinds)
        best = found.intersection(*(title for title, _ in held))
        if len(best) >= limit:
            return self.ranked(best, query, limit)
        rest = self.weighed(found - best, held)
        order = self.ranked(best, query, limit)
        more = heapq.nsmallest(
            limit - len(order), rest, key=lambda doc: (-rest[doc], self.lengths[doc], doc)
        )
        return order + more

    def among(self, held: Sequence[Docs], kinds: Sequence[str]) -> Docs:
        """Return the documents that are in all of these, of these kinds where some are named."""
        found = set.intersection(*held)
        if kinds:
            found &= set().union(*(self.docs("kind", kind) for kind in kinds))
        return found

    def ranked(self, best: Docs, query: Query, limit: int) -> list[int]:
        """Return those whose title holds everything: as it was typed first, then the shortest."""
        typed = best & self.all_of("title", query.together) if query.together else set()
        return heapq.nsmallest(
            limit, best, key=lambda doc: (doc not in typed, self.lengths[doc], doc)
        )

    def weighed(self, found: Docs, held: list[tuple[Docs, Docs]]) -> dict[int, float]:
        """Return how much each document is worth: rare words and titles count for more."""
        total = self.reader.doc_count_all() + 1
        weights = [(title, math.log(1 + total / len(anywhere))) for title, anywhere in held]
        return {
            doc: sum(weight * (IN_TITLE if doc in title else IN_TEXT) for title, weight in weights)
            for doc in found
        }

    def lookout(self, kinds: Sequence[str]) -> near.Lookout:
        return near.Lookout(
            look=self.look,
            count=lambda text: self.count(text, kinds),
            titled=lambda text: self.titled(text, kinds),
        )

    def count(self, text: str, kinds: Sequence[str] = ()) -> int:
        """Return how many documents hold all words of a query."""
        held = [self.held(wish)[1] for wish in read(text).wishes]
        return len(self.among(held, kinds)) if held else 0

    def titled(self, text: str, kinds: Sequence[str]) -> int:
        held = [self.held(wish)[0] for wish in read(text).wishes]
        return len(self.among(held, kinds)) if held else 0

    def look(self, keys: Sequence[str]) -> Iterator[near.Known]:
        """Return the words of titles that are kept under these keys."""
        found: Docs = set().union(*(self.docs("near", key) for key in keys))
        for doc in sorted(found)[:MOST_NEAR]:
            told = self.reader.stored_fields(doc)
            yield near.Known(told["word"], told["sound"])

    def key(self, doc: int) -> tuple[str, int]:
        kind, _, ref = self.reader.stored_fields(doc)["key"].rpartition(":")
        return kind, int(ref)

    def keys(self) -> set[tuple[str, int]]:
        told = (each.get("key") for each in self.reader.all_stored_fields())
        split = (key.rpartition(":") for key in told if key)
        return {(kind, int(ref)) for kind, _, ref in split}

    def suggest(self, text: str, limit: int) -> list[Titled]:
        """Return what has a title that begins as this text does, then what holds such a word."""
        typed = words.pieces(text)
        if not typed:
            return []
        whole = "".join(typed)
        begun = self.holding(self.going_on("start", whole))
        named = self.named(begun, limit)
        if len(named) < limit:
            named += self.named(self.containing(typed) - begun, limit - len(named))
        return named

    def going_on(self, field: str, start: str) -> list[tuple[str, str]]:
        terms = islice(self.reader.expand_prefix(field, start), MOST_STARTS)
        return [(field, term.decode()) for term in terms]

    def holding(self, terms: Iterable[tuple[str, str]]) -> Docs:
        found: Docs = set()
        for field, term in terms:
            found |= self.docs(field, term)
            if len(found) > MOST_SUGGESTED:
                break
        return found

    def containing(self, typed: list[str]) -> Docs:
        """Return documents whose title holds all of this, the last word perhaps only begun."""
        *before, last = typed
        held = [self.held(wish)[0] for wish in read(" ".join(before)).wishes]
        if words.is_han(last):
            held.append(self.all_of("title", tuple(words.pairs(last)) or (last,)))
        else:
            begun = self.holding(self.going_on("title", last))
            for said in sounds.syllables(last, most=2, ending=True):
                if len(said) > 2:  # noqa: PLR2004  (fewer are the beginning of one term)
                    begun |= self.begun(said)
            held.append(begun)
        return set.intersection(*held)

    def begun(self, said: tuple[str, ...]) -> Docs:
        """Return documents whose title holds these syllables, of which the last goes on."""
        *whole, begun = sounds.two_by_two(said)
        return self.all_of("title", tuple(whole)) & self.holding(self.going_on("title", begun))

    def named(self, found: Docs, limit: int) -> list[Titled]:
        shortest = heapq.nsmallest(limit, found, key=lambda doc: (self.lengths[doc], doc))
        return [Titled(*self.key(doc), self.reader.stored_fields(doc)["name"]) for doc in shortest]


def files_of(index: FileIndex, segments: Sequence[Any]) -> set[str]:
    """Return the names of the files that make up the index as it stands."""
    mine = {segment.segment_id() for segment in segments}
    files = {name for name in index.storage.list() if name.partition(".")[0] in mine}
    return files | {f"_MAIN_{index.latest_generation()}{TOC}"}
