"""What the search page reads from an address."""

import pytest

from core.search import rules


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("  水蜜桃 \n 5斤 ", "水蜜桃 5斤"),
        ("a\0b\u202ec", "a b c"),
        ("茶" * 100, "茶" * 64),
        ("", ""),
        ("\ud800", ""),
    ],
)
def test_a_query_is_one_plain_line(given, shown):
    assert rules.cleaned(given) == shown


def test_filters_are_those_we_know():
    given = {"category": "tea", "region": "", "season": "x" * 41, "password": "1"}
    assert rules.filters_of(given) == {"category": "tea"}


@pytest.mark.parametrize(
    ("given", "count", "page"),
    [
        ("", 100, 1),
        ("2", 100, 2),
        ("5", 100, 5),
        ("6", 100, 5),
        ("99999", 100, 1),
        ("-1", 100, 1),
        ("0", 100, 1),
        ("²", 100, 1),
        ("3", 0, 1),
    ],
)
def test_pages(given, count, page):
    assert rules.page_of(given, count=count) == page


def test_what_stands_on_a_page():
    assert rules.of_page(range(50), 2) == range(24, 48)
    assert rules.of_page(range(50), 3) == range(48, 50)
