"""Measures the pages everybody opens and writes bench/last.md."""

import os
import platform
import re
import sys
import tempfile
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

from bench import market, orders, search, servers
from bench.client import CONNECTIONS, Load, median_load

LAST = Path("bench/last.md")
PAGES = int(os.environ.get("BENCH_PAGES", "2000"))


def a_branch(port: int) -> str:
    """Return the address of a branch that the list links to."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/branches/", timeout=10) as answer:
        found = re.search(r'href="(/branches/\d+/?)"', answer.read().decode())
    if found is None:
        raise RuntimeError("the list of branches links to none")
    return found[1]


def row(name: str, one: Load, measure: Load) -> str:
    return (
        f"| {name} | {one.rate:.0f} | {one.p50:.1f} | {one.p95:.1f} | {one.size / 1024:.1f} |"
        f" {measure.rate / one.rate:.1f} |"
    )


def main() -> int:
    settings = servers.SAME
    machine = f"{os.cpu_count()} CPUs, Python {platform.python_version()}"
    lines = [
        "# The last bench",
        "",
        f"Written by `make bench` on {datetime.now(UTC):%Y-%m-%d}: {machine}.",
        "",
        f"- gunicorn with {settings['workers']} processes of {settings['threads']} threads",
        f"- {CONNECTIONS} connections that stay open, {PAGES} pages a run, the middle of 3 runs",
        "- SQLite, the demo world; the client shares the machine",
        "",
        "| page | pages/s | p50 ms | p95 ms | KB as sent | bare ÷ ours |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    with tempfile.TemporaryDirectory(prefix="xingcun-bench-") as name:
        folder = Path(name)
        with servers.bare(folder) as port:
            measure = median_load(port, "/", pages=PAGES)
        lines.append(row("a bare Flask page", measure, measure))
        with servers.house(folder) as port:
            branch = a_branch(port)
            pages = {"/": "/", "/branches/": "/branches/", branch: "a branch", "/login": "/login"}
            for path, shown in pages.items():
                lines.append(row(shown, median_load(port, path, pages=PAGES), measure))
    told, market_good = market.lines(measure, PAGES)
    lines += ["", *told]
    told, orders_good = orders.lines(measure, PAGES)
    lines += told
    told, search_good = search.lines()
    lines += told
    text = "\n".join(lines) + "\n"
    LAST.write_text(text)
    print(text)
    return 0 if market_good and orders_good and search_good else 1


if __name__ == "__main__":
    sys.exit(main())
