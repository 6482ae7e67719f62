"""Adding a shift, calling one off, cancelling the whole task."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.cache.operations import house_version
from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from services.volunteering.models import Shift, Signup, SignupStatus, TaskStatus
from services.volunteering.operations import shifts, tasks
from tests.services.volunteering.tasks.world import hour

pytestmark = pytest.mark.both_engines
MINUTE = timedelta(minutes=1)


def of(task, *, cancelled=False):
    query = select(Shift).where(Shift.task_id == task.id).order_by(Shift.starts_at, Shift.id)
    query = query.where(Shift.cancelled_at.is_not(None) == cancelled)
    return db.session.scalars(query).all()


def add(task, at, by, days=3, clock=9, capacity=4):
    with writing():
        times = hour(at, days, clock), hour(at, days, clock + 2)
        return shifts.add(task, times, capacity=capacity, by=by, at=at)


def test_a_shift_is_added(task, by, at):
    made, before = task(), house_version()
    added = add(made, at, by)
    assert [each.capacity for each in of(made)] == [2, 4]
    assert added.starts_at == hour(at, 3, 9)
    assert house_version() == before + 1


def test_two_at_the_same_time_are_one_too_many(task, by, at):
    made = task()
    add(made, at, by)
    with pytest.raises(Refused) as refused:
        add(made, at, by)
    assert refused.value.field == "begins"
    with pytest.raises(Refused) as refused:
        add(made, at, by, clock=10, capacity=501)
    assert refused.value.field == "capacity"
    assert len(of(made)) == 2


def test_where_a_shift_was_cancelled_another_may_be_added(task, by, at):
    made = task(repeats=2)
    first = of(made)[0]
    call_off(first, by, at)
    add(made, at, by, days=2)
    assert of(made)[0].starts_at == first.starts_at
    assert [each.id for each in of(made, cancelled=True)] == [first.id]


def call_off(shift, by, at, why="下雨"):
    with writing():
        tasks.cancel_shift(db.session.get(Shift, shift.id), why=why, by=by, at=at)


def test_a_cancelled_shift_lets_everybody_go_and_the_others_stay(task, come, by, at):
    made = task(repeats=3, capacity=2)
    first, second = of(made)[:2]
    come(first)
    come(first)
    stays = come(second)
    before = house_version()
    call_off(first, by, at)
    assert [each.id for each in of(made, cancelled=True)] == [first.id]
    left = select(Signup.person_id).where(Signup.status == SignupStatus.IN)
    assert db.session.scalars(left).all() == [stays.id]
    db.session.refresh(first)
    assert (first.taken, first.held) == (0, 0)
    db.session.refresh(made)
    assert made.status is TaskStatus.OPEN
    assert house_version() == before + 1
    with pytest.raises(Refused, match="已经取消"):
        call_off(first, by, at)
    entry = db.session.scalars(
        select(Entry).where(Entry.about == "volunteer_shift", Entry.action == "call_off")
    ).one()
    assert (entry.about_id, entry.became) == (first.id, "下雨")


def test_a_reason_is_asked_for(task, by, at):
    made = task(repeats=2)
    for do in (
        lambda: tasks.cancel_shift(of(made)[0], why="", by=by, at=at),
        lambda: tasks.cancel(made, why="", by=by, at=at),
    ):
        with pytest.raises(Refused) as refused, writing():
            do()
        assert refused.value.field == "why"
    assert of(made, cancelled=True) == []


@pytest.mark.parametrize(("minutes", "may"), [(-1, True), (0, False), (1, False)])
def test_what_has_begun_is_not_called_off(task, by, at, minutes, may):
    made = task(repeats=2)
    first = of(made)[0]
    then = first.starts_at + minutes * MINUTE
    if may:
        call_off(first, by, then)
    else:
        with pytest.raises(Refused, match="已经开始"):
            call_off(first, by, then)
    assert len(of(made, cancelled=True)) == may


def test_with_the_last_shift_the_task_goes_too(task, come, by, at):
    made = task(repeats=2)
    first, second = of(made)
    call_off(first, by, at)
    come(second)
    call_off(second, by, at, why="不办了")
    db.session.refresh(made)
    assert (made.status, made.end_why) == (TaskStatus.CANCELLED, "不办了")
    assert of(made) == []


def test_a_task_is_cancelled_from_the_shifts_that_have_not_begun(task, come, by, at):
    made = task(repeats=3)
    running, *to_come = of(made)
    inside = come(running)
    for each in to_come:
        come(each)
    then = running.starts_at + MINUTE
    with writing():
        tasks.cancel(made, why="河水涨了", by=by, at=then)
    db.session.refresh(made)
    assert (made.status, made.end_why) == (TaskStatus.CANCELLED, "河水涨了")
    assert [each.id for each in of(made)] == [running.id]
    left = select(Signup.person_id).where(Signup.status == SignupStatus.IN)
    assert db.session.scalars(left).all() == [inside.id]
    for again in (
        lambda: tasks.cancel(made, why="再来", by=by, at=then),
        lambda: tasks.cancel_shift(running, why="再来", by=by, at=then),
        lambda: shifts.add(made, (hour(at, 5, 9), hour(at, 5, 10)), capacity=1, by=by, at=then),
    ):
        with pytest.raises(Refused, match="已经取消"), writing():
            again()
