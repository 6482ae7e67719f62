"""The worker: takes nudges, looks for due sweeps, says that it lives, and ends when asked to."""

import signal
import threading
import time
from collections.abc import Callable

import structlog
from flask import Flask

from core.clock import now
from core.house import HOUSE
from core.jobs.work import beat, run_due_sweeps, run_job

BEAT = 5.0  # seconds between heartbeats, and between looks for due sweeps
SHORTEST, LONGEST = 0.1, 1.0  # seconds between looks into an empty queue
REST = 5.0  # seconds after the queue was out of reach
FAREWELL = 3.0  # seconds for what is under way, of the five one has; the rest is swept up later
log = structlog.get_logger(__name__)


def serve(app: Flask, *, threads: int = 1) -> None:
    """Work until SIGTERM or SIGINT; must be called in the main thread."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_caught: stop.set())
    work(app, stop, threads=threads)


def work(app: Flask, stop: threading.Event, *, threads: int = 1) -> None:
    """Work until the event is set."""
    loops: list[Callable[[Flask, threading.Event], None]] = [take_nudges] * threads
    running = [
        threading.Thread(target=loop, args=(app, stop), name=loop.__name__, daemon=True)
        for loop in [*loops, sweep]
    ]
    for thread in running:
        thread.start()
    log.info("worker_up", threads=threads)
    while True:
        with app.app_context():
            beat(now())
        if stop.wait(BEAT):
            break
    until = time.monotonic() + FAREWELL
    for thread in running:
        thread.join(max(0.0, until - time.monotonic()))
    log.info("worker_down")


def take_nudges(app: Flask, stop: threading.Event) -> None:
    """Do what is asked for, one after the other."""
    pause = SHORTEST
    while not stop.wait(pause):
        try:
            while not stop.is_set() and (nudge := HOUSE.queue.take()) is not None:
                job, ids = nudge
                with app.app_context():
                    run_job(job, *ids)
                pause = SHORTEST
        except OSError as error:
            log.warning("queue_gone", error=str(error))
            pause = REST
        else:
            pause = min(pause * 2, LONGEST)


def sweep(app: Flask, stop: threading.Event) -> None:
    """Look for due sweeps again and again."""
    while True:
        try:
            with app.app_context():
                run_due_sweeps(now(), stop=stop.is_set)
        except Exception:
            log.exception("sweeps_delayed")
        if stop.wait(BEAT):
            return
