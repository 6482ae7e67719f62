"""A class that wants a tutor is a need of the house; who comes for it is its tutor."""

import pytest

from core.errors import Refused
from core.house import HOUSE
from tests.training.classes.world import DAY, HOUR, told
from training.classes.operations import planning
from training.classes.operations.tutoring import TUTORS
from training.classes.queries.classes import get_class
from training.learning.models import ClassWay

pytestmark = pytest.mark.both_engines


@pytest.fixture
def held(world):
    return world.meeting(starts=2 * DAY, wants_tutor=True)


@pytest.fixture
def tutor(make):
    return make.person(name="陈医生")


def fill(world, do, held, person):
    do(TUTORS.filled, held.id, person.id, by=world.actor(world.officer))


def test_the_house_hears_of_it(world, held, at):
    assert TUTORS in HOUSE.needs
    world.meeting(starts=DAY)  # wants nobody
    world.meeting(starts=-HOUR, wants_tutor=True)  # has begun
    world.meeting(starts=DAY, wants_tutor=True, cancelled_at=at)
    (need,) = TUTORS.open(at=at)
    assert (need.kind, need.ref, need.hands, need.filled) == ("training.class", held.id, 1, 0)
    assert (need.owner, need.unit_id, need.place) == ("桃源夜校", world.unit.id, "村委会二楼")
    assert not need.why_paid
    assert TUTORS.open(at=at, unit_ids=[world.unit.id]) == [need]
    assert TUTORS.open(at=at, unit_ids=[world.unit.id + 1]) == []


def test_who_comes_is_the_tutor(world, do, held, tutor, at):
    fill(world, do, held, tutor)
    assert get_class(held.id).tutor_id == tutor.id
    assert TUTORS.open(at=at) == []
    assert TUTORS.find(held.id, at=at).filled == 1
    (notice,) = told(world.teacher, "tutor_comes")
    assert notice.facts["name"] == "陈医生"
    with pytest.raises(Refused):
        fill(world, do, held, world.officer)


def test_not_somebody_who_learns_in_it(world, do, held):
    with pytest.raises(Refused):
        fill(world, do, held, world.learner)


def test_not_of_one_that_was_cancelled(world, do, held, tutor, at):
    do(planning.cancel, held, why="下雨", by=world.actor(world.teacher))
    assert TUTORS.find(held.id, at=at) is None
    with pytest.raises(Refused):
        fill(world, do, held, tutor)


def test_who_cannot_come_is_it_no_more(world, do, held, tutor, at):
    fill(world, do, held, tutor)
    by = world.actor(world.officer)
    do(TUTORS.freed, held.id, world.officer.id, by=by)  # was not it
    assert get_class(held.id).tutor_id == tutor.id
    do(TUTORS.freed, held.id, tutor.id, by=by)
    assert get_class(held.id).tutor_id is None
    assert len(TUTORS.open(at=at)) == 1
    assert len(told(world.teacher, "tutor_gone")) == 1


def test_the_tutor_hears_what_changes(world, do, held, tutor):
    fill(world, do, held, tutor)
    by = world.actor(world.teacher)
    with pytest.raises(Refused) as refused:
        do(planning.rewrite, held, world.said(), seen=world.seen(held), by=by)
    assert refused.value.field == "wants_tutor"
    said = world.said(wants_tutor=True, way=ClassWay.ONLINE, place="", link="https://a.example/b")
    do(planning.rewrite, held, said, seen=world.seen(held), by=by)
    do(planning.cancel, held, why="下雨", by=by)
    assert [len(told(tutor, event)) for event in ("moved", "cancelled")] == [1, 1]


def test_teachers_hear_that_the_volunteers_come_at_another_time(world, do, held):
    by = world.actor(world.officer)
    do(TUTORS.added, held.id, 1, held.starts_at, by=by)
    assert told(world.teacher, "tutor_moved") == []
    do(TUTORS.moved, held.id, 1, held.starts_at + HOUR, by=by)
    assert len(told(world.teacher, "tutor_moved")) == 1
