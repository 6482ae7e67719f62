"""The map of all pages and the feed: valid, whole, and only what the public may see."""

import gzip
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from core.cache.operations import bump
from core.clock import now
from core.db import db, writing
from core.hooks import FeedEntry
from core.house import HOUSE, Area
from core.site import outward_views
from shop.catalog.models import Product
from tests.counting import queries_in
from tests.make_shop import MakeShop
from wsgi import AREAS

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def shop(make):
    return MakeShop(make)


def parsed(text):
    return ET.fromstring(text)  # noqa: S314 - what our own house has written


def located(client, url="/sitemap.xml"):
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.mimetype == "application/xml"
    root = parsed(answer.text)
    return root, [each.text for each in root.iter(f"{MAP}loc")]


def test_the_map_names_what_the_public_may_see(client, shop, make):
    product, hidden = shop.on_sale(), shop.product()
    branch = make.branch()
    root, places = located(client)
    assert root.tag == f"{MAP}urlset"
    assert all(each.startswith("http://localhost/") for each in places)
    assert len(places) == len(set(places))
    for path in (
        "/",
        "/market/",
        "/branches/",
        "/about",
        "/rules",
        f"/market/{product.id}",
        f"/market/farms/{product.producer_id}",
    ):
        assert f"http://localhost{path}" in places, path
    assert f"http://localhost/market/{hidden.id}" not in places
    assert branch.id
    for each in places:
        assert client.get(each.removeprefix("http://localhost")).status_code == 200, each


def test_the_configured_address_is_named_whatever_host_was_asked(client):
    text = client.get("/sitemap.xml", headers={"Host": "127.0.0.1"}).text
    assert "http://localhost/" in text
    assert "127.0.0.1" not in text


def test_a_large_map_is_named_in_parts(client, shop, monkeypatch):
    monkeypatch.setattr(outward_views, "PART", 10)
    producer = shop.producer()
    standing = shop.sponsorship(producer)
    goods = [shop.on_sale(producer, standing).id for _each in range(16)]
    root, parts = located(client)
    assert root.tag == f"{MAP}sitemapindex"
    found = []
    for part in parts:
        assert part.startswith("http://localhost/sitemap/")
        leaf, places = located(client, part.removeprefix("http://localhost"))
        assert leaf.tag == f"{MAP}urlset"
        assert 0 < len(places) <= 10
        found += places
    assert len(found) == len(set(found))
    assert {f"http://localhost/market/{each}" for each in goods} <= set(found)
    assert "http://localhost/about" in found


def in_parts(client):
    _root, parts = located(client)
    return [
        place
        for part in parts
        for place in located(client, part.removeprefix("http://localhost"))[1]
    ]


def test_parts_stay_while_goods_go_and_none_is_named_that_is_empty(client, shop, monkeypatch):
    monkeypatch.setattr(outward_views, "PART", 10)
    producer = shop.producer()
    standing = shop.sponsorship(producer)
    goods = [shop.on_sale(producer, standing).id for _each in range(16)]
    before = located(client)[1]
    gone = {each for each in goods if each % 3 == 0}
    with writing():
        for each in gone:
            db.session.get(Product, each).is_on = False
        bump()
    assert located(client)[1] == before
    named = set(in_parts(client))
    assert {each for each in goods if f"http://localhost/market/{each}" in named} == {*goods} - gone
    with writing():
        for each in goods[8:16]:
            db.session.get(Product, each).is_on = False
        bump()
    HOUSE.cache.__init__()  # the hour is over
    after = located(client)[1]
    assert set(after) < set(before)
    assert in_parts(client)


def test_the_map_of_parts_reads_one_address_a_part_and_once_an_hour(client, shop, monkeypatch):
    monkeypatch.setattr(outward_views, "PART", 10)
    producer = shop.producer()
    standing = shop.sponsorship(producer)

    def cost():
        with writing():
            bump()
        HOUSE.cache.__init__()
        return queries_in(lambda: client.get("/sitemap.xml"))

    for _each in range(8):
        shop.on_sale(producer, standing)
    first = cost()
    for _each in range(20):
        shop.on_sale(producer, standing)
    assert cost() <= first + 4, "as many as there are more parts"
    with writing():
        bump()
    # BEGIN, the house version, and whether one map is enough by the refs of up to three kinds
    assert queries_in(lambda: client.get("/sitemap.xml")) <= 5


