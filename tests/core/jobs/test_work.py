"""Sweeps run when they are due, once, and whatever happens is noted."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from core.db import db, writing
from core.house import HOUSE, Area, Sweep
from core.jobs import operations, queries
from core.jobs.models import JobRun
from core.jobs.work import beat, run_due_sweeps, run_job
from core.site.models import Fact
from wsgi import AREAS


class Notebook:
    """An area whose sweeps and jobs write down that they ran."""

    def __init__(self):
        self.ran, self.fail, self.busy, self.careless = [], None, 0, False

    def sweep(self, at):
        self.ran.append(("sweep", at))
        if self.careless:
            db.session.add(Fact(name="careless", value="x"))
            db.session.flush()
        if self.fail:
            raise self.fail

    def job(self, *ids):
        self.ran.append(("job", ids))
        if self.busy:
            self.busy -= 1
            raise OperationalError("UPDATE", {}, Exception("database is locked"))
        if self.fail:
            raise self.fail

    @property
    def area(self):
        return Area(
            name="notebook",
            sweeps={"note.five": Sweep(5, self.sweep)},
            jobs={"note.job": self.job},
        )


@pytest.fixture
def book():
    return Notebook()


@pytest.fixture
def areas(book):
    return (book.area, *AREAS)


def only_five(at):
    """Run the notebook's sweep alone."""
    return "note.five" in run_due_sweeps(at)


def run_of(name):
    db.session.rollback()
    return db.session.get(JobRun, name)


@pytest.mark.both_engines
class TestSweeps:
    def test_the_first_time_is_at_once(self, app, book, at):
        assert only_five(at)
        run = run_of("note.five")
        assert (run.started_at, run.ok_at is not None, run.error, run.runs) == (at, True, None, 1)

    def test_then_every_five_minutes(self, app, book, at):
        assert only_five(at)
        assert not only_five(at + timedelta(minutes=4, seconds=59))
        assert only_five(at + timedelta(minutes=5))
        assert [when for _what, when in book.ran] == [at, at + timedelta(minutes=5)]

    def test_a_failure_is_noted_by_its_kind_alone(self, app, book, at):
        book.fail = ValueError("李明 13800000000")
        assert only_five(at)
        run = run_of("note.five")
        assert (run.error, run.ok_at) == ("ValueError", None)
        book.fail = None
        assert only_five(at + timedelta(minutes=5))
        assert run_of("note.five").error is None

    def test_a_running_one_is_left_alone_for_ten_minutes(self, app, book, at):
        with writing():
            assert operations.claim("note.five", every=timedelta(minutes=5), at=at)
        assert not only_five(at + timedelta(minutes=9, seconds=59))
        assert only_five(at + timedelta(minutes=10))

    @pytest.mark.parametrize(
        ("started", "finished"),
        [(299, 1), (300, 299), (599, None), (600, None), (-600, None), (-601, None), (-601, -601)],
    )
    def test_claiming_and_looking_agree(self, app, at, started, finished):
        when = [None if ago is None else at - timedelta(seconds=ago) for ago in (started, finished)]
        with writing():
            db.session.add(
                JobRun(name="note.five", started_at=when[0], finished_at=when[1], runs=1)
            )
        looks_due = "note.five" in queries.list_due(at)
        with writing():
            claimed = operations.claim("note.five", every=timedelta(minutes=5), at=at)
        assert claimed is looks_due

    def test_whoever_lost_the_lease_says_nothing(self, app, at):
        with writing():
            operations.claim("x", every=timedelta(minutes=5), at=at)
        later = at + timedelta(minutes=10)
        with writing():
            assert operations.claim("x", every=timedelta(minutes=5), at=later)
        with writing():
            operations.finish("x", started=at, error=None, at=later)
        assert run_of("x").finished_at is None
        with writing():
            operations.finish("x", started=later, error=None, at=later)
        assert run_of("x").finished_at == later

    def test_a_clock_set_back_does_not_stop_the_house(self, app, book, at):
        assert only_five(at + timedelta(days=2))
        assert only_five(at)

    def test_what_a_sweep_leaves_open_is_thrown_away(self, app, book, at):
        book.careless = True
        assert only_five(at)
        assert run_of("note.five").error is None
        assert db.session.get(Fact, "careless") is None


class TestJobs:
    def test_a_job_gets_its_ids(self, app, book):
        assert run_job("note.job", 1, 2)
        assert book.ran == [("job", (1, 2))]

    def test_a_lock_is_met_with_one_more_try(self, app, book):
        book.busy = 1
        assert run_job("note.job", 1)
        assert len(book.ran) == 2

    def test_two_locks_are_left_to_the_sweep(self, app, book):
        book.busy = 2
        assert not run_job("note.job", 1)
        assert len(book.ran) == 2

    def test_a_failure_does_not_stop_the_worker(self, app, book):
        book.fail = KeyError("x")
        assert not run_job("note.job", 1)
        assert len(book.ran) == 1

    def test_a_job_of_an_older_house_is_let_go(self, app, book):
        assert not run_job("note.gone", 1)
        assert book.ran == []


@pytest.mark.both_engines
def test_the_heartbeat_is_one_row(app, at):
    assert queries.last_beat() is None
    beat(at)
    beat(at + timedelta(seconds=5))
    db.session.rollback()
    assert queries.last_beat() == at + timedelta(seconds=5)
    assert [run.name for run in queries.list_runs()] == ["worker"]
    assert run_of("worker").runs == 2


def test_late_sweeps_are_named(app, at):
    everything = set(HOUSE.sweeps)
    assert set(queries.list_late(at)) == everything
    run_due_sweeps(at)
    db.session.rollback()
    assert queries.list_late(at) == []
    assert "note.five" in queries.list_late(at + timedelta(days=30))


def test_who_was_told_to_end_begins_no_other_sweep(app, at):
    assert run_due_sweeps(at, stop=lambda: True) == []
    assert run_due_sweeps(at)
