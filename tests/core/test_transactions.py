"""One transaction for each writing request, and what outlives a refusal."""

from contextlib import contextmanager
from functools import partial

import pytest
from flask import Blueprint
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from core.access import SYSTEM, Permission
from core.branches.models import Branch, BranchKind
from core.cache.operations import bump, house_version
from core.clock import now
from core.db import (
    Base,
    after_commit,
    aside,
    db,
    is_repeat,
    note_repeat,
    watch,
    write_asides,
    writing,
)
from core.errors import Refused
from core.history.models import Entry
from core.history.operations import record
from core.house import Area
from core.web.forms import Form
from core.web.guard import current_actor, needs

pytestmark = pytest.mark.both_engines
probe = Blueprint("probe", __name__)
NOBODY = Permission("probe.nobody", "谁也不行", any_of=())
ANYONE = Permission("probe.anyone", "谁都行", any_of=(lambda _actor, _subject: True,))
given_way = []


def write_a_branch(name="白写了"):
    db.session.add(Branch(name=name, kind=BranchKind.JOINT, path="/"))
    db.session.flush()


@probe.post("/denied")
@needs(NOBODY)
def denied():
    raise AssertionError("the guard lets nobody in")


@probe.post("/refused")
@needs(ANYONE)
def refused():
    form = Form()
    if form.validate_on_submit():
        aside(partial(record, "tried", "probe", by=current_actor(), at=now()))
        with form.refusals(), writing():
            write_a_branch()
            raise Refused("不行")
    return "; ".join(form.form_errors), 422


@probe.post("/broken")
@needs(ANYONE)
def broken():
    aside(partial(record, "tried", "probe", by=current_actor(), at=now()))
    with writing():
        write_a_branch()
        raise ZeroDivisionError


@probe.post("/careless")
@needs(ANYONE)
def careless():
    aside(partial(record, "tried", "probe", by=current_actor(), at=now()))
    db.session.add(Branch(name="白写了", kind=BranchKind.JOINT, path="/"))
    return "forgot writing()"


@probe.post("/once")
@needs(ANYONE)
def once():
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                effect = form.once(lambda: write_a_branch("一次") or "/here", at=now())
            return effect, 200
    return "; ".join(form.form_errors), 422


@probe.post("/gives-way")
@needs(ANYONE)
def gives_way():
    aside(partial(record, "tried", "probe", by=current_actor(), at=now()))
    with writing():
        write_a_branch()
        given_way.append(1)
        if len(given_way) % 2:
            raise DBAPIError("x", {}, type("Deadlock", (Exception,), {"sqlstate": "40P01"})())
    return "done"


@pytest.fixture
def areas():
    return [Area(name="probe", blueprints=(probe,))]


@pytest.fixture
def signed_in(client, make):
    client.log_in(make.person())
    return client


def rows():
    count = {t.name: select(func.count()).select_from(t) for t in Base.metadata.sorted_tables}
    return {name: db.session.scalar(query) for name, query in count.items()}


def test_only_asides_outlive_a_refusal(signed_in):
    signed_in.look = False
    before = rows()
    answers = [signed_in.send(url).status_code for url in ["/denied"] * 2 + ["/refused"] * 3]
    assert answers == [403, 403, 422, 422, 422]
    assert rows() == before | {"history_entry": 5}
    actions = db.session.scalars(select(Entry.action).order_by(Entry.id)).all()
    assert actions == ["denied"] * 2 + ["tried"] * 3


@pytest.mark.parametrize(("url", "status"), [("/broken", 500), ("/careless", 200)])
def test_an_error_leaves_only_asides(signed_in, url, status):
    signed_in.look = False
    before = rows()
    assert signed_in.send(url).status_code == status
    assert rows() == before | {"history_entry": 1}


def test_a_post_without_the_token_is_stopped_at_the_door(signed_in):
    signed_in.look = False
    before = rows()
    assert signed_in.post("/refused").status_code == 400
    assert rows() == before


