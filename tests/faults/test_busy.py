"""A writer that holds the lock: others are told to come back, readers do not notice."""

import threading
import time

import pytest

from tests.faults.crowd import tried
from tests.visitor import Visitor

pytestmark = pytest.mark.both_engines
HELD = 9  # seconds, longer than any writer waits


def test_who_waits_too_long_is_told_to_come_back(serve, record_property):
    server = serve(workers=3)
    holder = threading.Thread(
        target=tried, args=(Visitor(server.port), "POST", f"/faults/hold?seconds={HELD}")
    )
    holder.start()
    time.sleep(0.5)
    told = []

    def write():
        begun = time.monotonic()
        answer = Visitor(server.port).post("/faults/hold?seconds=0", {})
        told.append((answer, time.monotonic() - begun))

    writer = threading.Thread(target=write)
    writer.start()
    reads = []
    while writer.is_alive():
        begun = time.monotonic()
        assert Visitor(server.port).get("/about").status == 200
        reads.append(time.monotonic() - begun)
        time.sleep(0.05)
    writer.join()
    holder.join()
    answer, waited = told[0]
    slow = sorted(reads)[int(len(reads) * 0.99)]
    record_property("writer waited s", round(waited, 2))
    record_property("reads", len(reads))
    record_property("p99 read ms", round(slow * 1000))
    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "<h1" in answer.text
    assert 2.5 < waited < HELD - 0.5
    assert len(reads) > 20
    assert slow < 1.0
    assert Visitor(server.port).post("/faults/hold?seconds=0", {}).status == 200
