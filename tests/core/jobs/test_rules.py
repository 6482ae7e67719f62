"""When a sweep is late and whether a worker lives: at each boundary."""

from datetime import timedelta

import pytest

from core.jobs.rules import is_alive, is_due, is_late


@pytest.mark.parametrize(
    ("ago", "late"), [(None, True), (0, False), (30, False), (31, True), (999, True)]
)
def test_late_after_three_turns_and_a_quarter(at, ago, late):
    ok_at = None if ago is None else at - timedelta(minutes=ago)
    assert is_late(ok_at, minutes=5, at=at) is late


@pytest.mark.parametrize(
    ("ago", "alive"), [(None, False), (-5, True), (0, True), (60, True), (61, False)]
)
def test_alive_for_a_minute(at, ago, alive):
    beat_at = None if ago is None else at - timedelta(seconds=ago)
    assert is_alive(beat_at, at=at) is alive


@pytest.mark.parametrize(
    ("started", "finished", "due"),
    [
        (None, None, True),
        (0, 0, False),
        (299, 1, False),
        (300, 299, True),
        (599, None, False),
        (600, None, True),
        (-600, None, False),
        (-601, None, True),
        (-601, -601, True),
    ],
)
def test_due_every_five_minutes_or_after_the_lease(at, started, finished, due):
    when = [None if ago is None else at - timedelta(seconds=ago) for ago in (started, finished)]
    assert is_due(*when, minutes=5, at=at) is due
