"""The 24 solar terms against the days of the almanac, 2000 to 2100."""

from datetime import date
from pathlib import Path

import pytest

from core.clock import village_day
from core.site.terms import NAMES, moment_of, term_on

# One line a year, the day of the month of each term; from lunar_python's tables, not from ours.
ALMANAC = Path(__file__).with_name("terms.txt").read_text(encoding="utf-8")
YEARS = {
    int(line.split()[0]): [int(day) for day in line.split()[1:]] for line in ALMANAC.splitlines()
}


def test_every_term_of_a_hundred_and_one_years():
    assert len(YEARS) == 101
    for year, days in YEARS.items():
        ours = [village_day(moment_of(year, index)) for index in range(24)]
        assert ours == [date(year, index // 2 + 1, day) for index, day in enumerate(days)], year


@pytest.mark.parametrize(
    ("day", "name", "began", "next_name", "left", "season"),
    [
        (date(2026, 11, 24), "小雪", date(2026, 11, 22), "大雪", 13, "winter"),
        (date(2026, 11, 22), "小雪", date(2026, 11, 22), "大雪", 15, "winter"),
        (date(2026, 11, 21), "立冬", date(2026, 11, 7), "小雪", 1, "winter"),
        (date(2026, 1, 1), "冬至", date(2025, 12, 21), "小寒", 4, "winter"),
        (date(2026, 12, 31), "冬至", date(2026, 12, 22), "小寒", 5, "winter"),
        (date(2024, 2, 4), "立春", date(2024, 2, 4), "雨水", 15, "spring"),
        (date(2021, 2, 3), "立春", date(2021, 2, 3), "雨水", 15, "spring"),
        (date(2024, 4, 4), "清明", date(2024, 4, 4), "谷雨", 15, "spring"),
        (date(2025, 6, 21), "夏至", date(2025, 6, 21), "小暑", 16, "summer"),
        (date(2026, 9, 23), "秋分", date(2026, 9, 23), "寒露", 15, "autumn"),
    ],
)
def test_a_day_lies_in_its_term(day, name, began, next_name, left, season):
    term = term_on(day)
    assert (term.name, term.began, term.next_name, term.season) == (name, began, next_name, season)
    assert term.days_left(day) == left


def test_all_names_follow_each_other():
    found = [term_on(date(2026, 1, 10 + 0)).name]
    for month in range(1, 13):
        for number in (9, 25):
            name = term_on(date(2026, month, number)).name
            if name != found[-1]:
                found.append(name)
    assert found == [str(name) for name in NAMES]
