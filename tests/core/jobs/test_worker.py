"""The worker does what it is nudged for, beats, shares its work, and ends when asked."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.clock import now
from core.db import db, insert_or, writing
from core.house import HOUSE, Area, Sweep
from core.jobs import operations, queries
from core.jobs.models import JobRun
from core.jobs.worker import work
from wsgi import AREAS

WAIT = 20  # seconds at most for what takes well under one


def wait_for(what):
    """Wait until it is so."""
    until = time.monotonic() + WAIT
    while not what():
        assert time.monotonic() < until, "it never came about"
        time.sleep(0.02)
        db.session.rollback()


class Board:
    """What the notebook's job and sweep have written down."""

    def __init__(self):
        self.told = []

    def job(self, *ids):
        self.told.append(ids)
        if ids == (13,):
            raise ValueError("an unlucky number")

    def sweep(self, _at):
        self.told.append("swept")

    @property
    def area(self):
        return Area(
            name="board", sweeps={"board.sweep": Sweep(1, self.sweep)}, jobs={"board.job": self.job}
        )


@pytest.fixture
def board():
    return Board()


@pytest.fixture
def areas(board):
    return (board.area, *AREAS)


@pytest.fixture
def working(app):
    """A worker in a thread of this process."""
    stop = threading.Event()
    thread = threading.Thread(target=work, args=(app, stop), kwargs={"threads": 2})
    thread.start()
    yield stop
    stop.set()
    thread.join(WAIT)
    assert not thread.is_alive()


@pytest.mark.both_engines
class TestWork:
    def test_what_is_nudged_is_done(self, working, board):
        for number in (1, 13, 2):  # a failure in the middle stops nobody
            HOUSE.queue.nudge("board.job", number)
        HOUSE.queue.nudge("board.gone", 1)
        wait_for(lambda: {(1,), (13,), (2,)} <= set(board.told))

    def test_what_was_nudged_before_it_came_is_done(self, app, board, request):
        HOUSE.queue.nudge("board.job", 1, 2)
        request.getfixturevalue("working")
        wait_for(lambda: (1, 2) in board.told)

    def test_sweeps_need_no_nudge(self, working, board):
        wait_for(lambda: "swept" in board.told)

    def test_it_says_that_it_lives(self, working):
        wait_for(lambda: queries.last_beat() is not None)
        assert now() - queries.last_beat() < timedelta(seconds=WAIT)


class TestRace:
    """Eight workers at the same instant: one gets it. The control asks first and takes then."""

    @staticmethod
    def guarded(at):
        with writing():
            return operations.claim("race", every=timedelta(minutes=5), at=at)

    @staticmethod
    def careless(at):
        started = db.session.scalar(select(JobRun.started_at).where(JobRun.name == "race"))
        free = started is None or started <= at - timedelta(minutes=5)
        with writing():
            db.session.execute(insert_or(JobRun).values(name="race").on_conflict_do_nothing())
            db.session.execute(update(JobRun).values(started_at=at, finished_at=at))
        return free

    def rounds(self, app, claim, at):
        winners = []
        for number in range(10):
            moment = at + timedelta(minutes=5 * number)
            barrier, taken = threading.Barrier(8), []

            def run(moment=moment, barrier=barrier, taken=taken):
                with app.app_context():
                    barrier.wait()
                    if claim(moment):
                        taken.append(1)

            threads = [threading.Thread(target=run) for _ in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            with writing():
                operations.finish("race", started=moment, error=None, at=moment)
            winners.append(len(taken))
        return winners

    @pytest.mark.both_engines
    def test_one_gets_it(self, app, at):
        assert self.rounds(app, self.guarded, at) == [1] * 10

    @pytest.mark.both_engines
    def test_the_control_fails(self, app, at):
        assert max(self.rounds(app, self.careless, at)) > 1


@pytest.fixture
def process(app, settings):
    """Start the worker as the Procfile does."""
    started = []

    def start():
        env = {**os.environ, **settings.values}
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
        started.append(subprocess.Popen(command, env=env))
        return started[-1]

    yield start
    for each in started:
        if each.poll() is None:
            each.kill()
        each.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_asked_to(process, number):
    worker = process()
    wait_for(lambda: queries.last_beat() is not None)
    asked = time.monotonic()
    worker.send_signal(number)
    assert worker.wait(WAIT) == 0
    assert time.monotonic() - asked < 5


def test_another_takes_over_from_one_that_was_killed(process):
    worker = process()
    wait_for(lambda: queries.last_beat() is not None)
    worker.kill()
    worker.wait()
    before = queries.last_beat()
    db.session.rollback()
    HOUSE.queue.nudge("board.gone", 1)  # left in the queue, for whoever comes
    process()
    wait_for(lambda: queries.last_beat() > before)
    wait_for(lambda: HOUSE.queue.storage.queue_size() == 0)
