"""The market with ten thousand goods: list, product and search, and how fast a withdrawal hides."""

import http.client
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench import servers
from bench.client import Load, median_load
from bench.goods import MARKED, Marked

MANY, LEAST, MOST = 10_000, 1_000, 100_000  # goods
BARS = {"list": 3.0, "product": 4.0, "search": 25.0}  # bare ÷ ours
GROWTH = 1.3
COLD = 200  # pages that nobody has asked for before
SEARCH = f"/search?q={''.join(f'%{byte:02X}' for byte in MARKED.encode())}"


@dataclass(frozen=True)
class Market:
    """A house of its own with so many goods, being served."""

    port: int
    master: int
    marked: Marked
    env: dict[str, str]


@contextmanager
def market(folder: Path, count: int) -> Iterator[Market]:
    """Serve a market of so many goods, its index made, until the block ends."""
    folder.mkdir()
    port = servers.free_port()
    env = servers.demo_settings(folder, port)
    marked = Marked.read(goods(env, "fill", str(count)))
    log = folder / "house.log"
    with servers.serving(["wsgi:app"], env, port, log) as master:
        yield Market(port, master, marked, env)


def goods(env: dict[str, str], *words: str) -> str:
    """Run one of the commands of `bench.goods` in this house."""
    command = [sys.executable, "-m", "bench.goods", *words]
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)  # noqa: S603
    return done.stdout


def ask(port: int, path: str) -> tuple[int, str]:
    """Fetch a page over a connection of its own."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", path, headers={"Connection": "close", "Accept-Language": "zh-CN"})
    answer = line.getresponse()
    text = answer.read().decode()
    line.close()
    return answer.status, text


def workers(master: int) -> list[int]:
    children = Path(f"/proc/{master}/task/{master}/children").read_text()
    return [int(each) for each in children.split()]


@contextmanager
def only(worker: int, all_of_them: list[int]) -> Iterator[None]:
    """Let one worker alone answer: the others stand still meanwhile."""
    others = [each for each in all_of_them if each != worker]
    for each in others:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in others:
            os.kill(each, signal.SIGCONT)


def shown_by_each(place: Market) -> list[bool]:
    """Tell of each worker whether it shows the marked producer's goods, by list and by page."""
    crew, shown = workers(place.master), []
    path = f"/market/{place.marked.product_id}"
    for worker in crew:
        with only(worker, crew):
            _status, text = ask(place.port, place.marked.list_path)
            status, _page = ask(place.port, path)
            there = path in text
            if there != (status == http.client.OK):
                raise RuntimeError(f"list and page disagree: {there}, {status}")
            shown.append(there)
    return shown


def withdrawal(place: Market) -> tuple[str, bool]:
    """Withdraw a verification in the database, and ask every worker at once."""
    before = shown_by_each(place)
    goods(place.env, "withdraw", str(place.marked.sponsorship_id))
    after = shown_by_each(place)
    good = len(before) > 1 and all(before) and not any(after)
    said = "hidden" if good else "STILL SHOWN"
    return (
        f"- a verification withdrawn: {said} on the next request by each of {len(before)} workers",
        good,
    )


def cold(place: Market) -> float:
    """Return how long a page of the list takes that nobody has asked for before, in ms."""
    rng, times = Random(place.port), []  # noqa: S311 - any pages will do
    for _page in range(COLD):
        key = f"n-{place.marked.newest - rng.randrange(10**13):x}-1"
        begun = time.perf_counter()
        ask(place.port, f"/market/?after={key}")
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)


def lines(bare: Load, pages: int) -> tuple[list[str], bool]:
    """Return what was measured, and whether the bars are met."""
    told, good = [f"- the market, {MANY:,} goods, bare ÷ ours:"], True
    with tempfile.TemporaryDirectory(prefix="xingcun-market-") as name:
        with market(Path(name) / "house", MANY) as place:
            paths = {"list": "/market/", "product": f"/market/{place.marked.product_id}"}
            for what, path in {**paths, "search": SEARCH}.items():
                one = median_load(place.port, path, pages=pages)
                ratio, bar = bare.rate / one.rate, BARS[what]
                good &= ratio <= bar
                told.append(
                    f"  - {what}: {ratio:.1f} (bar {bar:.0f}), {one.rate:.0f} pages/s,"
                    f" p95 {one.p95:.1f} ms, {one.size / 1024:.1f} KB"
                )
            told.append(f"  - a page of the list that nobody has asked for: {cold(place):.1f} ms")
            said, hidden = withdrawal(place)
            told.append(said)
            good &= hidden
        if os.environ.get("FULL"):
            grown, steady = growth(Path(name), pages)
            told.append(grown)
            good &= steady
    return told, good


def growth(folder: Path, pages: int) -> tuple[str, bool]:
    """Compare the list of a thousand goods with that of a hundred thousand."""
    rates, waits = {}, {}
    for count in (LEAST, MOST):
        with market(folder / str(count), count) as place:
            rates[count] = median_load(place.port, "/market/", pages=pages).rate
            waits[count] = cold(place)
    factor = rates[LEAST] / rates[MOST]
    said = (
        f"- the list, {LEAST:,} to {MOST:,} goods: {factor:.2f} times as long (bar {GROWTH}),"
        f" a page nobody has asked for {waits[LEAST]:.1f} to {waits[MOST]:.1f} ms"
    )
    return said, factor <= GROWTH


def main() -> int:
    pages = int(os.environ.get("BENCH_PAGES", "2000"))
    with tempfile.TemporaryDirectory() as name, servers.bare(Path(name)) as port:
        bare = median_load(port, "/", pages=pages)
    told, good = lines(bare, pages)
    print("\n".join(told))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