def test_it_is_kept_for_all_languages_and_squeezed(client, shop):
    shop.on_sale()
    client.get("/sitemap.xml")
    kept = HOUSE.cache.size
    for language in ("en", "zh"):
        client.get(f"/sitemap.xml?lang={language}&junk={language}")
    assert HOUSE.cache.size == kept
    client.look = False
    answer = client.get("/sitemap.xml", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data).decode() == client.get("/sitemap.xml").text


def test_when_a_page_changed_is_said_only_where_it_is_known(client, shop, make):
    product, branch = shop.on_sale(), make.branch()
    said = {each.find(f"{MAP}loc").text: each.find(f"{MAP}lastmod") for each in located(client)[0]}
    assert said[f"http://localhost/market/{product.id}"] is not None
    assert said[f"http://localhost/branches/{branch.id}"] is None


@pytest.mark.parametrize(
    "url",
    [
        "/sitemap/nothing/0.xml",
        "/sitemap/product/999999.xml",
        "/sitemap/pages/1.xml",
        "/sitemap/pages/5000.xml",
        "/sitemap/product/1.xml",
        "/sitemap/product/5000.xml",
        "/sitemap/product/5000000000000000000000.xml",
        "/sitemap/product/99999999999999999999.xml",
    ],
)
def test_parts_of_nothing(client, shop, url):
    for _each in range(2):
        shop.on_sale()
    assert client.get(url).status_code == 404


def test_the_feed_names_what_came_last(client, shop, make):
    first = shop.on_sale(title="先上架")
    with writing():
        db.session.get(Product, first.id).listed_at = now() - timedelta(days=3)
    last = shop.on_sale(title="后上架 <b>&\u0007", listed_at=now())
    answer = client.get("/feed.atom")
    assert answer.mimetype == "application/atom+xml"
    root = parsed(answer.text)
    titles = [each.text for each in root.iter(f"{ATOM}title")]
    assert titles[1:] == ["后上架 <b>&", "先上架"]
    ids = [each.text for each in root.iter(f"{ATOM}id")]
    assert ids == [
        "http://localhost/feed.atom",
        f"http://localhost/market/{last.id}",
        f"http://localhost/market/{first.id}",
    ]
    moments = [each.text for each in root.iter(f"{ATOM}updated")]
    assert moments == sorted(moments, reverse=True)
    assert root.find(f"{ATOM}author/{ATOM}name").text


def test_an_empty_feed_is_valid(client):
    root = parsed(client.get("/feed.atom").text)
    assert root.find(f"{ATOM}updated").text
    assert not list(root.iter(f"{ATOM}entry"))


class TestEntries:
    @pytest.fixture
    def areas(self):
        moment = now()

        def feed(_at, limit):
            return [
                FeedEntry(url=f"/x/{each}", title=f"第{each}条", text="", at=moment)
                for each in range(limit)
            ]

        return (*AREAS, Area(name="trial", feed=(feed,)))

    def test_they_are_few(self, client):
        root = parsed(client.get("/feed.atom").text)
        assert len(list(root.iter(f"{ATOM}entry"))) == outward_views.ENTRIES


def test_both_are_kept_until_something_changes(client, shop):
    shop.on_sale()
    for url in ("/sitemap.xml", "/feed.atom"):
        client.get(url)
        assert queries_in(lambda url=url: client.get(url)) == 2  # BEGIN, and the house version


def test_robots_are_shown_the_way(client):
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text
    assert HOUSE.settings["PUBLIC_URL"] == "http://localhost"


def test_reading_changes_nothing(client, shop):
    shop.on_sale()
    for url in ("/sitemap.xml", "/feed.atom"):
        client.get(url)
    assert not db.session.dirty
