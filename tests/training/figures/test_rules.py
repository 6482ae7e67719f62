"""Months that are over, shares, and numbers that point at nobody."""

from datetime import date

import pytest

from training.courses.models import Subject
from training.figures import rules


@pytest.mark.parametrize(("part", "whole", "share"), [(1, 3, 33), (3, 3, 100), (0, 0, 0)])
def test_per_cent(part, whole, share):
    assert rules.percent(part, whole) == share


def test_the_months_that_are_over():
    months = rules.months_before(date(2026, 2, 15), count=3)
    assert months == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]


def test_small_numbers_and_what_would_tell_them_are_hidden():
    shown = rules.to_show({Subject.FOOD: [7, 4, 0], Subject.LAW: [4, 4, 4]})
    assert shown == {Subject.FOOD: [7, None, None]}
    assert rules.total_of([7, None]) == 7
    assert rules.total_of([None]) is None
