"""The public notice: masked, agreed to, seven days, and what comes of an objection."""

import pytest
from sqlalchemy import select, text

from core.clock import day_starts, village_day
from core.db import db, writing
from core.errors import Refused
from core.notices.models import Notice
from services.hours import jobs
from services.hours.models import Attendance, AttendanceStatus, Confirmed, Objection
from services.hours.operations import checking, confirming, objecting
from services.hours.queries import ledger, notices
from tests.services.hours.world import DAY, MINUTE

pytestmark = pytest.mark.both_engines
A, C = AttendanceStatus, Confirmed


@pytest.fixture
def li(world):
    return world.person(public=True)


@pytest.fixture
def shown(world, li, at):
    """An attendance in the notice of today."""
    there = world.ended(li)
    with writing():
        checking.put_up(there, at=at)
    return there


@pytest.fixture
def stranger(world):
    return world.person("路人")


def told(person):
    query = select(Notice.event).where(Notice.person_id == person.id).order_by(Notice.id)
    return [name.removeprefix("hours.") for name in db.session.scalars(query)]


def status():
    db.session.expire_all()
    return db.session.scalar(select(Attendance.status))


def lines(world, at):
    return notices.list_shown(world.branch.id, today=village_day(at))


def test_a_line_tells_nobody_who_it_is(world, shown, at):
    (line,) = lines(world, at)
    assert (line.name, line.title, line.minutes) == ("李某", "修水渠", 60)
    assert notices.list_shown(world.above.id, today=village_day(at)) == []


@pytest.mark.parametrize(("days", "is_shown"), [(6, True), (7, True), (8, False)])
def test_it_is_shown_until_the_seventh_day_after(world, shown, stranger, do, at, days, is_shown):
    later = at + days * DAY
    assert bool(lines(world, later)) is is_shown
    if is_shown:
        do(objecting.object_to, shown, "没来", by=stranger, at=later)
        assert status() is A.OBJECTED
    else:
        with pytest.raises(Refused, match="现在不能提异议"):
            do(objecting.object_to, shown, "没来", by=stranger, at=later)


def test_after_its_last_day_it_is_confirmed_and_not_a_minute_before(shown, li, at):
    over = day_starts(village_day(at) + 8 * DAY)
    jobs.go_on_with_notice(over - MINUTE)
    assert status() is A.NOTICE
    jobs.go_on_with_notice(over)
    assert status() is A.CONFIRMED
    assert ledger.figure_of(li.id).parts.automatic == 60
    entry = ledger.find_entry(shown.id)
    assert (entry.how, entry.made_by) == (C.NOTICE, None)
    jobs.go_on_with_notice(over + DAY)
    assert ledger.figure_of(li.id).served == 1


def test_who_agrees_no_more_is_gone_at_once_and_waits_for_an_officer(
    world, shown, li, at, confirmed
):
    with writing():
        db.session.execute(text("UPDATE volunteer SET public_at = NULL"))
    assert lines(world, at) == []
    jobs.go_on_with_notice(at + 30 * DAY)
    assert status() is A.ENDED
    assert ledger.figure_of(li.id).parts.total == 0
    confirmed(C.PHONE, world.officer, shown)
    assert ledger.figure_of(li.id).parts.by_phone == 60


def test_who_agrees_later_is_shown_from_then_on(world, at):
    there = world.ended(world.person("赵六", public=True))
    assert there.status is A.ENDED
    jobs.go_on_with_notice(at)
    assert status() is A.NOTICE
    assert len(lines(world, at)) == 1


def test_while_somebody_objects_it_does_not_count(world, shown, li, stranger, do, at):
    do(objecting.object_to, shown, "那天没看见他", by=stranger)
    assert lines(world, at) == []
    jobs.go_on_with_notice(at + 30 * DAY)
    assert status() is A.OBJECTED
    assert ledger.figure_of(li.id).parts.total == 0
    assert told(li) == ["objected"]
    assert told(world.officer) == ["objected_at_desk"]
    notice = db.session.scalar(select(Notice).where(Notice.person_id == li.id))
    assert "路" not in str(notice.facts), "nobody tells who objected"


