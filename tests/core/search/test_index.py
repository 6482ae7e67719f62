"""What every index must do, asked of each of them."""

import threading
import time

import pytest

from core.ports import Found, IndexAway, Titled
from tests.core.search import corpus
from tests.core.search.conftest import thing

pytestmark = pytest.mark.both_engines
ODD = [
    "",
    " ",
    "*",
    "'",
    "''",
    "\\",
    "%",
    "_",
    "a* OR *:*",
    "field:secret",
    "kind:product",
    "[TO]",
    "[a TO z]",
    '"~99999',
    "(((((",
    "'a':* & !'b' | 'c'<->'d'",
    " OR ".join(["茶"] * 10_000),
    "茶 " * 10_000,
    "茶" * 100_000,
    "a" * 100_000,
    "zhuangshuangchuang" * 5_000,
    "ao" * 19 + "v",  # it can be cut in a million ways, and none of them ends
    "xiao" * 9 + "v",
    "nene" * 9 + "v",
    "\0",
    "\ud800",
    "𠮷㛃",
    "🍑",
    "\u202e茶\u2028",
    "' OR '1'='1",
    "1;DROP TABLE search_document--",
]

NEAREST = {
    "水密桃": "水蜜桃",  # the same sound
    "水密桃 现摘": "水蜜桃 现摘",
    "炒青绿荼": "炒青绿茶",  # the same look
    "绿荼": "绿茶",
    "水桃": "水蜜桃",  # a sign too few
    "shuimitap": "水蜜桃",
    "shuimtao": "水蜜桃",
    "shuiimtao": "水蜜桃",  # two letters changed about
    "桃子": "桃",
    "便宜的水蜜桃": "水蜜桃",  # a word that stands nowhere
}


def suggested(index, typed):
    return [each.title for each in index.suggest(typed)]


class TestFinding:
    def test_the_questions_that_people_ask(self, titles):
        asked = list(corpus.questions())
        missed = [
            (query, found)
            for _kind, query, some, every in asked
            if not corpus.answered(set(found := titles(query)[: corpus.TOP]), some, every)
        ]
        assert len(asked) >= 100
        assert len(missed) <= 0.05 * len(asked), missed

    def test_control_a_good_that_is_not_asked_for_is_no_answer(self, titles):
        assert not corpus.answered(set(titles("绿茶")), ["草莓"], [])
        assert not corpus.answered(set(titles("绿茶")), [], ["绿茶", "草莓"])

    def test_the_title_counts_for_more_than_the_text(self, index):
        index.rebuild(
            [thing(1, "红糖", "配绿茶也好"), thing(2, "山里绿茶", "没有糖"), thing(3, "米")]
        )
        assert index.find("绿茶").keys == (("product", 2), ("product", 1))

    def test_all_words_are_asked_for(self, index):
        index.rebuild([thing(1, "桃源绿茶"), thing(2, "柳湾绿茶"), thing(3, "桃源红茶", "柳湾")])
        assert index.find("柳湾 绿茶").keys == (("product", 2),)
        assert index.find("绿茶柳湾").keys == (("product", 2),)
        assert set(index.find("柳湾").keys) == {("product", 2), ("product", 3)}

    def test_what_stands_together_as_typed_comes_first(self, index):
        index.rebuild([thing(1, "桃源村绿茶"), thing(2, "好山好水的桃源绿茶一罐")])
        assert index.find("桃源绿茶").keys == (("product", 2), ("product", 1))

    def test_the_shorter_title_comes_first(self, index):
        index.rebuild([thing(1, "自家晒的核桃一大袋"), thing(2, "核桃")])
        assert index.find("核桃").keys == (("product", 2), ("product", 1))

    def test_kinds_are_told_apart(self, index):
        index.rebuild([thing(1, "桃源茶"), thing(1, "桃源村党支部", kind="branch")])
        assert index.find("桃源", kinds=["branch"]).keys == (("branch", 1),)
        assert set(index.find("桃源").keys) == {("product", 1), ("branch", 1)}
        assert index.find("桃源", kinds=["producer"]).keys == ()

    def test_no_more_than_asked_for(self, index):
        index.rebuild(thing(ref, f"绿茶 {ref} 号", "春天") for ref in range(1, 31))
        assert len(index.find("绿茶", limit=7).keys) == 7
        assert len(index.find("春天", limit=7).keys) == 7
        assert len(index.find("绿茶").keys) == 30

    def test_a_sign_read_in_two_ways_is_found_by_both(self, index):
        index.rebuild([thing(1, "六安冲的姜"), thing(2, "绿茶")])
        for query in ("liuan", "luan", "六安", "LIUAN", "la", "ｌｉｕａｎ"):
            assert index.find(query).keys == (("product", 1),), query

    def test_two_signs_inside_a_longer_word(self, index):
        index.rebuild([thing(1, "柳州酸笋"), thing(2, "酸菜"), thing(3, "竹笋")])
        assert index.find("酸笋").keys == (("product", 1),)

    def test_a_space_in_the_title_parts_nothing(self, index):
        index.rebuild([thing(1, "石磨村 豆腐 干")])
        assert index.find("石磨村豆腐干").keys == (("product", 1),)

    def test_rare_signs_and_other_scripts(self, index):
        index.rebuild([thing(1, "𠮷祥如意酥"), thing(2, "Ünïcode 茶 No7"), thing(3, "чай")])
        assert index.find("𠮷祥").keys == (("product", 1),)
        assert index.find("unicode").keys == (("product", 2),)
        assert index.find("7").keys == (("product", 2),)
        assert index.find("чай").keys == (("product", 3),)


