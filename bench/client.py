"""A small load: a few connections that stay open, each asking again as soon as it is answered."""

import itertools
import selectors
import socket
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

CONNECTIONS = 8
PATIENCE = 30.0
OK = 200


class BadAnswer(Exception):
    """The server answered with something else than a whole page."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """What one run showed: pages a second, and how long a page takes in milliseconds."""

    rate: float
    p50: float
    p95: float
    size: int


@dataclass
class Line:
    """One connection and the answer that is arriving on it."""

    sock: socket.socket
    asked: float = 0.0
    buffer: bytearray = field(default_factory=bytearray)
    whole: int = 0

    def ask(self, request: bytes) -> None:
        self.buffer.clear()
        self.whole = 0
        self.asked = time.perf_counter()
        self.sock.sendall(request)

    def arrived(self, ok: int) -> bool:
        """Read what is there; return whether the answer is whole."""
        data = self.sock.recv(65536)
        if not data:
            raise BadAnswer("the connection was closed")
        self.buffer += data
        if not self.whole:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return False
            self.whole = end + 4 + length_of(bytes(self.buffer[:end]), ok)
        return len(self.buffer) >= self.whole


def length_of(head: bytes, ok: int) -> int:
    """Return the length of the body that this head announces; its status must be `ok`."""
    status, *fields = head.split(b"\r\n")
    if int(status.split()[1]) != ok:
        raise BadAnswer(status.decode())
    for line in fields:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise BadAnswer("an answer without a length")


def get(port: int, path: str) -> bytes:
    """Return the request of a visitor for this page."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        "Accept: text/html\r\nAccept-Encoding: gzip\r\nAccept-Language: zh-CN\r\n\r\n"
    ).encode()


def load(port: int, requests: Iterator[bytes], pages: int, ok: int = OK) -> Load:
    """Send this many of the requests and return what it took."""
    selector = selectors.DefaultSelector()
    lines = [
        Line(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))
        for _ in range(CONNECTIONS)
    ]
    took: list[float] = []
    size = 0
    try:
        started = time.perf_counter()
        for line in lines:
            selector.register(line.sock, selectors.EVENT_READ, line)
            line.ask(next(requests))
        asked = len(lines)
        while len(took) < pages:
            ready = selector.select(PATIENCE)
            if not ready:
                raise BadAnswer(f"no answer in {PATIENCE:.0f} seconds")
            for key, _ in ready:
                line = key.data
                if not line.arrived(ok):
                    continue
                took.append(time.perf_counter() - line.asked)
                size = line.whole
                if asked < pages:
                    asked += 1
                    line.ask(next(requests))
        lasted = time.perf_counter() - started
    finally:
        selector.close()
        for line in lines:
            line.sock.close()
    cuts = statistics.quantiles(took, n=20)
    return Load(rate=len(took) / lasted, p50=1000 * cuts[9], p95=1000 * cuts[18], size=size)


def median_load(
    port: int,
    path: str,
    *,
    pages: int,
    runs: int = 3,
    requests: Iterator[bytes] | None = None,
    ok: int = OK,
) -> Load:
    """Return the middle one of several runs, after a warm-up; `requests` go instead of the path."""
    sent = requests or itertools.repeat(get(port, path))
    load(port, sent, max(pages // 10, CONNECTIONS), ok)
    found = sorted((load(port, sent, pages, ok) for _ in range(runs)), key=lambda one: one.rate)
    return found[len(found) // 2]
