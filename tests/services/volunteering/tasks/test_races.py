"""Officers who act at the same instant: one task of one need, one shift at one time, one end."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from core.branches.models import Branch
from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from services.volunteering.models import Shift, Signup, SignupStatus, Source, Task, TaskStatus
from services.volunteering.operations import shifts, tasks
from services.volunteering.operations.tasks import said_by
from services.volunteering.rules import tasks as rules
from tests.services.volunteering.tasks.world import hour

pytestmark = pytest.mark.both_engines
CROWD = 8


@pytest.fixture
def crowd(app):
    """Return a hand that lets so many do one thing at the same instant; what came of each."""

    def at_once(do, times=CROWD):
        gate = threading.Barrier(times)

        def one(number):
            with app.app_context():
                try:
                    gate.wait(20)
                    with writing():
                        do(number)
                except Refused:
                    return "refused"
                except IntegrityError:
                    return "stopped by the database"
                finally:
                    db.session.remove()
                return "done"

        db.session.rollback()
        with ThreadPoolExecutor(times) as pool:
            said = Counter(pool.map(one, range(times)))
        db.session.expire_all()
        return said

    return at_once


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_of_one_need_there_is_one_task(crowd, fields, village, branch, by, plan, at):
    need, where = fields.want(village, at), branch.id

    def make(_number):
        source = {"source": Source.NEED, "source_kind": need.kind, "source_ref": need.ref}
        tasks.make(plan(), branch=db.session.get(Branch, where), by=by, at=at, **source)

    said = crowd(make)
    assert said["done"] == 1
    assert sum(said.values()) == CROWD
    assert (count(Task), count(Shift)) == (1, 1)


def test_at_one_time_there_is_one_shift(crowd, task, by, at):
    made = task().id

    def add(_number):
        times = hour(at, 4, 9), hour(at, 4, 10)
        shifts.add(db.session.get(Task, made), times, capacity=2, by=by, at=at)

    assert crowd(add) == {"done": 1, "refused": CROWD - 1}
    assert count(Shift) == 2


def test_a_task_that_is_over_ends_or_gets_one_more_shift(crowd, task, by, at):
    """Never both: no shift to come stands in a task that has ended."""
    over = hour(at, 2, 11) + rules.OVER_AFTER
    for _round in range(4):
        number = task().id

        def act(who, number=number):
            row = db.session.get(Task, number)
            if who:
                tasks.end_over(row, at=over)
            else:
                times = hour(at, 4, 9), hour(at, 4, 10)
                shifts.add(row, times, capacity=1, by=by, at=over)

        came = crowd(act, times=2)
        row = db.session.get(Task, number)
        added = len(row.shifts) == 2
        assert row.status is (TaskStatus.OPEN if added else TaskStatus.ENDED)
        assert came["done"] == 1 + added


def test_a_task_is_cancelled_once_with_every_place(crowd, task, come, by, at):
    made = task(repeats=3)
    for shift in made.shifts:
        come(shift)
    number = made.id
    said = crowd(lambda n: tasks.cancel(db.session.get(Task, number), why=f"{n}", by=by, at=at))
    assert said == {"done": 1, "refused": CROWD - 1}
    cancelled = db.session.scalars(select(Shift.cancelled_at)).all()
    assert None not in cancelled
    assert set(db.session.scalars(select(Signup.status))) == {SignupStatus.OUT}
    noted = select(func.count()).where(Entry.action == "call_off", Entry.about == "volunteer_shift")
    assert db.session.scalar(noted) == len(cancelled)


def test_of_two_shifts_cancelled_at_once_the_task_goes_with_the_second(crowd, task, by, at):
    made = task(repeats=2)
    ids = [each.id for each in made.shifts]

    def cancel(number):
        tasks.cancel_shift(db.session.get(Shift, ids[number]), why="下雨", by=by, at=at)

    assert crowd(cancel, times=2) == {"done": 2}
    assert db.session.get(Task, made.id).status is TaskStatus.CANCELLED


def test_who_edits_while_another_cancels_changes_nothing_of_what_is_gone(crowd, task, by, at):
    for _round in range(3):
        made = task()
        said, number = said_by(made), made.id

        def act(who, number=number, said=said):
            row = db.session.get(Task, number)
            if who:
                tasks.cancel(row, why="下雨", by=by, at=at)
            else:
                tasks.edit(row, said, version=1, by=by, at=at)

        came = crowd(act, times=2)
        row = db.session.get(Task, number)
        assert row.status is TaskStatus.CANCELLED
        assert row.version == came["done"]  # the edit came first, or not at all
