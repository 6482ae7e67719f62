"""Confirmed by whom: what counts comes into the ledger, once, and no more than may."""

import pytest
from sqlalchemy import func, select, text

from core.access import Actor
from core.accounts.models import Person
from core.clock import village_day
from core.db import db, writing
from core.errors import Refused
from core.history.operations import record
from core.notices.models import Notice
from core.proxy.models import How, Proxy
from services.hours.models import AttendanceStatus, Check, Confirmed, HoursEntry
from services.hours.operations import confirming
from services.hours.queries import ledger
from services.hours.queries.slips import PRINT, TABLE
from services.hours.rules.counting import Parts
from tests.services.hours.world import DAY, HOUR, MINUTE

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


def again(world, there, **kw):
    """Return another attendance of the same person at the same shift."""
    return world.ended(there.person, shift=there.shift, signs_up=False, **kw)


def test_one_code_confirms_all_that_was_done_at_the_shift(world, wang, do):
    li = world.person()
    first = world.ended(li, served=wang, minutes=60, before=60 * MINUTE)
    second = again(world, first, minutes=30)
    others = world.ended(world.person("赵六"), shift=first.shift, minutes=30)
    last_week = world.ended(li, task=first.shift.task, day=7)
    found = do(confirming.confirm_all_of, first.shift, C.CODE, by=li)
    assert [each.minutes for each in found] == [60, 30]
    db.session.expire_all()
    assert (first.status, second.status) == (A.CONFIRMED, A.CONFIRMED)
    assert (others.status, last_week.status) == (A.ENDED, A.ENDED)
    with pytest.raises(Refused, match="没有等确认"):
        do(confirming.confirm_all_of, first.shift, C.CODE, by=li)


@pytest.mark.parametrize("how", [C.CODE, C.QR])
def test_out_early_told_the_code_and_in_again(world, wang, do, how, confirmed):
    """What follows after the code was told is confirmed by the villager or by the branch."""
    li = world.person()
    first = world.ended(li, served=wang, minutes=60, before=120 * MINUTE)
    do(confirming.confirm_all_of, first.shift, C.CODE, by=li)
    second = again(world, first, minutes=90)
    with pytest.raises(Refused, match=r"您用过一次了.*点确认.*打电话"):
        do(confirming.confirm_all_of, first.shift, how, by=li)
    confirmed(C.SERVED, wang, second)
    assert second.status is A.CONFIRMED


@pytest.mark.parametrize("how", [C.CODE, C.QR])
@pytest.mark.parametrize("stopped", [False, True])
def test_who_has_acted_for_the_person_served_confirms_otherwise(
    world, wang, do, at, make, how, stopped
):
    """They have read the code: to stop acting before signing up changes nothing."""
    li = world.person()
    there = world.ended(li, served=wang, minutes=20)
    proxy = make.add(
        Proxy(
            ref="x" * 20,
            person_id=wang.id,
            proxy_id=li.id,
            scopes="ask",
            how=How.CODE,
            until=village_day(at) + DAY,
            asked_at=at - 9 * DAY,
            consented_at=at - 9 * DAY,
            **({"stopped_at": at - HOUR, "stop_why": "villager"} if stopped else {}),
        )
    )
    with pytest.raises(Refused, match="您代这位乡亲办过事"):
        do(confirming.confirm_all_of, there.shift, how, by=li)
    with writing():  # one that had ended before the task was made is no hindrance
        row = db.session.get(Proxy, proxy.id)
        if stopped:
            row.stopped_at = at - DAY - MINUTE
        else:
            row.until = village_day(at) - 2 * DAY
    do(confirming.confirm_all_of, there.shift, how, by=li)


@pytest.mark.parametrize("how", [C.CODE, C.QR])
def test_who_has_printed_the_code_confirms_otherwise(world, wang, do, at, how, act, make):
    officer = make.officer(world.branch, person=world.person("委员"), role="publicity")
    there = world.ended(officer, served=wang)
    other = world.ended(officer, served=wang, day=1)
    with writing():
        record(PRINT, TABLE, there.shift.task_id, by=act(officer), at=at, became="1")
        record(PRINT, TABLE, other.shift.task_id, by=act(world.officer), at=at, became="1")
    with pytest.raises(Refused, match="您打印过这件事的条子"):
        do(confirming.confirm_all_of, there.shift, how, by=officer)
    do(confirming.confirm_all_of, other.shift, how, by=officer)


def acting(person, served):
    return Actor(id=person.id, person=served.id, name=person.name, scopes=frozenset({"ask"}))


def test_a_tap_of_who_acts_for_the_person_served_is_told_apart(world, wang, do):
    li, daughter = world.person(), world.person("女儿")
    there = world.ended(li, served=wang)
    do(confirming.confirm_tapped, there, by=acting(daughter, wang))
    assert (there.confirmed_how, there.confirmed_by) == (C.SERVED_BY_PROXY, wang.id)
    assert ledger.find_entry(there.id).how is C.SERVED_BY_PROXY
    assert ledger.figure_of(li.id).parts == Parts(automatic=60), "it counts as any tap"
    other = world.ended(li, served=wang, day=1)
    do(confirming.confirm_tapped, other, by=wang)
    assert other.confirmed_how is C.SERVED


def test_tapped_twice_it_is_confirmed_once(world, wang, do):
    there = world.ended(world.person(), served=wang)
    for _tap in range(2):
        do(confirming.confirm_tapped, there, by=wang)
    assert entries() == 1
    by_code = world.ended(world.person("赵六"), served=wang)
    do(confirming.confirm_all_of, by_code.shift, C.CODE, by=by_code.person)
    with pytest.raises(Refused, match="已经确认"):
        do(confirming.confirm_tapped, by_code, by=wang)


def test_nobody_of_the_volunteers_household_taps(world, wang, do):
    li, wife = world.person(), world.person("妻子")
    world.house(li, wife)
    there = world.ended(li, served=wang)
    for who in (wife, li):
        with pytest.raises(Refused):
            do(confirming.confirm_tapped, there, by=acting(who, wang))
    do(confirming.confirm_tapped, there, by=acting(world.person("女儿"), wang))


@pytest.mark.parametrize("end", ["in", "out"])
def test_who_called_the_roll_does_not_ask(world, wang, confirmed, make, end):
    """Of what an officer has written down another one asks, or those above."""
    called = {f"{end}_how": Check.ORGANISER, f"{end}_by": world.officer.id}
    there = world.ended(world.person(), served=wang, **called)
    with pytest.raises(Refused, match="您给志愿者点的名"):
        confirmed(C.PHONE, world.officer, there)
    second = world.ended(world.person("赵六"), served=wang, **called)
    confirmed(C.PHONE, world.upper, there)
    other = make.officer(world.branch, person=world.person("委员"), role="publicity")
    with pytest.raises(Refused, match="组织这次服务的支部"):
        confirmed(C.PHONE, world.upper, second)
    confirmed(C.PHONE, other, second)


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
