"""Seats of cohorts, and the waiting list with its offers."""

from datetime import timedelta

import pytest

from core.clock import day_starts
from core.db import db, writing
from core.errors import Refused
from tests.training.learning.world import DAY, HOUR, counts, told, waits
from training.courses.models import Course
from training.learning import jobs
from training.learning.models import EnrolmentHow
from training.learning.operations import cohorts, enrolling
from training.learning.operations.personal import OwnEnrolments

pytestmark = pytest.mark.both_engines


class TestSeats:
    """A seat is there or not, and one chooses which cohort."""

    def test_a_seat(self, world):
        cohort = world.cohort()
        made = world.enrol(cohort=cohort)
        assert (made.cohort_id, counts(world, cohort)) == (cohort.id, (1, 0))
        (notice,) = told(world.learner, "seated")
        assert notice.facts["until"] == cohort.starts_on.isoformat()

    def test_one_has_to_be_chosen(self, world):
        world.cohort()
        with pytest.raises(Refused, match="请选一期") as refused:
            world.enrol()
        assert refused.value.field == "cohort"

    def test_full(self, full, world):
        cohort, _inside, _people = full
        with pytest.raises(Refused, match="满了"):
            world.enrol(cohort=cohort)
        assert counts(world, cohort) == (2, 0)

    def test_the_last_day_counts_and_the_next_does_not(self, world):
        cohort = world.cohort(closes=5)
        last = day_starts(cohort.closes_on + DAY)
        with pytest.raises(Refused, match="截止了"):
            world.enrol(cohort=cohort, at=last)
        assert world.enrol(cohort=cohort, at=last - timedelta(seconds=1)).status == "in"

    def test_while_one_goes_on_the_course_is_not_open(self, world):
        cohort = world.cohort(starts=7, days=20, closes=5)
        with pytest.raises(Refused, match="等下一期"):
            world.enrol(at=day_starts(cohort.ends_on))
        over = day_starts(cohort.ends_on + DAY)
        assert world.enrol(at=over).cohort_id is None

    def test_one_that_is_cancelled_opens_the_course(self, world, do):
        cohort = world.cohort()
        do(cohorts.cancel, cohort, why="老师病了", by=world.actor(world.teacher))
        assert world.enrol().cohort_id is None

    def test_coming_back_into_another_cohort(self, world):
        first, second = world.cohort(), world.cohort(starts=30, closes=20)
        made = world.enrol(cohort=first)
        world.leave(made)
        assert counts(world, first) == (0, 0)
        back = world.enrol(cohort=second)
        assert (back.id, back.cohort_id) == (made.id, second.id)
        assert counts(world, second) == (1, 0)

    def test_a_seat_stays_with_who_has_passed(self, world):
        cohort = world.cohort(seats=1)
        world.passed(world.enrol(cohort=cohort))
        assert counts(world, cohort) == (1, 0)


