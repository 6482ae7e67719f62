"""Two rows that belong together survive the end of a worker together, or not at all."""

import random
import time
from functools import partial

import pytest

from tests.faults.crowd import Traffic
from tests.visitor import Visitor, new_key

pytestmark = pytest.mark.both_engines
HALVES = """
SELECT (SELECT count(*) FROM fault_a WHERE key NOT IN (SELECT key FROM fault_b))
     + (SELECT count(*) FROM fault_b WHERE key NOT IN (SELECT key FROM fault_a))
"""


def write(visitor, url, _number):
    key = new_key()
    return visitor.post(f"{url}/{key}", {}).status, key


@pytest.fixture
def killed(serve, value):
    """Run traffic while workers are ended at random; return the tally and the half pairs."""

    def run(url, kills):
        server, chance = serve(workers=3), random.Random(url)
        with Traffic([partial(write, Visitor(server.port), url)] * 6) as traffic:
            for _kill in range(kills):
                time.sleep(chance.uniform(0.02, 0.12))
                server.kill_worker(chance.choice)
        assert server.wait() < 2
        return traffic.tally, value(HALVES)

    return run


def test_a_pair_is_whole_whatever_dies(killed, value, record_property):
    tally, halves = killed("/faults/pair", 30)
    lost = [
        key for key in tally.acked if not value("SELECT key FROM fault_b WHERE key = :k", k=key)
    ]
    tally.report(record_property, kills=30, violations=halves, lost=len(lost))
    assert tally.successes > 30
    assert (halves, lost, tally.broken) == (0, [], 0)


def test_control_a_commit_in_the_middle_leaves_halves(killed, record_property):
    tally, halves = killed("/faults/pair-in-two", 30)
    tally.report(record_property, kills=30, violations=halves)
    assert halves > 0, "the control must fail: these kills prove nothing"
