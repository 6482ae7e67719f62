"""The page of one product: all that a buyer asks before buying, and nothing that is not so."""

import re
from datetime import timedelta

import html5lib
import pytest

from core.cache.operations import bump
from core.clock import now, village_day
from core.db import db, writing
from core.house import HOUSE
from shop.catalog.models import Product
from shop.producers.models import Producer
from tests.counting import queries_in
from tests.shop.storefront.conftest import certificate

BAD = "</script><script>x</script>&amp;'\"\u2028<b>"
LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def texts(page):
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return re.sub(r"\s+", " ", "".join(tree.find("body").itertext()))


def test_it_says_all_a_buyer_asks(client, whole):
    words = texts(client.get(f"/market/{whole.id}").text)
    soon = village_day(now()) + timedelta(days=2)
    for said in (
        "霜后脆柿", "王秀兰家果园", "农户", "桃源村", "¥39.80", "¥7.96/斤", "¥15.92/千克",
        "净含量 2.5 千克（5 斤）", "还有 6 份", "卖完了", "预售，最晚 2035年1月2日寄出",
        f"今天下单，最晚 {soon.month}月{soon.day}日寄出", "浙江省台州市", "后山坡", "常温", "20 天",
        "10—12月", "绿色食品证书", "LB-18-26012345678A", "有效到 2035年1月1日", "怎么吃",
        "村口小卖部", "0576-0100 0100", "不支持无理由退", "桃源村党支部已核验", "包联人 赵某",
        "看了身份证和地块", "涩不涩？", "脱过涩的。", "投诉", "举报这样东西", "分享",
        "核验记录不构成质量担保或推荐，商品由经营者负责",
    ):  # fmt: skip
        assert said in words, said
    assert "还有 42 份" not in words, "only few are counted out"
    assert "**" not in words


def test_freight_to_my_province_before_signing_in(client, whole):
    words = texts(client.get(f"/market/{whole.id}?district=33").text)
    for said in ("5 斤装 ¥14.00", "10 斤大箱 ¥20.00", "礼盒 包邮", "一次买满 ¥99.00 包邮"):
        assert said in words, said
    assert "不往西藏自治区寄" in client.get(f"/market/{whole.id}?district=54").text
    for nonsense in ("", "99", "330106", "%27", "３３", "a" * 400):
        page = client.get(f"/market/{whole.id}?district={nonsense}")
        assert page.status_code == 200
        assert "包邮" not in page.text


def test_provinces_that_are_none_make_no_page(client, whole, still):
    client.get(f"/market/{whole.id}")
    kept = HOUSE.cache.size
    for nonsense in ("99", "330106", "x", "３３"):
        client.get(f"/market/{whole.id}?district={nonsense}")
    assert HOUSE.cache.size == kept
    client.get(f"/market/{whole.id}?district=33")
    assert HOUSE.cache.size > kept


def test_a_producer_who_said_nothing_of_freight(client, shop):
    page = client.get(f"/market/{shop.on_sale().id}?district=33").text
    assert "这家还没写运费" in page


@pytest.mark.parametrize(
    "change",
    [
        {"is_on": False},
        {"removed_at": now()},
        {"blocked_at": now(), "blocked_why": "假的"},
        {"sponsorship_id": None, "put_under_at": None},
    ],
)
def test_what_is_not_for_all_to_see_leads_back(client, shop, change):
    product = shop.on_sale()
    assert client.get(f"/market/{product.id}").status_code == 200
    with writing():
        row = db.session.get(Product, product.id)
        for name, value in change.items():
            setattr(row, name, value)
        bump()
    for url in (f"/market/{product.id}", f"/market/{product.id}/card"):
        answer = client.get(url)
        assert answer.status_code == 404
        assert 'href="/market/"' in answer.text


@pytest.mark.parametrize("ref", ["0", "999999", "9223372036854775807", "99999999999999999999"])
def test_numbers_of_nothing(client, ref):
    for url in (
        f"/market/{ref}",
        f"/market/farms/{ref}",
        f"/market/{ref}/card",
        f"/market/farms/{ref}/card",
    ):
        assert client.get(url).status_code == 404, url


