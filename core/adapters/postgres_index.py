"""The index inside PostgreSQL: tables of its own, beside those of the house."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import structlog
from sqlalchemy import Connection
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from core.adapters import postgres_terms as terms
from core.db import db
from core.db.apart import apart, forgiven
from core.ports import Document, Found, IndexAway, Titled
from core.search import near, words
from core.search.wishes import Wish, read

LOCK = 0x78637372  # one number for everybody who writes the index
PATIENCE = 30  # seconds for another writer to end
BATCH = 200
MOST_NEAR = 400
# They are made by `flask search rebuild` and not by a migration: all in them can be made anew.
TABLES: Mapping[str, Mapping[str, str]] = {
    "search_document": {
        "kind": "varchar(20)",
        "ref": "bigint",
        "title": "text",
        "size": "integer",
        "found": "tsvector",
    },
    "search_start": {"kind": "varchar(20)", "ref": "bigint", "start": 'text COLLATE "C"'},
    "search_word": {"word": "text PRIMARY KEY", "sound": "text", "near": "text[]"},
}
INDEXES = (
    "CREATE UNIQUE INDEX uq_search_document ON search_document (kind, ref)",
    "CREATE INDEX ix_search_document_found ON search_document USING gin (found)",
    "CREATE INDEX ix_search_start_start ON search_start (start)",
    "CREATE INDEX ix_search_start_ref ON search_start (kind, ref)",
    "CREATE INDEX ix_search_word_near ON search_word USING gin (near)",
)
log = structlog.get_logger(__name__)


class PostgresIndex:
    """Reads inside the reader's session, writes on a connection of its own."""

    def find(self, text: str, *, kinds: Sequence[str] = (), limit: int = 500) -> Found:
        with reading() as session:
            found, instead = look_up(session, text, kinds, limit), ""
            if not found and read(text).wishes and not count(session, text, terms.anywhere):
                instead = near.nearest(text, lookout(session, kinds))
                found = look_up(session, instead, kinds, limit)
            return Found(keys=tuple(found), instead=instead)

    def suggest(self, text: str, *, limit: int = 64) -> list[Titled]:
        typed = words.pieces(text)
        if not typed:
            return []
        with reading() as session:
            found = begun(session, "".join(typed), limit)
            if len(found) < limit:
                found += containing(session, terms.begun(typed), limit)
            return list(dict.fromkeys(found))[:limit]

    def keys(self) -> set[tuple[str, int]]:
        with reading() as session:
            rows = session.execute(sql("SELECT kind, ref FROM search_document"))
            return {(kind, ref) for kind, ref in rows}

    def write(self, documents: Sequence[Document], gone: Sequence[tuple[str, int]]) -> None:
        with writing_alone() as connection:
            old = {*gone, *((each.kind, each.ref) for each in documents)}
            if old:
                forget(connection, sorted(old))
            put(connection, documents)

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Make all of it anew; readers see the old one until the new one is whole."""
        with writing_alone() as connection:
            make_tables(connection)
            for table in TABLES:
                connection.execute(sql(f"DELETE FROM {table}"))  # noqa: S608 - names of our own
            seen: set[tuple[str, int]] = set()
            batch: list[Document] = []
            for each in documents:
                if (each.kind, each.ref) not in seen:
                    seen.add((each.kind, each.ref))
                    batch.append(each)
                if len(batch) == BATCH:
                    put(connection, batch)
                    batch = []
            put(connection, batch)
        return len(seen)


@contextmanager
def reading() -> Iterator[Session]:
    with failing_as_away(), forgiven() as session:
        yield session


@contextmanager
def writing_alone() -> Iterator[Connection]:
    """Yield a connection on which nobody else writes the index meanwhile."""
    with failing_as_away(), apart() as connection:
        connection.execute(sql(f"SET LOCAL lock_timeout = '{PATIENCE}s'"))
        connection.execute(sql("SET LOCAL statement_timeout = 0"))
        connection.execute(sql("SET LOCAL idle_in_transaction_session_timeout = 0"))
        connection.execute(sql("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        yield connection


@contextmanager
def failing_as_away() -> Iterator[None]:
    """Turn whatever is wrong with the tables, or with their server, into one thing to be caught."""
    try:
        if db.engine.dialect.name != "postgresql":
            raise IndexAway("SEARCH_URL=postgresql: needs a DATABASE_URL of PostgreSQL")  # noqa: TRY301
        yield
    except IndexAway as error:
        log.warning("index_away", why=str(error))
        raise
    except Exception as error:
        log.warning("index_away", why=type(error).__name__)
        raise IndexAway(type(error).__name__) from error


def make_tables(connection: Connection) -> None:
    """Make the tables where they are missing or of an older house; only the owner can."""
    there: dict[str, list[str]] = {table: [] for table in TABLES}
    asked = sql(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND table_name = ANY(:tables)"
        " ORDER BY table_name, ordinal_position"
    )
    for table, column in connection.execute(asked, {"tables": list(TABLES)}):
        there[table].append(column)
    if there == {table: list(columns) for table, columns in TABLES.items()}:
        return
    for table, columns in TABLES.items():
        written = ", ".join(f"{name} {kind} NOT NULL" for name, kind in columns.items())
        connection.execute(sql(f"DROP TABLE IF EXISTS {table}"))
        connection.execute(sql(f"CREATE TABLE {table} ({written})"))
    for statement in INDEXES:
        connection.execute(sql(statement))


def forget(connection: Connection, keys: Sequence[tuple[str, int]]) -> None:
    rows = [{"kind": kind, "ref": ref} for kind, ref in keys]
    for table in ("search_document", "search_start"):
        connection.execute(
            sql(f"DELETE FROM {table} WHERE kind = :kind AND ref = :ref"),  # noqa: S608
            rows,
        )


def put(connection: Connection, documents: Sequence[Document]) -> None:
    """Store documents, and the words of their titles that are not known yet."""
    if not documents:
        return
    rows, starts, spans = [], [], set()
    for each in documents:
        key = {"kind": each.kind, "ref": each.ref}
        rows.append(
            {**key, "title": each.title, "size": len(each.title), "found": terms.vector(each)}
        )
        starts += [{**key, "start": start} for start in words.beginnings(each.title)]
        spans.update(words.spans(each.title))
    statement = (
        "INSERT INTO search_document VALUES (:kind, :ref, :title, :size, CAST(:found AS tsvector))"
    )
    connection.execute(sql(statement), rows)
    if starts:
        connection.execute(sql("INSERT INTO search_start VALUES (:kind, :ref, :start)"), starts)
    asked = sql("SELECT word FROM search_word WHERE word = ANY(:words)")
    there = set(connection.scalars(asked, {"words": sorted(spans)}))
    new = [
        {"word": word, "sound": near.sound_of(word), "near": near.keys_of(word)}
        for word in sorted(spans - there)
    ]
    if new:
        connection.execute(sql("INSERT INTO search_word VALUES (:word, :sound, :near)"), new)


def look_up(
    session: Session, query: str, kinds: Sequence[str], limit: int
) -> list[tuple[str, int]]:
    """Return what holds all words: first whose titles hold the most of them, then the shortest."""
    wanted = read(query)
    if not wanted.wishes:
        return []
    values: dict[str, Any] = {"all": terms.all_of(wanted.wishes), "limit": limit}
    titles = [terms.in_title(wish) for wish in wanted.wishes]
    values |= {f"title{place}": each for place, each in enumerate(titles)}
    held = " + ".join(
        f"CAST(found @@ CAST(:title{place} AS tsquery) AS integer)" for place in range(len(titles))
    )
    order = [f"{held} DESC"]
    if wanted.together:
        values["together"] = terms.together(wanted.together)
        order.append("CAST(found @@ CAST(:together AS tsquery) AS integer) DESC")
    where = ["found @@ CAST(:all AS tsquery)"]
    if kinds:
        values["kinds"] = list(kinds)
        where.append("kind = ANY(:kinds)")
    statement = (
        f"SELECT kind, ref FROM search_document WHERE {' AND '.join(where)}"  # noqa: S608
        f" ORDER BY {', '.join(order)}, size, ref, kind LIMIT :limit"
    )
    return [(kind, ref) for kind, ref in session.execute(sql(statement), values)]


def lookout(session: Session, kinds: Sequence[str]) -> near.Lookout:
    return near.Lookout(
        look=lambda keys: known(session, keys),
        count=lambda query: count(session, query, terms.anywhere, kinds),
        titled=lambda query: count(session, query, terms.in_title, kinds),
    )


def count(
    session: Session, query: str, write: Callable[[Wish], str], kinds: Sequence[str] = ()
) -> int:
    """Return how many documents hold all words, of these kinds where some are named."""
    if not (wanted := read(query).wishes):
        return 0
    statement = "SELECT count(*) FROM search_document WHERE found @@ CAST(:all AS tsquery)"
    values: dict[str, Any] = {"all": terms.all_of(wanted, write)}
    if kinds:
        values["kinds"] = list(kinds)
        statement += " AND kind = ANY(:kinds)"
    return int(session.scalar(sql(statement), values) or 0)


def known(session: Session, keys: Sequence[str]) -> list[near.Known]:
    statement = sql(
        "SELECT word, sound FROM search_word WHERE near && :keys ORDER BY word LIMIT :most"
    )
    rows = session.execute(statement, {"keys": list(keys), "most": MOST_NEAR})
    return [near.Known(word, sound) for word, sound in rows]


def begun(session: Session, start: str, limit: int) -> list[Titled]:
    statement = sql(
        "SELECT DISTINCT kind, ref, title, size"
        " FROM search_document JOIN search_start USING (kind, ref)"
        " WHERE start >= :start AND start < :end ORDER BY size, ref, kind LIMIT :limit"
    )
    end = start + "\U0010ffff"
    rows = session.execute(statement, {"start": start, "end": end, "limit": limit})
    return [Titled(row.kind, row.ref, row.title) for row in rows]


def containing(session: Session, query: str, limit: int) -> list[Titled]:
    statement = sql(
        "SELECT kind, ref, title FROM search_document WHERE found @@ CAST(:query AS tsquery)"
        " ORDER BY size, ref, kind LIMIT :limit"
    )
    rows = session.execute(statement, {"query": query, "limit": limit})
    return [Titled(*row) for row in rows]
