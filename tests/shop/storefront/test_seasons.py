"""A village's year: what it has in which month."""

import re

import html5lib
import pytest

from core.cache.operations import bump
from core.db import writing
from shop.storefront.views.market import IN_CALENDAR
from tests.counting import queries_in


def rows(page):
    """Return by title the months that are marked."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    found = {}
    for row in tree.iter("tr"):
        link = row.find("th/a")
        if link is not None:
            cells = row.findall("td")
            assert len(cells) == 12
            found[link.text] = [n for n, cell in enumerate(cells, 1) if cell.get("class") == "in"]
    return found


@pytest.fixture
def village(make, shop):
    unit = make.unit(make.branch(), name="桃源村")
    producer = shop.producer(unit=unit)
    standing = shop.sponsorship(producer)
    shop.on_sale(producer, standing, title="蜜橘", category="citrus", months=0b111000000000)
    shop.on_sale(producer, standing, title="新米", category="rice", months=4095)
    shop.product(producer, standing, title="没上架", is_on=False)
    shop.on_sale(title="别村的")
    return unit


def test_each_thing_with_its_months(client, village):
    page = client.get(f"/market/seasons/{village.id}").text
    assert rows(page) == {"蜜橘": [10, 11, 12], "新米": list(range(1, 13))}
    assert "桃源村一年四季" in page
    for words in ("水果坚果", "米面杂粮"):
        assert words in page
    assert re.search(rf'href="/market/\?region=u{village.id}"', page)
    assert "去看全部" not in page


def test_the_list_of_one_village_leads_there(client, village):
    way = f'href="/market/seasons/{village.id}"'
    assert way in client.get(f"/market/?region=u{village.id}").text
    assert way not in client.get("/market/").text


def test_a_village_without_goods_and_none_at_all(client, make):
    empty = make.unit(make.branch(), name="空村")
    assert "现在没有在卖的东西" in client.get(f"/market/seasons/{empty.id}").text
    for number in ("0", "999999", "9223372036854775807"):
        assert client.get(f"/market/seasons/{number}").status_code == 404


def test_it_costs_the_same_for_many(client, village, shop):
    url = f"/market/seasons/{village.id}"
    producer = shop.producer(unit=village)
    standing = shop.sponsorship(producer)

    def cost():
        with writing():
            bump()
        return queries_in(lambda: client.get(url))

    few = cost()
    for _each in range(27):
        shop.on_sale(producer, standing)
    assert cost() == few <= 8


def test_a_village_with_very_much_stays_light_and_says_how_many_more_there_are(
    client, village, shop
):
    client.look = False
    producer = shop.producer(unit=village)
    standing = shop.sponsorship(producer)
    for number in range(IN_CALENDAR + 5):
        shop.on_sale(producer, standing, title=f"常年都有的一样好东西第 {number} 样", months=4095)
    page = client.get(f"/market/seasons/{village.id}").text
    assert len(rows(page)) == IN_CALENDAR
    assert "还有 7 样，去看全部" in page
    assert len(page.encode()) < 100 * 1024
