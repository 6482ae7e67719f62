"""The branch answers, people come or do not, and what then becomes of the request by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from services.help.models import HelpRequest, HelpStatus
from services.help.operations import arranging, asking
from services.help.operations.coming import COMING
from services.help.queries import facts as work
from services.hours.models import AttendanceStatus, Check
from services.hours.operations import checking
from services.hours.rules.codes import served_code
from services.volunteering.models import Source, TaskStatus
from services.volunteering.operations import shifts, signups, tasks
from services.volunteering.queries.listing import list_page
from services.volunteering.rules.wishes import Wish
from tests.services.help.world import HOUR, told

pytestmark = pytest.mark.both_engines
A = AttendanceStatus
GRACE = timedelta(hours=2)


@pytest.fixture
def decline(world, do):
    def run(request, why="车坏了，这周没人去镇上", **kw):
        do(arranging.decline, request, why, by=world.actor(world.officer), **kw)

    return run


class TestArranging:
    """A request becomes a task."""

    def test_the_task_serves_the_villager_and_names_nobody(self, world, at):
        request = world.ask(words="三楼左边", place="家里")
        task = world.arrange(request, private=False)
        assert (task.source, task.source_kind, task.source_ref) == (Source.HELP, "help", request.id)
        assert (task.served_id, task.branch_id, task.unit_id) == (
            world.villager.id, world.branch.id, world.unit.id,
        )  # fmt: skip
        assert task.private
        assert request.status is HelpStatus.PLANNED
        assert request.taken_by == world.officer.id
        (notice,) = told(world.villager, "help.arranged")
        assert notice.facts["name"] == "王某"
        assert notice.facts["when"] == "2026-11-25T10:00+08:00"
        assert notice.channel is None or notice.channel == "sms"
        lines = list_page(Wish(), at=at).lines
        assert [(each.title, "三楼" in str(each)) for each in lines] == [(task.title, False)]

    def test_the_villager_hears_of_another_time_and_of_one_more(self, world, do, at):
        task, by = world.arrange(world.ask()), world.actor(world.officer)
        start = at + timedelta(days=2)
        times = (start, start + timedelta(hours=1))
        do(shifts.move_shift, world.shift(task), times, by=by)
        (notice,) = told(world.villager, "help.moved")
        assert notice.facts["when"] == "2026-11-26T10:00+08:00"
        later = (start + timedelta(days=1), start + timedelta(days=1, hours=1))
        do(shifts.add, task, later, capacity=1, by=by)
        assert [each.facts["when"] for each in told(world.villager, "help.arranged")] == [
            "2026-11-25T10:00+08:00",
            "2026-11-27T10:00+08:00",
        ]

    def test_it_is_arranged_once(self, world):
        request = world.ask()
        world.arrange(request)
        with pytest.raises(Refused, match="安排过"):
            world.arrange(request)

    def test_what_is_wrong_with_the_task_is_said_and_nothing_has_happened(self, world):
        request = world.ask()
        with pytest.raises(Refused) as refused:
            world.arrange(request, dangerous=True, risks="")
        assert refused.value.field == "risks"
        assert request.status is HelpStatus.ASKED
        assert not told(world.villager, "help.arranged")

    def test_a_village_that_went_to_another_branch_is_left_out(self, world):
        request = world.ask()
        with writing():
            world.unit.branch_id = world.other_branch.id
        assert world.arrange(request).unit_id is None

    def test_what_was_taken_back_is_not_arranged(self, world, do):
        request = world.ask()
        do(asking.withdraw, request, by=world.actor(world.villager))
        with pytest.raises(Refused, match="撤回"):
            world.arrange(request)


class TestDeclining:
    """The branch says that it is not possible."""

    def test_the_villager_hears_why(self, world, decline, at):
        request = world.ask()
        decline(request)
        assert (request.status, request.ended_at) == (HelpStatus.NOT_POSSIBLE, at)
        assert request.end_why == "车坏了，这周没人去镇上"
        (notice,) = told(world.villager, "help.not_possible")
        assert notice.facts["why"] == request.end_why

    def test_why_is_asked_for(self, world, decline):
        request = world.ask()
        with pytest.raises(Refused) as refused:
            decline(request, "")
        assert refused.value.field == "why"
        assert request.status is HelpStatus.ASKED

    def test_who_was_to_come_hears_no_more_than_that_it_is_off(self, world, decline):
        request, task, _shift = world.under_way()
        decline(request, "他家里有病人")
        assert task.status is TaskStatus.CANCELLED
        (notice,) = told(world.volunteer, "volunteering.called_off")
        assert "病人" not in str(notice.facts)
        assert not told(world.villager, "help.cannot_come")

    def test_what_was_done_is_possible(self, world, decline):
        request, attendance = world.done()
        with pytest.raises(Refused, match="来办过"):
            decline(request, at=attendance.ends_at)


class TestComing:
    """What the villager hears of who comes."""

    def test_they_hear_who_comes_with_the_code_to_give_away(self, world):
        _request, _task, shift = world.under_way()
        (notice,) = told(world.villager, "help.somebody_comes")
        assert notice.facts["name"] == "李某"
        assert notice.facts["when"] == "2026-11-25T10:00+08:00"
        assert notice.facts["code"] == served_code(shift.id)
        assert "李明" not in str(notice.facts)
        assert shift.taken == 1

    def test_they_hear_who_does_not_come_after_all_each_time(self, world):
        _request, task, shift = world.under_way()
        world.cannot_come(shift)
        world.come(task)
        world.cannot_come(shift, at=world.at + HOUR)
        assert len(told(world.villager, "help.somebody_comes")) == 2
        assert len(told(world.villager, "help.cannot_come")) == 2

    def test_whom_the_officer_takes_out_is_not_blamed(self, world, do):
        _request, _task, shift = world.under_way()
        (signup,) = shift.signups
        do(signups.take_out, signup, by=world.actor(world.officer))
        assert not told(world.villager, "help.cannot_come")
        assert len(told(world.villager, "help.changed")) == 1

    def test_of_several_times_that_are_off_they_hear_once(self, world, do):
        task = world.arrange(world.ask(), capacity=2, repeats=2)
        for person in (world.volunteer, world.make.resident(world.unit)):
            for shift in task.shifts:
                do(signups.join, shift, of_age=True, by=world.actor(person))
        do(tasks.cancel, task, why="下雪", by=world.actor(world.officer))
        assert len(told(world.villager, "help.changed")) == 1

    def test_of_what_is_not_theirs_they_hear_nothing(self, world):
        with writing():
            by = world.actor(world.officer)
            branch_task = tasks.make(
                world.plan(), branch=world.branch, source=Source.BRANCH, by=by, at=world.at
            )
        world.come(branch_task)
        assert not told(world.villager, "help.somebody_comes")

    def test_when_it_is_done_they_are_asked_to_confirm(self, world):
        _request, _task, shift = world.under_way()
        by = world.actor(world.officer)
        with writing():
            there = checking.check_in(
                shift, world.volunteer.id, Check.ORGANISER, by=by, at=shift.starts_at
            )
        with writing():
            checking.check_out(there, Check.ORGANISER, by=by, at=shift.ends_at)
        (notice,) = told(world.villager, "hours.done")
        assert notice.url.startswith("/help")

    def test_a_request_is_no_need_for_others(self, world, at):
        world.ask()
        assert list(COMING.open(at=at)) == []
        assert COMING.find(1, at=at) is None


def test_helpers_are_those_who_come_or_came(world, do):
    request, _task, shift = world.under_way()
    assert work.helpers_of(request.id) == {world.volunteer.id}
    do(signups.cannot_come, shift, by=world.actor(world.volunteer))
    assert work.helpers_of(request.id) == set()


def test_each_step_is_in_history(world, decline):
    request = world.ask()
    world.arrange(request)
    decline(request)
    steps = db.session.scalars(
        select(Entry.action)
        .where(Entry.about == HelpRequest.__tablename__, Entry.about_id == request.id)
        .order_by(Entry.id)
    ).all()
    assert steps == ["ask_for_help", "arrange", "decline"]
