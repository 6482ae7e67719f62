"""Sees to it that a process that was told to end does, with all that it started.

`python -m bin.end PID`: waits until the process is gone; who takes too long is ended from here.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path

PATIENCE = 12.0  # seconds; an orderly end takes nine at most
LAST_WORD = 5.0  # seconds between asking the rest to end and ending it
LOOK = 0.2


def parents() -> dict[int, int]:
    """Return the parent of every process that still runs."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except (OSError, ValueError):
            continue
        if state != "Z":
            found[int(stat.parent.name)] = int(parent)
    return found


def all_below(pid: int) -> set[int]:
    """Return the pids of everything that this process started, at any depth."""
    known = parents()
    found: set[int] = set()
    look = {pid}
    while look:
        look = {child for child, parent in known.items() if parent in look} - found
        found |= look
    return found


def tell(pids: Iterable[int], order: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, order)
        except ProcessLookupError:
            continue


def gone(pids: set[int], seconds: float) -> bool:
    """Tell whether they have all ended within so many seconds."""
    until = time.monotonic() + seconds
    while pids & parents().keys():
        if time.monotonic() > until:
            return False
        time.sleep(LOOK)
    return True


def main(pid: int) -> None:
    if gone({pid}, PATIENCE):
        return
    rest = all_below(pid)
    tell(rest, signal.SIGTERM)
    if not gone(rest | {pid}, LAST_WORD):
        tell(rest | all_below(pid) | {pid}, signal.SIGKILL)


if __name__ == "__main__":
    main(int(sys.argv[1]))
