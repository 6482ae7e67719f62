"""What phones tell: taken in once, whatever the order; position and credit are the server's."""

import random
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import now
from core.db import db
from tests.training.learning.studying.world import DAY, FILM, LAST, PRACTICE, SECONDS, TEXT, told
from training.courses.models import LessonKind, VersionStatus
from training.learning.jobs import forget_events
from training.learning.models import Enrolment, EnrolmentStatus, Progress
from training.learning.rules.progress import EPOCH, MOMENT

pytestmark = pytest.mark.both_engines


@pytest.fixture
def learner(client, world):
    client.look = False
    client.log_in(world.learner)
    return client


def facts_of(row):
    return (row.watched, row.credit, row.position, row.position_at, row.position_of)


def test_the_first_that_is_heard_begins_the_lesson(learner, world, at):
    answer = told(learner, world.url(FILM, "/progress"), world.message(world.event("opened")))
    assert answer.status_code == 200
    assert answer.json | {"taken": []} == {"position": 0, "credit": 0, "done": False, "taken": []}
    row = world.progress()
    assert (row.credit, row.done_at) == (0, None)
    assert row.opened_at >= at
    assert answer.headers["Cache-Control"] == "no-store"


def test_two_hundred_twice_and_shuffled_come_to_the_same(learner, world, at):
    world.begun()
    other = world.enrol(world.teacher)
    world.begun(enrolment=other)
    events = [
        world.played(n * 5, n * 5 + 5, at=at - timedelta(seconds=600 - 5 * n)) for n in range(100)
    ]
    events += [world.placed(n * 5 + 5, at=at - timedelta(seconds=600 - 5 * n)) for n in range(100)]
    url = world.url(FILM, "/progress")
    assert told(learner, url, world.message(*events)).status_code == 200
    straight = facts_of(world.progress())

    learner.log_in(world.teacher)
    shuffled = [*events, *events]
    random.Random(7).shuffle(shuffled)
    for start in range(0, 400, 80):
        batch = world.message(*shuffled[start : start + 80], enrolment=other)
        assert told(learner, url, batch).status_code == 200
    assert facts_of(world.progress(enrolment=other)) == straight
    assert straight[:3] == ([[0, 500]], 500, 500)
    assert world.events() == 400


def test_dragging_to_the_end_gives_nothing(learner, world):
    world.begun()
    message = world.message(world.placed(SECONDS), world.played(SECONDS - 1, SECONDS))
    answer = told(learner, world.url(FILM, "/progress"), message)
    assert (answer.json["credit"], answer.json["position"]) == (1, SECONDS)
    assert not answer.json["done"]


def test_forged_pieces_give_no_more_than_there_was_time_for(learner, world):
    forged = [world.played(start, start + 60) for start in range(0, SECONDS, 60)]
    answer = told(learner, world.url(FILM, "/progress"), world.message(*forged))
    assert (answer.status_code, answer.json["credit"], answer.json["taken"]) == (200, 0, [])
    assert not world.progress().done_at


def test_two_tabs_do_not_double(learner, world):
    world.begun()
    url = world.url(FILM, "/progress")
    for _tab in range(2):
        told(learner, url, world.message(world.played(0, 60), world.played(60, 100)))
    assert world.progress().credit == 100


def test_ninety_per_cent_complete_a_film(learner, world):
    world.begun()
    url = world.url(FILM, "/progress")
    pieces = [world.played(start, start + 60) for start in range(0, 480, 60)]
    assert not told(learner, url, world.message(*pieces)).json["done"]
    assert not told(learner, url, world.message(world.played(480, 539))).json["done"]
    assert told(learner, url, world.message(world.played(539, 540))).json["done"]
    assert world.progress().done_at


def test_the_place_comes_back_on_another_device(learner, world, app):
    world.begun()
    told(learner, world.url(FILM, "/progress"), world.message(world.placed(321)))
    other = app.test_client()
    other.log_in(world.learner)
    assert 'data-position="321"' in other.get(world.url(FILM)).text


def test_a_clock_ahead_or_behind_does_no_harm(learner, world, at):
    world.begun()
    url = world.url(FILM, "/progress")
    told(learner, url, world.message(world.placed(500, at=at + 400 * DAY)))
    told(learner, url, world.message(world.placed(20, at=at - 400 * DAY)))
    assert world.progress().position == 500
    assert world.progress().position_at < at + DAY
    told(learner, url, world.message(world.placed(60, at=at + 401 * DAY)))
    assert world.progress().position == 60


def test_the_page_says_what_time_it_is(learner, world, at):
    told_at = re.search(r'data-now="([0-9]+)"', learner.get(world.url(FILM)).text)
    assert told_at
    moment = EPOCH + int(told_at[1]) * MOMENT
    assert at <= moment <= now()
    # A phone that is a year behind and goes by that: its last word stands, not another's older one.
    world.begun()
    url = world.url(FILM, "/progress")
    told(learner, url, world.message(world.placed(300, at=at - timedelta(minutes=5))))
    told(learner, url, world.message(world.placed(330, at=moment)))
    assert world.progress().position == 330


