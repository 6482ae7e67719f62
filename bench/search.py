"""Measures the search index by itself: the questions of the tests over twenty thousand goods."""

import statistics
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from core.adapters.whoosh_index import WhooshIndex
from core.ports import Document

GOODS = Path("shop/catalog/demo/goods.toml")
QUERIES = Path("tests/core/search/queries.toml")
MANY = 20_000
ROUNDS = 3
FIRSTS = ("桃源", "柳湾", "清泉", "石磨", "云溪", "青山", "白石", "松林", "竹溪", "梅坞")
KINDS = ("霜后", "山里", "老树", "头茬", "晒干", "新摘", "自家", "溪边", "高山", "石磨")
BAR, BAR_WRONG = 80.0, 250.0  # milliseconds


def documents(count: int) -> Iterator[Document]:
    """Yield so many goods: those of the demo world again and again, from other places."""
    goods = tomllib.loads(GOODS.read_text())["product"]
    goods += tomllib.loads(QUERIES.read_text())["also"]
    rng = Random(count)  # noqa: S311 - the same goods in each run, nothing secret
    for ref in range(1, count + 1):
        each = goods[ref % len(goods)]
        other = goods[rng.randrange(len(goods))]
        place = f"{rng.choice(FIRSTS)}村{rng.choice(FIRSTS)}家"
        yield Document(
            kind="product",
            ref=ref,
            title=f"{rng.choice(FIRSTS)}{rng.choice(KINDS)}{each['title']}",
            text=f"{place} {each['text']} {other['text'][:60]}",
        )


def queries() -> tuple[list[str], list[str]]:
    """Return the questions, and those with a wrong sign or letter."""
    asked = tomllib.loads(QUERIES.read_text())
    told = {
        kind: [each["query"] for group in groups for each in group["queries"]]
        for kind, groups in asked.items()
        if kind != "also"
    }
    wrong = told.pop("wrong")
    return [query for each in told.values() for query in each], wrong


def took(ask: Callable[[str], object], asked: list[str]) -> tuple[float, float]:
    """Return the middle and the 95th of a hundred, in milliseconds."""
    times = []
    for _round in range(ROUNDS):
        for query in asked:
            begun = time.perf_counter()
            ask(query)
            times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times), statistics.quantiles(times, n=20)[18]


def lines(count: int = MANY) -> tuple[list[str], bool]:
    """Return what was measured, as lines of a page, and whether it is fast enough."""
    right, wrong = queries()
    with tempfile.TemporaryDirectory(prefix="xingcun-bench-") as folder:
        index = WhooshIndex(f"{folder}/search")
        begun = time.perf_counter()
        index.rebuild(documents(count))
        built = time.perf_counter() - begun
        index.find(right[0])
        mine, theirs = took(index.find, right), took(index.find, wrong)
        typed = took(
            index.suggest, [query[:end] for query in right for end in range(1, len(query))]
        )
        begun = time.perf_counter()
        index.write(list(documents(1)), [])
        written = 1000 * (time.perf_counter() - begun)
    good = mine[1] <= BAR and theirs[1] <= BAR_WRONG
    return [
        f"- search, {count:,} goods on Whoosh, p50 / p95:",
        f"  - {len(right)} questions: {mine[0]:.1f} / {mine[1]:.1f} ms (bar {BAR:.0f})",
        f"  - {len(wrong)} with a slip: {theirs[0]:.1f} / {theirs[1]:.1f} ms (bar {BAR_WRONG:.0f})",
        f"  - titles while one types: {typed[0]:.1f} / {typed[1]:.1f} ms",
        f"  - made anew in {built:.0f} s; one more written in {written:.0f} ms",
    ], good


if __name__ == "__main__":
    told, good = lines()
    print("\n".join(told))
    sys.exit(not good)
