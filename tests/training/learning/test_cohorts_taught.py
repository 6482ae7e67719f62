"""What teachers do with cohorts: opening, more seats, cancelling, small ones; and reminders."""

from dataclasses import replace
from datetime import UTC

import pytest

from core.clock import VILLAGE, day_starts
from core.errors import Refused
from tests.training.learning.world import DAY, HOUR, counts, told, waits
from training.learning import jobs
from training.learning.operations import cohorts
from training.learning.papers import list_entries
from training.learning.rules.cohorts import Said

pytestmark = pytest.mark.both_engines


class TestTeacher:
    """What a teacher does with a cohort."""

    def said(self, world, **kw):
        made = {"starts_on": world.today + 7 * DAY, "ends_on": world.today + 30 * DAY}
        made |= {"closes_on": world.today + 5 * DAY, "seats": 20}
        return Said(**made | kw)

    def test_made(self, world, do):
        by = world.actor(world.teacher)
        made = do(cohorts.make, world.course, self.said(world, least=3, words="周三晚上"), by=by)
        assert (made.seats, made.least, made.words, made.made_by) == (20, 3, "周三晚上", by.id)

    @pytest.mark.parametrize(
        ("field", "change"),
        [
            ("starts_on", {"starts_on": -1}),
            ("starts_on", {"starts_on": 400, "ends_on": 401}),
            ("ends_on", {"ends_on": 6}),
            ("ends_on", {"ends_on": 500}),
            ("closes_on", {"closes_on": -1}),
            ("closes_on", {"closes_on": 31}),
            ("seats", {"seats": 0}),
            ("seats", {"seats": 501}),
            ("least", {"least": 21}),
            ("least", {"least": -1}),
        ],
    )
    def test_nonsense(self, world, do, field, change):
        numbers = {"seats", "least"}
        change = {n: v if n in numbers else world.today + v * DAY for n, v in change.items()}
        said = replace(self.said(world), **change)
        with pytest.raises(Refused) as refused:
            do(cohorts.make, world.course, said, by=world.actor(world.teacher))
        assert refused.value.field == field

    def test_not_of_every_course(self, world, do):
        by = world.actor(world.teacher)
        for course, why in (
            (world.make_course("草稿", published=False), "还没发布"),
            (world.make_course("法治", open_reading=True), "不用开班"),
        ):
            with pytest.raises(Refused, match=why):
                do(cohorts.make, course, self.said(world), by=by)
        for _each in range(12):
            world.cohort()
        with pytest.raises(Refused, match="先办完"):
            do(cohorts.make, world.course, self.said(world), by=by)

    def test_rewritten_while_nobody_is_in_it(self, world, do):
        cohort, by = world.cohort(), world.actor(world.teacher)
        do(cohorts.rewrite, cohort, self.said(world, seats=5), by=by)
        assert world.again(cohort).seats == 5
        world.enrol(cohort=cohort)
        with pytest.raises(Refused, match="日子不能改"):
            do(cohorts.rewrite, cohort, self.said(world), by=by)

    def test_more_seats_go_to_who_waits(self, full, world, do):
        cohort, _inside, people = full
        by = world.actor(world.teacher)
        assert do(cohorts.add_seats, cohort, 4, by=by) == 2
        assert counts(world, cohort) == (2, 2)
        assert [waits(each)[0][0] for each in people[2:]] == ["offered", "offered", "waiting"]
        with pytest.raises(Refused, match="不能减"):
            do(cohorts.add_seats, cohort, 3, by=by)

    def test_cancelled_with_a_reason(self, full, world, do):
        cohort, inside, people = full
        by = world.actor(world.teacher)
        world.passed(inside[1])
        world.leave(inside[0])
        with pytest.raises(Refused, match="原因"):
            do(cohorts.cancel, cohort, why="", by=by)
        do(cohorts.cancel, cohort, why="老师病了", by=by)
        assert counts(world, cohort) == (1, 0), "who has passed keeps that"
        assert [len(told(each, "called_off")) for each in people] == [0, 0, 1, 1, 1]
        assert [waits(each) for each in people[2:]] == [[], [], []]
        with pytest.raises(Refused, match="取消了"):
            do(cohorts.cancel, cohort, why="又一次", by=by)

    def test_who_was_in_a_cancelled_one_goes_on(self, world, do):
        cohort = world.cohort()
        made = world.enrol(cohort=cohort)
        world.done(made, 1)
        do(cohorts.cancel, cohort, why="老师病了", by=world.actor(world.teacher))
        assert world.again(made).status == "out"
        (notice,) = told(world.learner, "called_off")
        assert notice.facts["why"] == "老师病了"
        assert world.again(world.course).learners == 0
        assert world.enrol().id == made.id

    def test_too_few_the_teachers_decide(self, world, do):
        cohort = world.cohort(least=2, seats=5)
        world.enrol(cohort=cohort)
        by = world.actor(world.teacher)
        with pytest.raises(Refused, match="不用定"):
            do(cohorts.hold, cohort, by=by)
        jobs.close(world.at)
        assert told(world.teacher, "few") == []
        after = day_starts(cohort.closes_on + DAY) + HOUR
        for _time in range(2):
            jobs.close(after)
        (notice,) = told(world.teacher, "few")
        assert (notice.facts["taken"], notice.facts["least"]) == ("1", "2")
        assert notice.url == f"/teach/courses/{world.course.id}/cohorts/{cohort.id}"
        do(cohorts.hold, cohort, by=by, at=after)
        assert (world.again(cohort).least, len(told(world.learner, "held"))) == (1, 1)

    def test_enough_is_told_to_nobody(self, world):
        cohort = world.cohort(least=1)
        world.enrol(cohort=cohort)
        jobs.close(day_starts(cohort.closes_on + DAY))
        assert told(world.teacher, "few") == []


class TestTomorrow:
    """The day before it begins who is in it is reminded, once."""

    def test_once(self, world):
        cohort = world.cohort(starts=7)
        world.enrol(cohort=cohort)
        eve = (world.at + 6 * DAY).astimezone(VILLAGE)
        for hour, count in ((9, 0), (17, 1), (18, 1)):
            jobs.remind(eve.replace(hour=hour).astimezone(UTC))
            assert len(told(world.learner, "soon")) == count
        jobs.remind(eve.replace(hour=18) + DAY)
        assert len(told(world.learner, "soon")) == 1

    def test_the_first_day_stands_in_the_calendar(self, world):
        cohort = world.cohort()
        world.enrol(cohort=cohort)
        (entry,) = list_entries(world.learner.id, world.at)
        assert (entry.uid, entry.title) == (f"cohort-{cohort.id}", "开课：食品安全")
        assert entry.start == day_starts(cohort.starts_on)
        assert entry.place == "桃源村 村委会二楼"
        assert list(list_entries(world.teacher.id, world.at)) == []
