"""The worker is killed while it writes the index, files go and shrink: search always answers."""

import os
import random
import shutil
import time
from functools import partial

import pytest

from core.branches.models import Branch
from core.clock import now
from core.db import db, writing
from core.house import HOUSE
from core.search import jobs, operations, queries
from tests.faults.crowd import Traffic
from tests.visitor import Visitor

MANY = 240  # branches, so that writing takes a while
SIMPLE = "暂时用简单办法找"


@pytest.fixture
def branches(furnish):
    """A house with many branches, all of them still to be written."""
    rows = [
        Branch(name=f"云岭第{number}村党支部", kind="village", path="/") for number in range(MANY)
    ]
    with writing():
        db.session.add_all(rows)
        db.session.flush()
        refs = [row.id for row in rows]
        operations.mark("branch", refs, at=now())
    return refs


def anew(query):
    """Return the same words with other stops after them: to the house a page not yet kept."""
    stops = f"{random.getrandbits(40):040b}".replace("0", ",").replace("1", ".")
    return query + stops


def asking(port, query, _number, *, hit="云岭"):
    """Look for something, past the page that is kept for a minute; it must be found."""
    answer = Visitor(port).get(f"/search?q={anew(query)}")
    found = answer.status == 200 and hit in answer.text.partition("<main")[2]
    return (answer.status if found else 599), None


def typing(port, number):
    answer = Visitor(port).get(f"/search/suggest?q=yun{number % 9}")
    return answer.status, None


def written(seconds=60):
    """Wait until nothing is due any more."""
    until = time.monotonic() + seconds
    while queries.count_due() and time.monotonic() < until:
        db.session.rollback()
        time.sleep(0.1)
    db.session.rollback()
    return queries.count_due()


@pytest.fixture
def killed(serve, branches):
    """Kill the worker in the middle of its writing, again and again, while people search."""

    def run(rounds):
        jobs.rebuild()
        server, chance = serve(workers=2), random.Random(rounds)
        doings = [partial(asking, server.port, "%E4%BA%91%E5%B2%AD"), partial(typing, server.port)]
        under_way = 0
        with Traffic(doings) as traffic:
            for number in range(rounds):
                worker = server.begin("wsgi", "worker")
                db.session.rollback()
                with writing():
                    for ref in branches:
                        db.session.get(Branch, ref).name = f"云岭第{ref}村{number}组党支部"
                    operations.mark("branch", branches, at=now())
                wait_until_begun(server)
                time.sleep(chance.uniform(0.0, 0.5))
                worker.kill()
                worker.wait(10)
                db.session.rollback()
                under_way += queries.count_due() > 0
                db.session.rollback()
        server.begin("wsgi", "worker")
        operations.nudge()  # as the next change does, or the sweep within a minute
        return traffic.tally, under_way, written(), number

    return run


def wait_until_begun(server, seconds=30):
    """Return once the worker has sorted out what to write: its segment has begun to grow."""
    folder = server.folder / "search"
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if any(
            path.suffix in {".run", ".pst", ".vps", ".trm"} for path in folder.glob("index-*/*")
        ):
            return
        if not queries.count_due():
            return
        db.session.rollback()
        time.sleep(0.005)
    raise AssertionError(server.said[-3000:])


def check(killed, rounds, record_property):
    tally, under_way, left, last = killed(rounds)
    tally.report(record_property, kills=rounds, under_way=under_way, left=left)
    assert under_way >= rounds / 2, "the worker was not writing: these kills prove nothing"
    assert set(tally.statuses) == {200}
    assert tally.successes > rounds
    assert left == 0
    assert not queries.differences()
    before = HOUSE.index.keys()
    found = HOUSE.index.find(f"{last}组")
    assert (len(found.keys), found.instead) == (MANY, "")
    assert jobs.rebuild() == MANY
    assert HOUSE.index.keys() == before


def test_a_worker_killed_in_its_writing_loses_nothing(killed, record_property):
    check(killed, 2, record_property)


@pytest.mark.prove
@pytest.mark.timeout(900)
def test_a_worker_killed_twenty_times_loses_nothing(killed, record_property):
    check(killed, 20, record_property)


def test_control_a_document_that_was_lost_is_noticed(branches):
    jobs.rebuild()
    assert not queries.differences()
    HOUSE.index.write([], [("branch", branches[7])])
    with writing():
        db.session.execute(db.delete(operations.SearchDue))
    assert queries.differences().missing == {("branch", branches[7])}


def test_an_index_that_goes_or_shrinks_is_healed_by_the_sweep(serve, branches, record_property):
    jobs.write()
    jobs.rebuild()
    server = serve(workers=2)
    folder = server.folder / "search"
    ask = partial(asking, server.port, "%E4%BA%91%E5%B2%AD")

    def is_simple():
        return any(
            SIMPLE in Visitor(server.port).get(f"/search?q={anew('%E4%BA%91%E5%B2%AD')}").text
            for _turn in range(4)
        )

    assert not is_simple()
    count = len(files_in(folder))
    assert count >= 2
    hurts = [partial(shutil.rmtree, folder)]
    hurts += [
        partial(shorten, folder, place, share) for place in range(count) for share in (0, 0.5)
    ]
    with Traffic([ask, partial(typing, server.port)]) as traffic:
        for hurt in hurts:
            hurt()
            traffic.wait_for(traffic.tally.successes + 4, seconds=10)
            assert is_simple()
            jobs.sweep(now())
            traffic.wait_for(traffic.tally.successes + 4, seconds=10)
            assert not is_simple()
            assert len(server.workers()) == 2
    traffic.tally.report(record_property, hurts=len(hurts))
    assert set(traffic.tally.statuses) == {200}
    assert not queries.differences()


def files_in(folder):
    return sorted(path for path in folder.glob("index-*/*") if not path.name.endswith("LOCK"))


def shorten(folder, place, share):
    path = files_in(folder)[place]
    os.truncate(path, int(path.stat().st_size * share))
