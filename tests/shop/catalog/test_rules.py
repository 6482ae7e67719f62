"""The rules of the catalogue, without a database."""

import re
from datetime import date, timedelta

import pytest

from core.money import Money
from core.words import speaking
from shop.catalog import rules
from shop.catalog.models import Product, ReturnPolicy
from shop.catalog.rules import listing, prices
from shop.catalog.rules.categories import codes_in
from shop.catalog.rules.goods import plainly
from shop.catalog.rules.listing import Facts, State, Verified
from shop.producers.models import ProductClass
from shop.producers.rules import CLASS_HINTS
from tests.house.source import ROOT

DRAWINGS = ROOT / "static/img/categories"
TODAY = date(2026, 11, 24)


# Shelves


def test_about_forty_shelves_in_groups_each_with_its_drawing():
    assert 36 <= len(rules.CATEGORIES) <= 48
    assert 6 <= len(rules.GROUPS) <= 10
    assert not set(rules.CATEGORIES) & set(rules.GROUPS)
    for code, shelf in rules.CATEGORIES.items():
        assert shelf.parent in rules.GROUPS, code
        assert (DRAWINGS / f"{shelf.drawing}.svg").exists(), code
        assert shelf.classes, code
        assert len(set(shelf.classes)) == len(shelf.classes)


def test_all_sixteen_drawings_stand_for_something():
    assert {each.drawing for each in rules.CATEGORIES.values()} == {
        path.stem for path in DRAWINGS.glob("*.svg")
    }
    assert rules.drawing_of("no-shelf") in {path.stem for path in DRAWINGS.glob("*.svg")}


def test_shelves_are_named_in_both_tongues(app):
    with app.test_request_context():
        with speaking("en"):
            assert rules.CATEGORIES["honey"].title == "Honey"
            assert rules.GROUPS["fruit"].title == "Fruit and nuts"
        with speaking("zh"):
            assert rules.CATEGORIES["honey"].title == "蜂蜜"


def test_a_group_names_its_shelves():
    assert "citrus" in codes_in("fruit")
    assert codes_in("citrus") == ("citrus",)
    assert codes_in("nowhere") == ()


# What is never sold, and never said


@pytest.mark.parametrize(
    "title",
    [
        "穿山甲", "野猪肉干", "竹鼠", "象牙手镯", "长江野生刀鱼", "河豚", "自种烟叶", "水稻种子",
        "桃树苗木", "敌敌畏", "自泡药酒", "现挤生鲜乳", "生牛奶", "自酿米酒", "散装白酒", "活鸡",
        "土 鸡 苗", "病死猪肉", "罂 粟 壳", "硼砂", "野生兰花", "地笼",
    ],
)  # fmt: skip
def test_what_is_never_sold(title):
    field, reason = rules.why_not_offer(title, "", "citrus")
    assert field == "title"
    assert "法" in reason or "条例" in reason


@pytest.mark.parametrize(
    "words",
    [
        "支部担保", "村里推荐", "推介", "优选好果", "推 荐", "推.荐", "推\u200b荐", "ｖ国家级",
        "全国最佳", "品质最好的梨", "全县第一", "第 一 ！销量第一名", "独一无二", "100％纯天然",
        "国宴用米", "党徽", "可以降血压", "抗癌", "治疗咳嗽",
    ],
)  # fmt: skip
def test_what_is_never_said(words):
    field, reason = rules.why_not_offer("蜜橘", words, "citrus")
    assert field == "text"
    assert "（" in reason
    assert rules.why_not_say(words)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("桃源村高山蜜橘", "第一次种，第一茬只收了三百斤。收到后最好放冰箱。"),
        ("天津大麻花", "酥。"),
        ("花生奶糖", "自家花生熬的。"),
        ("菜种植户的青菜", "不打农药，不用除草剂。"),
        ("活鱼现杀", "生活在活水里。"),
        ("烟熏腊肉", "柏树枝熏三天，第一书记也来看过。"),
        ("土鸡蛋", "第一、个头小；第二、蛋黄红。"),
        ("竹编果篮", ""),
    ],
)
def test_what_may_be_offered(title, text):
    assert rules.why_not_offer(title, text, "citrus") is None


