"""Many who do things at once, and a tally of what they were answered."""

import http.client
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from core.db import db


class Tally:
    """What a crowd tried and what it was told; a broken connection counts as status 0."""

    def __init__(self):
        self.statuses, self.lock = Counter(), threading.Lock()
        self.acked, self.worst = [], 0.0

    def note(self, status, what=None, took=0.0):
        with self.lock:
            self.statuses[status] += 1
            self.worst = max(self.worst, took)
            if what is not None and 200 <= status < 400:
                self.acked.append(what)

    @property
    def attempts(self):
        return self.statuses.total()

    @property
    def successes(self):
        return sum(count for status, count in self.statuses.items() if 200 <= status < 400)

    @property
    def broken(self):
        """Count answers that say the house itself has failed; 503 is an honest answer."""
        return sum(n for status, n in self.statuses.items() if status >= 500 and status != 503)

    def report(self, record_property, **more):
        facts = {
            "attempts": self.attempts,
            "successes": self.successes,
            "5xx": self.broken,
            "503": self.statuses[503],
            "cut off": self.statuses[0],
            **more,
        }
        for name, value in facts.items():
            record_property(name, value)
        print(facts)


def at_once(jobs, *, hands=8):
    """Run all jobs, so many at a time, the first of them at the same instant."""
    gate = threading.Barrier(min(hands, len(jobs)))

    def one(numbered):
        number, job = numbered
        if number < gate.parties:
            gate.wait(20)
        return job()

    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(one, enumerate(jobs)))


def tried(visitor, method, url, fields=None):
    """Return the answer, or None where the connection broke."""
    try:
        return visitor.request(method, url, fields)
    except (OSError, http.client.HTTPException):
        return None


class Traffic:
    """People who go on doing things until told to stop."""

    def __init__(self, doings):
        self.tally, self.over = Tally(), threading.Event()
        self.errors = []
        self.threads = [threading.Thread(target=self._go_on, args=(doing,)) for doing in doings]

    def _go_on(self, doing):
        """Each `doing(number)` returns (status, what was promised)."""
        number = 0
        while not self.over.is_set():
            number += 1
            begun = time.monotonic()
            try:
                status, what = doing(number)
            except (OSError, http.client.HTTPException):
                status, what = 0, None
            except Exception as error:  # a mistake of the test must not look like a quiet house
                self.errors.append(error)
                raise
            self.tally.note(status, what, time.monotonic() - begun)

    def wait_for(self, successes, *, seconds):
        """Give the house time, until so many things have worked or the time is over."""
        until = time.monotonic() + seconds
        while self.tally.successes < successes and time.monotonic() < until:
            time.sleep(0.02)

    def __enter__(self):
        db.session.rollback()  # the test itself holds nothing open while the others are at it
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        self.over.set()
        for thread in self.threads:
            thread.join(60)
        assert not self.errors, self.errors[0]
