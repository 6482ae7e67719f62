"""Goods as tiles: what one says, when it goes, and which the home page shows."""

import re
from datetime import UTC, date, datetime

from core.access import SYSTEM
from core.clock import village_day
from core.db import db, writing
from core.search import jobs
from core.sponsorship import operations
from core.sponsorship.models import Sponsorship
from shop.catalog.models import Product

FACET = re.compile(
    r'<a href="/market/\?([^"]*)"\s+rel="nofollow"[^>]*>\s*<span>([^<]+)</span>\s*'
    r"<small>(\d+)</small>"
)


class TestWithdrawal:
    def test_it_hides_on_the_next_request_though_kept(self, client, shop):
        season = 1 << (village_day(datetime.now(UTC)).month - 1)
        product = shop.on_sale(title="先看见后看不见", months=season)
        jobs.rebuild()
        own = [f"/market/{product.id}", f"/market/farms/{product.producer_id}"]
        lists = ["/", "/market/", "/market/?season=now", "/sitemap.xml", "/feed.atom"]
        lists += ["/search?q=先看见", "/market/?q=先看见"]
        for url in (*own, *lists):
            assert f"/market/{product.id}" in client.get(url).text, url
        with writing():
            standing = db.session.get(Sponsorship, product.sponsorship_id)
            operations.end(standing, reason="地块转包了", by=SYSTEM, at=datetime.now(UTC))
        for url in own:
            assert client.get(url).status_code == 404, url
        for url in lists:
            assert f"/market/{product.id}" not in client.get(url).text, url

    def test_control_a_page_that_is_kept_shows_it_still(self, client, shop, monkeypatch):
        product = shop.on_sale(title="一直看得见")
        monkeypatch.setattr("core.site.pages.now", lambda: datetime(2026, 11, 24, tzinfo=UTC))
        assert "一直看得见" in client.get("/market/").text
        with writing():  # without telling the house
            db.session.get(Product, product.id).is_on = False
        assert "一直看得见" in client.get("/market/").text


def test_what_a_tile_says(client, shop, make):
    branch = make.branch("柳湾村党支部")
    unit = make.unit(branch, name="柳湾村")
    producer = shop.producer(unit=unit, name="柳家<b>菜园</b>")
    standing = shop.sponsorship(producer, branch=branch)
    season = 1 << (village_day(datetime.now(UTC)).month - 1)
    product = shop.product(producer, standing, title="霜打青菜 <i>3 斤</i>", months=season)
    shop.pack(product, name="一份", net_grams=1500, fen=1680)
    shop.pack(product, name="两份", net_grams=3000, fen=3000, position=1)
    picture = shop.product_picture(product)
    page = client.get("/market/").text
    for words in (
        "霜打青菜 &lt;i&gt;3 斤",
        "柳湾村",
        "柳家&lt;b&gt;菜园",
        "柳湾村党支部已核验",
        'datetime="2026-01-02"',
        "¥16.80",
        "起",
        "¥5.60/斤",
        "当季",
        "1 样，都有支部去看过",
    ):
        assert words in page, words
    assert f'src="/files/{picture.file.ref}/480"' in page
    assert "核验记录不构成质量担保或推荐" in page


def test_the_price_is_that_of_what_can_be_bought(client, shop):
    product = shop.product(sponsorship=None)
    product = shop.on_sale()
    shop.pack(product, name="尝鲜", fen=100, stock=0, position=1)
    page = client.get("/market/").text
    assert "¥25.00" in page
    assert "¥1.00" not in page
    assert "起</small>" not in page


def test_sold_out_and_sold_ahead(client, shop):
    producer = shop.producer()
    standing = shop.sponsorship(producer)
    shop.pack(shop.product(producer, standing, title="没了"), stock=0)
    ahead = shop.product(producer, standing, title="还没收")
    shop.pack(ahead, ship_by=date(2035, 1, 1), cap=10)
    page = client.get("/market/").text
    assert page.count("卖完了") == 1
    assert page.count("预售") == 1


def test_without_a_picture_the_drawing_of_the_shelf_stands(client, shop):
    shop.on_sale(category="honey")
    assert re.search(r"/static/img/categories/honey\.[0-9a-f]+\.svg", client.get("/market/").text)


def test_the_home_page_shows_what_is_in_season(client, shop):
    month = village_day(datetime.now(UTC)).month
    producer = shop.producer()
    standing = shop.sponsorship(producer)
    for number in range(8):
        shop.pack(
            shop.product(producer, standing, title=f"正当季{number}", months=1 << (month - 1))
        )
    shop.pack(shop.product(producer, standing, title="常年有", months=4095))
    shop.pack(shop.product(producer, standing, title="卖光了", months=1 << (month - 1)), stock=0)
    page = client.get("/").text
    assert page.count("正当季") == 6
    assert "常年有" not in page
    assert "卖光了" not in page
    assert 'href="/market/?season=now"' in page
    assert "逛逛当季市集" in page


def test_the_home_page_without_goods(client):
    page = client.get("/").text
    assert "当季好物" not in page
    assert 'href="/market/"' in page
