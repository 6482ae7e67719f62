"""One paper on all devices, by the server's clock; what was kept counts when it is over."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.db import db, writing
from core.errors import Refused
from core.notices.models import Notice
from tests.training.exams.world import HOUR, MINUTE, SECOND, fresh, right_answers
from training.exams import jobs
from training.exams.models import Attempt, AttemptStatus
from training.exams.operations import sitting as operations
from training.exams.queries.attempts import items_on
from training.exams.rules.answers import Sent
from training.learning.models import EnrolmentStatus, Progress
from training.learning.operations.done import mark_done

pytestmark = pytest.mark.both_engines


def test_beginning_again_goes_on_with_the_same_paper(school, at):
    made = school.start()
    assert (made.ends_at - made.started_at, len(made.paper)) == (30 * MINUTE, 10)
    again = school.start(at=at + MINUTE)
    assert (again.id, again.paper, again.ends_at) == (made.id, made.paper, made.ends_at)
    assert db.session.scalars(select(Attempt.id)).all() == [made.id]


def test_answers_of_two_devices_come_together(school):
    made = school.start()
    assert school.save(made, {"0": [1], "1": [0]})
    assert school.save(made, {"1": [1]})
    assert school.save(made, {})
    row = fresh(made)
    assert (row.answers, row.version) == ({"0": [1], "1": [1]}, 3)
    assert school.save(made, {"2": [0]}, cleared={"0"})
    assert fresh(made).answers == {"1": [1], "2": [0]}


def test_all_right_passes_and_nothing_does_not(school):
    made = school.sit(right=False)
    assert (made.status, made.right, made.score, made.passed) == ("handed_in", 0, 0, False)
    assert fresh(school.enrolment).status is EnrolmentStatus.IN
    made = school.sit()
    assert (made.right, made.score, made.passed) == (10, 100, True)
    assert fresh(school.enrolment).status is EnrolmentStatus.PASSED


@pytest.mark.parametrize(("wrong", "passed"), [(2, True), (3, False)])
def test_the_mark_decides(school, wrong, passed):
    made = school.start()
    answers = right_answers(made)
    for place in list(answers)[:wrong]:
        del answers[place]
    school.save(made, answers)
    made = school.hand_in(made)
    assert (made.score, made.passed) == (100 - 10 * wrong, passed)


def test_what_is_handed_in_is_not_written_again(school):
    made = school.sit(right=False)
    for step in (
        lambda: school.save(made, {"0": [0]}),
        lambda: school.hand_in(made),
        lambda: operations.close(made, at=made.ends_at + HOUR),
    ):
        with pytest.raises(Refused, match="已经交了"):
            step()
    assert fresh(made).answers == {}


def test_what_comes_too_late_is_not_taken_but_what_was_kept_counts(school, at):
    made = school.start()
    assert school.save(made, right_answers(made))
    late = made.ends_at + 31 * SECOND
    assert school.save(made, {"0": [0]}, at=late) is False
    row = fresh(made)
    assert (row.status, row.ended_at) == (AttemptStatus.RUN_OUT, row.ends_at)
    assert (row.score, row.passed) == (100, True)
    assert fresh(school.enrolment).status is EnrolmentStatus.PASSED


def test_what_was_on_its_way_is_taken(school):
    made = school.start()
    assert school.save(made, right_answers(made), at=made.ends_at + 30 * SECOND)
    made = school.hand_in(made, at=made.ends_at + 30 * SECOND)
    assert (made.status, made.score) == (AttemptStatus.HANDED_IN, 100)


def test_handing_in_late_closes_it_at_its_end(school):
    made = school.start()
    made = school.hand_in(made, at=made.ends_at + HOUR)
    assert (made.status, made.ended_at) == (AttemptStatus.RUN_OUT, made.ends_at)


def test_the_sweep_closes_what_nobody_looked_at_and_says_so_once(school):
    made = school.start()
    school.save(made, right_answers(made))
    jobs.close_all(made.ends_at + 20 * SECOND)
    assert fresh(made).status is AttemptStatus.OPEN
    for _time in range(2):
        jobs.close_all(made.ends_at + MINUTE)
    row = fresh(made)
    assert (row.status, row.passed) == (AttemptStatus.RUN_OUT, True)
    told = select(Notice).where(Notice.event == "exams.run_out")
    (notice,) = db.session.scalars(told).all()
    assert (notice.person_id, notice.url) == (school.learner.id, f"/learn/attempts/{made.ref}")


def test_before_its_end_nobody_closes_it(school, at):
    made = school.start()
    with pytest.raises(Refused, match="还没到"), writing():
        operations.close(made, at=at)


def test_beginning_where_one_has_run_out_closes_that_one(school):
    made = school.start()
    again = school.start(at=made.ends_at + HOUR)
    assert (again.id, again.status) == (made.id, AttemptStatus.RUN_OUT)
    assert school.start(at=made.ends_at + HOUR).id != made.id


def test_tries_run_out_and_count_anew_after_the_pause(school, at):
    for _time in range(2):
        school.sit(right=False)
    with pytest.raises(Refused, match="次数用完了"):
        school.start()
    with pytest.raises(Refused):
        school.start(at=at + 24 * HOUR - SECOND)
    assert school.start(at=at + 24 * HOUR)


def test_who_leaves_and_comes_back_has_no_more_tries(school, at):
    for _time in range(2):
        school.sit(right=False)
    with writing():
        row = db.session.merge(school.enrolment)
        row.status, row.ended_at = EnrolmentStatus.OUT, at
    school.enrol(school.learner)
    with pytest.raises(Refused, match="次数用完了"):
        school.start()


def test_what_is_not_learnt_comes_first_but_tests_do_not(school, make):
    learner = make.person()
    enrolment = school.enrol(learner, done=False)
    with pytest.raises(Refused, match="还有 2 课"):
        school.start(learner)
    with writing():
        mark_done(enrolment, 1, at=school.at)
    with pytest.raises(Refused, match="还有 1 课"):
        school.start(learner)
    with writing():
        mark_done(enrolment, 2, at=school.at)
    assert school.start(learner)


def test_who_has_passed_or_left_begins_nothing(school, at):
    school.sit()
    with pytest.raises(Refused, match="已经通过"):
        school.start()
    with pytest.raises(Refused, match="已经通过"):
        school.start(lesson_key=3)


def test_what_was_begun_is_finished_though_the_course_is_off(school, at):
    made = school.start()
    with writing():
        course = db.session.merge(school.course)
        course.is_on, course.sponsorship_id = False, None
        course.put_under_at = course.put_under_by = None
    school.save(made, right_answers(made))
    assert school.hand_in(made).passed
    assert fresh(school.enrolment).status is EnrolmentStatus.PASSED


def test_who_has_left_meanwhile_does_not_pass(school, at):
    made = school.start()
    school.save(made, right_answers(made))
    with writing():
        row = db.session.merge(school.enrolment)
        row.status, row.ended_at = EnrolmentStatus.OUT, at
    made = school.hand_in(made)
    assert (made.passed, fresh(school.enrolment).status) == (True, EnrolmentStatus.OUT)


def test_a_test_is_about_what_came_before_and_is_tried_freely(school):
    school.item(lesson_key=None)
    chapter_of_test = {1, 2}
    for _time in range(4):
        made = school.sit(right=False, lesson_key=3)
        assert (made.lesson_key, len(made.paper), made.passed) == (3, 2, False)
        keys = {each.lesson_key for each in items_on(made).values()}
        assert keys <= chapter_of_test
    made = school.sit(lesson_key=3)
    assert made.passed
    done = select(Progress.done_at).where(Progress.lesson_key == 3)
    assert db.session.scalar(done) == school.at
    assert fresh(school.enrolment).status is EnrolmentStatus.IN
    assert school.start().lesson_key is None  # and the exam has all its tries


def test_a_test_and_the_exam_are_not_written_at_once(school):
    made = school.start()
    assert school.start(lesson_key=3).id == made.id


def test_the_last_test_of_a_course_without_an_exam_is_the_end_of_it(school, make):
    course = school.make_course(unlocks=None)
    version = school.make_version(course, questions=0)
    school.fill_bank(version)
    learner = make.person()
    enrolment = school.enrol(learner, version)
    assert school.sitting(learner, course) is None
    made = school.start(learner, course=course, lesson_key=3)
    with writing():
        operations.save(
            made, Sent(answers=right_answers(made)), by=school.actor(learner), at=school.at
        )
        operations.hand_in(made, by=school.actor(learner), at=school.at)
    assert fresh(enrolment).status is EnrolmentStatus.PASSED


def test_done_is_put_down_once_with_its_first_moment(school, at):
    with writing():
        mark_done(school.enrolment, 1, at=at + HOUR)
        mark_done(school.enrolment, 9, at=at + timedelta(days=1))
    query = select(Progress.lesson_key, Progress.done_at).order_by(Progress.lesson_key)
    assert [tuple(row) for row in db.session.execute(query)] == [
        (1, at),
        (2, at),
        (9, at + timedelta(days=1)),
    ]
