"""The list of goods: filters, counts, orders and pages, beside a plain model of the same."""

import re
from itertools import combinations

import html5lib
import pytest

from core.cache.operations import bump
from core.db import db, writing
from core.house import HOUSE
from core.sponsorship.models import Sponsorship
from shop.catalog.models import Product
from shop.catalog.rules import GROUPS
from shop.producers.models import Producer
from tests.counting import queries_in
from tests.shop.storefront.conftest import LINK, ORDERS

FACET = re.compile(
    r'<a href="/market/\?([^"]*)"\s+rel="nofollow"[^>]*>\s*<span>([^<]+)</span>\s*'
    r"<small>(\d+)</small>"
)


def some_values(goods):
    first = goods[0]
    return {
        "category": ["fruit", "citrus", "vegetable", "honey"],
        "region": [f"u{first.unit}", f"t{first.township}"],
        "branch": [str(first.branch)],
        "season": ["now", "3"],
    }


def combined(goods):
    """Yield every filter alone, every two and three of them, and all four."""
    values = some_values(goods)
    for size in range(5):
        for names in combinations(values, size):
            rows = [{}]
            for name in names:
                rows = [{**row, name: value} for row in rows for value in values[name]]
            yield from rows


@pytest.mark.both_engines
def test_every_filter_alone_and_combined(market, walk, client):
    client.look = False  # at ninety pages; the others are looked at
    tried = found = 0
    for args in combined(market):
        expected = sorted((each for each in market if each.fits(args)), key=ORDERS["newest"])
        seen, total = walk(**args)
        assert seen == [each.id for each in reversed(expected)], args
        assert total == len(expected), args
        tried, found = tried + 1, found + len(seen)
    assert tried == 90
    assert found > 300


def test_counts_are_true_under_the_other_filters(market, client):
    client.look = False
    seen = 0
    for args in combined(market):
        query = "&".join(f"{name}={value}" for name, value in args.items())
        page = client.get(f"/market/?{query}").text
        for address, _title, count in FACET.findall(page):
            leads = dict(part.split("=") for part in address.split("&amp;") if part)
            named = [
                name
                for name in ("category", "region", "branch", "season")
                if leads.get(name) != args.get(name)
            ]
            assert len(named) == 1, (args, leads)
            value = leads.get(named[0])
            asked = {**args, named[0]: value} if value else args  # chosen: it leads back
            expected = sum(each.fits(asked) for each in market)
            assert int(count) == expected, (args, leads)
            seen += 1
    assert seen > 500


@pytest.mark.both_engines
@pytest.mark.parametrize("sort", ["newest", "cheap", "dear", "verified"])
def test_orders_with_many_ties(market, walk, sort):
    expected = sorted(market, key=ORDERS[sort], reverse=True)
    assert walk(sort=sort)[0] == [each.id for each in expected]


def test_nonsense_shows_the_market(client, market):
    whole = LINK.findall(client.get("/market/").text)
    for query in (
        "category=%27",
        "region=u999999",
        "branch=99",
        "season=99",
        "after=n-1-",
        "sort=x",
    ):
        answer = client.get(f"/market/?{query}")
        assert answer.status_code == 200
        assert LINK.findall(answer.text) == whole, query


def test_keys_far_out_are_only_empty(client, market):
    for sort, key in (("newest", "n-fffffffffffffff-1"), ("verified", "v-fffffffffffffff-1-1")):
        assert len(LINK.findall(client.get(f"/market/?sort={sort}&after={key}").text)) == 24
    assert "没有这样的东西" not in client.get("/market/?after=n-0-0").text
    assert LINK.findall(client.get("/market/?after=n-0-0").text) == []


@pytest.mark.parametrize("sort", ["newest", "cheap"])
def test_each_is_seen_once_while_others_come_and_go(client, market, shop, sort):
    stays = {each.id for each in market}
    seen, url = [], f"/market/?sort={sort}"
    while url:
        page = client.get(url).text
        seen += [int(each) for each in LINK.findall(page)]
        product = db.session.get(Product, market[0].id)
        fresh = shop.on_sale(
            db.session.get(Producer, product.producer_id),
            db.session.get(Sponsorship, product.sponsorship_id),
        )
        gone = next((each for each in seen if each in stays), None)
        with writing():
            db.session.get(Product, gone).is_on = False
            bump()
        stays.discard(gone)
        assert fresh.id not in stays
        found = re.search(r'href="([^"]+)"\s+rel="next"', page)
        url = found and found[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)), "nothing twice"
    assert stays <= set(seen), "nothing left out"