def test_a_producer_who_is_away(client, shop):
    today = village_day(now())
    product = shop.on_sale()
    shop.pack(product, name="预售", ship_by=today + timedelta(days=300), cap=9, position=1)
    assert "预售，最晚" in client.get(f"/market/{product.id}").text
    with writing():
        producer = db.session.get(Producer, product.producer_id)
        producer.away_from, producer.away_until = today, today + timedelta(days=9)
        producer.away_note = "去县里学习"
        bump()
    back = today + timedelta(days=9)
    for url in (f"/market/{product.id}", f"/market/farms/{product.producer_id}"):
        page = client.get(url).text
        assert f"{back.year}年{back.month}月{back.day}日" in page
        assert "去县里学习" in page
        assert "今天下单" not in page
        assert "预售，最晚" not in page
    assert "歇业中" in client.get(f"/market/farms/{product.producer_id}").text
    assert f"/market/{product.id}" not in client.get("/market/").text


def test_in_english_no_chinese_stop_stands_between_words(client, whole, shop):
    with writing():
        db.session.get(Product, whole.id).storage_note = "keep dry"
        bump()
    shop.zone(db.session.get(Producer, whole.producer_id), "33", "31", first_fen=500)
    for url in (f"/market/{whole.id}", f"/market/farms/{whole.producer_id}"):
        words = texts(client.get(f"{url}?lang=en").text)
        assert "赵 (family name) · Committee member for organisation" in words, url
        for stop in ("，keep dry", "（Committee", "、"):
            assert stop not in words, (url, stop)


def test_a_badge_goes_the_day_after(client, make, shop):
    product = shop.on_sale()
    certificate(make, product, valid_until=village_day(now()), number="今天还有效")
    certificate(make, product, valid_until=village_day(now()) - timedelta(days=1), number="过期了")
    certificate(make, product, removed_at=now(), number="拿掉了")
    page = client.get(f"/market/{product.id}").text
    assert "今天还有效" in page
    assert "过期了" not in page
    assert "拿掉了" not in page


def test_the_nearest_goods_stand_beside(client, shop):
    producer = shop.producer()
    standing = shop.sponsorship(producer)

    def goods(title, category):
        return shop.on_sale(producer, standing, title=title, category=category)

    mine = goods("我自己", "persimmon")
    for number in range(5):
        goods(f"同一层{number}", "persimmon")
    goods("旁边一层", "citrus")
    goods("又一个旁边", "pome")
    goods("不相干", "honey")
    page = client.get(f"/market/{mine.id}").text
    titles = re.findall(r'<a href="/market/\d+">([^<]+)</a>', page)
    assert len(titles) == 6
    assert titles[:5] == [f"同一层{number}" for number in (4, 3, 2, 1, 0)]
    assert titles[5] in {"旁边一层", "又一个旁边"}
    assert "¥5.00/斤" in page, "the price of a jin to compare with"


def test_a_drawing_stands_where_there_is_no_picture(client, shop):
    page = client.get(f"/market/{shop.on_sale(category='honey').id}").text
    assert "/static/img/categories/honey" in page
    assert "还没有照片" in page


def test_it_costs_few_queries_however_much_there_is(client, whole, shop, make):
    url = f"/market/{whole.id}?district=33"

    def cost():
        with writing():
            bump()
        return queries_in(lambda: client.get(url))

    few = cost()
    for number in range(9):
        shop.pack(whole, name=f"规格{number}", position=10 + number)
        shop.product_picture(whole)
        certificate(make, whole, number=f"N{number}")
        shop.point(db.session.get(Producer, whole.producer_id), name=f"点{number}")
        shop.on_sale(category="persimmon")
    assert cost() == few
    assert few <= 10 + 1, few  # the BEGIN is counted too


def test_the_page_is_light(client, whole):
    client.look = False
    packed = client.get(f"/market/{whole.id}", headers={"Accept-Encoding": "gzip"})
    page = client.get(f"/market/{whole.id}").text
    styles = sum(
        len(client.get(url, headers={"Accept-Encoding": "gzip"}).data)
        for url in re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', page)
    )
    assert len(packed.data) + styles < 100 * 1024


def test_reading_writes_nothing(client, whole):
    for url in (f"/market/{whole.id}", f"/market/{whole.id}/card", "/market/"):
        client.get(url)
    assert db.session.get(Product, whole.id).views == 0
