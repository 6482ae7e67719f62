"""A market in which something can be found, on the index of each engine."""

import pytest

from core.search import jobs
from tests.make_shop import MakeShop

pytestmark = pytest.mark.both_engines


@pytest.fixture
def values(engine):
    return {"SEARCH_URL": "postgresql:"} if engine == "postgresql" else {}


@pytest.fixture
def market(make):
    """A village with oranges and tea for sale, and its branch."""
    shop = MakeShop(make)
    branch = make.branch("桃源村党支部")
    unit = make.unit(branch, name="桃源村")
    producer = shop.producer(unit=unit, name="李家果园")
    sponsorship = shop.sponsorship(producer, branch=branch)
    goods = {"桃源蜜橘": "citrus", "霜后蜜橘": "citrus", "云头绿茶": "green-tea"}
    for title, category in goods.items():
        shop.pack(shop.product(producer, sponsorship, title=title, category=category))
    jobs.rebuild()
    return shop
