"""Confirmed by whom: what counts comes into the ledger, once, and no more than may."""

import pytest
from sqlalchemy import func, select, text

from core.accounts.models import Person
from core.clock import village_day
from core.db import db, writing
from core.errors import Refused
from core.notices.models import Notice
from core.proxy.models import How, Proxy
from services.hours.models import AttendanceStatus, Confirmed, HoursEntry
from services.hours.operations import confirming
from services.hours.queries import ledger
from services.hours.rules.counting import Parts
from tests.services.hours.world import DAY, MINUTE

pytestmark = pytest.mark.both_engines
A, C = AttendanceStatus, Confirmed


@pytest.fixture
def wang(world):
    return world.person("王奶奶")


def entries():
    return db.session.scalar(select(func.count()).select_from(HoursEntry))


def facts_told(person):
    found = db.session.scalars(select(Notice).where(Notice.person_id == person.id))
    return [(each.event, each.facts.get("counted")) for each in found]


def test_pending_hours_do_not_count(world, wang):
    li = world.person()
    world.ended(li, served=wang)
    assert ledger.figure_of(li.id).parts.total == 0


def test_the_person_served_confirms_and_the_hours_count_once(world, wang, do, confirmed, at):
    li = world.person()
    there = world.ended(li, served=wang, minutes=95)
    (entry,) = confirmed(C.SERVED, wang, there)
    assert (entry.minutes, entry.how, entry.day) == (95, C.SERVED, village_day(there.starts_at))
    assert (there.status, there.confirmed_by, there.confirmed_at) == (A.CONFIRMED, wang.id, at)
    assert facts_told(li) == [("hours.confirmed", "95")]
    with pytest.raises(Refused, match="已经确认"):
        confirmed(C.SERVED, wang, there)
    assert entries() == 1


def test_one_code_confirms_all_that_was_done_for_the_task(world, wang, do):
    li = world.person()
    first = world.ended(li, served=wang, minutes=60, day=1)
    second = world.ended(li, task=first.shift.task, minutes=30)
    others = world.ended(world.person("赵六"), shift=second.shift, minutes=30)
    found = do(confirming.confirm_all_of, first.shift.task, C.CODE, by=li)
    assert [each.minutes for each in found] == [60, 30]
    db.session.expire_all()
    assert (first.status, second.status, others.status) == (A.CONFIRMED, A.CONFIRMED, A.ENDED)
    with pytest.raises(Refused, match="没有等确认"):
        do(confirming.confirm_all_of, first.shift.task, C.CODE, by=li)


def test_who_acts_for_the_person_served_confirms_otherwise(world, wang, do, at, confirmed, make):
    li = world.person()
    there = world.ended(li, served=wang)
    proxy = make.add(
        Proxy(
            ref="x" * 20,
            person_id=wang.id,
            proxy_id=li.id,
            scopes="ask",
            how=How.CODE,
            until=village_day(at) + DAY,
            asked_at=at - DAY,
            consented_at=at - DAY,
        )
    )
    with pytest.raises(Refused, match="您在代这位乡亲办事"):
        do(confirming.confirm_all_of, there.shift.task, C.CODE, by=li)
    with writing():  # one that had ended before the day of the service is no hindrance
        db.session.get(Proxy, proxy.id).until = village_day(at) - 2 * DAY
    do(confirming.confirm_all_of, there.shift.task, C.CODE, by=li)


def test_what_a_day_does_not_hold_is_said(world, wang, confirmed):
    li = world.person()
    long = world.ended(li, served=wang, minutes=450, day=1)
    more = world.ended(li, served=wang, minutes=60, day=1, before=450 * MINUTE)
    got = confirmed(C.SERVED, wang, long, more)
    assert [each.minutes for each in got] == [450, 30]
    assert facts_told(li) == [("hours.confirmed", "450"), ("hours.confirmed_less", "30")]
    assert ledger.figure_of(li.id).parts.total == 480
    assert more.minutes == 60, "what the clock said stays"


def test_by_phone_thirty_days_hold_ten_hours(world, wang, confirmed):
    li = world.person()
    there = [world.ended(li, served=wang, minutes=250, day=day) for day in (29, 12, 0)]
    got = confirmed(C.PHONE, world.officer, *there)
    assert [each.minutes for each in got] == [250, 250, 100]
    before = world.ended(li, served=wang, minutes=250, day=41)
    earlier = world.ended(li, served=wang, minutes=250, day=30)
    got = confirmed(C.PHONE, world.officer, earlier, before)
    assert [each.minutes for each in got] == [100, 0], "wherever the thirty days begin"
    by_code = world.ended(li, served=wang, minutes=250, day=5)
    (entry,) = confirmed(C.SERVED, wang, by_code)
    assert entry.minutes == 250, "only what was asked by phone is held so"


def test_an_officer_of_the_branch_asks_and_it_stands_apart(world, wang, confirmed, make):
    li = world.person()
    there = world.ended(li, served=wang, minutes=60)
    (entry,) = confirmed(C.PHONE, world.officer, there)
    assert entry.how is C.PHONE
    assert ledger.figure_of(li.id).parts == Parts(by_phone=60)


def test_a_members_own_officer_does_not_ask_the_upper_one_does(world, wang, confirmed, make):
    li = world.person()
    make.member(world.branch, li)
    there = world.ended(li, served=wang)
    with pytest.raises(Refused, match="上级支部"):
        confirmed(C.PHONE, world.officer, there)
    confirmed(C.PHONE, world.upper, there)


def test_the_upper_officer_stays_out_while_the_branch_has_one_who_may(world, wang, confirmed):
    there = world.ended(world.person(), served=wang)
    with pytest.raises(Refused, match="组织这次服务的支部"):
        confirmed(C.PHONE, world.upper, there)


def test_somebody_of_the_household_does_not_ask(world, wang, confirmed):
    li = world.person()
    world.house(li, world.officer)
    there = world.ended(li, served=wang)
    with pytest.raises(Refused, match="家里人"):
        confirmed(C.PHONE, world.officer, there)
    confirmed(C.PHONE, world.upper, there)


def test_an_officers_own_hours_are_asked_for_by_those_above(world, wang, confirmed):
    there = world.ended(world.officer, served=wang)
    with pytest.raises(Refused, match="自己的时长"):
        confirmed(C.PHONE, world.officer, there)
    confirmed(C.PHONE, world.upper, there)


def test_of_two_who_confirm_the_second_is_told(world, wang, act, at):
    there = world.ended(world.person(), served=wang)
    with writing():
        confirming.confirm(there, C.SERVED, by=act(wang), at=at)
        with pytest.raises(Refused):
            confirming.confirm(there, C.PHONE, by=act(world.officer), at=at)
    assert entries() == 1


def test_nobody_of_the_village_can_change_a_line(world, wang, confirmed):
    confirmed(C.SERVED, wang, world.ended(world.person(), served=wang))
    for change in ("UPDATE hours_entry SET minutes = 1", "DELETE FROM hours_entry"):
        with pytest.raises(Exception, match="only ever added to"), writing():
            db.session.execute(text(change))
    assert db.session.get(Person, wang.id) is not None
