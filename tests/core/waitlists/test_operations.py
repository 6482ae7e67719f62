"""A line in which nobody is passed by, whatever those before them do."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from core.waitlists import operations, queries
from core.waitlists.models import Wait, WaitStatus
from tests.counting import queries_in

pytestmark = pytest.mark.both_engines
KIND, REF = "course", 7


@pytest.fixture
def do(at):
    def run(operation, *given, at=at, **kw):
        with writing():
            return operation(*given, **kw, at=at)

    return run


@pytest.fixture
def line(make, do):
    """Return three who wait, in their order."""
    people = [make.person().id for _each in range(3)]
    return [do(operations.join, KIND, REF, person_id=each) for each in people]


def places_of(waits):
    return [queries.position_of(each) for each in waits]


def test_who_comes_later_stands_behind(line):
    assert places_of(line) == [1, 2, 3]
    assert [each.status for each in line] == [WaitStatus.WAITING] * 3


def test_nobody_stands_in_a_line_twice(line, do):
    with pytest.raises(Refused, match="已经在候补"):
        do(operations.join, KIND, REF, person_id=line[0].person_id)
    do(operations.join, KIND, REF + 1, person_id=line[0].person_id)
    do(operations.join, "clinic", REF, person_id=line[0].person_id)


def test_a_place_is_offered_to_the_first_and_then_to_the_next(line, do, at):
    until = at + timedelta(hours=2)
    offered = [do(operations.offer_next, KIND, REF, until=until) for _each in range(4)]
    assert [each and each.id for each in offered] == [*(each.id for each in line), None]
    assert {each.offered_until for each in line} == {until}
    assert {each.offered_at for each in line} == {at}
    assert places_of(line) == [0, 0, 0]


def test_who_leaves_makes_the_others_move_up(line, do):
    assert do(operations.leave, line[0]) is False
    assert places_of(line) == [0, 1, 2]
    with pytest.raises(Refused):
        do(operations.leave, line[0])


def test_who_leaves_a_place_that_was_kept_says_so(line, do, at):
    do(operations.offer_next, KIND, REF, until=at + timedelta(hours=2))
    assert do(operations.leave, line[0]) is True
    assert line[0].ended_at == at


def test_who_comes_back_stands_at_the_end(line, do):
    do(operations.leave, line[0])
    again = do(operations.join, KIND, REF, person_id=line[0].person_id)
    assert places_of([line[1], line[2], again]) == [1, 2, 3]


@pytest.mark.parametrize(("late", "taken"), [(-1, True), (0, False), (1, False)])
def test_a_kept_place_is_taken_in_time(line, do, at, late, taken):
    until = at + timedelta(hours=2)
    do(operations.offer_next, KIND, REF, until=until)
    moment = until + timedelta(minutes=late)
    if taken:
        do(operations.take, line[0], at=moment)
        assert line[0].status is WaitStatus.TAKEN
        return
    with pytest.raises(Refused, match="时间过了"):
        do(operations.take, line[0], at=moment)
    assert line[0].status is WaitStatus.OFFERED


@pytest.mark.parametrize(("late", "lapsed"), [(-1, False), (0, True), (1, True)])
def test_a_kept_place_lapses_once_its_time_is_over(line, do, at, late, lapsed):
    until = at + timedelta(hours=2)
    do(operations.offer_next, KIND, REF, until=until)
    moment = until + timedelta(minutes=late)
    assert list(queries.list_overdue(KIND, at=moment)) == ([line[0]] if lapsed else [])
    assert do(operations.lapse, line[0], at=moment) is lapsed
    assert do(operations.lapse, line[0], at=moment) is False


def test_a_place_that_was_taken_neither_lapses_nor_is_taken_again(line, do, at):
    do(operations.offer_next, KIND, REF, until=at + timedelta(hours=2))
    do(operations.take, line[0])
    assert do(operations.lapse, line[0], at=at + timedelta(days=1)) is False
    with pytest.raises(Refused):
        do(operations.take, line[0])


def test_who_comes_in_otherwise_waits_no_longer(line, do):
    do(operations.come_in, line[1])
    assert places_of([line[0], line[2]]) == [1, 2]


def test_all_waiting_for_a_thing_ends_with_it(line, do, make, at):
    other = do(operations.join, KIND, REF + 1, person_id=make.person().id)
    do(operations.offer_next, KIND, REF, until=at + timedelta(hours=2))
    assert [each.id for each in do(operations.close, KIND, REF)] == [each.id for each in line]
    assert {each.status for each in line} == {WaitStatus.LAPSED}
    assert other.status is WaitStatus.WAITING


def test_ones_own_lines_cost_one_query_and_say_the_place(line, do, make, at):
    mine = make.person().id
    for ref in (REF, REF + 1, REF + 2):
        do(operations.join, KIND, ref, person_id=mine)
    do(operations.offer_next, KIND, REF + 2, until=at + timedelta(hours=2))
    db.session.rollback()
    found = []
    asked = queries_in(lambda: found.extend(queries.list_of(KIND, person_id=mine)))
    assert asked <= 2  # the BEGIN among them
    assert [(wait.ref, place) for wait, place in found] == [(REF + 2, 0), (REF, 4), (REF + 1, 1)]


def test_nothing_of_it_stands_in_history(line, do, at):
    do(operations.offer_next, KIND, REF, until=at + timedelta(hours=2))
    do(operations.leave, line[0])
    do(operations.leave, line[1])
    assert db.session.scalar(select(func.count()).select_from(Entry)) == 0
    assert db.session.scalar(select(func.count()).select_from(Wait)) == 3