def test_a_shelf_is_needed():
    assert rules.why_not_offer("蜜橘", "", "")[0] == "category"
    assert rules.why_not_offer("蜜橘", "", "fruit")[0] == "category"  # a group is none


def test_words_are_read_as_they_are_meant():
    assert plainly("１００％ 纯·天\u200b然") == "100%纯天然"


# Weights and prices


@pytest.mark.parametrize(
    ("text", "unit", "grams"),
    [
        ("5", "jin", 2500), ("2.5", "jin", 1250), ("０.5", "kilo", 500), ("250", "gram", 250),
        ("0.002", "jin", 1), ("1000", "kilo", 1_000_000), ("", "piece", 0), ("七", "piece", 0),
    ],
)  # fmt: skip
def test_weights(text, unit, grams):
    assert prices.grams_of(text, unit) == grams


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("", "jin"), ("-1", "jin"), ("0", "jin"), ("0.001", "jin"), ("1e3", "gram"), ("1,5", "jin"),
        ("1001", "kilo"), ("5", "pound"), ("NaN", "jin"), ("1.5", "gram"), ("五", "jin"),
    ],
)  # fmt: skip
def test_what_is_no_weight(text, unit):
    with pytest.raises(ValueError, match="重"):
        prices.grams_of(text, unit)


@pytest.mark.parametrize("grams", [0, 250, 500, 1250, 2500, 333, 50, 25])
def test_a_weight_comes_back_as_it_was(grams):
    assert prices.grams_of(*prices.weight_in(grams)) == grams


@pytest.mark.parametrize(
    ("fen", "grams", "jin", "kilo"),
    [
        (2500, 2500, 500, 1000), (990, 250, 1980, 3960), (100, 300, 167, 333), (1, 3, 167, 333),
        (5_000_000, 1, 2_500_000_000, 5_000_000_000),
    ],
)  # fmt: skip
def test_the_price_of_a_jin_and_a_kilo(fen, grams, jin, kilo):
    assert (rules.jin_price(fen, grams), rules.kilo_price(fen, grams)) == (Money(jin), Money(kilo))


def test_what_is_sold_by_the_piece_has_no_price_by_weight():
    assert rules.jin_price(100, 0) is rules.kilo_price(100, 0) is None


@pytest.mark.parametrize(
    ("fen", "free"), [(0, False), (1, True), (5_000_000, True), (5_000_001, False)]
)
def test_what_a_pack_may_cost(fen, free):
    assert (prices.why_not_price(Money(fen)) is None) is free


# Why it is not on sale

NAMES = ("on", "allowed", "kept", "under", "verified", "open", "here", "papers", "qualified", "conformity")  # noqa: E501  # fmt: skip


def facts(*lacking, missing=(), verified=Verified.ACTIVE, sells=True):
    return Facts(
        holds={name: name not in lacking for name in NAMES},
        missing=missing,
        blocked_why="假的",
        verified=verified,
        sells=sells,
    )


@pytest.mark.parametrize(
    ("given", "state", "mend"),
    [
        (facts(), State.ON_SALE, None),
        (facts(sells=False), State.SOLD_OUT, None),
        (facts("open"), State.CLOSED, ""),
        (facts("allowed"), State.BLOCKED, "contact"),
        (facts("on", missing=("what", "packs")), State.DRAFT, "what"),
        (facts("on", missing=("how",)), State.DRAFT, "how"),
        (facts("on"), State.OFF, "switch"),
        (facts("papers"), State.PAPERS, "papers"),
        (facts("qualified"), State.PAPERS, "qualification"),
        (facts("conformity"), State.PAPERS, "conformity"),
        (facts("under", "verified"), State.WAITING, "verification"),
        (facts("verified"), State.WAITING, "verification"),
        (facts("under", verified=Verified.NONE), State.UNVERIFIED, "verification"),
        (facts("under", verified=Verified.UNDER_WAY), State.UNVERIFIED, "verification"),
        (facts("verified", verified=Verified.SUSPENDED), State.UNVERIFIED, "verification"),
        (facts("here"), State.AWAY, "holiday"),
        (facts("on", "papers", "here"), State.OFF, "switch"),
    ],
)
def test_each_state_has_its_reason_and_its_way(given, state, mend):
    reasons = listing.why_not_on_sale(given)
    assert listing.state_of(given) is state
    assert (reasons[0].mend if reasons else None) == mend
    assert all(each.words for each in reasons)


