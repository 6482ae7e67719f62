"""Two thousand people: fast enough, and whole whatever is killed in the middle."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from core.accounts.models import Person
from core.branches.models import Membership, Resident
from core.db import db
from core.roster import jobs
from core.roster.invariants import INVARIANTS
from core.roster.models import ImportStatus, RosterImport
from tests.core.roster.sheets import people, xlsx

ROOT = Path(__file__).parents[3]
MANY = 2000
LONGEST_CHECK, LONGEST_IMPORT = 5, 30  # seconds
LONGEST_WAIT = 60

pytestmark = pytest.mark.both_engines


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def villagers():
    mine = select(func.count(Person.id)).where(Person.name.startswith("村民"))
    return db.session.scalar(mine)


def doubles():
    """Return how many villagers are in the house more often than once."""
    mine = select(func.count(Person.id) - func.count(Person.name.distinct()))
    return db.session.scalar(mine.where(Person.name.startswith("村民")))


def violations():
    return [name for name, sql in INVARIANTS.items() if db.session.execute(text(sql)).all()]


def progress(import_id):
    db.session.rollback()
    roster = db.session.get(RosterImport, import_id, populate_existing=True)
    return roster.rows_done, roster.status


def test_two_thousand_come_in_fast(roster, record_property, engine):
    data = xlsx(*people(MANY))
    began = time.monotonic()
    checked = roster.check(data=data)
    check = time.monotonic() - began
    roster.start(checked)
    began = time.monotonic()
    jobs.apply(checked.id)
    took = time.monotonic() - began
    record_property(f"roster_check_seconds_{engine}", round(check, 2))
    record_property(f"roster_import_seconds_{engine}", round(took, 2))
    assert progress(checked.id) == (MANY, ImportStatus.DONE)
    assert (count(Resident), count(Membership)) == (MANY, MANY // 10)
    assert check <= LONGEST_CHECK
    assert took <= LONGEST_IMPORT
    again = roster.check(data=data)
    assert (again.rows_bad, doubles(), violations()) == (0, 0, [])


def killed(import_id, settings, *, which, after):
    """Start a process that imports, and kill it once there are more villagers than `after`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.core.roster.importer", which, str(import_id)],
        cwd=ROOT,
        env={**os.environ, **settings.values},
        start_new_session=True,
    )
    try:
        ends = time.monotonic() + LONGEST_WAIT
        while villagers() <= after:
            db.session.rollback()
            assert process.poll() is None, "it was not killed, it ended"
            assert time.monotonic() < ends, "it never got so far"
            time.sleep(0.002)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return progress(import_id)


def kill_often(roster, settings, kills):
    """Kill the import so many times and let it end; return how many kills came in the middle."""
    checked = roster.check(*people(MANY))
    roster.start(checked)
    done = middle = 0
    for number in range(1, kills + 1):
        after = done + MANY // (kills + 2) - 7 * (number % 3)
        done, status = killed(checked.id, settings, which="right", after=after)
        middle += status is ImportStatus.APPLYING and 0 < done < MANY
        assert (doubles(), violations()) == (0, [])
        assert count(Resident) == done
    jobs.apply(checked.id)
    assert progress(checked.id) == (MANY, ImportStatus.DONE)
    assert (count(Resident), count(Membership)) == (MANY, MANY // 10)
    assert (doubles(), violations()) == (0, [])
    return middle


def test_killed_in_the_middle_and_taken_up_again_without_doubles(roster, settings):
    assert kill_often(roster, settings, 2) == 2


@pytest.mark.prove
def test_killed_twenty_times(roster, settings, record_property, engine):
    middle = kill_often(roster, settings, 20)
    record_property(f"roster_kills_{engine}", middle)
    assert middle == 20


def test_the_control_doubles_people(roster, settings):
    """Without the guards the same kills leave people twice: the test above can fail."""
    checked = roster.check(*[(f"村民{i:05}", "", f"{i:05}") for i in range(MANY)])
    roster.start(checked)
    for _kill in range(2):
        killed(checked.id, settings, which="careless", after=villagers() + 50)
    assert doubles() > 0
