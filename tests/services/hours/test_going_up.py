"""Where a branch has no officer but the one whose hours they are, the branch above acts."""

import pytest

from core.clock import village_day
from core.db import db
from core.notices.models import Notice
from services.hours.models import Confirmed
from services.hours.operations import certifying, correcting
from services.hours.queries import cases, desk, judges, requests

pytestmark = pytest.mark.both_engines


@pytest.fixture
def wang(world):
    return world.person("王奶奶")


@pytest.fixture
def mine(world, wang, confirmed):
    """Return confirmed hours of the only officer."""
    there = world.ended(world.officer, served=wang)
    confirmed(Confirmed.SERVED, wang, there)
    return there


@pytest.fixture
def second(world, make):
    """Return a hand that appoints a second officer."""
    return lambda: make.officer(world.branch, person=make.person(name="委员"), role="publicity")


@pytest.fixture
def asked(world, mine, do, at):
    day = village_day(at)
    return do(certifying.ask, world.branch, first=day, last=day, by=world.officer)


def told(person, event):
    query = db.select(Notice.url).where(Notice.person_id == person.id, Notice.event == event)
    return db.session.scalars(query).all()


def test_their_certificate_is_issued_above(world, asked, do, at):
    here, above = world.branch.id, world.above.id
    assert [each.id for each in requests.list_requests(above, at=at)] == [asked.id]
    assert [each.id for each in requests.list_requests(here, at=at)] == [asked.id]
    counted = requests.count_requests({here, above}, 0, at=at)
    assert [(branch, count) for branch, count, _since in counted] == [(above, 1)]
    assert requests.find_at_desk(above, asked.id, at=at).branch_id == above
    assert told(world.upper, "hours.certificate_asked") == [f"/desk/{above}/hours?tab=certificates"]
    made = do(certifying.issue_asked, asked, by=world.upper)
    assert (made.branch_id, made.issued_by) == (here, world.upper.id)


def test_with_a_second_officer_it_stays(world, asked, second, at):
    second()
    here, above = world.branch.id, world.above.id
    assert requests.list_requests(above, at=at) == []
    assert requests.find_at_desk(above, asked.id, at=at) is None
    counted = requests.count_requests({here, above}, 0, at=at)
    assert [(branch, count) for branch, count, _since in counted] == [(here, 1)]


def test_their_correction_and_void_are_above(world, mine, do, at):
    here, above = world.branch.id, world.above.id
    do(correcting.ask_correction, mine, "我五点才走", by=world.officer)
    assert [each.attendance_id for each in desk.list_corrections(above, at=at)] == [mine.id]
    counted = desk.count_corrections({here, above}, 0, at=at)
    assert [(branch, count) for branch, count, _since in counted] == [(above, 1)]
    assert told(world.upper, "hours.correction_asked") == [f"/desk/{above}/hours/{mine.id}"]
    assert cases.find_at_desk(above, mine.id, at=at).is_alone


def test_of_others_nothing_confirmed_is_above(world, wang, confirmed, do, at):
    there = world.ended(world.person(), served=wang)
    confirmed(Confirmed.SERVED, wang, there)
    do(correcting.ask_correction, there, "不对", by=there.person)
    assert cases.find_at_desk(world.above.id, there.id, at=at) is None
    assert desk.list_corrections(world.above.id, at=at) == []
    counted = desk.count_corrections({world.branch.id, world.above.id}, 0, at=at)
    assert [(branch, count) for branch, count, _since in counted] == [(world.branch.id, 1)]


def test_the_query_and_the_one_look_agree(world, mine, second, make, at):
    top = make.officer(world.above, person=mine.person, role="publicity")
    assert judges.find_desk(world.branch, mine.person_id, at=at) == world.above.id
    assert judges.find_desk(world.above, top.id, at=at) == world.above.id
    second()
    assert judges.find_desk(world.branch, mine.person_id, at=at) == world.branch.id
    assert judges.find_desk(world.branch, world.person().id, at=at) == world.branch.id
