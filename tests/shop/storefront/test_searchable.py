"""Goods and producers as things that are found: what the index keeps, and what is shown of it."""

import pytest

from core.cache.operations import bump
from core.clock import now
from core.db import db, writing
from core.house import HOUSE
from core.money import Money
from core.ports import IndexAway
from core.search import jobs
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from shop.catalog.models import Product
from shop.producers.models import Producer
from shop.storefront.queries.searched import FoundGoods, find_ids
from shop.storefront.rules import PAGE
from shop.storefront.views.searchable import Farms, Goods
from tests.counting import queries_in
from tests.shop.storefront.conftest import LINK, ORDERS


@pytest.fixture
def speaks(app):
    with app.test_request_context():
        yield


def test_a_document_holds_all_a_thing_is_found_by(shop, make, speaks):
    unit = make.unit(make.branch(), name="柳湾村")
    producer = shop.producer(unit=unit, name="柳家菜园")
    product = shop.on_sale(
        producer,
        title="霜打青菜",
        category="leafy",
        text="## 怎么做\n\n清炒**最香**。[看](http://x)",
        origin="331023",
        origin_note="塘边",
    )
    (document,) = Goods().documents([product.id])
    assert (document.kind, document.ref, document.title) == ("product", product.id, "霜打青菜")
    for words in ("叶菜", "蔬菜", "柳家菜园", "柳湾村", "浙江省台州市", "塘边", "清炒最香"):
        assert words in document.text, words
    for sign in ("*", "#", "http", "<"):
        assert sign not in document.text


@pytest.mark.parametrize(
    "change",
    [
        {"is_on": False},
        {"removed_at": now()},
        {"blocked_at": now()},
        {"sponsorship_id": None, "put_under_at": None},
    ],
)
def test_what_is_switched_off_has_no_document(shop, change, speaks):
    product = shop.on_sale()
    with writing():
        for name, value in change.items():
            setattr(db.session.get(Product, product.id), name, value)
    assert Goods().documents([product.id]) == []
    assert Goods().refs(after=0, limit=9) == []
    assert Goods().like(["蜜橘"], limit=9, at=now()) == []


@pytest.mark.both_engines
def test_hits_come_in_their_order_with_what_sql_knows(market, speaks, at):
    ids = [each.id for each in market][::-1]
    hits, facets = Goods().shown(ids, {}, at=now())
    assert [each.ref for each in hits] == ids
    first = next(each for each in market if each.id == ids[0])
    assert hits[0].price == Money(first.fen)
    assert hits[0].url == f"/market/{first.id}"
    assert hits[0].seal.endswith("已核验")
    assert hits[0].seal_day == first.visited
    counts = {(each.name, each.value): each.count for each in facets}
    assert counts["category", "fruit"] == sum(each.fits({"category": "fruit"}) for each in market)
    hits, _facets = Goods().shown(ids, {"category": "fruit", "season": "3"}, at=now())
    asked = {"category": "fruit", "season": "3"}
    kept = {each.id for each in market if each.fits(asked)}
    assert [each.ref for each in hits] == [each for each in ids if each in kept]


def test_showing_costs_the_same_for_many(market, speaks):
    def cost(ids):
        db.session.rollback()
        return queries_in(lambda: Goods().shown(ids, {}, at=now()))

    cost([])  # what places are called is read once a minute
    assert cost([each.id for each in market[:3]]) == cost([each.id for each in market])


def test_what_has_lapsed_since_is_not_shown(shop, speaks):
    product, other = shop.on_sale(), shop.on_sale()
    with writing():
        db.session.get(Sponsorship, product.sponsorship_id).status = SponsorshipStatus.ENDED
        db.session.get(Producer, other.producer_id).closed_at = now()
    assert Goods().shown([product.id, other.id], {}, at=now()) == ([], [])
    farms = [product.producer_id, other.producer_id]
    assert Farms().shown(farms, {}, at=now()) == ([], [])
    assert Goods().addresses(after=0, limit=9, at=now()) == []
    assert Farms().addresses(after=0, limit=9, at=now()) == []


@pytest.mark.both_engines
@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["脆柿"], True),
        (["桃源村"], True),
        (["桃源村", "脆柿"], True),
        (["脆柿", "香蕉"], False),
        (["柿子石榴"], True),  # the shelf
        (["%"], False),
        (["_"], False),
        (["\\"], False),
        (["'"], False),
    ],
)
def test_plain_sql_takes_words_as_they_stand(shop, make, speaks, words, found):
    unit = make.unit(make.branch(), name="桃源村")
    product = shop.on_sale(shop.producer(unit=unit), title="霜后脆柿", category="persimmon")
    assert Goods().like(words, limit=9, at=now()) == ([product.id] if found else [])


def test_refs_and_addresses_go_on_where_they_ended(market, speaks):
    ids = sorted(each.id for each in market)
    for read in (
        lambda after: Goods().refs(after=after, limit=20),
        lambda after: [each[0] for each in Goods().addresses(after=after, limit=20, at=now())],
    ):
        seen = []
        while page := read(seen[-1] if seen else 0):
            seen += page
        assert seen == ids


