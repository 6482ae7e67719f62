"""One counter under eight processes: exact, on both engines, over HTTP."""

import pytest
from sqlalchemy import text

from core.db import db, writing
from tests.faults.crowd import Tally, at_once, tried
from tests.visitor import Visitor

pytestmark = pytest.mark.both_engines
LEFT, BUYERS = 40, 160


@pytest.fixture
def sale(house, serve, value):
    """Let a crowd take what is left; return the tally and what remains."""
    with writing():
        db.session.execute(text("UPDATE fault_counter SET value = :n"), {"n": LEFT})
    server = serve(workers=8)

    def run(url):
        def buy():
            answer = tried(Visitor(server.port), "POST", url)
            return answer.status if answer else 0

        tally = Tally()
        for status in at_once([buy] * BUYERS, hands=16):
            tally.note(status)
        assert len(server.workers()) == 8
        return tally, value("SELECT value FROM fault_counter")

    return run


def test_a_counter_is_exact_under_eight_processes(sale, record_property):
    tally, left = sale("/faults/take")
    tally.report(record_property, left=left, violations=abs(tally.statuses[200] - LEFT))
    assert tally.statuses == {200: LEFT, 409: BUYERS - LEFT}
    assert left == 0


def test_control_read_compute_write_sells_too_much(sale, record_property):
    """Without the condition in the statement the same crowd must be seen to break it."""
    tally, left = sale("/faults/take-naively")
    sold = tally.statuses[200]
    tally.report(record_property, left=left, oversold=sold - (LEFT - left))
    assert sold > LEFT - left, "the control must fail: this race proves nothing"
