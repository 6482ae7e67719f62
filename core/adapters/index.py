"""Where the search index lies, by its scheme."""

from core.adapters.postgres_index import PostgresIndex
from core.adapters.whoosh_index import WhooshIndex
from core.ports import Index


def index_from(url: str) -> Index:
    """Return the index that a SEARCH_URL names; raise ValueError for an unknown one."""
    scheme, _, rest = url.partition(":")
    if scheme == "whoosh" and rest:
        return WhooshIndex(rest)
    if scheme == "postgresql" and not rest:
        return PostgresIndex()
    raise ValueError("SEARCH_URL is whoosh:PATH or postgresql:")
