"""For whom to ask is looked before the transaction, and not again while nothing has changed."""

from datetime import timedelta

from core.db import db, is_writing
from services.volunteering import jobs
from services.volunteering.models import Reach, Source, TaskStatus
from services.volunteering.operations import turns, volunteers
from services.volunteering.operations.volunteers import Profile
from services.volunteering.queries import turns as queries
from services.volunteering.queries.turns import list_lacking, list_open
from tests.services.volunteering.signups.world import asked, told

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def test_where_nobody_is_left_it_looks_again_after_an_hour(hands, at):
    shift = hands.in_turn()
    jobs.go_on(at)
    assert told(hands.officer, "nobody_left")
    assert list_lacking(at=at + 59 * MINUTE) == []
    assert list_lacking(at=at + HOUR) == [shift.id]


def test_somebody_who_says_that_they_want_to_be_asked_is_asked_at_once(hands, do, at):
    shift, person = hands.in_turn(), hands.person()
    jobs.go_on(at)
    said = Profile(willing=True, reach=Reach.COUNTY)
    do(volunteers.save, said, version=0, by=hands.actor(person))
    jobs.go_on(at + MINUTE)
    assert asked(shift) == [person.id]


def test_candidates_are_read_outside_the_transaction(hands, five, at, monkeypatch):
    hands.in_turn(capacity=2)
    seen, read = [], queries.list_candidates

    def spy(shift, *, at):
        seen.append(is_writing())
        return read(shift, at=at)

    monkeypatch.setattr(queries, "list_candidates", spy)
    jobs.go_on(at)
    assert seen == [False]


def test_who_came_to_be_busy_since_is_not_asked(hands, do, five, at):
    shift = hands.in_turn(capacity=2)
    people = queries.list_next(shift, at=at)
    hands.fill(hands.shift(starts=shift.starts_at), hands.actor(five[0]))
    assert do(turns.ask, shift, people=people) == 2
    assert asked(shift) == [each.id for each in five[1:3]]


def test_who_said_no_to_a_request_is_not_asked_when_it_is_arranged_anew(hands, do, make, at):
    person, served = hands.volunteer(), hands.person("陈桂花")
    source = {"source": Source.HELP, "source_kind": "help", "source_ref": 8, "private": True}
    first = hands.in_turn(served_id=served.id, **source)
    do(turns.ask, first)
    do(turns.decline, list_open(first.id)[0])
    first.task.status = TaskStatus.ENDED
    first.starts_at, first.ends_at = at - 3 * HOUR, at - HOUR
    db.session.commit()
    again = hands.in_turn(served_id=served.id, **source)
    assert do(turns.ask, again) == 0
    other = hands.in_turn(served_id=served.id, **{**source, "source_ref": 9})
    assert do(turns.ask, other) == 1
    assert asked(other) == [person.id]
