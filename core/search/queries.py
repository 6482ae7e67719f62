"""Finding things, and reading what the index must hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from core.db import db
from core.hooks import Facet, Hit, Searchable
from core.house import HOUSE
from core.ports import Document, IndexAway, Titled
from core.search import rules, words
from core.search.models import SearchDue

BATCH = 200
Key = tuple[str, int]


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A kind of which something was found."""

    kind: str
    title: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Results:
    """What was found; `instead` is what was looked for in place of what was asked.

    `simple` says that the index was away and the database alone was asked.
    """

    tabs: Sequence[Tab] = ()
    kind: str = ""
    hits: Sequence[Hit] = ()
    facets: Sequence[Facet] = ()
    instead: str = ""
    simple: bool = False


@dataclass(frozen=True)
class Due:
    """A thing that waits to be written, as it stood when it was read."""

    id: int
    kind: str
    ref: int
    marks: int
    since: datetime


@dataclass(frozen=True, kw_only=True)
class Differences:
    """Where index and database disagree, apart from what waits to be written."""

    missing: frozenset[Key]
    extra: frozenset[Key]

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra)


def searchables() -> dict[str, Searchable]:
    return {each.kind: each for each in HOUSE.searchable}


def search(query: str, kind: str, filters: Mapping[str, str], *, at: datetime) -> Results:
    """Return what the public may see now of what was found, of one kind, and how much of others.

    Without a kind, or with one of which there is nothing, the kind of the best hit is shown.
    """
    try:
        keys, instead = ask_index(query)
        simple = False
    except IndexAway:
        keys, instead, simple = ask_database(query, at=at), "", True
    refs: dict[str, list[int]] = {}
    for each, ref in keys:
        refs.setdefault(each, []).append(ref)
    known = searchables()
    kinds = [each for each in refs if each in known]
    shown = {
        each: known[each].shown(refs[each], filters if each == kind else {}, at=at)
        for each in kinds
    }
    there = [each for each in kinds if shown[each][0] or each == kind]
    chosen = kind if kind in there else next(iter(there), "")
    hits, facets = shown.get(chosen, ((), ()))
    return Results(
        tabs=[
            Tab(kind=each, title=str(known[each].title), count=len(shown[each][0]))
            for each in there
        ],
        kind=chosen,
        hits=hits,
        facets=facets,
        instead=instead,
        simple=simple,
    )


def ask_index(query: str) -> tuple[list[Key], str]:
    """Return what holds the words, best first, and what was looked for instead; raise IndexAway.

    When it is as much as is asked for, each kind is asked by itself: one that fills the list
    would leave the others out.
    """
    found = HOUSE.index.find(query, limit=rules.MOST)
    keys = list(found.keys)
    if len(keys) == rules.MOST:
        for kind in searchables():
            more = HOUSE.index.find(found.instead or query, kinds=(kind,), limit=rules.MOST)
            keys += more.keys
    return list(dict.fromkeys(keys)), found.instead


def ask_database(query: str, *, at: datetime) -> list[Key]:
    """Return what holds these words as they stand: no pinyin, no guessing."""
    wanted = words.pieces(query)[: rules.MOST_WORDS]
    if not wanted:
        return []
    return [
        (kind, ref)
        for kind, each in searchables().items()
        for ref in each.like(wanted, limit=rules.MOST, at=at)
    ]


def suggest(query: str, *, at: datetime) -> list[str]:
    """Return titles of what the public may see now that go on as this does, the nearest first.

    Nothing while the index is away. The index may still hold what was withdrawn: the database is
    asked, once a kind.
    """
    try:
        found: list[Titled] = HOUSE.index.suggest(query)
    except IndexAway:
        return []
    refs: dict[str, list[int]] = {}
    for each in found:
        refs.setdefault(each.kind, []).append(each.ref)
    known = searchables()
    seen = {
        (kind, ref)
        for kind, some in refs.items()
        if kind in known
        for ref in known[kind].visible(some, at=at)
    }
    titles = dict.fromkeys(each.title for each in found if each.key in seen)
    return list(titles)[: rules.MOST_SUGGESTED]


def is_away() -> bool:
    """Tell whether the index cannot be asked."""
    try:
        HOUSE.index.find("村", limit=1)
    except IndexAway:
        return True
    return False


def list_due(limit: int = BATCH) -> list[Due]:
    """Return what the index must hear of, the oldest first."""
    columns = (SearchDue.id, SearchDue.kind, SearchDue.ref, SearchDue.marks, SearchDue.since)
    oldest = select(*columns).order_by(SearchDue.since, SearchDue.id).limit(limit)
    return [Due(*row) for row in db.session.execute(oldest)]


def oldest_due() -> datetime | None:
    """Return since when something has been waiting to be written."""
    return db.session.scalar(select(func.min(SearchDue.since)))


def count_due() -> int:
    return db.session.scalar(select(func.count()).select_from(SearchDue)) or 0


def documents_of(keys: Sequence[Key]) -> tuple[list[Document], list[Key]]:
    """Return the documents of these things, and those that have none any more."""
    known = searchables()
    found: list[Document] = []
    for kind in dict.fromkeys(kind for kind, _ in keys):
        if kind in known:
            found += known[kind].documents([ref for each, ref in keys if each == kind])
    there = {(each.kind, each.ref) for each in found}
    return found, [key for key in keys if key not in there]


def all_documents(*, most: int | None = None) -> Iterator[Document]:
    """Yield all that the index must hold, batch by batch; `most`: of each kind only so many.

    Nothing is kept open between two batches.
    """
    for each in HOUSE.searchable:
        after, left = 0, most
        while left is None or left > 0:
            size = BATCH if left is None else min(BATCH, left)
            refs = each.refs(after=after, limit=size)
            documents = each.documents(refs) if refs else ()
            db.session.rollback()
            yield from documents
            if not refs:
                break
            after, left = refs[-1], None if left is None else left - len(refs)


def differences(*, most: int | None = None) -> Differences:
    """Compare the index with the database; `most`: only the first so many of each kind.

    Raise IndexAway when the index cannot be read.
    """
    held = HOUSE.index.keys()
    wanted = {(each.kind, each.ref) for each in all_documents(most=most)}
    due = {(kind, ref) for kind, ref in db.session.execute(select(SearchDue.kind, SearchDue.ref))}
    extra = held - wanted
    if most is not None:
        last = {kind: max(ref for each, ref in wanted if each == kind) for kind, _ in wanted}
        extra = {(kind, ref) for kind, ref in extra if ref <= last.get(kind, 0)}
    return Differences(missing=frozenset(wanted - held - due), extra=frozenset(extra - due))