class TestSecondTry:
    def test_the_nearest_word_is_taken(self, index):
        index.rebuild([thing(1, "现摘水蜜桃"), thing(2, "云头炒青绿茶"), thing(3, "新米")])
        for query, instead in NEAREST.items():
            ref = 2 if "茶" in instead else 1
            assert index.find(query) == Found(keys=(("product", ref),), instead=instead), query

    def test_what_is_found_is_not_put_right(self, index):
        index.rebuild([thing(1, "水蜜桃"), thing(2, "水密封")])
        assert index.find("水密") == Found(keys=(("product", 2),))

    def test_a_real_word_does_not_become_quite_another(self, index):
        index.rebuild([thing(1, "冬天的厚肉"), thing(2, "沙地西瓜")])
        assert index.find("冬瓜") == Found(keys=(("product", 2),), instead="西瓜")

    def test_nothing_near_is_nothing(self, goods):
        assert goods.find("拖拉机配件") == Found(keys=())
        assert goods.find("qwrtpsdfg") == Found(keys=())

    def test_the_nearest_word_is_one_of_the_kind_that_is_asked(self, index):
        index.rebuild([thing(1, "绿豆"), thing(1, "水蜜桃村", kind="branch"), thing(2, "绿豆糕")])
        for query in ("水密桃", "水密桃的绿豆"):
            found = index.find(query, kinds=["product"])
            assert bool(found.keys) is bool(found.instead), query
            assert "桃" not in found.instead, query
        assert index.find("水密桃", kinds=["branch"]).instead == "水蜜桃"

    def test_of_a_kind_that_has_none_nothing_is_guessed(self, index):
        index.rebuild([thing(1, "绿茶"), thing(1, "绿豆村", kind="branch")])
        assert index.find("绿茶", kinds=["branch"]) == Found(keys=())


class TestSuggesting:
    def test_titles_go_on_as_typed(self, goods):
        for typed in ("向", "向阳坡水", "xiang", "xiangyangposhui", "xyp", "XYPS"):
            assert "向阳坡水蜜桃 夏天才有" in suggested(goods, typed), typed

    def test_a_word_inside_will_do(self, goods):
        for typed in ("水蜜", "shuim", "shuimita", "smt", "tujid", "鸡蛋"):
            found = suggested(goods, typed)
            assert any("水蜜桃" in title or "鸡蛋" in title for title in found), typed

    def test_beginnings_come_first(self, index):
        index.rebuild([thing(1, "水蜜桃 桃源的"), thing(2, "老水蜜桃")])
        assert suggested(index, "水蜜") == ["水蜜桃 桃源的", "老水蜜桃"]

    def test_each_thing_once_and_whose_title_it_is(self, index):
        """Two things of one title are two: one of them may be hidden."""
        things = [thing(1, "绿茶"), thing(2, "绿茶"), thing(1, "绿茶", kind="producer")]
        index.rebuild([*things, thing(3, "高山绿茶")])
        found = index.suggest("lv")
        assert len(found) == len(set(found)) == 4
        assert {each.key for each in found[:3]} == {(each.kind, each.ref) for each in things}
        assert found[3] == Titled("product", 3, "高山绿茶")

    def test_no_more_than_asked_for(self, index):
        index.rebuild(thing(ref, f"绿茶 {ref} 号") for ref in range(80))
        assert len(index.suggest("绿")) == len(set(index.suggest("绿"))) == 64
        assert len(index.suggest("绿", limit=3)) == 3

    def test_nothing_for_nothing(self, goods):
        assert goods.suggest("") == goods.suggest("…") == goods.suggest("qwrtp") == []


