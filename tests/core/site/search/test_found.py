"""The search page: what is shown is told by the database, and it always answers."""

import shutil
import time

import pytest
from sqlalchemy import text

from core.access import SYSTEM
from core.branches import operations as branches
from core.clock import now
from core.db import db, writing
from core.house import HOUSE
from core.search import jobs, rules
from tests.core.search.test_index import ODD
from tests.core.site.search.hands import found
from tests.counting import queries_in

pytestmark = pytest.mark.both_engines


class TestFound:
    def test_goods_with_price_and_mark(self, client, market):
        page = found(client, q="miju")
        assert "桃源蜜橘" in page
        assert "霜后蜜橘" in page
        assert "云头绿茶" not in page
        assert "¥25" in page
        assert "桃源村党支部已核验" in page
        assert "没有找到" not in page
        assert "简单办法" not in page

    def test_kinds_stand_beside_each_other_with_their_counts(self, client, market):
        page = " ".join(found(client, q="桃源").split())
        assert '商品 <span class="count">3</span>' in page
        assert '商家 <span class="count">1</span>' in page
        assert '支部 <span class="count">1</span>' in page
        of_branch = found(client, q="桃源", kind="branch")
        assert 'href="/branches/' in of_branch
        assert "¥25" not in of_branch

    def test_an_unknown_kind_is_as_none(self, client, market):
        assert "桃源蜜橘" in found(client, q="蜜橘", kind="dragon")
        assert "桃源蜜橘" in found(client, q="蜜橘", kind="branch")

    def test_it_is_narrowed_by_facets(self, client, market):
        page = found(client, q="桃源")
        assert "category=tea" in page
        narrow = found(client, q="桃源", kind="product", category="green-tea")
        assert "云头绿茶" in narrow
        assert "蜜橘" not in narrow
        assert "不限，看全部" in narrow
        none = found(client, q="蜜橘", kind="product", category="green-tea")
        assert "这个范围里没有" in none

    @pytest.mark.parametrize("kind", [{}, {"kind": "dragon"}, {"kind": "branch"}])
    def test_without_the_kind_nothing_is_narrowed_and_nothing_says_so(self, client, market, kind):
        # A kind of which nothing was found leads to the one that was.
        plain = found(
            client, q="蜜橘", **({"kind": "product"} if kind.get("kind") == "branch" else {})
        )
        page = found(client, q="蜜橘", category="green-tea", **kind)
        assert "桃源蜜橘" in page
        assert "不限，看全部" not in page
        assert 'aria-current="true"' not in page
        assert page == plain

    def test_a_kind_that_fills_the_list_leaves_room_for_others(self, client, market, monkeypatch):
        """Titles of goods are shorter, so they come first; the branch is found all the same."""
        monkeypatch.setattr(rules, "MOST", 3)
        for kind in ({}, {"kind": "branch"}, {"kind": "producer"}):
            page = " ".join(found(client, q="桃源", **kind).split())
            assert '商品 <span class="count">3</span>' in page
            assert '商家 <span class="count">1</span>' in page
            assert '支部 <span class="count">1</span>' in page
        assert "桃源村党支部" in found(client, q="桃源", kind="branch")
        assert 'href="/branches/' in found(client, q="桃源", kind="branch")
        instead = found(client, q="桃圆", kind="branch")
        assert "没有找到“桃圆”，下面是“桃源”的结果" in instead
        assert 'href="/branches/' in instead

    def test_the_nearest_word_and_that_it_was_taken(self, client, market):
        page = found(client, q="绿荼")
        assert "没有找到“绿荼”，下面是“绿茶”的结果" in page
        assert "云头绿茶" in page

    def test_nothing_says_what_to_do(self, client, market):
        page = found(client, q="拖拉机")
        assert "没有找到“拖拉机”" in page
        assert 'class="door"' in page

    @pytest.mark.parametrize("asked", [{}, {"q": ""}, {"q": " "}, {"q": "…"}])
    def test_without_words_it_says_what_can_be_found(self, client, market, asked):
        page = found(client, **asked)
        assert "没有找到" not in page
        assert "在上面写几个字" in page

    def test_what_is_withdrawn_is_not_shown_though_the_index_has_it(self, client, market, make):
        assert "桃源村党支部" in found(client, q="党支部")
        other = make.branch("杏坞村党支部")
        HOUSE.index.write(HOUSE.searchable[0].documents([other.id]), [])
        assert "杏坞村党支部" in found(client, q="杏坞")
        with writing():
            branches.close_branch(other, by=SYSTEM, at=now())
        assert {("branch", other.id)} <= HOUSE.index.keys()
        assert "没有找到" in found(client, q="杏坞")

    def test_pages_of_many(self, client, market, make):
        for number in range(rules.SHOWN + 3):
            make.branch(f"云岭第{number}村党支部")
        jobs.rebuild()
        first, second = found(client, q="云岭"), found(client, q="云岭", page="2")
        assert first.count("/branches/") == rules.SHOWN
        assert second.count("/branches/") == 3
        assert "page=2" in first
        assert "page=2" not in second
        assert "上一页" in second
        assert found(client, q="云岭", page="99").count("/branches/") == 3