def test_an_upheld_objection_voids_it(world, shown, li, stranger, do):
    objection = do(objecting.object_to, shown, "没来", by=stranger)
    do(objecting.answer, objection, upheld=True, words="问过了，没来", by=world.officer)
    assert status() is A.VOIDED
    assert shown.void_why == "问过了，没来"
    assert told(li) == ["objected", "voided"]
    assert told(stranger) == ["answered"]


def test_a_dismissed_one_lets_it_go_on(world, shown, li, stranger, do, at):
    objection = do(objecting.object_to, shown, "没来", by=stranger)
    do(objecting.answer, objection, upheld=False, words="来了", by=world.officer)
    assert status() is A.NOTICE
    with pytest.raises(Refused, match="您已经提过一次"):
        do(objecting.object_to, shown, "真没来", by=stranger)
    do(objecting.object_to, shown, "我也没看见", by=world.person("另一人"))
    second = db.session.scalar(select(Objection).where(Objection.answered_at.is_(None)))
    do(objecting.answer, second, upheld=False, words="来了", by=world.officer)
    jobs.go_on_with_notice(at + 9 * DAY)
    assert status() is A.CONFIRMED
    assert told(li)[-1] == "confirmed"


def test_a_second_objection_waits_for_the_first(shown, stranger, do, world):
    do(objecting.object_to, shown, "没来", by=stranger)
    with pytest.raises(Refused, match="已经有人提了异议"):
        do(objecting.object_to, shown, "没来", by=world.person("另一人"))


def test_an_objection_is_answered_once_and_by_neither_of_the_two(
    world, shown, li, stranger, do, make
):
    for who in (li, stranger):
        make.officer(world.branch, person=who, role="publicity" if who is li else "discipline")
    objection = do(objecting.object_to, shown, "没来", by=stranger)
    for who in (li, stranger):
        with pytest.raises(Refused, match="由别人答复"):
            do(objecting.answer, objection, upheld=False, words="来了", by=who)
    with pytest.raises(Refused, match="组织这次服务"):
        do(objecting.answer, objection, upheld=False, words="来了", by=world.upper)
    do(objecting.answer, objection, upheld=False, words="来了", by=world.officer)
    with pytest.raises(Refused, match="已经答复过了"):
        do(objecting.answer, objection, upheld=True, words="没来", by=world.officer)


def test_where_the_only_officer_objects_those_above_answer(world, shown, do):
    objection = do(objecting.object_to, shown, "没来", by=world.officer)
    assert told(world.upper) == ["objected_at_desk"]
    do(objecting.answer, objection, upheld=False, words="来了", by=world.upper)
    assert status() is A.NOTICE


def test_five_open_objections_of_one_person_at_most(world, stranger, do, at):
    for number in range(6):
        there = world.ended(world.person(f"人{number}", public=True))
        with writing():
            checking.put_up(there, at=at)
        if number < 5:
            do(objecting.object_to, there, "没来", by=stranger)
            continue
        with pytest.raises(Refused, match="5 条异议"):
            do(objecting.object_to, there, "没来", by=stranger)


def test_the_person_served_says_that_it_is_not_true(world, do, confirmed):
    wang, li = world.person("王奶奶"), world.person()
    there = world.ended(li, served=wang)
    objection = do(objecting.object_to, there, "只待了十分钟", by=wang)
    with pytest.raises(Refused, match="有人提了异议"):
        confirmed(C.PHONE, world.officer, there)
    do(objecting.answer, objection, upheld=False, words="记错了日子", by=world.officer)
    assert status() is A.ENDED
    assert told(wang) == ["answered"]
    confirmed(C.SERVED, wang, there)


def test_nobody_else_confirms_what_is_shown(shown, world, do):
    with pytest.raises(Refused, match="正在公示"):
        do(confirming.confirm, shown, C.PHONE, by=world.officer)


def test_an_objection_has_words(shown, stranger, do):
    with pytest.raises(Refused, match="哪里不对"):
        do(objecting.object_to, shown, "", by=stranger)
