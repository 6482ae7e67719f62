"""Where nobody answers a request: to whom it goes instead, and who hears of it."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from core.branches.models import OfficeRole, OfficeTerm
from core.clock import VILLAGE
from core.db import db, writing
from services.help.jobs import move_on_all, remind_all
from services.help.models import HelpStatus
from services.help.queries.desks import list_astray
from services.help.rules.requests import due_of, last_evening
from services.volunteering.models import TaskStatus
from tests.services.help.world import DAY, told

pytestmark = pytest.mark.both_engines
MINUTE = timedelta(minutes=1)


@pytest.fixture
def secretary(world):
    return world.make.officer(world.town, person=world.make.person(name="赵明远"))


def test_without_a_leader_all_officers_hear_of_it(world):
    member = world.make.officer(world.other_branch, OfficeRole.ORGANISATION)
    request = world.ask(unit_id=world.other_unit.id)
    assert request.branch_id == world.other_branch.id
    assert told(member, "help.asked")


def test_without_officers_it_goes_to_the_branch_above(world, secretary):
    request = world.ask(unit_id=world.other_unit.id)
    assert request.branch_id == world.town.id
    (notice,) = told(secretary, "help.asked")
    assert notice.url == f"/desk/{world.town.id}/help/{request.id}"
    task = world.arrange(request)
    assert (task.branch_id, task.unit_id) == (world.town.id, None)


def test_with_nobody_in_office_anywhere_it_waits_at_its_own_desk(world):
    request = world.ask(unit_id=world.other_unit.id)
    assert request.branch_id == world.other_branch.id
    assert list_astray(at=world.at) == []


def test_what_lies_where_nobody_is_left_is_moved_once(world, secretary):
    request, kept = world.ask(), world.ask()
    world.arrange(kept)
    later = world.at + DAY
    end_offices(world, later)
    move_on_all(later)
    assert (request.branch_id, request.status) == (world.town.id, HelpStatus.ASKED)
    assert kept.branch_id == world.branch.id  # it is arranged
    assert len(told(secretary, "help.moved_here")) == 1
    assert len(told(world.villager, "help.another_branch")) == 1
    move_on_all(later)
    assert len(told(secretary, "help.moved_here")) == 1


def test_of_a_closed_branch_all_that_is_open_goes_on_above(world, secretary):
    request, task, shift = world.under_way()
    over = world.ask()
    world.change(over, status=HelpStatus.WITHDRAWN, ended_at=world.at)
    world.change(world.branch, closed_at=world.at)
    move_on_all(world.at)
    assert request.branch_id == task.branch_id == world.town.id
    assert (task.status, task.unit_id) == (TaskStatus.OPEN, None)
    assert shift.taken == 1
    assert over.branch_id == world.branch.id
    assert list_astray(at=world.at) == []


def test_a_village_that_went_to_another_branch_takes_its_requests_along(world, secretary):
    world.make.officer(world.other_branch)
    request = world.ask()
    world.change(world.unit, branch_id=world.other_branch.id)
    world.change(world.branch, closed_at=world.at)
    move_on_all(world.at)
    assert request.branch_id == world.other_branch.id
    assert not told(secretary, "help.moved_here")


def test_where_somebody_is_at_it_nothing_moves(world, secretary):
    request, _attendance = world.done()
    world.change(world.branch, closed_at=world.at)
    move_on_all(world.at)
    assert request.branch_id == world.branch.id


def test_what_had_no_answer_by_its_evening_is_told_above_once(world, secretary):
    deputy = world.make.officer(world.town, OfficeRole.DEPUTY)
    request = world.ask()
    answered = world.ask()
    world.arrange(answered)
    due = due_of(world.at)
    remind_all(due - MINUTE)
    assert not told(secretary, "help.unanswered")
    for moment in (due, due + MINUTE, due + DAY):
        remind_all(moment)
    (notice,) = told(secretary, "help.unanswered")
    assert notice.url == f"/branches/{request.branch_id}"
    assert request.ref not in str(notice.facts)
    assert not told(deputy, "help.unanswered")


@pytest.mark.parametrize("minutes", [-1, 0, 1])
def test_the_last_evening_is_the_one_that_has_been(world, minutes):
    evening = due_of(world.at)
    moment = evening + minutes * MINUTE
    found = last_evening(moment)
    assert found == (evening if minutes >= 0 else evening - DAY)
    assert found.astimezone(VILLAGE).hour == 20


def end_offices(world, at):
    """End all offices of the village's branch."""
    with writing():
        db.session.execute(
            update(OfficeTerm).where(OfficeTerm.branch_id == world.branch.id).values(ended_at=at)
        )
