"""What all pages share is made once, until something public changes or the minute is over."""

from contextvars import Context
from datetime import timedelta
from threading import Thread

from core.cache.operations import bump
from core.db import db, writing
from core.site import queries
from core.site.held import held
from core.site.models import Fact
from tests.counting import queries_in


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


def test_who_began_before_a_change_leaves_what_is_newer_alone(app, at):
    made = []

    def change_meanwhile():
        """Make the older value while another request makes the newer one and is done with it."""
        with writing():
            bump()
        other = Thread(target=asked, args=(app, made, at))
        other.start()
        other.join()
        return "older"

    with app.test_request_context():
        assert held("trial", change_meanwhile, at=at) == "older"
    assert asked(app, made, at) == 1, "the newer value was made again, or the older one is kept"
    assert made == [at]


def test_facts_of_before_a_change_are_not_put_over_those_of_after(app):
    def name_now():
        return queries.facts()["name"]

    def as_another():
        with app.test_request_context():
            queries.version_now()
            return queries_in(name_now), name_now()

    with writing():
        bump()
    with app.test_request_context():
        queries.version_now()  # this request has begun
        with writing():
            db.session.add(Fact(name="name", value="后来的名字"))
            bump()
        Context().run(as_another)
        name_now()
        assert Context().run(as_another) == (0, "后来的名字")
