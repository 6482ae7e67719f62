"""At the same instant: one task of a request, one answer, one mark; nobody comes for nothing."""

import pytest
from sqlalchemy import select

from core.db import db
from services.help.jobs import go_on_all
from services.help.models import HelpRequest, HelpStatus
from services.help.operations import arranging, asking
from services.volunteering.models import Shift, Signup, SignupStatus, Task, TaskStatus
from services.volunteering.operations import signups
from tests.services.help.world import DAY, HOUR

pytestmark = pytest.mark.both_engines


def status_of(request):
    return db.session.scalar(select(HelpRequest.status).where(HelpRequest.id == request.id))


def test_two_officers_arrange_it(world, together, step):
    request = world.ask()
    plan = world.plan()
    came = together(*[step(arranging.arrange, request, plan, by=world.officer)] * 2)
    assert sum(came) == 1
    assert len(db.session.scalars(select(Task)).all()) == 1


def test_two_officers_arrange_anew_what_came_to_nothing(world, together, step):
    request, _task, shift = world.under_way()
    later = shift.ends_at + 3 * HOUR
    plan = world.plan(start=later + DAY)
    come = [step(arranging.arrange, request, plan, by=world.officer, at=later)] * 2
    assert sum(together(*come)) == 1
    assert status_of(request) is HelpStatus.PLANNED
    tasks = db.session.scalars(select(Task.status).order_by(Task.id)).all()
    assert tasks == [TaskStatus.ENDED, TaskStatus.OPEN]


def test_it_is_arranged_and_taken_back(world, together, step):
    """Either it was taken back, before or after, or the villager is told to look again."""
    request = world.ask()
    arranged, back = together(
        step(arranging.arrange, request, world.plan(), by=world.officer),
        step(asking.withdraw, request, by=world.villager),
    )
    expected = HelpStatus.WITHDRAWN if back else HelpStatus.PLANNED
    assert status_of(request) is expected
    assert arranged or back
    open_tasks = db.session.scalars(select(Task).where(Task.status == TaskStatus.OPEN)).all()
    assert len(open_tasks) == (not back)


def test_it_is_taken_back_and_answered_with_no(world, together, step):
    request = world.ask()
    came = together(
        step(arranging.decline, request, "车坏了", by=world.officer),
        step(asking.withdraw, request, by=world.villager),
    )
    assert sum(came) == 1


def test_it_is_taken_back_while_somebody_says_yes(world, at_once, step):
    request = world.ask()
    task = world.arrange(request)
    shift_id, by = world.shift(task).id, world.actor(world.volunteer)

    def join():
        signups.join(db.session.get_one(Shift, shift_id), of_age=True, by=by, at=world.at)

    back = step(asking.withdraw, request, by=world.villager)
    came = at_once(back, join, row="UPDATE volunteer_shift SET capacity = capacity")
    assert came[0]
    assert status_of(request) is HelpStatus.WITHDRAWN
    assert not db.session.scalars(select(Signup).where(Signup.status == SignupStatus.IN)).all()
    assert db.session.get_one(Shift, shift_id).taken == 0


def test_it_is_said_twice_how_it_was(world, together, step):
    request, attendance = world.done()
    at = attendance.ends_at
    good, bad = (step(asking.mark, request, mark, "", by=world.villager, at=at) for mark in (3, 1))
    came = together(good, bad)
    assert sum(came) == 1
    mark = db.session.scalar(select(HelpRequest.mark))
    assert mark == (3 if came[0] else 1)


def test_the_sweep_and_the_villager_settle_it(world, together, step):
    request, attendance = world.done()
    at = attendance.ends_at + 3 * HOUR
    (said,) = together(step(asking.mark, request, 3, "", by=world.villager, at=at))
    go_on_all(at)
    assert said
    assert status_of(request) is HelpStatus.DONE
