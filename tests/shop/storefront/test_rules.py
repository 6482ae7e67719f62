"""What an address asks of the market, and what is said of seasons, packs and parcels."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import Money
from shop.catalog.models import Pack
from shop.freight.rules import Terms
from shop.storefront import rules
from shop.storefront.rules import Sort, Wish, key_of, promises, read_key, read_wish, sending

SHELVES = {"fruit": 1, "citrus": 2}
TODAY = date(2026, 11, 24)


def read(**args):
    return read_wish(args, categories=SHELVES)


def test_a_wish_reads_what_it_wrote():
    wish = Wish(
        q="橘子",
        category="citrus",
        region="u3",
        branch="7",
        season="11",
        sort=Sort.CHEAP,
        after=(2500, 9),
    )
    assert read(**wish.args()) == wish
    assert Wish().args() == {}


@pytest.mark.parametrize(
    "args",
    [
        {"category": "nothing"},
        {"region": "x3"},
        {"region": "u0"},
        {"region": "u３"},
        {"region": "u99999999999999999999"},
        {"branch": "-1"},
        {"branch": "1 OR 1"},
        {"season": "13"},
        {"season": "0"},
        {"season": "１"},
        {"sort": "least_fen"},
        {"sort": "best"},
        {"after": "n-zz-1"},
        {"after": "c-1-1"},
        {"after": "n-1"},
        {"after": "n-1-2-3"},
        {"after": "n--1-2"},
        {"after": "n-ffffffffffffffff-1"},
    ],
)
def test_nonsense_is_passed_over(args):
    assert read(**args) == Wish()


@given(st.dictionaries(st.sampled_from(rules.ARGS), st.text(max_size=40)))
def test_any_text_makes_a_wish_that_reads_the_same_again(args):
    wish = read(**args)
    assert read(**wish.args()) == wish


def test_another_filter_begins_at_the_first_page_and_keeps_the_order():
    wish = Wish(sort=Sort.DEAR, after=(1, 2))
    assert wish.but(category="citrus") == Wish(sort=Sort.DEAR, category="citrus")


def test_without_words_there_is_no_best():
    assert Wish(q="橘", sort=Sort.BEST).but(q="").sort is Sort.NEWEST
    assert read(q="橘").sort is Sort.BEST
    assert read(q="橘", sort="cheap").sort is Sort.CHEAP


@given(st.sampled_from(Sort), st.lists(st.integers(0, 16**15 - 1), min_size=3, max_size=3))
def test_keys_come_back(sort, numbers):
    parts = tuple(numbers[: rules.KEY_PARTS[sort]])
    assert read_key(sort, key_of(sort, parts)) == parts
    for other in Sort:
        if other is not sort:
            assert read_key(other, key_of(sort, parts)) == ()


def test_moments_come_back_to_the_microsecond():
    moment = datetime(2026, 11, 24, 2, 3, 4, 567891, tzinfo=UTC)
    assert rules.as_moment(rules.as_number(moment)) == moment
    assert rules.as_moment(16**15 - 1).year == 9999
    assert rules.as_day(16**15 - 1) == date.max
    assert rules.as_day(0) == date.max


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ([11], "11月"),
        ([10, 11, 12], "10—12月"),
        ([11, 12, 1, 2], "11月—次年2月"),
        ([3, 4, 9, 10], "3—4月、9—10月"),
        ([1, 6, 12], "6月、12月—次年1月"),
        (range(1, 13), "全年"),
    ],
)
def test_seasons_in_words(months, words):
    bits = sum(rules.bit(month) for month in months)
    assert rules.months_of(bits) == sorted(months)
    assert rules.season_words(bits) == words


def test_what_there_is_all_the_year_is_never_in_season():
    assert not rules.in_season(rules.ALL_YEAR, 11)
    assert rules.in_season(rules.bit(11), 11)
    assert not rules.in_season(rules.bit(11), 12)


def pack(**kw):
    made = {"name": "5 斤装", "net_grams": 2500, "fen": 3980, "stock": 42, "ships_in_days": 2, **kw}
    return Pack(**made)


@pytest.mark.parametrize(
    ("kw", "words"),
    [
        ({}, "今天下单，最晚 11月26日寄出"),
        ({"ships_in_days": 0}, "今天下单，今天寄出"),
        ({"ships_in_days": 30}, "今天下单，最晚 12月24日寄出"),
        ({"ship_by": date(2026, 12, 20)}, "预售，最晚 12月20日寄出"),
        ({"ship_by": date(2027, 4, 1)}, "预售，最晚 2027年4月1日寄出"),
        ({"ship_by": date(2026, 11, 23)}, ""),
        ({"stock": 0}, ""),
    ],
)
def test_when_it_is_sent(kw, words, app):
    with app.test_request_context():
        assert promises.ship_words(pack(**kw), TODAY) == words


def test_the_last_day_of_the_year_names_the_next(app):
    with app.test_request_context():
        words = promises.ship_words(pack(), date(2026, 12, 31))
    assert words == "今天下单，最晚 2027年1月2日寄出"


@pytest.mark.parametrize(
    ("stock", "words"), [(0, ""), (1, "还有 1 份"), (20, "还有 20 份"), (21, ""), (500, "")]
)
def test_few_are_counted(stock, words):
    assert promises.left_words(stock) == words


@pytest.mark.parametrize(
    ("grams", "words"),
    [
        (0, ""),
        (80, "80 克"),
        (250, "250 克（0.5 斤）"),
        (500, "500 克（1 斤）"),
        (2500, "2.5 千克（5 斤）"),
        (1234, "1.234 千克"),
    ],
)
def test_weights_in_words(grams, words):
    assert promises.weight_words(grams) == words


def test_offers_say_the_price_of_a_jin_and_of_a_kilo(app):
    with app.test_request_context():
        one, piece = promises.offers_of([pack(), pack(net_grams=0)], TODAY)
        alike = promises.alike([one, piece])
    assert (one.per_jin, one.per_kilo) == (Money(796), Money(1592))
    assert (piece.per_jin, piece.weight) == (None, "")
    assert alike == one.ships


def test_packs_that_leave_on_other_days_say_so_one_by_one(app):
    with app.test_request_context():
        assert promises.alike(promises.offers_of([pack(), pack(ships_in_days=5)], TODAY)) == ""


def zone(*codes, **kw):
    made = {
        "served": True,
        "first_grams": 1000,
        "first_fen": 800,
        "further_grams": 1000,
        "further_fen": 300,
        "free_over_fen": None,
        **kw,
    }
    return Terms(provinces=codes, **made)


def test_freight_of_each_pack_in_words():
    packs = [pack(), pack(name="小份", net_grams=500, fen=900)]
    said = sending.sending_of(zone(free_over_fen=3000), packs, where="浙江省")
    assert said.packs == [("5 斤装", "包邮"), ("小份", "¥8.00")]
    assert said.note == "一次买满 ¥30.00 包邮"
    assert sending.sending_of(zone(served=False), packs, where="西藏").note == "这家不往西藏寄。"
    assert sending.sending_of(None, packs, where="西藏").packs == ()


def test_the_rest_of_the_country_stands_last():
    names = {"54": "西藏自治区", "65": "新疆维吾尔自治区"}
    rows = sending.table_of([zone(), zone("54", "65", first_fen=1800)], names)
    assert [where for where, _cost in rows] == ["西藏、新疆", "其他地方"]
    assert [where for where, _cost in sending.table_of([zone()], names)] == ["全国"]
