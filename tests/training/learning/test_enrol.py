"""Enrolling in an open course, coming back, leaving, and who may not."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from tests.training.learning.world import DAY, told
from training.courses.models import Course, CourseVersion, LessonKind
from training.courses.operations.publishing import why_not_remove
from training.learning.models import EnrolmentHow, EnrolmentStatus
from training.learning.operations import enrolling
from training.learning.operations.own_learning import OwnLearning
from training.learning.operations.personal import OwnEnrolments
from training.learning.queries.mine import count_learners, count_open_work, done_of
from training.learning.rules.enrolments import counts_until

pytestmark = pytest.mark.both_engines


def learners(world, course=None):
    return world.again(course or world.course).learners


class TestOpen:
    """A course without cohorts: whoever wants to is in at once."""

    def test_in_with_the_live_version(self, world):
        made = world.enrol()
        assert (made.version_id, made.cohort_id) == (world.live().id, None)
        assert (made.status, made.how, made.guardian) == ("in", EnrolmentHow.TAP, "")
        assert (made.person_id, made.enrolled_by, made.enrolled_at) == (
            world.learner.id,
            world.learner.id,
            world.at,
        )
        assert learners(world) == 1
        (notice,) = told(world.learner, "began")
        assert (notice.facts, notice.url) == ({"what": "食品安全"}, "/learn/mine")
        (entry,) = db.session.scalars(select(Entry).where(Entry.action == "enrol"))
        assert (entry.about_id, entry.person_id) == (made.id, world.learner.id)

    def test_twice_is_refused(self, world):
        world.enrol()
        with pytest.raises(Refused, match="已经在学"):
            world.enrol()
        assert (len(world.enrolments()), learners(world)) == (1, 1)

    def test_a_teacher_does_not(self, world):
        with pytest.raises(Refused, match="您教这门课"):
            world.enrol(world.teacher)

    def test_reading_needs_no_enrolling(self, world):
        course = world.make_course("法治讲堂", open_reading=True)
        with pytest.raises(Refused, match="不用报名"):
            world.enrol(course=course)

    @pytest.mark.parametrize("name", ["is_on", "sponsorship", "removed"])
    def test_what_is_not_on_show(self, world, name):
        change = {
            "is_on": {"is_on": False},
            "sponsorship": {"sponsorship_id": None, "put_under_at": None},
            "removed": {"removed_at": world.at},
        }[name]
        with writing():
            course = db.session.get(Course, world.course.id)
            for field, value in change.items():
                setattr(course, field, value)
        with pytest.raises(Refused, match="现在不能报名"):
            world.enrol()

    def test_a_cohort_that_is_none(self, world):
        other = world.cohort(world.make_course("卖货"))
        with pytest.raises(Refused, match="请看看别的"):
            world.enrol(cohort=other)


class TestClasses:
    def test_where_a_cohort_meets_one_waits_for_it(self, world):
        course = world.make_course("一起学")
        (live,) = db.session.scalars(
            select(CourseVersion).where(CourseVersion.course_id == course.id)
        )
        with writing():
            lesson = db.session.get_one(CourseVersion, live.id).lessons[0]
            lesson.kind = LessonKind.CLASS
        with pytest.raises(Refused, match="开班"):
            world.enrol(course=course)
        made = world.enrol(course=course, cohort=world.cohort(course=course))
        assert made.cohort_id is not None


class TestBefore:
    """What has to be passed before."""

    def test_it_says_which_and_lets_in_then(self, world):
        first, second = world.make_course("入门"), world.make_course("中级")
        course = world.make_course("高级", needs=[first, second])
        with pytest.raises(Refused, match="要先学完《入门》《中级》"):
            world.enrol(course=course)
        for each in (first, second):
            world.passed(world.enrol(course=each))
        assert world.enrol(course=course).status == "in"

    def test_being_in_it_is_not_enough(self, world):
        first = world.make_course("入门")
        course = world.make_course("高级", needs=[first])
        world.enrol(course=first)
        with pytest.raises(Refused, match="《入门》"):
            world.enrol(course=course)

    def test_what_was_revoked_is_to_be_passed_again(self, world):
        first = world.make_course("入门")
        course = world.make_course("高级", needs=[first])
        passed = world.passed(world.enrol(course=first))
        world.certificate(passed, revoked_at=world.at)
        with pytest.raises(Refused, match="《入门》"):
            world.enrol(course=course)
        world.passed(world.enrol(course=first))
        assert world.enrol(course=course)


class TestChild:
    """A guardian agrees for a child under fourteen."""

    def test_name_and_word(self, world):
        assert world.enrol(guardian="张大山", agrees=True).guardian == "张大山"

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"guardian": "张大山"}, "agrees"),
            ({"agrees": True}, "guardian"),
            ({"is_grown": False}, "agrees"),
            ({"is_grown": True, "guardian": "张大山", "agrees": True}, "guardian"),
            ({"is_grown": True, "agrees": True}, "guardian"),
        ],
    )
    def test_grown_or_with_a_guardian(self, world, said, field):
        with pytest.raises(Refused) as refused:
            world.enrol(**said)
        assert refused.value.field == field
        assert world.enrolments() == []


class TestLeaving:
    """Out, and back again where one stopped."""

    def test_out_and_back_is_the_same_enrolment(self, world):
        made = world.enrol()
        world.done(made, 1, 2)
        world.leave(made, at=world.at + DAY)
        gone = world.again(made)
        assert (gone.status, gone.ended_at) == ("out", world.at + DAY)
        assert learners(world) == 0
        back = world.enrol(at=world.at + 2 * DAY, guardian="张大山", agrees=True)
        assert (back.id, back.status, back.ended_at) == (made.id, "in", None)
        assert (back.guardian, back.enrolled_at) == ("张大山", world.at + 2 * DAY)
        assert done_of([back])[back.id].done == 2
        assert (learners(world), len(told(world.learner, "began"))) == (1, 2)

    def test_a_newer_version_is_begun_anew(self, world):
        made = world.enrol()
        world.done(made, 1)
        world.leave(made)
        newer = world.version(world.course, "食品安全（新）")
        back = world.enrol()
        assert (back.id != made.id, back.version_id) == (True, newer.id)
        assert done_of([back])[back.id].done == 0

    def test_who_is_in_goes_on_with_the_version_they_began(self, world):
        made = world.enrol()
        world.version(world.course, lessons=9)
        assert done_of([world.again(made)])[made.id].of == 3

    def test_twice(self, world):
        made = world.enrol()
        world.leave(made)
        with pytest.raises(Refused, match="没有在学"):
            world.leave(made)
        assert learners(world) == 0

    def test_who_has_passed_does_not_leave(self, world):
        made = world.passed(world.enrol())
        with pytest.raises(Refused, match="不用退"):
            world.leave(made)
        assert learners(world) == 1


class TestAgain:
    """Who has passed enrols again when it no longer counts, or will soon."""

    def test_for_ever(self, world):
        world.passed(world.enrol())
        with pytest.raises(Refused, match="随时可以再看，不用再报"):
            world.enrol()

    def test_sixty_days_before_its_end(self, world):
        course = world.make_course("年年学", valid_months=12)
        world.passed(world.enrol(course=course))
        last = counts_until(world.today, months=12)
        early = world.at + (last - world.today) - 61 * DAY
        with pytest.raises(Refused, match="9月25日起可以再报一次"):
            world.enrol(course=course, at=early)
        again = world.enrol(course=course, at=early + DAY)
        assert (again.status, learners(world, course)) == ("in", 1)
        world.leave(again)
        assert learners(world, course) == 1, "what was passed before still counts"

    def test_the_certificate_has_the_last_word(self, world):
        made = world.passed(world.enrol())
        world.certificate(made, revoked_at=world.at)
        assert world.enrol().id != made.id

    def test_a_certificate_that_has_run_out(self, world):
        made = world.passed(world.enrol())
        world.certificate(made, valid_until=world.today)
        assert world.enrol(at=world.at + DAY).status == "in"

    def test_months(self):
        assert counts_until(date(2026, 1, 31), months=1) == date(2026, 2, 28)
        assert counts_until(date(2026, 11, 24), months=24) == date(2028, 11, 24)
        assert counts_until(date(2026, 1, 31), months=0) is None


class TestHooks:
    """What the house asks of enrolments."""

    def test_an_organiser_in_use_is_not_closed(self, world):
        made = world.enrol()
        assert count_open_work("organiser", world.organiser.id) == 1
        assert count_open_work("course", made.course_id) == 1
        assert "还有" in why_not_remove(made.course_id)  # asked of the whole house
        assert count_open_work("producer", world.organiser.id) == 0
        world.leave(made)
        assert count_open_work("organiser", world.organiser.id) == 0

    def test_a_branch_counts_who_learns(self, world):
        world.enrol()
        world.enrol(course=world.make_course("卖货"))
        assert (count_learners(world.branch.id), count_learners(world.branch.id + 1)) == (1, 0)

    def test_export_and_erasing(self, world):
        made = world.enrol(guardian="张大山", agrees=True)
        world.done(made, 1)
        kept = OwnEnrolments().export(world.learner.id)
        assert kept["courses"][0]["course"] == "食品安全"
        assert kept["courses"][0]["guardian"] == "张大山"
        assert OwnLearning().export(world.learner.id)["lessons"][0]["lesson"] == 1
        assert OwnEnrolments().export(world.teacher.id)["courses"] == []
        with writing():
            OwnLearning().erase(world.learner.id, at=world.at)
            OwnEnrolments().erase(world.learner.id, at=world.at)
        gone = world.again(made)
        assert (gone.status, gone.guardian, learners(world)) == ("out", "", 0)
        assert OwnLearning().export(world.learner.id)["lessons"] == []

    def test_by_proxy_both_names_stand_in_history(self, world):
        helper = world.make.person(name="李小帮")
        by = replace(world.actor(), id=helper.id, scopes=frozenset({"enrol"}))
        with writing():
            made = enrolling.enrol(world.course.id, is_grown=True, by=by, at=world.at)
        assert (made.person_id, made.enrolled_by) == (world.learner.id, helper.id)
        (entry,) = db.session.scalars(select(Entry).where(Entry.action == "enrol"))
        assert (entry.by_id, entry.person_id) == (helper.id, world.learner.id)
        assert len(told(world.learner, "began")) == 1
        assert made.status is EnrolmentStatus.IN
