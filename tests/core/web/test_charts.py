"""The geometry of small pictures."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.web import charts

ROWS = st.lists(st.tuples(st.text(max_size=3), st.integers(0, 10**9)), max_size=40)


def points(text):
    return [tuple(float(n) for n in pair.split(",")) for pair in text.split()]


def test_a_line_goes_from_left_to_right_and_zero_is_the_ground():
    spark = charts.spark_of([("一", 0), ("二", 5), ("三", 10)])
    assert points(spark.line) == [(0, 60), (120, 32), (240, 4)]
    assert points(spark.ground)[0] == (0, 64)
    assert points(spark.ground)[-1] == (240, 64)
    assert spark.rows == (("一", 0), ("二", 5), ("三", 10))


@pytest.mark.parametrize("rows", [[], [("一", 3)], [("一", 0), ("二", 0)]])
def test_a_line_of_little_is_still_a_picture(rows):
    spark = charts.spark_of(rows)
    assert all(0 <= x <= 240 and 0 <= y <= 64 for x, y in points(spark.line))


@given(ROWS)
def test_every_point_and_bar_lies_in_the_picture(rows):
    spark, bars = charts.spark_of(rows), charts.bars_of(rows)
    assert all(0 <= x <= 240 and 4 <= y <= 60 for x, y in points(spark.line))
    for bar in bars.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= 240
        assert 0 <= bar.y <= 64
        assert bar.y + bar.height == pytest.approx(64, abs=0.11)


def test_bars_keep_the_proportion():
    low, high, none = charts.bars_of([("1", 10), ("2", 20), ("3", 0)]).bars
    assert (low.height, high.height, none.height) == (30, 60, 0)
    assert low.x < high.x < none.x


def test_a_month_is_whole_weeks_from_monday():
    entry = charts.Entry("停水", "/x")
    month = charts.month_of(2026, 11, {date(2026, 11, 24): [entry]})
    days = [day for week in month.weeks for day in week]
    assert days[0].date == date(2026, 10, 26)
    assert days[-1].date == date(2026, 12, 6)
    assert {len(week) for week in month.weeks} == {7}
    assert [day.date for day in days if day.entries] == [date(2026, 11, 24)]
    assert next(day for day in days if day.entries).entries == (entry,)
