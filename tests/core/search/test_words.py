"""Cutting text: what stands in the index, what a query asks for, and what is near."""

import time

import pytest

from core.search import near, sounds, words
from core.search.wishes import MOST_TERMS, read, wish_for, wishes


class TestNormal:
    @pytest.mark.parametrize(
        ("given", "same"),
        [
            ("ＡＢＣ１２", "abc12"),
            ("shuǐ mì táo", "shui mi tao"),
            ("lǜchá", "lvcha"),
            ("LÜ", "lv"),
            ("Ünïcode", "vnicode"),
            ("é", "e"),
            ("㎏", "kg"),
            ("水蜜桃", "水蜜桃"),
        ],
    )
    def test_one_width_small_letters_no_tones(self, given, same):
        assert words.normal(given) == same

    def test_pieces_are_of_one_script(self):
        assert words.pieces("土鸡蛋30枚，No.7 tao子!") == [
            "土鸡蛋",
            "30",
            "枚",
            "no",
            "7",
            "tao",
            "子",
        ]
        assert words.pieces("𠮷祥 чай 🍑 \ud800 _") == ["𠮷祥", "чай"]

    def test_a_piece_without_end_is_cut_off(self):
        assert [len(piece) for piece in words.pieces("a" * 10_000 + "1")] == [40, 1]


class TestTokens:
    def test_signs_pairs_sounds_and_first_letters(self):
        found = set(words.tokens("水蜜桃"))
        assert {"水", "蜜", "桃", "水蜜", "蜜桃"} <= found
        assert {"shui", "mi", "tao", "shuimi", "mitao", "smt", "mt"} <= found

    def test_letters_and_digits_stay_as_they_are(self):
        assert words.tokens("No.7 500g") == ["no", "7", "500", "g"]

    @pytest.mark.parametrize(
        ("title", "sounds_like"),
        [
            ("六安冲", {"liuan", "luan"}),
            ("重庆小面", {"chongqing", "cqxm"}),
            ("重阳糕", {"chongyang"}),
            ("长豆角", {"changdou", "cdj"}),
            ("厦岭", {"xialing"}),
            ("绿茶", {"lvcha"}),
            ("银行", {"yinhang"}),
        ],
    )
    def test_signs_that_are_read_in_more_ways(self, title, sounds_like):
        assert sounds_like <= set(words.tokens(title))

    def test_a_sign_without_a_sound_stands_for_itself(self):
        assert words.tokens("𠮷") == ["𠮷"]

    def test_first_letters_of_words_in_a_row(self):
        assert {"qqc", "smt", "qqcsmt"} <= set(words.tokens("清泉村水蜜桃"))

    def test_a_query_is_its_words(self):
        assert words.tokens("柳州酸笋 tao子7", query=True) == ["柳州", "酸笋", "tao", "子", "7"]

    def test_a_text_gives_its_words_and_their_sounds(self):
        found = set(words.text_tokens("自家石磨豆腐，桃源村"))
        assert {"豆腐", "doufu", "桃源村", "taoyuancun", "tyc"} <= found

    def test_what_is_endless_is_cut_off(self):
        assert len(words.tokens("好茶叶山里来" * 500)) < 500
        assert len(words.text_tokens("好茶叶山里来" * 5000)) < 500

    def test_beginnings(self):
        assert words.beginnings("水蜜桃 5斤") == ["水蜜桃5斤", "shuimitao5jin", *_other_sounds()]
        assert words.beginnings("…") == []

    def test_spans_are_words_alone_and_paired(self):
        assert {"水蜜桃", "蜜桃", "现摘"} <= set(words.spans("现摘水蜜桃 APP 7"))
        assert "app" in words.spans("现摘水蜜桃 APP 7")
        assert not [span for span in words.spans("云头坞炒青绿茶一芽一叶") if len(span) > 5]


def _other_sounds():
    return words.beginnings("水蜜桃 5斤")[2:]


class TestSyllables:
    @pytest.mark.parametrize(
        ("letters", "said"),
        [
            ("shuimitao", ("shui", "mi", "tao")),
            ("xian", ("xian",)),
            ("fangan", ("fang", "an")),
            ("lvcha", ("lv", "cha")),
        ],
    )
    def test_whole_ones(self, letters, said):
        assert sounds.syllables(letters)[0] == said

    def test_more_than_one_way(self):
        assert ("fan", "gan") in sounds.syllables("fangan")
        assert ("xi", "an") in sounds.syllables("xian")

    def test_none(self):
        assert sounds.syllables("smt") == []
        assert sounds.syllables("zhuang" * 20) == []
        assert sounds.syllables("a" * 48)

    @pytest.mark.parametrize("letters", ["ao" * 19 + "v", "xiao" * 9 + "v", "nene" * 9 + "v"])
    def test_what_can_be_cut_in_many_ways_and_never_ends_takes_no_time(self, letters):
        begun = time.process_time()
        assert sounds.syllables(letters) == []
        assert sounds.syllables(letters + "x", ending=True) == []
        assert time.process_time() - begun < 0.1

    def test_one_that_is_only_begun(self):
        assert sounds.syllables("shuim", ending=True)[0] == ("shui", "m")
        assert sounds.syllables("shuim") == []


class TestQueries:
    def test_words_between_words_do_not_count(self):
        assert [wish.word for wish in wishes("我想买桃源的绿茶")] == ["桃源", "绿茶"]
        assert [wish.word for wish in wishes("的")] == ["的"]

    def test_a_word_is_its_pairs(self):
        assert wish_for("水蜜桃").title == (("水蜜", "蜜桃"),)
        assert wish_for("桃").title == (("桃",),)
        assert wish_for("水蜜桃").text == (("水蜜桃",), ("蜜桃",))

    def test_pinyin_is_read_two_by_two(self):
        assert wish_for("shuimitao").title == (
            ("shuimitao",),
            ("shuimi", "mitao"),
            ("shuimi", "mita", "tao"),
        )
        assert wish_for("smt").title == (("smt",),)

    @pytest.mark.parametrize("query", ["好茶" * 40, " ".join("abcdefghijklmnopqrstuvwxyz" * 9)])
    def test_terms_are_few(self, query):
        asked = read(query)
        assert 0 < sum(wish.size for wish in asked.wishes) <= MOST_TERMS
        assert len(asked.together) <= MOST_TERMS


class TestNear:
    @pytest.mark.parametrize(
        ("one", "other"),
        [("水密桃", "水蜜桃"), ("水桃", "水蜜桃"), ("tao", "tap"), ("tao", "toa"), ("a", "")],
    )
    def test_one_off(self, one, other):
        assert near.is_one_off(one, other)
        assert near.is_one_off(other, one)

    @pytest.mark.parametrize(
        ("one", "other"), [("水密逃", "水蜜桃"), ("tao", "taooo"), ("abcd", "dcba"), ("ab", "cd")]
    )
    def test_more_than_one_off(self, one, other):
        assert not near.is_one_off(one, other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("水密桃", "水蜜桃"), ("水桃", "水蜜桃"), ("酸损", "酸笋"), ("shuimtao", "水蜜桃")],
    )
    def test_near_words_share_a_key(self, one, other):
        mine = {one, *near.less_one(one)}
        if words.is_han(one):
            mine |= {f"={each}" for each in sounds.of_word(one)}
        assert mine & set(near.keys_of(other))
