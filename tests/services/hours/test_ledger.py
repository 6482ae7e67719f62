"""The ledger: only added to, put right by lines that take back, parts that make up the total."""

import random

import pytest
from sqlalchemy import func, select

from core.clock import village_day
from core.db import db
from core.errors import Refused
from core.notices.models import Notice
from services.hours.models import Attendance, AttendanceStatus, Check, Confirmed, HoursEntry
from services.hours.operations import by_hand, correcting
from services.hours.queries import attendances, ledger, remarks
from services.hours.rules.counting import Parts
from tests.services.hours.world import DAY, HOUR

pytestmark = pytest.mark.both_engines
A, C = AttendanceStatus, Confirmed


@pytest.fixture
def wang(world):
    return world.person("王奶奶")


@pytest.fixture
def li(world):
    return world.person()


def lines():
    query = select(HoursEntry.minutes, HoursEntry.reverses_id).order_by(HoursEntry.id)
    return [tuple(row) for row in db.session.execute(query)]


def test_a_void_is_another_line_and_the_sum_is_lower(world, wang, li, confirmed, do):
    kept, wrong = world.ended(li, served=wang, day=1), world.ended(li, served=wang, minutes=90)
    entries = confirmed(C.SERVED, wang, kept, wrong)
    do(correcting.void, wrong, "记错了人", by=world.officer)
    assert lines() == [(60, None), (90, None), (-90, entries[1].id)]
    figure = ledger.figure_of(li.id)
    assert (figure.parts, figure.served) == (Parts(automatic=60), 1)
    assert (figure.first, figure.last) == (village_day(kept.starts_at),) * 2
    db.session.refresh(wrong)
    assert (wrong.status, wrong.minutes, wrong.void_why) == (A.VOIDED, 90, "记错了人")
    with pytest.raises(Refused):
        do(correcting.void, wrong, "再来", by=world.officer)
    assert len(lines()) == 3


def test_what_was_void_makes_room_in_its_day(world, wang, li, confirmed, do):
    long = world.ended(li, served=wang, minutes=480, before=HOUR)
    short = world.ended(li, served=wang, minutes=60)
    (first,) = confirmed(C.SERVED, wang, long)
    do(correcting.void, long, "写错了", by=world.officer)
    (second,) = confirmed(C.SERVED, wang, short)
    assert (first.minutes, second.minutes) == (480, 60)
    assert ledger.figure_of(li.id).parts.total == 60


def test_a_void_lets_what_it_kept_out_count(world, wang, li, confirmed, do):
    """480 minutes by mistake left no room for the 120 of the afternoon that are true."""
    wrong = world.ended(li, served=wang, minutes=480, before=3 * HOUR)
    true = world.ended(li, served=wang, minutes=120)
    confirmed(C.SERVED, wang, wrong, true)
    assert ledger.find_entry(true.id).minutes == 0
    do(correcting.void, wrong, "签错了人", by=world.officer)
    assert [minutes for minutes, _reverses in lines()] == [480, 0, -480, 0, 120]
    assert ledger.find_entry(true.id).minutes == 120
    figure = ledger.figure_of(li.id)
    assert (figure.parts, figure.served) == (Parts(automatic=120), 1)
    (line,) = [each for each in attendances.list_mine(li.id) if each.id == true.id]
    assert line.counted == 120
    told = db.session.scalar(select(Notice).where(Notice.event == "hours.recounted"))
    assert (told.person_id, told.facts["counted"], told.facts["before"]) == (li.id, "120", "0")
    do(correcting.void, true, "也不对", by=world.officer)
    assert ledger.figure_of(li.id).parts.total == 0


def test_the_room_is_shared_out_once(world, wang, li, confirmed, do):
    lasting = (300, 200, 150)
    wrong, *rest = [
        world.ended(li, served=wang, minutes=minutes, before=before * HOUR)
        for minutes, before in zip(lasting, (6, 2.6, 0), strict=True)
    ]
    confirmed(C.SERVED, wang, wrong, *rest)
    assert [ledger.find_entry(each.id).minutes for each in rest] == [180, 0]
    do(correcting.void, wrong, "没来", by=world.officer)
    assert [ledger.find_entry(each.id).minutes for each in rest] == [200, 150]
    assert ledger.figure_of(li.id).parts.total == 350


