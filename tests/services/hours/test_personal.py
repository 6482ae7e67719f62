"""What is kept of a person's hours, copied out and erased."""

import pytest
from sqlalchemy import func, select

from core.clock import village_day
from core.db import db, writing
from services.hours.models import (
    Attendance,
    AttendanceStatus,
    Check,
    Confirmed,
    Correction,
    HoursEntry,
    HoursRequest,
    Objection,
)
from services.hours.operations import certifying, checking, correcting, objecting
from services.hours.operations.personal import OwnHours

pytestmark = pytest.mark.both_engines


@pytest.fixture
def kept(world, do, confirmed, at):
    """A volunteer with hours, a correction, a request, an objection to another's, one open."""
    wang, li = world.person("王奶奶"), world.person()
    there = world.ended(li, served=wang)
    confirmed(Confirmed.SERVED, wang, there)
    do(correcting.ask_correction, there, "我五点才走", by=li)
    period = {"first": village_day(at), "last": village_day(at)}
    do(certifying.ask, world.branch, **period, by=li)
    shown = world.ended(world.person("赵六", public=True))
    with writing():
        checking.put_up(shown, at=at)
    do(objecting.object_to, shown, "没看见他", by=li)
    shift = world.sign_up_for_now(li)
    do(checking.check_in, shift, li.id, Check.QR, by=li)
    return li


def test_it_is_all_copied_out_and_nobody_elses_with_it(kept, world):
    told = OwnHours().export(kept.id)
    assert [len(told[name]) for name in sorted(told)] == [2, 0, 1, 1, 1, 1]
    assert told["attendances"][0]["minutes"] == 60
    assert told["hours"][0]["how"] == "served"
    assert told["corrections_asked"][0]["words"] == "我五点才走"
    assert told["objections_made"][0]["words"] == "没看见他"
    keys = {key for rows in told.values() for row in rows for key in row}
    assert not keys & {"confirmed_by", "answered_by", "in_by", "made_by"}
    other = OwnHours().export(world.officer.id)
    assert not any(other.values())


def test_words_go_and_the_ledger_stays(kept, at):
    before = db.session.scalar(select(func.sum(HoursEntry.minutes)))
    with writing():
        OwnHours().erase(kept.id, at=at)
    assert db.session.scalar(select(func.sum(HoursEntry.minutes))) == before
    assert db.session.scalars(select(Correction.words)).all() == ["—"]
    assert db.session.scalars(select(Objection.words)).all() == ["—"]
    assert db.session.scalar(select(func.count()).select_from(HoursRequest)) == 0
    mine = select(Attendance.status).where(Attendance.person_id == kept.id)
    statuses = set(db.session.scalars(mine))
    assert statuses == {AttendanceStatus.CONFIRMED, AttendanceStatus.VOIDED}
