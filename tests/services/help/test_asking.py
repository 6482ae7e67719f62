"""A villager asks, takes it back, and says how it was."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.branches.models import UnitKind
from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from core.notices.models import Notice
from core.search.models import SearchDue
from services.help.models import DayPart, HelpKind, HelpStatus
from services.help.operations import asking
from services.help.queries.requests import find_home
from services.volunteering.models import SignupStatus, TaskStatus
from tests.services.help.world import DAY, HOUR, told

pytestmark = pytest.mark.both_engines
SECRET = "糖尿病，要打胰岛素"


def test_asking_puts_down_what_is_needed(world, at):
    request = world.ask(
        kind=HelpKind.COMPANY,
        day=at.date() + DAY,
        part=DayPart.MORNING,
        place="家里",
        words=SECRET,
        phone="13800138000",
    )
    assert request.status is HelpStatus.ASKED
    assert (request.person_id, request.asked_by) == (world.villager.id, world.villager.id)
    assert (request.branch_id, request.unit_id) == (world.branch.id, world.unit.id)
    assert len(request.ref) >= 24
    (mine,) = told(world.villager, "help.received")
    assert (mine.url, mine.channel) == (f"/help/{request.ref}", None)
    (theirs,) = told(world.officer, "help.asked")
    assert theirs.url == f"/desk/{world.branch.id}/help/{request.id}"
    assert SECRET not in f"{mine.facts}{theirs.facts}"
    (entry,) = db.session.scalars(select(Entry)).all()
    assert (entry.action, entry.became) == ("ask_for_help", "company")


def test_asked_for_somebody_it_is_theirs_and_history_keeps_both(world):
    helper = world.make.person(name="孙女")
    request = world.ask(by=world.acting(helper))
    assert (request.person_id, request.asked_by) == (world.villager.id, helper.id)
    (entry,) = db.session.scalars(select(Entry)).all()
    assert (entry.by_id, entry.person_id) == (helper.id, world.villager.id)
    assert told(world.villager, "help.received")
    assert not told(helper, "help.received")


def test_help_is_asked_for_in_the_villages_of_ones_township(world):
    request = world.ask(unit_id=world.other_unit.id)
    assert (request.unit_id, request.branch_id) == (world.other_unit.id, world.other_branch.id)
    elsewhere = world.make.unit(world.make.branch("石磨村党支部"), name="石磨村")
    with pytest.raises(Refused) as refused:
        world.ask(unit_id=elsewhere.id)
    assert refused.value.field == "unit_id"


def test_ones_own_village_comes_first(world):
    world.make.unit(world.branch, name="合作社", kind=UnitKind.COOPERATIVE)
    neighbour = world.make.resident(world.other_unit)
    home = find_home(neighbour.id)
    assert home.branch.id == world.other_branch.id
    assert [each.name for each in home.villages] == ["柳湾村", "桃源村"]


def test_without_a_village_nobody_is_asked(world):
    stranger = world.make.person()
    with pytest.raises(Refused, match="哪个村"):
        world.ask(stranger)
    assert find_home(stranger.id) is None


def test_not_too_much_is_asked_for_at_once(world):
    for _time in range(5):
        first = world.ask()
    with pytest.raises(Refused, match="5 件"):
        world.ask()
    world.ask(world.volunteer)
    withdraw(world, first)
    world.ask()


def withdraw(world, request, at=None, by=None):
    with writing():
        by = by or world.actor(world.villager)
        asking.withdraw(request, by=by, at=at or world.at)


def test_it_is_taken_back_before_anybody_has_answered(world, at):
    request = world.ask()
    withdraw(world, request)
    assert (request.status, request.ended_at) == (HelpStatus.WITHDRAWN, at)
    with pytest.raises(Refused, match="撤回"):
        withdraw(world, request)


def test_taken_back_nobody_comes_any_more(world):
    request, task, shift = world.under_way()
    withdraw(world, request)
    assert request.status is HelpStatus.WITHDRAWN
    assert task.status is TaskStatus.CANCELLED
    assert (shift.cancelled_at, shift.taken) == (world.at, 0)
    assert [each.status for each in shift.signups] == [SignupStatus.OUT]
    (notice,) = told(world.volunteer, "volunteering.called_off")
    assert "不用" in notice.facts["why"]
    assert not told(world.villager, "help.cannot_come")  # they have said so themselves


@pytest.mark.parametrize(("late", "allowed"), [(-1, True), (0, False), (119, False)])
def test_on_the_way_nobody_is_sent_home_by_a_tap(world, late, allowed):
    request, _task, shift = world.under_way()
    moment = shift.starts_at + timedelta(minutes=late)
    if allowed:
        withdraw(world, request, at=moment)
    else:
        with pytest.raises(Refused, match="路上"):
            withdraw(world, request, at=moment)


def test_what_was_done_once_stays_done_when_the_rest_is_called_off(world):
    request = world.ask()
    task = world.arrange(request, repeats=3)
    first = world.come(task)
    world.work(first)
    withdraw(world, request, at=first.ends_at + HOUR)
    assert request.status is HelpStatus.DONE
    assert [bool(each.cancelled_at) for each in task.shifts] == [False, True, True]


class TestSaying:
    """What the person served says of it."""

    @pytest.fixture
    def say(self, world, do):
        def run(request, mark=3, thanks="", by=None, **kw):
            by = by or world.actor(world.villager)
            do(asking.mark, request, mark, thanks, by=by, **kw)

        return run

    def test_it_is_done_with_it(self, world, say):
        request, attendance = world.done()
        at = attendance.ends_at + HOUR
        say(request, 3, "谢谢小李。", at=at)
        assert (request.status, request.ended_at) == (HelpStatus.DONE, at)
        assert (request.mark, request.thanks, request.marked_at) == (3, "谢谢小李。", at)
        (notice,) = told(world.volunteer, "help.thanked")
        assert notice.url == f"/help/{request.ref}"
        assert "小李" not in str(notice.facts)

    def test_once(self, world, say):
        request, attendance = world.done()
        say(request, at=attendance.ends_at)
        with pytest.raises(Refused, match="评价过"):
            say(request, 1, at=attendance.ends_at)
        assert request.mark == 3

    def test_before_it_is_done_nothing_is_said(self, world, say):
        request, _task, _shift = world.under_way()
        with pytest.raises(Refused, match="办好以后"):
            say(request)

    def test_who_forgot_to_check_in_has_still_been_there(self, world, say):
        request, _task, shift = world.under_way()
        say(request, at=shift.ends_at)
        assert request.status is HelpStatus.DONE
        assert told(world.volunteer, "help.thanked")

    def test_sooner_than_was_planned(self, world, say):
        """The shift still runs, but whoever came has been there and has left again."""
        request, attendance = world.done()
        say(request, at=attendance.ends_at - HOUR)
        assert (request.status, request.mark) == (HelpStatus.DONE, 3)

    def test_not_as_long_as_another_is_to_come(self, world, say):
        request = world.ask()
        task = world.arrange(request, capacity=2)
        shift = world.come(task)
        world.come(task, world.make.resident(world.unit))
        for _time in range(2):  # the same person twice is not both of them
            world.work(shift)
        with pytest.raises(Refused, match="后面还有人要来"):
            say(request, at=shift.ends_at - HOUR)

    @pytest.mark.parametrize("mark", [0, 4, -1])
    def test_there_are_three_marks(self, world, say, mark):
        request, attendance = world.done()
        with pytest.raises(Refused) as refused:
            say(request, mark, at=attendance.ends_at)
        assert refused.value.field == "mark"

    @pytest.mark.parametrize(("length", "allowed"), [(300, True), (301, False)])
    def test_thanks_have_an_end(self, world, say, length, allowed):
        request, attendance = world.done()
        if allowed:
            say(request, thanks="谢" * length, at=attendance.ends_at)
        else:
            with pytest.raises(Refused) as refused:
                say(request, thanks="谢" * length, at=attendance.ends_at)
            assert refused.value.field == "thanks"

    def test_whoever_acts_for_the_villager_says_it_unless_it_was_they(self, world, say):
        request, attendance = world.done()
        with pytest.raises(Refused, match="本人"):
            say(request, by=world.acting(world.volunteer), at=attendance.ends_at)
        helper = world.make.person()
        say(request, by=world.acting(helper), at=attendance.ends_at)
        assert request.mark == 3


def test_what_the_villager_wrote_stands_in_no_other_place(world, at):
    """Task, notices, history and index know the kind; the words stand with the request alone."""
    request = world.ask(words=SECRET, place="家里")
    task = world.arrange(request)
    world.come(task)
    rows = [
        *db.session.execute(select(*Entry.__table__.c)).all(),
        *db.session.execute(select(*SearchDue.__table__.c)).all(),
    ]
    told_all = [str(notice.facts) for notice in all_notices()]
    everything = str(rows) + str(told_all) + task.title + task.words + task.place
    assert SECRET not in everything
    assert request.words == SECRET


def all_notices():
    return db.session.scalars(select(Notice)).all()
