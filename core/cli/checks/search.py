"""Whether the search index can be read and holds what the database says."""

from core.adapters.postgres_index import PostgresIndex
from core.cli.checks.files import places
from core.cli.checks.registry import Check, on_postgresql
from core.db import db
from core.house import HOUSE
from core.ports import IndexAway
from core.search import queries

REBUILD = "flask --app wsgi search rebuild"
SAMPLE = 500  # of each kind


def fits() -> str | None:
    if isinstance(HOUSE.index, PostgresIndex) and not on_postgresql():
        return "SEARCH_URL=postgresql: needs a DATABASE_URL of PostgreSQL: whoosh:var/search"
    return None


def readable() -> str | None:
    return REBUILD if queries.is_away() else None


def complete() -> str | None:
    """Compare a sample of the index with the database."""
    try:
        found = queries.differences(most=SAMPLE)
    except IndexAway:
        return None  # the check before has said so
    finally:
        db.session.rollback()
    if not found:
        return None
    return f"{len(found.missing)} missing, {len(found.extra)} too many: {REBUILD}"


def apart() -> str | None:
    """Look whether anything from outside could come to lie in the folder, which is unpickled."""
    known = {name: place.resolve() for name, place in places().items()}
    mine = known.pop("SEARCH_URL", None)
    if mine is None:
        return None
    mixed = [name for name, place in known.items() if place.is_relative_to(mine)]
    mixed += [
        name
        for name in ("FILES_URL", "BACKUP_DIR", "LOG_DIR")
        if name in known and mine.is_relative_to(known[name])
    ]
    return f"SEARCH_URL needs a folder of its own, apart from {', '.join(mixed)}" if mixed else None


CHECKS = (
    Check(title="search index fits the database", why_not=fits),
    Check(title="search index has a folder of its own", why_not=apart),
    Check(title="search index can be read", why_not=readable),
    Check(title="search index is complete", why_not=complete),
)
