"""Being at a class: by a code it counts at once, from the roll once another has signed."""

import pytest

from core.errors import Refused
from tests.training.classes.world import CLASS, DAY, HOUR, told
from training.classes.models import AttendedHow
from training.classes.operations import attending, planning
from training.classes.operations.personal import OwnClasses
from training.classes.queries.classes import get_class
from training.classes.queries.roll import find_entry
from training.courses.models import Teacher
from training.learning.operations import enrolling

pytestmark = pytest.mark.both_engines


def checked_in(world, do, held, enrolment=None, how=AttendedHow.CODE, **kw):
    here = world.standing(held, enrolment or world.mine)
    person = world.learner if enrolment is None else world.neighbour
    do(attending.check_in, here, how, by=world.actor(person), **kw)


class TestByCode:
    def test_counts_and_completes(self, world, do):
        held = world.meeting()
        checked_in(world, do, held)
        (entry,) = world.entries(held)
        assert (entry.how, entry.entered_by) == (AttendedHow.CODE, world.learner.id)
        assert entry.counted_at is not None
        assert world.keys_done(world.mine) == [CLASS]
        with pytest.raises(Refused):
            checked_in(world, do, held)

    def test_who_has_the_codes_is_entered_by_another(self, world, do):
        held = world.meeting(wants_tutor=True, tutor_id=world.learner.id)
        with pytest.raises(Refused, match="另一位老师"):
            checked_in(world, do, held)
        now_teaches = Teacher(
            organiser_id=world.organiser.id, person_id=world.neighbour.id, since=world.at - DAY
        )
        world.make.add(now_teaches)
        with pytest.raises(Refused, match="另一位老师"):
            checked_in(world, do, world.meeting(), world.other)
        assert world.entries(held) == []

    def test_before_it_begins_it_is_this_class_and_no_other(self, world, do):
        held = world.meeting(starts=HOUR / 4)
        checked_in(world, do, held)
        by = world.actor(world.teacher)
        with pytest.raises(Refused, match="已经有人签到了"):
            do(planning.rewrite, held, world.said(), seen=world.seen(held), by=by)
        with pytest.raises(Refused, match="已经有人签到了"):
            do(planning.cancel, get_class(held.id), why="下雨", by=by)

    @pytest.mark.parametrize("moment", [-2 * HOUR, 2 * HOUR])
    def test_only_while_it_is(self, world, do, at, moment):
        held = world.meeting()
        with pytest.raises(Refused):
            checked_in(world, do, held, at=at + moment)

    def test_not_by_who_is_not_in_it(self, world, do, make):
        held = world.meeting()
        stranger = make.person(name="外人")
        here = world.standing(held, None)
        with pytest.raises(Refused):
            do(attending.check_in, here, AttendedHow.QR, by=world.actor(stranger))
        world.leave(world.mine)
        with pytest.raises(Refused):
            checked_in(world, do, held)

    def test_not_to_a_cancelled_one_nor_before_a_screen(self, world, do, at):
        for held in (world.meeting(cancelled_at=at), world.screen()):
            with pytest.raises(Refused):
                checked_in(world, do, held)

    def test_a_code_takes_the_place_of_a_hand(self, world, do):
        held = world.meeting()
        do(attending.enter, held, [world.mine.id], by=world.actor(world.teacher))
        checked_in(world, do, held)
        (entry,) = world.entries(held)
        assert (entry.how, entry.countersigned_by) == (AttendedHow.CODE, None)


