"""What a parcel costs: a table, and what holds of every zone there can be."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.regions import provinces
from core.money import Money
from shop.freight import rules
from shop.freight.rules import Terms, freight_of

grams = st.integers(0, 200_000)
goods = st.integers(0, 10_000_000)
zones = st.builds(
    Terms,
    first_grams=st.integers(1, 20_000),
    first_fen=st.integers(0, 100_000),
    further_grams=st.integers(1, 20_000),
    further_fen=st.integers(0, 100_000),
    free_over_fen=st.one_of(st.none(), st.integers(1, 1_000_000)),
)
ZONE = Terms(first_grams=1000, first_fen=800, further_grams=500, further_fen=150)


@pytest.mark.parametrize(
    ("weight", "fen"),
    [
        (0, 800),
        (1, 800),
        (1000, 800),
        (1001, 950),
        (1500, 950),
        (1501, 1100),
        (2500, 1250),
        (10_000, 3500),
    ],
)
def test_each_begun_step_counts_whole(weight, fen):
    assert freight_of(ZONE, weight, 0) == Money(fen)


@pytest.mark.parametrize(("price", "fen"), [(9_899, 800), (9_900, 0), (9_901, 0)])
def test_free_from_a_price_on(price, fen):
    assert freight_of(replace(ZONE, free_over_fen=9_900), 1000, price) == Money(fen)


@given(zones, grams, goods)
def test_never_negative_and_never_below_the_first_weight(zone, weight, price):
    cost = freight_of(zone, weight, price)
    assert cost >= Money(0)
    assert cost == Money(0) or cost >= Money(zone.first_fen)


@given(zones, grams, grams, goods)
def test_a_heavier_parcel_is_never_cheaper(zone, one, other, price):
    light, heavy = sorted((one, other))
    assert freight_of(zone, light, price) <= freight_of(zone, heavy, price)


@given(zones, grams, goods, goods)
def test_dearer_goods_never_cost_more_freight(zone, weight, one, other):
    cheap, dear = sorted((one, other))
    assert freight_of(zone, weight, cheap) >= freight_of(zone, weight, dear)


@given(zones, st.integers(0, 100_000), st.integers(0, 100_000), goods)
def test_one_parcel_costs_no_more_than_two(zone, one, other, price):
    """Nothing is saved by splitting, when a further step costs no more than the first."""
    fair = replace(
        zone,
        further_fen=min(zone.further_fen, zone.first_fen),
        further_grams=max(zone.further_grams, zone.first_grams),
        free_over_fen=None,
    )
    split = freight_of(fair, one, price) + freight_of(fair, other, price)
    assert freight_of(fair, one + other, price) <= split


@given(zones, grams, goods)
def test_free_exactly_from_that_price_on(zone, weight, price):
    free = zone.free_over_fen is not None and price >= zone.free_over_fen
    cost = freight_of(zone, weight, price)
    if free:
        assert cost == Money(0)
    else:
        assert cost == freight_of(replace(zone, free_over_fen=None), weight, price)


@given(zones, grams, goods)
def test_where_it_is_not_sent_nothing_is_said(zone, weight, price):
    assert freight_of(replace(zone, served=False), weight, price) is None


@given(st.integers(rules.LIGHTEST, rules.HEAVIEST))
def test_weights_are_read_as_they_are_written(weight):
    assert rules.parse_kilos(rules.kilos_of(weight)) == weight


@pytest.mark.parametrize(
    ("text", "weight"),
    [("1", 1000), ("0.5", 500), ("１．５", 1500), (" 2 ", 2000), ("0.001", 1), ("1000", 1_000_000)],
)
def test_a_weight(text, weight):
    assert rules.parse_kilos(text) == weight


@pytest.mark.parametrize(
    "text", ["", "0", "-1", "1e3", "NaN", "1.2345", "1000.001", "9999", "一", "1,000", "2 公斤"]
)
def test_no_weight(app, text):
    with pytest.raises(ValueError, match="重量"):
        rules.parse_kilos(text)


def test_what_is_offered_names_each_province_once_and_only_real_ones():
    named = [code for terms in rules.USUAL for code in terms.provinces]
    assert len(named) == len(set(named))
    assert set(named) < {code for code, _name in provinces()}
    assert [not terms.provinces for terms in rules.USUAL].count(True) == 1
    near, far = (freight_of(each, 3000, 0) for each in rules.USUAL[:2])
    assert near == Money(1400)
    assert far > near


def test_provinces_have_their_usual_names():
    short = [rules.short_name(*each) for each in provinces()]
    assert len(set(short)) == len(short)
    for name in ("浙江", "内蒙古", "黑龙江", "新疆", "西藏", "香港"):
        assert name in short


def test_a_zone_in_words(app):
    said = rules.in_words(replace(ZONE, free_over_fen=9_900))
    assert said == "首重 1 公斤 ¥8.00，续重每 0.5 公斤 ¥1.50；满 ¥99.00 包邮"
    assert rules.in_words(Terms(served=False)) == "不送"