def test_producers_are_found_too(shop, make, speaks):
    unit = make.unit(make.branch("柳湾村党支部"), name="柳湾村")
    producer = shop.producer(unit=unit, name="柳家菜园", story="**三代**种菜")
    shop.sponsorship(producer)
    (document,) = Farms().documents([producer.id])
    assert document.title == "柳家菜园"
    assert "三代种菜" in document.text
    (hit,) = Farms().shown([producer.id], {}, at=now())[0]
    assert (hit.url, hit.meta) == (f"/market/farms/{producer.id}", "柳湾村 · 农户")
    assert Farms().shown([producer.id], {"category": "fruit"}, at=now()) == ([], [])
    assert Farms().like(["柳家"], limit=9, at=now()) == [producer.id]
    assert Farms().refs(after=0, limit=9) == [producer.id]
    assert Farms().addresses(after=0, limit=9, at=now())[0][:2] == (producer.id, hit.url)


class TestWords:
    """The market's own search, in a real index."""

    def kept_as_named(self, market, **kw):
        """Name some of the goods for what is looked for, and make the index."""
        some = market[::2]
        for number, each in enumerate(some):
            with writing():
                # The longer its title, the further down it stands.
                db.session.get(Product, each.id).title = "霜后脆柿" + "甜" * number
        jobs.rebuild()
        return some

    def test_best_first_page_by_page(self, market, walk, client):
        client.look = False
        some = self.kept_as_named(market)
        assert len(some) > PAGE
        ids = [each.id for each in some]
        assert walk(q="脆柿") == (ids, len(ids))
        assert walk(q="cuishi") == (ids, len(ids))

    def test_filters_and_orders_hold_for_what_was_found(self, market, walk, client):
        client.look = False
        some = self.kept_as_named(market)
        kept = [each for each in some if each.fits({"category": "fruit"})]
        assert walk(q="脆柿", category="fruit") == ([each.id for each in kept], len(kept))
        cheap = sorted(kept, key=ORDERS["cheap"], reverse=True)
        assert walk(q="脆柿", category="fruit", sort="cheap")[0] == [each.id for each in cheap]

    def test_what_the_index_still_holds_is_not_shown_once_it_is_gone(self, market, walk, client):
        client.look = False
        some = self.kept_as_named(market)
        with writing():
            db.session.get(Product, some[0].id).is_on = False
        assert walk(q="脆柿")[0] == [each.id for each in some[1:]]

    def test_the_page_says_what_it_looked_for_instead(self, client, shop):
        product = shop.on_sale(title="高山水蜜桃")
        jobs.rebuild()
        page = client.get("/market/?q=水密桃").text
        assert "没有找到“水密桃”，这些是“水蜜桃”的结果" in page
        assert LINK.findall(page) == [str(product.id)]
        assert "简单办法" not in page

    def test_a_second_try_that_shows_nothing_is_not_spoken_of(self, client, shop):
        """The index still holds it, or a filter leaves it out: no results, so none "of" a word."""
        product = shop.on_sale(title="高山水蜜桃")
        shop.on_sale(title="山里香菇", category="fresh-mushroom")
        jobs.rebuild()
        page = client.get("/market/?q=水密桃&category=fresh-mushroom").text
        assert "这些是" not in page
        assert "没有这样的东西" in page
        with writing():
            db.session.get(Product, product.id).is_on = False
            bump()
        page = client.get("/market/?q=水密桃").text
        assert "这些是" not in page
        assert "没有这样的东西" in page

    def test_the_nearest_word_is_one_of_goods(self, client, shop, make):
        """A village of that name is no reason to speak of peaches where there are none."""
        make.branch("水蜜桃村党支部")
        shop.on_sale(title="山里香菇", category="fresh-mushroom")
        jobs.rebuild()
        assert find_ids("水密桃", at=now()) == FoundGoods([])
        assert "这些是" not in client.get("/market/?q=水密桃").text

    def test_without_an_index_the_database_answers_and_the_page_says_so(self, client, shop):
        product = shop.on_sale(title="高山蜜橘")
        shop.on_sale(title="山里香菇", category="fresh-mushroom")
        with pytest.raises(IndexAway):
            HOUSE.index.find("蜜橘")
        page = client.get("/market/?q=蜜橘").text
        assert LINK.findall(page) == [str(product.id)]
        assert "暂时用简单办法找，可能不全" in page
        assert "简单办法" not in client.get("/market/").text

    def test_nothing_found_says_what_to_do(self, client, shop):
        shop.on_sale()
        jobs.rebuild()
        page = client.get("/market/?q=飞机").text
        assert "没有这样的东西" in page
        assert "飞机" in page

    @pytest.mark.parametrize(
        "q",
        ["*", "a* OR *:*", "title:x", "[TO]", '"~99999', "(((((", "'", "%", "_", "\\", "x" * 500],
    )
    def test_no_syntax_is_read(self, client, shop, q):
        shop.on_sale()
        jobs.rebuild()
        with writing():
            bump()
        assert client.get("/market/", query_string={"q": q}).status_code == 200