class TestByHand:
    @pytest.fixture
    def held(self, world, do):
        held = world.meeting()
        both = [world.mine.id, world.other.id]
        do(attending.enter, held, both, by=world.actor(world.teacher))
        return held

    def ids(self, world, held):
        return [each.id for each in world.entries(held)]

    def test_does_not_count_before_another_signs(self, world, do, held):
        assert all(each.counted_at is None for each in world.entries(held))
        assert world.keys_done(world.mine) == []
        assert len(told(world.second, "to_sign")) == 1
        assert told(world.teacher, "to_sign") == []

    def test_not_by_who_entered_it(self, world, do, held):
        with pytest.raises(Refused):
            do(
                attending.countersign,
                held,
                self.ids(world, held),
                by=world.actor(world.teacher),
            )
        assert world.keys_done(world.mine) == []

    def test_counts_once_another_has_signed(self, world, do, held):
        first, _second = self.ids(world, held)
        assert do(attending.countersign, held, [first], by=world.actor(world.second)) == 1
        assert world.keys_done(world.mine) == [CLASS]
        assert world.keys_done(world.other) == []
        assert len(told(world.learner, "counted")) == 1
        with pytest.raises(Refused):  # it is not waiting any more
            do(attending.countersign, held, [first], by=world.actor(world.second))

    @pytest.mark.parametrize("ids", [[], [0], [987_654]])
    def test_nobody_is_nobody(self, world, do, held, ids):
        with pytest.raises(Refused):
            do(attending.countersign, held, ids, by=world.actor(world.second))
        with pytest.raises(Refused):
            do(attending.enter, held, ids, by=world.actor(world.teacher))

    def test_what_counts_is_not_struck_off(self, world, do, held):
        first, second = self.ids(world, held)
        do(attending.countersign, held, [first], by=world.actor(world.second))
        by = world.actor(world.teacher)
        with pytest.raises(Refused):
            do(attending.strike, find_entry(world.course.id, held.id, first), by=by)
        do(attending.strike, find_entry(world.course.id, held.id, second), by=by)
        assert self.ids(world, held) == [first]

    def test_nobody_calls_or_signs_themselves(self, world, do):
        held = world.meeting()
        with pytest.raises(Refused):
            do(attending.enter, held, [world.mine.id], by=world.actor(world.learner))
        do(attending.enter, held, [world.mine.id], by=world.actor(world.teacher))
        ids = self.ids(world, held)
        with pytest.raises(Refused):
            do(attending.countersign, held, ids, by=world.actor(world.learner))

    def test_not_before_nor_long_after(self, world, do, at):
        held, by = world.meeting(), world.actor(world.teacher)
        for moment in (at - HOUR, at + 16 * DAY):
            with pytest.raises(Refused):
                do(attending.enter, held, [world.mine.id], by=by, at=moment)

    def test_of_who_left_meanwhile_it_counts_all_the_same(self, world, do, held):
        world.leave(world.mine)
        first, _second = self.ids(world, held)
        do(attending.countersign, held, [first], by=world.actor(world.second))
        assert world.keys_done(world.mine) == [CLASS]


def test_of_another_course_no_line_is_found(world, do):
    held = world.meeting()
    do(attending.enter, held, [world.mine.id], by=world.actor(world.teacher))
    (entry,) = world.entries(held)
    assert find_entry(world.course.id, held.id, entry.id) is not None
    assert find_entry(world.course.id + 1, held.id, entry.id) is None
    assert find_entry(world.course.id, held.id + 1, entry.id) is None


def test_what_is_kept_is_copied_out(world, do, at):
    held = world.meeting(wants_tutor=True, tutor_id=world.neighbour.id)
    checked_in(world, do, held)
    own = OwnClasses().export(world.learner.id)
    assert [each["how"] for each in own["classes_attended"]] == ["code"]
    assert len(OwnClasses().export(world.neighbour.id)["classes_given"]) == 1
    later = world.meeting(starts=DAY, wants_tutor=True, tutor_id=world.neighbour.id)
    do(OwnClasses().erase, world.neighbour.id)
    assert get_class(later.id).tutor_id is None
    assert get_class(held.id).tutor_id == world.neighbour.id


def test_the_last_of_a_course_without_exam_lets_pass(world, do):
    world.done(world.mine, 1, 2, 4, 5)
    held = world.meeting()
    checked_in(world, do, held)
    assert world.again(world.mine).passed_at is not None


def test_who_comes_back_to_another_cohort_is_on_the_roll_of_both(world, do):
    held = world.meeting()
    checked_in(world, do, held)
    world.leave(world.mine)
    later = world.cohort(seats=5, starts=10, closes=9)
    do(enrolling.enrol, world.course.id, cohort_id=later.id, is_grown=True, by=world.actor())
    with pytest.raises(Refused):  # no seat in that one any more
        checked_in(world, do, world.meeting(), world.again(world.mine))
