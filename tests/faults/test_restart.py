"""The whole house is killed at once: it is back within seconds, and goes on where it was."""

import time

import pytest
from sqlalchemy import text

from core.branches.models import OfficeRole
from core.db import db, writing
from tests.faults.crowd import Traffic
from tests.faults.people import enter, moving, posting
from tests.faults.test_kills import lost

pytestmark = pytest.mark.both_engines
BACK = 5.0  # seconds from the start to the first answer


@pytest.fixture
def falls(serve, furnish, password_hash, violations, value):
    """Kill web and worker together again and again while a secretary tells the village."""

    def run(times):
        branch = furnish.branch()
        unit = furnish.unit(branch)
        person = furnish.person(phone="13800000001", password_hash=password_hash)
        furnish.officer(branch, OfficeRole.SECRETARY, person)
        furnish.resident(unit, person)
        server = serve(workers=2)
        slowest, acked = 0.0, []
        for _fall in range(times):
            worker = server.begin("wsgi", "worker")
            secretary, answer = enter(server.port, "13800000001")
            assert answer.status == 302
            board = secretary.form(f"/desk/{branch.id}/bulletins/new") | {"tell": "y"}
            book = secretary.form("/me/addresses/new")
            doings = [posting(secretary, branch.id, board), moving(secretary, book)]
            with Traffic(doings) as traffic:
                traffic.wait_for(6, seconds=15)
                worker.kill()
                worker.wait(10)
                server.kill_all()
                traffic.over.set()
            acked += traffic.tally.acked
            begun = time.monotonic()
            server.start()
            server.wait()
            slowest = max(slowest, time.monotonic() - begun)
        server.begin("wsgi", "worker")
        told = wait_until_told(value)
        return slowest, acked, lost(acked), violations(), told

    return run


def wait_until_told(value, seconds=30):
    """Return how many sheets nobody was told of; what a crash left is swept up."""
    waiting = "SELECT count(*) FROM branch_bulletin WHERE told_at IS NULL"
    until = time.monotonic() + seconds
    while value(waiting) and time.monotonic() < until:
        time.sleep(0.1)
    return value(waiting)


def check(falls, times, record_property):
    slowest, acked, missing, found, untold = falls(times)
    facts = {"falls": times, "promised": len(acked), "lost": len(missing), "untold": untold}
    for name, fact in {**facts, "slowest_start_s": round(slowest, 2)}.items():
        record_property(name, fact)
    print(facts, round(slowest, 2))
    assert len(acked) >= 5 * times, "too little was written: these falls prove nothing"
    assert (missing, found, untold) == ([], {}, 0)
    assert slowest <= BACK


def test_the_house_is_back_after_two_falls(falls, record_property):
    check(falls, 2, record_property)


@pytest.mark.prove
@pytest.mark.timeout(900)
def test_the_house_is_back_after_twenty_falls(falls, record_property):
    check(falls, 20, record_property)


def test_control_a_promise_that_was_not_kept_is_noticed(serve, furnish, password_hash):
    branch = furnish.branch()
    person = furnish.person(phone="13800000001", password_hash=password_hash)
    furnish.officer(branch, OfficeRole.SECRETARY, person)
    server = serve(workers=2)
    secretary, _answer = enter(server.port, "13800000001")
    board = secretary.form(f"/desk/{branch.id}/bulletins/new")
    status, kept = posting(secretary, branch.id, board)(1)
    assert (status, lost([kept])) == (302, [])
    with writing():
        db.session.execute(text("DELETE FROM branch_bulletin"))
    assert lost([kept]) == [("branch_bulletin", kept[2])]
