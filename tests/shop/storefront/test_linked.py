"""A product as machines and chats read it, and on a card; nothing typed becomes markup."""

import json
import re

import html5lib

from core.cache.operations import bump
from core.clock import now, village_day
from core.db import db, writing
from core.house import HOUSE
from shop.producers.models import Producer
from shop.questions.models import Question
from tests.shop.storefront.conftest import certificate

BAD = "</script><script>x</script>&amp;'\"\u2028<b>"
LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def test_machines_read_the_same(client, whole):
    facts = json.loads(LINKED.search(client.get(f"/market/{whole.id}").text)[1])
    address = f"http://localhost/market/{whole.id}"
    assert (facts["@type"], facts["name"], facts["url"]) == ("Product", "霜后脆柿", address)
    assert facts["description"] == "怎么吃 放两天更甜，别和螃蟹一起吃。"
    assert len(facts["image"]) == 3
    assert all(each.startswith("http://localhost/files/") for each in facts["image"])
    assert [(each["price"], each["priceCurrency"], each["availability"].rpartition("/")[2])
            for each in facts["offers"]] == [
        ("39.80", "CNY", "InStock"), ("72.80", "CNY", "InStock"),
        ("128.00", "CNY", "PreOrder"), ("12.80", "CNY", "SoldOut"),
    ]  # fmt: skip


def test_machines_read_that_nothing_can_be_bought_while_the_producer_is_away(client, whole):
    today = village_day(now())
    with writing():
        producer = db.session.get(Producer, whole.producer_id)
        producer.away_from = producer.away_until = today
        bump()
    facts = json.loads(LINKED.search(client.get(f"/market/{whole.id}").text)[1])
    assert [each["availability"].rpartition("/")[2] for each in facts["offers"]] == [
        "OutOfStock", "OutOfStock", "OutOfStock", "SoldOut",
    ]  # fmt: skip


def test_chats_show_title_picture_and_address(client, whole):
    page = client.get(f"/market/{whole.id}").text
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    said = {each.get("property"): each.get("content") for each in tree.iter("meta")}
    assert said["og:title"] == "霜后脆柿"
    assert said["og:url"] == f"http://localhost/market/{whole.id}"
    assert said["og:image"].startswith("http://localhost/files/")
    assert said["og:description"].startswith("怎么吃")
    links = {each.get("rel"): each.get("href") for each in tree.iter("link")}
    assert links["canonical"] == f"http://localhost/market/{whole.id}"
    assert links["alternate"] == "/feed.atom"


def test_the_configured_address_is_named_whatever_host_was_asked(client, whole):
    page = client.get(f"/market/{whole.id}", headers={"Host": "127.0.0.1"}).text
    assert f"http://localhost/market/{whole.id}" in page
    assert "http://127.0.0.1" not in page


def test_nothing_that_was_typed_becomes_markup(client, shop, make):
    producer = shop.producer(name=f"家{BAD}"[:40], address=BAD, away_note="")
    product = shop.on_sale(
        producer, title=f"柿{BAD}"[:60], text=BAD, origin_note=BAD, storage_note=BAD
    )
    shop.product_picture(product, alt=BAD)
    certificate(make, product, number="<b>1</b>", issuer=BAD, name="<i>证</i>")
    asker = make.person()
    make.add(Question(product_id=product.id, person_id=asker.id, text=BAD, asked_at=now()))
    for url in (
        f"/market/{product.id}",
        f"/market/{product.id}/card",
        "/market/",
        f"/market/farms/{producer.id}",
        f"/market/farms/{producer.id}/card",
    ):
        page = client.get(url).text
        assert "<script>x" not in page, url
        tree = html5lib.parse(page, namespaceHTMLElements=False)
        assert not [each for each in tree.iter("b") if each.text == "1"]
    block = LINKED.search(client.get(f"/market/{product.id}").text)[1]
    assert not set("<>\u2028") & set(block)
    assert json.loads(block)["name"] == product.title


def test_a_card_to_print(client, whole):
    page = client.get(f"/market/{whole.id}/card").text
    assert "<svg" in page
    assert f"http://localhost/market/{whole.id}" in page
    for words in ("霜后脆柿", "¥39.80", "桃源村党支部已核验", "核验记录不构成质量担保或推荐"):
        assert words in page
    assert HOUSE.settings["PUBLIC_URL"] == "http://localhost"


def test_the_card_names_only_what_can_be_bought(client, shop):
    product = shop.on_sale()
    for number in range(3):
        shop.pack(product, name=f"卖完的{number}", fen=100, stock=0, position=-1)
    shop.pack(product, name="还有的", position=9)
    page = client.get(f"/market/{product.id}/card").text
    assert "还有的" in page
    assert "5 斤装" in page
    assert "卖完的" not in page
    assert "¥1.00" not in page