def test_a_void_by_phone_makes_room_in_thirty_days(world, wang, li, confirmed, do):
    there = [world.ended(li, served=wang, minutes=400, day=day) for day in (30, 11, 1)]
    far, wrong, capped = there
    confirmed(C.PHONE, world.officer, far, wrong, capped)
    assert [ledger.find_entry(each.id).minutes for each in there] == [400, 200, 0]
    do(correcting.void, wrong, "没来", by=world.officer)
    assert ledger.find_entry(capped.id).minutes == 200
    do(correcting.void, far, "也没来", by=world.officer)
    assert ledger.find_entry(capped.id).minutes == 400
    assert ledger.figure_of(li.id).parts.by_phone == 400


def test_what_is_void_of_another_day_changes_nothing(world, wang, li, confirmed, do):
    other = world.ended(li, served=wang, minutes=60, day=1)
    long = world.ended(li, served=wang, minutes=500)
    confirmed(C.SERVED, wang, other, long)
    do(correcting.void, other, "没来", by=world.officer)
    assert [minutes for minutes, _reverses in lines()] == [60, 480, -60]


@pytest.mark.parametrize("status", [A.OPEN, A.ENDED])
def test_what_never_counted_is_void_without_a_line(world, wang, li, do, at, status, make):
    there = world.ended(li, served=wang)
    if status is A.OPEN:
        there = make.add(
            Attendance(
                ref="r" * 20,
                shift_id=there.shift_id,
                person_id=li.id,
                branch_id=there.branch_id,
                starts_at=at,
                in_how=Check.QR,
                in_by=li.id,
            )
        )
    do(correcting.void, there, "签错了班次", by=world.officer, at=at + HOUR)
    db.session.refresh(there)
    assert (there.status, lines()) == (A.VOIDED, [])


def test_nobody_voids_their_own(world, wang, confirmed, do):
    own = world.ended(world.officer, served=wang)
    with pytest.raises(Refused, match="由别人更正"):
        do(correcting.void, own, "写错了", by=world.officer)


def test_put_right_a_void_and_a_new_one_by_hand(world, wang, li, confirmed, do, at):
    wrong = world.ended(li, served=wang, minutes=30, before=2 * HOUR)
    confirmed(C.SERVED, wang, wrong)
    do(correcting.void, wrong, "签退早了", by=world.officer)
    said = by_hand.Entered(
        person_id=li.id,
        starts_at=wrong.starts_at,
        ends_at=wrong.starts_at + HOUR,
        why="签退早了，实际一小时",
    )
    again = do(by_hand.enter, wrong.shift, said, by=world.officer)
    confirmed(C.SERVED, wang, again)
    assert ledger.figure_of(li.id).parts == Parts(by_hand=60)
    assert [minutes for minutes, _reverses in lines()] == [30, -30, 60]


def test_whatever_happens_the_parts_make_up_the_sum_of_what_is_confirmed(
    world, wang, li, confirmed, do
):
    """A year of services confirmed in all ways, some taken back: three counts of the same."""
    chance, ways = random.Random(3), {C.SERVED: wang, C.PHONE: world.officer, C.CODE: li}
    for number in range(24):
        more = {}
        if chance.random() < 0.4:
            more = {"by_hand": True, "why": "没电", "in_by": world.upper.id, "in_how": Check.HAND}
        there = world.ended(li, served=wang, day=number, minutes=chance.randint(20, 600), **more)
        how = chance.choice(list(ways))
        confirmed(how, ways[how], there)
        if chance.random() < 0.3:
            do(correcting.void, there, "写错了", by=world.officer)
    whole = ledger.figure_of(li.id)
    stands = select(func.sum(HoursEntry.minutes)).join(HoursEntry.attendance)
    assert whole.parts.total == db.session.scalar(stands.where(Attendance.status == A.CONFIRMED))
    assert whole.parts.total == db.session.scalar(select(func.sum(HoursEntry.minutes)))
    assert 0 < whole.parts.by_phone <= 600
    assert whole.parts.by_hand > 0
    assert whole.parts.automatic > 0
    assert whole.parts.total == sum(ledger.months_of(li.id, 2026))
    by_month = [parts for _y, _m, parts in ledger.months_in(li.id, world.branch.id)]
    assert sum(parts.total for parts in by_month) == whole.parts.total
    assert sum(parts.by_hand for parts in by_month) == whole.parts.by_hand
    count = select(func.count()).where(Attendance.status == A.CONFIRMED)
    assert whole.served == db.session.scalar(count)