class TestWaiting:
    """A freed seat goes to who waited longest, once, and for a while."""

    def test_in_order(self, full, world):
        cohort, inside, people = full
        assert [waits(each) for each in people[2:]] == [[("waiting", n)] for n in (1, 2, 3)]
        world.leave(inside[0])
        assert counts(world, cohort) == (1, 1)
        assert waits(people[2]) == [("offered", 0)]
        assert waits(people[3]) == [("waiting", 1)]
        (notice,) = told(people[2], "seat_kept")
        assert notice.facts["when"] == "2026-11-24T12:00+08:00"
        with pytest.raises(Refused, match="满了"):
            world.enrol(people[3], cohort=cohort)
        took = world.enrol(people[2], cohort=cohort)
        assert (took.how, counts(world, cohort)) == (EnrolmentHow.WAIT, (2, 0))
        assert waits(people[2]) == []

    def test_an_offer_lapses_and_the_next_has_it(self, full, world):
        cohort, inside, people = full
        world.leave(inside[0])
        jobs.go_on(world.at + HOUR)
        assert waits(people[2]) == [("offered", 0)]
        jobs.go_on(world.at + 2 * HOUR)
        assert (waits(people[2]), waits(people[3])) == ([], [("offered", 0)])
        assert (len(told(people[2], "seat_lapsed")), counts(world, cohort)) == (1, (1, 1))
        with pytest.raises(Refused):
            world.enrol(people[2], cohort=cohort, at=world.at + 2 * HOUR)

    def test_too_late_for_the_sweep_is_too_late(self, full, world):
        cohort, inside, people = full
        world.leave(inside[0])
        with pytest.raises(Refused, match="时间过了"):
            world.enrol(people[2], cohort=cohort, at=world.at + 2 * HOUR)

    def test_who_does_without_gives_it_to_the_next(self, full, world, do):
        cohort, inside, people = full
        world.leave(inside[0])
        do(enrolling.drop, cohort.id, by=world.actor(people[2]))
        assert (waits(people[2]), waits(people[3])) == ([], [("offered", 0)])
        do(enrolling.drop, cohort.id, by=world.actor(people[4]))
        assert (waits(people[4]), counts(world, cohort)) == ([], (1, 1))
        with pytest.raises(Refused, match="没有在候补"):
            do(enrolling.drop, cohort.id, by=world.actor(people[4]))

    def test_who_cannot_wait(self, full, world):
        cohort, _inside, people = full
        for person, why in ((people[2], "已经在候补"), (people[0], "已经在学")):
            with pytest.raises(Refused, match=why):
                world.wait(person, cohort)
        free = world.cohort()
        with pytest.raises(Refused, match="直接报名"):
            world.wait(world.learner, free)
        late = day_starts(cohort.closes_on + DAY) - HOUR
        with pytest.raises(Refused, match="快截止了"):
            world.wait(world.learner, cohort, at=late)

    def test_an_open_course_has_no_line(self, world):
        with pytest.raises(Refused, match="直接报名"), writing():
            enrolling.wait(world.course.id, cohort_id=None, by=world.actor(), at=world.at)

    def test_shortly_before_the_end_a_free_seat_is_everybodys(self, full, world):
        cohort, inside, people = full
        late = day_starts(cohort.closes_on + DAY) - HOUR
        world.leave(inside[0], at=late)
        assert (counts(world, cohort), waits(people[2])) == ((1, 0), [("waiting", 1)])
        world.enrol(people[3], cohort=cohort, at=late)
        assert (counts(world, cohort), waits(people[3])) == ((2, 0), [])

    def test_who_gets_in_elsewhere_waits_no_more(self, full, world):
        cohort, inside, people = full
        other = world.cohort(starts=40, closes=30)
        world.leave(inside[0])
        world.enrol(people[2], cohort=other)
        assert (waits(people[2]), waits(people[3])) == ([], [("offered", 0)])
        assert (counts(world, cohort), counts(world, other)) == ((1, 1), (1, 0))

    def test_when_enrolling_is_over_the_line_ends(self, full, world):
        cohort, _inside, people = full
        over = day_starts(cohort.closes_on + DAY) + HOUR
        for _time in range(2):
            jobs.close(over)
        assert [waits(each) for each in people[2:]] == [[], [], []]
        assert [len(told(each, "in_vain")) for each in people] == [0, 0, 1, 1, 1]

    def test_erasing_somebody_passes_their_seat_on(self, full, world):
        cohort, inside, people = full
        with writing():
            OwnEnrolments().erase(inside[0].person_id, at=world.at)
        assert waits(people[2]) == [("offered", 0)]
        with writing():
            OwnEnrolments().erase(people[2].id, at=world.at)
        assert (waits(people[3]), counts(world, cohort)) == ([("offered", 0)], (1, 1))

    def test_no_seat_is_offered_while_the_course_is_off(self, full, world):
        cohort, inside, people = full
        for is_on, seats in ((False, (1, 0)), (True, (1, 1))):
            with writing():
                db.session.get(Course, world.course.id).is_on = is_on
            if not is_on:
                world.leave(inside[0])
            jobs.go_on(world.at)
            assert counts(world, cohort) == seats
        assert waits(people[2]) == [("offered", 0)]

    def test_the_sweep_offers_what_was_missed(self, full, world, do):
        cohort, _inside, people = full
        with writing():
            db.session.get(type(cohort), cohort.id).seats = 4
        jobs.go_on(world.at)
        assert (counts(world, cohort), waits(people[4])) == ((2, 2), [("waiting", 1)])
