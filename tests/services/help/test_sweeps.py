"""What becomes of requests by itself, and what is read of many at once."""

from datetime import timedelta

import pytest

from services.help.jobs import go_on_all
from services.help.models import HelpStatus
from services.help.queries import facts as work
from services.help.queries import requests
from services.help.queries.requests import Tab
from services.help.rules.stages import NOTHING
from services.hours.models import AttendanceStatus, Check
from services.volunteering.models import TaskStatus
from services.volunteering.operations import tasks
from tests.counting import queries_in
from tests.services.help.world import DAY, HOUR, told

pytestmark = pytest.mark.both_engines
A = AttendanceStatus
GRACE = timedelta(hours=2)


class TestByItself:
    """The sweep settles what was done and lets what came to nothing wait again."""

    @pytest.mark.parametrize(
        ("after", "done"), [(GRACE - timedelta(minutes=1), False), (GRACE, True)]
    )
    def test_what_was_done_is_settled(self, world, after, done):
        request, attendance = world.done()
        moment = attendance.ends_at + after
        go_on_all(moment)
        assert request.status is (HelpStatus.DONE if done else HelpStatus.PLANNED)
        assert request.ended_at == (moment if done else None)
        go_on_all(moment + HOUR)
        assert request.ended_at == (moment if done else moment + HOUR)

    def test_what_runs_or_is_to_come_is_left_alone(self, world):
        request, _task, shift = world.under_way()
        for moment in (world.at, shift.starts_at, shift.ends_at):
            go_on_all(moment)
            assert request.status is HelpStatus.PLANNED

    def test_what_nobody_came_to_waits_again(self, world):
        request, task, shift = world.under_way()
        moment = shift.ends_at + GRACE
        go_on_all(moment)
        assert request.status is HelpStatus.ASKED
        assert len(told(world.villager, "help.came_to_nothing")) == 1
        assert len(told(world.officer, "help.lies_again")) == 1
        go_on_all(moment + HOUR)
        assert len(told(world.officer, "help.lies_again")) == 1
        anew = world.arrange(request, start=moment + DAY, at=moment)
        assert anew.id > task.id
        assert request.status is HelpStatus.PLANNED

    def test_a_task_that_the_desk_cancelled_lets_it_wait_again(self, world, do):
        request, task, _shift = world.under_way()
        do(tasks.cancel, task, why="下雪", by=world.actor(world.officer))
        assert not told(world.villager, "help.cannot_come")  # nobody else is to blame
        (notice,) = told(world.villager, "help.changed")
        assert "李" not in str(notice.facts)
        assert work.facts_about(request.id, at=world.at).is_failed
        go_on_all(world.at)
        assert request.status is HelpStatus.ASKED

    def test_it_is_arranged_anew_before_the_sweep_has_come(self, world, do):
        request, task, _shift = world.under_way()
        do(tasks.cancel, task, why="下雪", by=world.actor(world.officer))
        anew = world.arrange(request)
        assert anew.id != task.id
        assert request.status is HelpStatus.PLANNED
        go_on_all(world.at)
        assert request.status is HelpStatus.PLANNED

    def test_who_has_not_checked_out_is_still_there(self, world):
        request, _task, shift = world.under_way()
        world.work(shift, status=A.OPEN)
        go_on_all(shift.ends_at + GRACE)
        assert request.status is HelpStatus.PLANNED

    def test_what_was_put_down_by_hand_later_counts_as_well(self, world):
        request, _task, shift = world.under_way()
        go_on_all(shift.ends_at + GRACE)
        assert request.status is HelpStatus.ASKED
        world.work(shift)
        go_on_all(shift.ends_at + DAY)
        assert request.status is HelpStatus.DONE

    def test_what_was_void_does_not_count(self, world):
        request, _task, shift = world.under_way()
        world.work(shift, status=A.VOIDED)
        go_on_all(shift.ends_at + GRACE)
        assert request.status is HelpStatus.ASKED

    def test_it_looks_only_at_what_can_go_on(self, world):
        request, _task, shift = world.under_way()
        moment = shift.ends_at + GRACE
        assert list(work.list_stopped(at=moment)) == [request.id]
        there = world.work(shift, status=A.OPEN)
        assert list(work.list_stopped(at=moment)) == []
        left = {"ends_at": shift.ends_at, "minutes": 120, "out_how": Check.ORGANISER}
        left["out_by"] = world.officer.id
        world.change(there, status=A.VOIDED, void_why="记错了", **left)
        go_on_all(moment)
        assert request.status is HelpStatus.ASKED
        assert list(work.list_stopped(at=moment)) == []  # what waits anew is not looked at
        world.work(shift)
        assert list(work.list_stopped(at=moment)) == [request.id]

    def test_each_goes_its_own_way(self, world):
        first, _attendance = world.done()
        second = world.ask()
        task = world.arrange(second, start=world.at + 2 * DAY)
        go_on_all(world.at + 4 * DAY)
        assert (first.status, second.status) == (HelpStatus.DONE, HelpStatus.ASKED)
        assert task.status is TaskStatus.OPEN  # the room of tasks ends its own


class TestReading:
    """What is known of requests is flat in queries."""

    def test_facts_of_many_cost_what_those_of_one_do(self, world):
        request, task, shift = world.under_way()
        world.work(shift, status=A.OPEN)
        ids = [request.id, *(world.ask(world.make.resident(world.unit)).id for _n in range(4))]
        moment = shift.starts_at
        facts = work.facts_of(ids[:1], at=moment)[request.id]
        one = queries_in(lambda: work.facts_of(ids[:1], at=moment))
        assert queries_in(lambda: work.facts_of(ids, at=moment)) == one == 3
        known = work.facts_of(ids, at=moment)
        assert (facts.task_id, facts.coming, facts.present, facts.been) == (task.id, 1, 1, 0)
        assert facts.is_on
        assert known[request.id] == facts
        assert known[ids[-1]] == NOTHING

    def test_the_desk_reads_by_the_day_that_is_wished_for(self, world, at):
        days = [at.date() + 3 * DAY, None, at.date() + DAY, None, at.date() + 2 * DAY]
        made = [world.ask(world.make.resident(world.unit), day=day) for day in days]
        in_order = [made[number].id for number in (1, 3, 2, 4, 0)]
        found = requests.list_at_desk(world.branch.id, Tab.ASKED)
        assert [each.id for each in found] == in_order
        for place, last in enumerate(in_order):
            rest = requests.list_at_desk(world.branch.id, Tab.ASKED, after=last)
            assert [each.id for each in rest] == in_order[place + 1 :]
        assert not requests.list_at_desk(world.other_branch.id, Tab.ASKED)
        assert not requests.list_at_desk(world.other_branch.id, Tab.ASKED, after=in_order[0])
        assert requests.count_at_desk(world.branch.id) == {Tab.ASKED: 5, Tab.PLANNED: 0}

    def test_what_waits_is_what_has_no_answer(self, world):
        first, second = world.ask(), world.ask(at=world.at + HOUR)
        world.arrange(second, at=world.at + HOUR)
        found = requests.list_unanswered({world.branch.id}, limit=9)
        assert [each.id for each in found] == [first.id]
