"""What fits into a basket, how it is written down, and how two become one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.cart import rules
from shop.cart.rules import Item

ITEMS = st.lists(
    st.builds(
        Item,
        st.sampled_from(["pack", "night"]),
        st.integers(1, 999_999_999),
        st.integers(1, 99),
    ),
    max_size=50,
    unique_by=lambda item: item.key,
)


@given(ITEMS)
def test_what_was_written_is_read_again(items):
    assert rules.read(rules.written(items)) == items


@given(st.text(max_size=60))
def test_what_is_none_is_left_out(text):
    for item in rules.read(text):
        assert 1 <= item.count <= rules.MOST_COUNT
        assert 1 <= item.ref < 2**31


def test_a_thing_written_twice_stands_once():
    assert rules.read("pack-1-2.pack-1-3.pack-2-1") == [Item("pack", 1, 3), Item("pack", 2, 1)]


def test_no_more_than_fifty_lines_are_read():
    text = ".".join(f"pack-{ref}-1" for ref in range(1, 80))
    assert len(rules.read(text)) == rules.MOST_LINES


@given(ITEMS, ITEMS)
def test_two_baskets_lose_nothing_and_count_nothing_twice(first, second):
    united = rules.united(first, second)
    assert len({item.key for item in united}) == len(united) <= rules.MOST_LINES
    counts = {item.key: item.count for item in united}
    for item in first:
        assert counts[item.key] >= item.count
    for key, count in counts.items():
        assert count == max(each.count for each in (*first, *second) if each.key == key)


STRANGE = ["", " ", "-1", "0", "0.5", "1e3", "NaN", "sNaN", "Infinity", str(2**31), str(2**63)]
STRANGE += ["1,000", "100", "一", "1 2", "+1", "0x1", "99999999999999999999", "1\x00"]


@pytest.mark.parametrize("text", STRANGE)
def test_strange_numbers_are_no_counts(text):
    with pytest.raises(ValueError, match="99"):
        rules.parse_count(text)


@pytest.mark.parametrize(("text", "count"), [("1", 1), ("99", 99), ("１２", 12), (" 7 ", 7)])
def test_counts_as_people_write_them(text, count):
    assert rules.parse_count(text) == count


@pytest.mark.parametrize("text", ["", "pack", "pack-0", "pack-1-1", "pack--1", "pack-1234567890"])
def test_what_names_no_thing(text):
    assert rules.parse_name(text) is None
