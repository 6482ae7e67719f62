"""Workers are killed while people write: what was promised is there, and nothing is half done."""

import random
import time

import pytest
from sqlalchemy import text

from core.branches.models import OfficeRole
from core.db import db
from tests.faults.crowd import Traffic
from tests.faults.people import coming_and_going, enter, moving, posting, registering

pytestmark = pytest.mark.both_engines
PROMPT = 2.0  # seconds until the house must answer again after a kill


@pytest.fixture
def people(furnish, password_hash):
    """A branch with a secretary, and a villager; both know their password."""
    branch = furnish.branch()
    furnish.officer(
        branch,
        OfficeRole.SECRETARY,
        furnish.person(phone="13800000001", password_hash=password_hash),
    )
    furnish.person(phone="13800000002", password_hash=password_hash)
    return branch.id


@pytest.fixture
def storm(serve, people, violations):
    """Kill workers while people write; return the tally, the slowest return and what is lost."""

    def run(kills):
        server = serve(workers=3, XINGCUN_TEST_WITHOUT="throttle")
        chance = random.Random(kills)
        doings = everyday(server.port, people)
        slowest = 0.0
        with Traffic(doings) as traffic:
            for number in range(kills):
                time.sleep(chance.uniform(0.02, 0.12))
                server.kill_worker(chance.choice)
                if number % 5 == 4:  # now and then the house is given time to serve
                    slowest = max(slowest, server.wait())
                    traffic.wait_for(traffic.tally.successes + 5, seconds=5)
            slowest = max(slowest, server.wait())
            traffic.wait_for(traffic.tally.successes + 30, seconds=20)
        return traffic.tally, slowest, lost(traffic.tally.acked), violations()

    return run


def everyday(port, branch_id):
    secretary, answer = enter(port, "13800000001")
    villager, other = enter(port, "13800000002")
    assert (answer.status, other.status) == (302, 302)
    board = secretary.form(f"/desk/{branch_id}/bulletins/new")
    book = villager.form("/me/addresses/new")
    return [
        posting(secretary, branch_id, board),
        posting(secretary, branch_id, board),
        moving(villager, book),
        moving(villager, book),
        registering(port),
        coming_and_going(port, "13800000002"),
    ]


def lost(acked):
    """Return what was promised and is not there exactly once."""
    db.session.rollback()
    missing = []
    for table, column, wanted in acked:
        query = text(f"SELECT count(*) FROM {table} WHERE {column} = :wanted")
        if db.session.scalar(query, {"wanted": wanted}) != 1:
            missing.append((table, wanted))
    db.session.rollback()
    return missing


def check(tally, slowest, missing, found, *, kills, floor, record_property):
    tally.report(
        record_property,
        kills=kills,
        promised=len(tally.acked),
        lost=len(missing),
        violations=sum(len(rows) for rows in found.values()),
        slowest_return_s=round(slowest, 2),
    )
    assert len(tally.acked) >= floor, "too little was written: these kills prove nothing"
    assert {what[0] for what in tally.acked} == {"branch_bulletin", "person_address", "person"}
    assert (missing, found, tally.broken) == ([], {}, 0)
    assert slowest <= PROMPT


def test_what_was_promised_survives_thirty_kills(storm, record_property):
    check(*storm(30), kills=30, floor=30, record_property=record_property)


@pytest.mark.prove
@pytest.mark.timeout(900)
def test_what_was_promised_survives_three_hundred_kills(storm, record_property):
    check(*storm(300), kills=300, floor=300, record_property=record_property)