def test_the_same_form_twice_has_one_effect(signed_in):
    signed_in.look = False
    first = signed_in.send("/once", form_key="key-of-the-form", note="甲")
    again = signed_in.send("/once", form_key="key-of-the-form", note="甲")
    other = signed_in.send("/once", form_key="key-of-the-form", note="乙")
    assert (first.text, again.text, other.status_code) == ("/here", "/here", 422)
    assert db.session.scalar(select(func.count(Branch.id))) == 1


def test_who_gave_way_to_another_is_run_once_more(signed_in):
    signed_in.look = False
    given_way.clear()
    assert signed_in.send("/gives-way").text == "done"
    assert len(given_way) == 2
    assert db.session.scalar(select(func.count(Branch.id))) == 1
    assert db.session.scalar(select(func.count(Entry.id))) == 1


def test_history_is_only_ever_added_to(app, make, at):
    actor = make.actor()
    with writing():
        record("done", "probe", by=actor, at=at)
    statements = ["UPDATE history_entry SET action = 'x'", "DELETE FROM history_entry"]
    if db.engine.dialect.name == "sqlite":
        replace = "REPLACE INTO history_entry (id, at, action, about) VALUES (1, '2026', 'x', 'x')"
        statements.append(replace)
    else:
        statements.append("TRUNCATE history_entry")
    for statement in statements:
        with pytest.raises(DBAPIError, match="only ever added to"), writing():
            db.session.execute(text(statement))
    assert db.session.scalars(select(Entry.action)).all() == ["done"]


def test_what_was_put_off_runs_after_the_commit_only(app):
    done = []
    with writing():
        after_commit(lambda: done.append(1 / 0))
        after_commit(lambda: done.append("told"))
        assert not done
    assert done == ["told"]
    with pytest.raises(ZeroDivisionError), writing():
        after_commit(lambda: done.append("never")) or 1 / 0
    assert done == ["told"]


def test_the_house_version_moves_once_a_transaction(app):
    assert house_version() == 0
    for _round in range(2):
        with writing():
            bump()
            bump()
    assert house_version() == 2


def test_writing_is_not_opened_twice(app):
    with writing(), pytest.raises(RuntimeError, match="open already"), writing():
        pass


def test_changes_belong_inside(make):
    branch = make.branch()
    branch.name = "改早了"
    with pytest.raises(RuntimeError, match="inside"), writing():
        pass


@pytest.fixture
def seen(app):
    """What a watcher of this context has seen: before, at the end, and whether it was a repeat."""
    seen = []

    @contextmanager
    def watcher():
        seen.append("before")
        yield
        seen.append("repeat" if is_repeat() else "end")
        record("watched", "probe", by=SYSTEM, at=now())

    watch(watcher)
    return seen


def watched():
    return db.session.scalar(select(func.count(Entry.id)).where(Entry.action == "watched"))


def test_a_watched_transaction_stands_inside_its_watcher(seen):
    with writing():
        assert seen == ["before"]
    assert seen == ["before", "end"]
    assert watched() == 1
    with pytest.raises(ZeroDivisionError), writing():
        raise ZeroDivisionError
    assert seen == ["before", "end", "before"]
    assert watched() == 1


def test_a_watcher_keeps_everything_from_being_stored(app):
    @contextmanager
    def watcher():
        yield
        raise Refused("nothing of it")

    watch(watcher)
    with pytest.raises(Refused), writing():
        write_a_branch()
    assert db.session.scalar(select(func.count(Branch.id))) == 0


def test_a_watcher_hears_that_nothing_changes(seen):
    with writing():
        note_repeat()
    with writing():
        pass
    assert seen == ["before", "repeat", "before", "end"]


def test_asides_are_not_watched(seen):
    aside(partial(record, "tried", "probe", by=SYSTEM, at=now()))
    write_asides()
    assert seen == []
    assert db.session.scalars(select(Entry.action)).all() == ["tried"]
