"""An index of each kind: Whoosh beside SQLite, and the one inside PostgreSQL."""

import pytest

from core.house import HOUSE
from core.ports import Document
from tests.core.search import corpus


@pytest.fixture
def values(engine):
    return {"SEARCH_URL": "postgresql:"} if engine == "postgresql" else {}


@pytest.fixture
def index(app):
    return HOUSE.index


@pytest.fixture
def goods(index):
    """Return the index with the goods of the demo world in it."""
    index.rebuild(corpus.documents())
    return index


@pytest.fixture
def titles(goods):
    """Return the titles of what is found, in order."""
    named = {(each.kind, each.ref): each.title for each in corpus.documents()}
    return lambda query, **kw: [named[key] for key in goods.find(query, **kw).keys]


def thing(ref, title, text="", kind="product"):
    return Document(kind=kind, ref=ref, title=title, text=text)