def test_of_what_lies_ahead_the_last_that_was_noted_stands(learner, world, at):
    world.begun()
    ahead = at + 400 * DAY
    places = [world.placed(n, at=ahead + timedelta(seconds=n)) for n in range(5, 105, 5)]
    random.Random(7).shuffle(places)
    told(learner, world.url(FILM, "/progress"), world.message(*places))
    assert world.progress().position == 100
    assert world.progress().position_at < at + DAY


def test_of_nonsense_nothing_is_taken(learner, world):
    url = world.url(FILM, "/progress")
    good = world.played(0, 5)
    for broken in (
        world.message(good, world.played(5, 3)),
        world.message(good, world.event("done")),
        world.message(),
        world.message(*[good] * 201),
        {"events": [good]},
        {"enrolment": str(world.enrolment.id), "events": [good]},
        {**world.message(good), "more": 1},
        [good],
        None,
    ):
        answer = told(learner, url, broken)
        assert (answer.status_code, answer.json) == (400, {"said": "看不懂，什么也没记"}), broken
    form = learner.send(url, events="x")
    assert form.status_code == 400
    assert (world.progress(), world.events()) == (None, 0)


def test_what_another_has_left_in_the_phone_is_not_mine(learner, world):
    other = world.enrol(world.teacher)
    message = world.message(world.event("done"), enrolment=other)
    assert told(learner, world.url(TEXT, "/progress"), message).status_code == 400
    assert world.progress(TEXT) is None


def test_read_without_a_network_and_told_twice_is_done_once(learner, world, at):
    message = world.message(world.event("done", at=at - DAY))
    url = world.url(TEXT, "/progress")
    assert told(learner, url, message).json["done"]
    first = world.progress(TEXT).done_at
    assert told(learner, url, message).json == {
        "position": 0,
        "credit": 0,
        "done": True,
        "taken": [message["events"][0]["id"]],
    }
    assert world.progress(TEXT).done_at == first
    assert first >= at, "the server's moment, not the phone's"


def test_without_a_token_nothing_is_taken(learner, world):
    answer = learner.post(world.url(TEXT, "/progress"), json=world.message(world.event("done")))
    assert answer.status_code in {400, 403}
    assert world.progress(TEXT) is None


def test_who_has_left_or_never_came_is_not_asked(learner, world, client, make):
    stranger = make.person(name="路人")
    client.log_in(stranger)
    message = world.message(world.event("opened"))
    assert told(client, world.url(TEXT, "/progress"), message).status_code == 404
    gone = world.enrol(stranger, status=EnrolmentStatus.OUT)
    message = world.message(world.event("opened"), enrolment=gone)
    assert told(client, world.url(TEXT, "/progress"), message).status_code == 404
    assert world.events() == 0


def test_a_lesson_that_is_not_in_ones_version(learner, world):
    new = world.make_version(number=2, status=VersionStatus.PAST, kinds=[LessonKind.TEXT] * 6)
    assert new.number == 2
    assert (
        told(learner, world.url(6, "/progress"), world.message(world.event("done"))).status_code
        == 404
    )


def test_the_last_lesson_lets_pass_where_there_is_no_exam(learner, world):
    world.all_done(but=[LAST])
    told(learner, world.url(LAST, "/progress"), world.message(world.event("done")))
    assert world.status() is EnrolmentStatus.PASSED


def test_with_an_exam_nobody_passes_by_reading(learner, world):
    world.switch_exam(10)
    world.all_done(but=[LAST])
    told(learner, world.url(LAST, "/progress"), world.message(world.event("done")))
    assert world.progress(LAST).done_at
    assert world.status() is EnrolmentStatus.IN


def test_looking_again_after_passing_keeps_the_place(learner, world, make):
    person = make.person(name="李四")
    passed = world.enrol(person, status=EnrolmentStatus.PASSED)
    learner.log_in(person)
    message = world.message(world.placed(30), enrolment=passed)
    assert told(learner, world.url(FILM, "/progress"), message).json["position"] == 30


def test_old_ids_are_forgotten_and_change_nothing_when_told_again(learner, world, at):
    world.begun()
    url = world.url(FILM, "/progress")
    message = world.message(world.played(0, 50), world.placed(50))
    told(learner, url, message)
    before = facts_of(world.progress())
    forget_events(at + 59 * DAY)
    assert world.events() == 2
    forget_events(at + 61 * DAY)
    assert world.events() == 0
    told(learner, url, message)
    assert facts_of(world.progress()) == before


def test_no_row_of_another_is_touched(learner, world, make):
    other = world.enrol(make.person(name="王五"))
    told(learner, world.url(TEXT, "/progress"), world.message(world.event("done")))
    assert world.progress(TEXT, other) is None
    rows = db.session.scalars(select(Progress.enrolment_id)).all()
    assert set(rows) == {world.enrolment.id}
    assert db.session.get(Enrolment, other.id).status is EnrolmentStatus.IN
    assert PRACTICE
