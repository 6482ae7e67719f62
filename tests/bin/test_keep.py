"""The worker's line: what ends is started again, and nothing outlives the order to stop."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 20

# Writes its own pid and waits; ends at once on SIGTERM, as the worker does.
WORKER = (
    "import os, signal, sys, time\n"
    "open(sys.argv[1], 'a').write(f'{os.getpid()}\\n')\n"
    "signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))\n"
    "while True: time.sleep(0.05)\n"
)


def pids(book: Path, *, least: int) -> list[int]:
    """Wait until so many workers have been started and return their pids."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = book.read_text().split() if book.exists() else []
        if len(found) >= least:
            return [int(pid) for pid in found]
        time.sleep(0.05)
    raise AssertionError("the worker was not started")


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def book(tmp_path):
    return tmp_path / "pids"


@pytest.fixture
def keeper(book):
    process = subprocess.Popen(
        ["bash", ROOT / "bin/keep", sys.executable, "-c", WORKER, book],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def test_a_killed_worker_is_started_again(book, keeper):
    (first,) = pids(book, least=1)
    os.kill(first, signal.SIGKILL)
    assert len(set(pids(book, least=2))) == 2
    assert keeper.poll() is None


@pytest.mark.parametrize("whom", [os.kill, os.killpg], ids=["the keeper", "the whole group"])
def test_told_to_stop_it_ends_with_its_worker(book, keeper, whom):
    (worker,) = pids(book, least=1)
    whom(keeper.pid, signal.SIGTERM)
    assert keeper.wait(PATIENCE) == 0
    assert not lives(worker)
    assert len(pids(book, least=1)) == 1


def test_told_to_stop_while_it_waits_to_start_again(book, keeper):
    (worker,) = pids(book, least=1)
    os.kill(worker, signal.SIGKILL)
    assert any("starting it again" in line for line in keeper.stderr)
    keeper.terminate()
    assert keeper.wait(PATIENCE) == 0
    assert len(pids(book, least=1)) == 1