def test_thirty_cost_as_many_queries_as_three(client, shop, app):
    producer = shop.producer()
    standing = shop.sponsorship(producer)

    def cost(url):
        with writing():
            bump()
        return queries_in(lambda: client.get(url))

    for _each in range(3):
        shop.product_picture(shop.on_sale(producer, standing))
    urls = ("/market/", "/market/?category=fruit&season=now&sort=verified", "/")
    few = [cost(url) for url in urls]
    for _each in range(27):
        shop.product_picture(shop.on_sale(producer, standing))
    assert [cost(url) for url in urls] == few
    assert max(few) <= 8 + 1, few  # the BEGIN is counted too


def test_browsing_never_asks_the_index(client, market):
    """There is none: whoever asks it says that it was looked for in a simple way."""
    client.look = False
    for args in combined(market):
        query = "&".join(f"{name}={value}" for name, value in args.items())
        answer = client.get(f"/market/?{query}")
        assert answer.status_code == 200
        assert "简单办法" not in answer.text
    assert "简单办法" in client.get("/market/?q=橘").text


def test_an_empty_market_and_an_empty_filter_say_what_to_do(client, shop):
    assert "市集还没开张" in client.get("/market/").text
    shop.on_sale(category="honey")
    page = client.get("/market/?category=rice").text
    assert "没有这样的东西" in page
    assert 'href="/market/"' in page
    assert "市集还没开张" not in page


def test_each_condition_goes_away_by_itself(client, market):
    first = market[0]
    page = client.get(
        f"/market/?category=fruit&region=u{first.unit}&branch={first.branch}&season=11"
    ).text
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    chips = tree.findall(".//ul[@class='active-filters']/li/a")
    assert len(chips) == 5  # four, and all of them
    addresses = [each.get("href") for each in chips]
    for name in ("category", "region", "branch", "season"):
        others = [each for each in addresses if f"{name}=" not in each and each != "/market/"]
        assert len(others) == 1, name
        assert others[0].count("=") == 3


def test_the_page_is_light(client, market):
    client.look = False
    packed = client.get("/market/", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    styles = sum(
        len(client.get(url, headers={"Accept-Encoding": "gzip"}).data)
        for url in re.findall(
            r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', client.get("/market/").text
        )
    )
    assert len(packed.data) + styles < 100 * 1024


def test_the_list_in_english(client, market):
    page = client.get("/market/?lang=en").text
    assert GROUPS["fruit"].english in page
    assert GROUPS["fruit"].chinese not in page


@pytest.mark.parametrize(
    "odd",
    [
        "junk=1",
        "category=dragon",
        "region=u999999",
        "branch=x",
        "season=13",
        "sort=newest",
        "sort=best",
        "after=junk1",
        "after=c-1-2",
        "q=%20",
    ],
)
def test_what_means_the_same_is_one_page(market, client, still, odd):
    client.get("/market/")
    kept = HOUSE.cache.size
    assert client.get(f"/market/?{odd}").status_code == 200
    assert HOUSE.cache.size == kept


def test_where_nothing_is_left_the_filters_lead_on(client, shop):
    unit = shop.on_sale().producer.unit_id
    nothing = " ".join(client.get(f"/market/?region=u{unit}&season=3").text.split())
    assert "看这 0 样" not in nothing
    assert (
        '<p class="facets-foot"> <a class="btn btn-primary" href="/market/">看全部</a>' in nothing
    )
    assert "看这 1 样" in client.get("/market/").text


def test_an_empty_market_closes_its_filters(client):
    page = " ".join(client.get("/market/").text.split())
    assert '<p class="facets-foot"> <a class="btn btn-primary" href="#goods">关上</a>' in page


def test_what_is_asked_for_is_named_as_on_the_page_of_all(client, shop):
    shop.on_sale()
    page = client.get("/market/?q=蜜橘&category=citrus").text
    assert "<h1>找“蜜橘”" in page
    assert "搜“" not in page
    chips = html5lib.parse(page, namespaceHTMLElements=False).iterfind(
        ".//ul[@class='active-filters']/li/a"
    )
    said = [" ".join("".join(each.itertext()).split()) for each in chips]
    assert said[0] == "去掉 找“蜜橘”×"