class TestAway:
    def test_the_database_is_asked_and_the_page_says_so(self, client, market, tmp_path, engine):
        if engine == "sqlite":
            shutil.rmtree(tmp_path / "search")
        else:
            with writing():
                db.session.execute(text("DROP TABLE search_document"))
        page = found(client, q="蜜橘")
        assert "暂时用简单办法找，可能不全" in page
        assert "桃源蜜橘" in page
        assert "云头绿茶" not in page
        assert "没有找到" in found(client, q="miju")
        assert "桃源村党支部" in found(client, q="桃源", kind="branch")
        for odd in ("%", "_", "\\", "100%", "a_b", "'"):
            assert "蜜橘" not in found(client, q=odd)
        assert client.get("/search/suggest?q=蜜").json == []


class TestOdd:
    def test_no_query_breaks_it_or_takes_long(self, client, market):
        """What takes long does so each time; a pause of the collector falls into one of them."""
        client.look = False
        for odd in ODD:
            query = {"q": odd.encode(errors="replace")[:6000]}
            for url in ("/search", "/search/suggest"):
                took = []
                while not took or (took[-1] >= 1 and len(took) < 3):
                    begun = time.process_time()  # another program may have the machine meanwhile
                    answer = client.get(url, query_string=query)
                    took.append(time.process_time() - begun)
                    assert answer.status_code in {200, 400}, odd[:40]
                assert min(took) < 1, odd[:40]

    def test_words_stay_words(self, client, market):
        page = found(client, q="<script>__xss=1</script>")
        assert "<script" not in page
        assert "{{7*7}}" in found(client, q="{{7*7}}")


class TestHeaders:
    def test_no_search_engine_keeps_it(self, client, market):
        assert 'name="robots" content="noindex"' in client.get("/search?q=蜜橘").text

    def test_the_field_keeps_what_was_asked(self, client, market):
        head = client.get("/search?q=蜜橘").text.partition("<main")[0]
        assert 'value="蜜橘"' in head
        assert 'role="search"' in client.get("/").text
        assert 'value="蜜橘"' not in client.get("/about?q=蜜橘").text

    def test_suggestions_are_plain_and_kept_nowhere(self, client, market):
        answer = client.get("/search/suggest?q=miju")
        assert answer.json == ["桃源蜜橘", "霜后蜜橘"]
        assert answer.mimetype == "application/json"
        assert answer.headers["Cache-Control"] == "no-cache"
        assert client.get("/search/suggest").json == []

    def test_visitors_share_the_page(self, client, market):
        client.get("/search?q=蜜橘")
        assert queries_in(lambda: client.get("/search?q=蜜橘&unknown=1")) <= 3

    def test_as_many_questions_for_many_as_for_few(self, client, market, make):
        found(client, q="桃源")
        few = queries_in(lambda: found(client, q="桃源"))
        for number in range(30):
            make.branch(f"桃源第{number}村党支部")
        jobs.rebuild()
        assert queries_in(lambda: found(client, q="桃源")) == few
        few = queries_in(lambda: client.get("/search/suggest?q=桃"))
        assert few <= 6
        for number in range(10):
            make.branch(f"桃林第{number}村党支部")
        jobs.rebuild()
        assert queries_in(lambda: client.get("/search/suggest?q=桃")) == few
