"""F19: somebody checks in from two devices, ten times at once; one attendance begins."""

from functools import partial

import pytest
from sqlalchemy import text, update

from core.clock import now
from core.db import db, writing
from services.hours.models import Attendance
from services.hours.rules import codes
from tests.faults.crowd import Tally, at_once, tried
from tests.services.hours.world import MINUTE, World
from tests.visitor import new_key

pytestmark = pytest.mark.both_engines
CAME, REFUSED = 302, 422
OPEN = "SELECT count(*) FROM attendance WHERE status = 'open'"
ALL = "SELECT count(*) FROM attendance"
TIMES = 10


@pytest.fixture
def come(house, furnish, market, serve):
    """Let one person check in at a shift ten times at once, from two devices; return the tally."""

    def run(times=1, *, way="qr", again=False, **values):
        server = serve(workers=4, **values)
        world, tally = World(furnish, now()), Tally()
        for _turn in range(times):
            shift, li = world.coming()
            devices = [market.as_person(server.port, li.id) for _device in range(2)]
            if way == "qr":
                url = f"/volunteer/here/{shift.id}/{codes.minute_code(shift.id, at=now())}"
                sent = {"what": "in"}
            else:
                url = f"/volunteer/here/{shift.id}"
                sent = {"what": "in", "digits": codes.digits_of(shift.id)}
            key = new_key()
            jobs = [
                partial(send, tally, devices[number % 2], url, sent, key if again else new_key())
                for number in range(TIMES)
            ]
            db.session.rollback()
            at_once(jobs, hands=TIMES)
        return tally, world

    return run


def send(tally, device, url, sent, key):
    fields = {"csrf_token": device.token, **sent, "form_key": key}
    answer = tried(device, "POST", url, fields)
    tally.note(answer.status if answer else 0)
    return answer


@pytest.fixture
def hours_whole(violations):
    return lambda: {name: rows for name, rows in violations().items() if name.startswith("hours.")}


@pytest.mark.parametrize("way", ["qr", "digits"])
def test_ten_at_once_from_two_devices_begin_one(come, value, hours_whole, record_property, way):
    tally, _world = come(3, way=way)
    tally.report(record_property, open=value(OPEN))
    assert (value(OPEN), value(ALL), hours_whole()) == (3, 3, {})
    assert tally.statuses == {CAME: 3, REFUSED: 27}


def test_the_same_form_ten_times_begins_one_and_all_are_told_so(come, value, hours_whole):
    tally, _world = come(2, again=True)
    assert (value(OPEN), value(ALL), hours_whole()) == (2, 2, {})
    assert tally.statuses == {CAME: 20}


@pytest.mark.prove
@pytest.mark.timeout(900)
def test_fifty_times_ten_at_once(come, value, hours_whole, record_property):
    tally, _world = come(50)
    tally.report(record_property, open=value(OPEN))
    assert (value(OPEN), value(ALL), hours_whole()) == (50, 50, {})
    assert tally.statuses == {CAME: 50, REFUSED: 450}


def test_the_table_alone_would_hold_too(come, value, hours_whole):
    """Without the guard in the code the index has the last word, and nothing breaks."""
    tally, _world = come(XINGCUN_TEST_WITHOUT="one place at a time")
    assert (value(OPEN), hours_whole()) == (1, {})
    assert tally.statuses[CAME] == 1
    assert tally.broken == 0


def test_control_without_both_somebody_is_in_ten_places(come, value, hours_whole, house):
    with writing():
        db.session.execute(text("DROP INDEX uq_attendance_open"))
    tally, _world = come(XINGCUN_TEST_WITHOUT="one place at a time")
    assert value(OPEN) == tally.successes > 1, "the control must fail: this race proves nothing"
    assert "hours.in_order" in hours_whole()


def test_ten_who_go_at_once_have_gone_once(come, value, hours_whole, market, serve, furnish):
    tally, world = come()
    with writing():  # they came half an hour ago
        db.session.execute(update(Attendance).values(starts_at=now() - 30 * MINUTE))
    person = value("SELECT person_id FROM attendance")
    shift = value("SELECT shift_id FROM attendance")
    port = serve(workers=4).port
    url = f"/volunteer/here/{shift}/{codes.minute_code(shift, at=now())}"
    devices = [market.as_person(port, person) for _device in range(2)]
    jobs = [
        partial(send, tally, devices[number % 2], url, {"what": "out"}, new_key())
        for number in range(TIMES)
    ]
    db.session.rollback()
    tally.statuses.clear()
    at_once(jobs, hands=TIMES)
    assert tally.statuses == {CAME: 1, REFUSED: 9}
    assert value("SELECT minutes FROM attendance") == 30
    assert hours_whole() == {}
    assert world.branch is not None