def test_all_reasons_are_told():
    words = [each.state for each in listing.why_not_on_sale(facts("papers", "qualified", "here"))]
    assert words == [State.PAPERS, State.PAPERS, State.AWAY]


def test_what_is_switched_off_does_not_wait_for_the_steward():
    words = [each.state for each in listing.why_not_on_sale(facts("on", "under", "verified"))]
    assert words == [State.OFF]


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({}, ("what", "packs", "how")),
        ({"title": "橘", "category": "citrus"}, ("packs", "how")),
        ({"title": "橘", "category": "gone", "least_fen": 1, "origin": "330106"}, ("what",)),
        ({"title": "橘", "category": "citrus", "least_fen": 1, "origin": "330106"}, ()),
    ],
)
def test_what_a_product_lacks(values, missing):
    whole = {"title": "", "category": "", "origin": "", "least_fen": None, **values}
    product = Product(**whole)
    assert listing.missing_of(product) == missing
    assert (listing.why_not_switch_on(product) is None) is (missing == ())


# What may be chosen


@pytest.mark.parametrize(
    ("category", "chosen", "means"),
    [
        ("citrus", None, ProductClass.FRESH),
        ("citrus", ProductClass.CRAFT, ProductClass.FRESH),
        ("egg", None, ProductClass.LIVE),
        ("tofu", ProductClass.WORKSHOP, ProductClass.WORKSHOP),
        ("rice", ProductClass.PREPACKAGED, ProductClass.PREPACKAGED),
        ("tofu", None, None),
        ("tofu", ProductClass.FRESH, None),
    ],
)
def test_the_class_follows_the_shelf_or_is_chosen(category, chosen, means):
    if means is not None:
        assert listing.class_for(category, chosen) is means
        return
    with pytest.raises(ValueError, match="请在这几样里选"):
        listing.class_for(category, chosen)


@pytest.mark.parametrize("product_class", ProductClass)
def test_only_what_is_fresh_need_not_be_taken_back(product_class):
    fresh = product_class in {ProductClass.FRESH, ProductClass.LIVE}
    assert (listing.why_not_return(ReturnPolicy.FRESH_NONE, product_class) is None) is fresh
    assert listing.why_not_return(ReturnPolicy.SEVEN_DAYS, product_class) is None
    usual = listing.return_policy_for(product_class)
    assert listing.why_not_return(usual, product_class) is None


@pytest.mark.parametrize(("days", "free"), [(0, False), (1, True), (180, True), (181, False)])
def test_how_far_ahead_one_sells(days, free):
    reason = listing.why_not_ship_by(TODAY + timedelta(days=days), today=TODAY)
    assert (reason is None) is free


@pytest.mark.parametrize(("days", "free"), [(-1, False), (0, True), (3660, True), (3661, False)])
def test_how_long_a_certificate_lasts(days, free):
    reason = listing.why_not_valid_until(TODAY + timedelta(days=days), today=TODAY)
    assert (reason is None) is free


@pytest.mark.parametrize(
    ("chosen", "bits"),
    [([], 4095), ([1], 1), ([12], 2048), ([1, 1, 2], 3), (list(range(1, 13)), 4095)],
)
def test_months_as_bits(chosen, bits):
    assert listing.months_of(chosen) == bits
    if chosen:
        assert Product(months=bits).season == sorted(set(chosen))


def test_a_class_names_nothing_that_is_refused():
    for hint in CLASS_HINTS.values():
        for thing in re.split("[、，；]", str(hint).removeprefix("自家作坊做的")):
            assert rules.why_not_offer(thing, "", "citrus") is None, thing
    assert rules.why_not_offer("米酒", "", "citrus")
