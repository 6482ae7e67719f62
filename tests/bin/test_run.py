"""`make run` from an empty folder: it serves, it mends its worker, it leaves nothing behind."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from bench.servers import demo_settings, free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 60


def children(pid: int) -> list[int]:
    """Return the pids of everything that this process started, at any depth."""
    below: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        below.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, look = [], [pid]
    while look:
        for child in below.get(look.pop(), []):
            found.append(child)
            look.append(child)
    return found


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def lives(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def until(found, what: str):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if result := found():
            return result
        time.sleep(0.1)
    raise AssertionError(f"{what} within {PATIENCE} s")


def answer(port: int, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as page:
            return int(page.status)
    except OSError:
        return 0


def code_of(process) -> int:
    """Wait for the end; where it does not come, say what still runs and on what it waits."""
    try:
        return process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        left = [process.pid, *children(process.pid)]
        return pytest.fail("\n".join(f"{pid} {command(pid)} {waits_on(pid)}" for pid in left))


def waits_on(pid: int) -> str:
    try:
        status = Path(f"/proc/{pid}/status").read_text().splitlines()
        state = [line for line in status if line.startswith(("State", "Sig", "Shd"))]
        return " ".join([Path(f"/proc/{pid}/wchan").read_text(), *state])
    except OSError as error:
        return str(error)


def heard():
    """Hear what ends a terminal: a shell cannot trap what was ignored before it began."""
    for order in (signal.SIGHUP, signal.SIGINT):
        signal.signal(order, signal.SIG_DFL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One house for all tests here: only the first start fills it."""
    return tmp_path_factory.mktemp("house")


@pytest.fixture
def house(folder):
    port = free_port()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            ["bash", "bin/run"],
            cwd=ROOT,
            env=demo_settings(folder, port),
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=heard,  # noqa: PLW1509 - no thread runs here
        )
        everyone: list[int] = []
        try:
            until(
                lambda: process.poll() is not None or answer(port, "/healthz") == 200, "it serves"
            )
            assert process.poll() is None, (folder / "log").read_text()
            everyone = children(process.pid)
            yield process, port
        finally:
            for pid in {process.pid, *everyone, *children(process.pid)}:
                if lives(pid):
                    os.kill(pid, signal.SIGKILL)
            process.wait()


def worker_of(process) -> int | None:
    """Return the pid of the worker itself, not of what keeps it."""
    for pid in children(process.pid):
        if "wsgi worker" in command(pid) and "bin/keep" not in command(pid):
            return pid
    return None


@pytest.mark.parametrize(
    ("whom", "order"),
    [(os.kill, signal.SIGTERM), (os.killpg, signal.SIGINT), (os.killpg, signal.SIGHUP)],
    ids=["kill", "Ctrl-C", "a closed terminal"],
)
def test_told_to_end_it_leaves_no_process(house, whom, order):
    process, port = house
    assert answer(port, "/") == 200
    everyone = children(process.pid)
    assert sum("gunicorn" in command(pid) for pid in everyone) >= 3  # the parent and two workers
    whom(process.pid, order)
    assert code_of(process) == 0
    until(lambda: not any(lives(pid) for pid in everyone), "all have ended")


def test_even_when_what_starts_them_hangs_no_process_stays(house):
    process, _port = house
    everyone = children(process.pid)
    starter = next(pid for pid in everyone if "honcho" in command(pid))
    os.kill(starter, signal.SIGSTOP)  # it hears no order now
    os.kill(process.pid, signal.SIGTERM)
    assert code_of(process) == 0
    until(lambda: not any(lives(pid) for pid in everyone), "all have ended")


def test_a_killed_worker_comes_back(house):
    process, port = house
    first = until(lambda: worker_of(process), "a worker runs")
    os.kill(first, signal.SIGKILL)
    until(lambda: worker_of(process) not in {first, None}, "another worker runs")
    assert answer(port, "/healthz") == 200


def test_a_taken_port_is_told_before_anything_starts(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            ["bash", "bin/run"],
            cwd=ROOT,
            env=demo_settings(tmp_path, port),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert done.returncode == 1
    assert f"make run PORT={port + 1}" in done.stdout
    assert not (tmp_path / "xingcun.db").exists()