def test_figures_are_of_their_branch_and_time(world, wang, li, confirmed, make):
    other = make.branch()
    make.officer(other, person=make.person(name="别的书记"))
    near = world.ended(li, served=wang, day=1)
    far = world.ended(li, task=world.task(served=wang, branch=other), day=3, minutes=30)
    confirmed(C.SERVED, wang, near, far)
    day = village_day(near.starts_at)

    def total(**kw):
        return ledger.figure_of(li.id, **kw).parts.total

    assert total() == 90
    assert total(branch_id=world.branch.id) == 60
    assert total(first=day) == 60
    assert total(last=day - DAY) == 30
    assert total(first=day + DAY) == 0
    assert [(each, minutes) for each, _name, minutes in ledger.branches_of(li.id)] == [
        (world.branch.id, 60),
        (other.id, 30),
    ]
    (row,) = ledger.roll_of(world.branch.id, day, day)
    assert (row.person_id, row.parts) == (li.id, Parts(automatic=60))
    assert ledger.roll_of(world.branch.id, day + DAY, day + DAY) == []


def test_the_roll_is_by_name_and_by_pages(world, wang, confirmed, at, monkeypatch):
    monkeypatch.setattr(ledger, "PAGE", 2)
    for name, minutes in (("张三", 300), ("李四", 10), ("王五", 100)):
        person = world.person(name, name_key={"张三": "zhang", "李四": "li", "王五": "wang"}[name])
        confirmed(C.SERVED, wang, world.ended(person, served=wang, minutes=minutes))
    day = village_day(at)
    page = ledger.roll_of(world.branch.id, day, day)
    assert [row.name for row in page] == ["李四", "王五", "张三"]
    after = ledger.find_place(page[1].person_id)
    assert [row.name for row in ledger.roll_of(world.branch.id, day, day, after=after)] == ["张三"]


def test_the_volunteer_says_what_is_wrong_and_the_desk_answers(world, wang, li, do, at):
    there = world.ended(li, served=wang)
    asked = do(correcting.ask_correction, there, "我五点才走", by=li)
    with pytest.raises(Refused, match="您说过了"):
        do(correcting.ask_correction, there, "五点半", by=li)
    with pytest.raises(Refused, match="只有本人"):
        do(correcting.ask_correction, there, "五点半", by=wang)
    do(correcting.answer_correction, asked, "问过了，补录了", by=world.officer)
    with pytest.raises(Refused, match="答复过了"):
        do(correcting.answer_correction, asked, "再答一次", by=world.officer)
    (kept,) = remarks.list_corrections(there.id)
    assert (kept.answer, kept.answered_by) == ("问过了，补录了", world.officer.id)
    assert there.status is A.ENDED, "a note changes nothing by itself"
    told = db.session.scalars(select(Notice.event).where(Notice.person_id == li.id)).all()
    assert told == ["hours.correction_answered"]
    do(correcting.ask_correction, there, "还是不对", by=li)


def test_the_desk_does_not_answer_itself(world, wang, do):
    there = world.ended(world.officer, served=wang)
    asked = do(correcting.ask_correction, there, "我五点才走", by=world.officer)
    with pytest.raises(Refused, match="由别人更正"):
        do(correcting.answer_correction, asked, "对", by=world.officer)
