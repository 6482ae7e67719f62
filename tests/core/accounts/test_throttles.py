"""Tries are counted in the database, and nobody is locked out for ever."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.accounts import throttles
from core.accounts.models import Throttle
from core.accounts.rules import ACCOUNT, SOURCE
from core.db import db, writing
from core.errors import TooMany

pytestmark = pytest.mark.both_engines


def tries(limit, at, whose="li", times=1):
    """Return how many of so many tries came through."""
    through = 0
    for _each in range(times):
        try:
            with writing():
                throttles.count_try(limit, whose, at=at)
            through += 1
        except TooMany:
            pass
    return through


def test_so_many_and_no_more(app, at):
    assert tries(ACCOUNT, at, times=15) == 10
    assert tries(ACCOUNT, at, whose="wang", times=3) == 3
    assert tries(SOURCE, at, times=3) == 3


def test_the_wait_is_said_and_true(app, at):
    tries(ACCOUNT, at, times=10)
    later = at + timedelta(minutes=2)
    with pytest.raises(TooMany) as told, writing():
        throttles.count_try(ACCOUNT, "li", at=later)
    assert 175 <= told.value.wait <= 185
    assert tries(ACCOUNT, later + timedelta(seconds=told.value.wait)) == 1


def test_the_wait_grows_and_is_never_for_ever(app, at):
    waits = []
    for _each in range(6):
        assert tries(ACCOUNT, at, times=12) == 10
        with pytest.raises(TooMany) as told, writing():
            throttles.count_try(ACCOUNT, "li", at=at)
        waits.append(round(told.value.wait / 60))
        at += timedelta(seconds=told.value.wait)
    assert waits == [5, 10, 20, 40, 60, 60]


def test_a_window_that_was_not_full_forgives(app, at):
    tries(ACCOUNT, at, times=10)
    at += timedelta(minutes=6)
    assert tries(ACCOUNT, at, times=3) == 3
    at += timedelta(minutes=11)
    tries(ACCOUNT, at)
    assert db.session.scalars(select(Throttle)).one().strikes == 0


def test_a_quiet_day_forgives(app, at):
    tries(ACCOUNT, at, times=10)
    tries(ACCOUNT, at + timedelta(minutes=6), times=10)
    tries(ACCOUNT, at + timedelta(days=2))
    assert db.session.scalars(select(Throttle)).one().strikes == 0


def test_whoever_has_shown_who_they_are_begins_anew(app, at):
    tries(ACCOUNT, at, times=10)
    with writing():
        throttles.clear(ACCOUNT, "li")
    assert tries(ACCOUNT, at, times=12) == 10


def test_numbers_are_not_kept_readable_and_old_rows_go(app, at):
    tries(ACCOUNT, at, whose="13800138000")
    assert "13800138000" not in db.session.scalars(select(Throttle.key)).one()
    with writing():
        throttles.forget_old(at + timedelta(days=3))
    assert db.session.scalars(select(Throttle)).first() is None