class TestOddQueries:
    def test_no_sign_means_anything(self, goods):
        for query in ODD:
            begun = time.monotonic()
            assert isinstance(goods.find(query), Found)
            assert isinstance(goods.suggest(query), list)
            assert time.monotonic() - begun < 1, query[:40]
        assert goods.find("绿茶").keys


class TestWriting:
    def test_a_document_takes_the_place_of_its_old_one(self, index):
        index.rebuild([thing(1, "绿茶"), thing(2, "红茶")])
        index.write([thing(1, "白萝卜"), thing(3, "绿豆")], [("product", 2), ("product", 9)])
        assert index.keys() == {("product", 1), ("product", 3)}
        assert index.find("白萝卜").keys == (("product", 1),)
        assert index.find("绿茶") == Found(keys=())
        assert suggested(index, "bai") == ["白萝卜"]
        assert index.suggest("hongcha") == []

    def test_the_same_number_of_another_kind_is_another_thing(self, index):
        index.rebuild([thing(1, "绿茶"), thing(1, "绿茶村", kind="branch")])
        index.write([], [("product", 1)])
        assert index.keys() == {("branch", 1)}

    def test_nothing_to_write_changes_nothing(self, goods):
        before = goods.keys()
        goods.write([], [])
        assert goods.keys() == before

    def test_an_empty_title_does_no_harm(self, index):
        index.rebuild([thing(1, "", "绿茶"), thing(2, "…")])
        assert index.find("绿茶").keys == (("product", 1),)

    def test_much_and_long(self, index):
        index.rebuild([])
        index.write([thing(1, "茶" * 5000, "好" * 100_000), thing(2, "x" * 9000)], [])
        assert index.find("茶茶").keys == (("product", 1),)

    def test_made_anew_it_holds_only_what_it_was_given(self, index):
        assert index.rebuild([thing(1, "绿茶"), thing(2, "红茶"), thing(2, "红茶")]) == 2
        assert index.rebuild([thing(3, "新米")]) == 1
        assert index.keys() == {("product", 3)}
        assert index.find("绿茶").keys == ()

    def test_a_rebuild_that_fails_leaves_the_old_one(self, index):
        index.rebuild([thing(1, "绿茶")])

        def broken():
            yield thing(2, "红茶")
            raise OSError("the database has gone")

        with pytest.raises(IndexAway):
            index.rebuild(broken())
        assert index.keys() == {("product", 1)}
        index.write([thing(2, "红茶")], [])
        assert index.find("红茶").keys == (("product", 2),)


def test_before_it_is_made_it_is_away(index):
    calls = (
        lambda: index.find("茶"),
        lambda: index.suggest("茶"),
        lambda: index.write([thing(1, "茶")], []),
        index.keys,
    )
    for call in calls:
        with pytest.raises(IndexAway):
            call()
    assert index.rebuild([thing(1, "茶")]) == 1
    assert index.find("茶").keys == (("product", 1),)


def test_many_read_while_one_writes(app, index):
    index.rebuild(thing(ref, f"绿茶 {ref} 号") for ref in range(1, 50))
    over, trouble = threading.Event(), []

    def read():
        with app.app_context():
            while not over.is_set():
                try:
                    assert len(index.find("绿茶").keys) >= 49
                    assert index.suggest("lv")
                except BaseException as error:
                    trouble.append(error)
                    raise

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for ref in range(50, 60):
        index.write([thing(ref, f"绿茶 {ref} 号")], [])
    index.rebuild(thing(ref, f"绿茶 {ref} 号") for ref in range(1, 61))
    over.set()
    for reader in readers:
        reader.join()
    assert not trouble
    assert len(index.find("绿茶").keys) == 60
