"""What all pages share is made once, until something public changes or the minute is over."""

from contextvars import Context
from datetime import timedelta

from core.cache.operations import bump
from core.db import writing
from core.site.held import held


def asked(app, made, at):
    """Ask as a request of its own does."""

    def ask():
        with app.test_request_context():
            return held("trial", lambda: made.append(at) or len(made), at=at)

    return Context().run(ask)


def test_it_is_made_once_a_minute(app, at):
    made = []
    assert [asked(app, made, at + timedelta(seconds=each)) for each in (0, 20, 59)] == [1, 1, 1]
    assert asked(app, made, at + timedelta(seconds=60)) == 2


def test_it_is_made_anew_when_something_public_changes(app, at):
    made = []
    assert asked(app, made, at) == 1
    with writing():
        bump()
    assert asked(app, made, at) == 2


def test_nothing_is_kept_by_its_name_twice(app, at):
    made = []
    for minute in range(50):
        asked(app, made, at + timedelta(minutes=minute))
    assert len(app.extensions["xingcun.held"]) == 1
