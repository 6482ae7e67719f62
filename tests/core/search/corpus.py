"""The goods and the questions that search is tried with."""

import tomllib
from functools import cache
from pathlib import Path

from core.ports import Document
from shop.catalog.rules import CATEGORIES, GROUPS

HERE = Path(__file__).parent
GOODS = HERE.parents[2] / "shop/catalog/demo/goods.toml"
TOP = 5


@cache
def asked():
    return tomllib.loads((HERE / "queries.toml").read_text())


@cache
def documents():
    """Return the goods of the demo world and a few more, as a producer's page would give them."""
    goods = tomllib.loads(GOODS.read_text())["product"]
    rows = [
        (
            each["title"],
            " ".join((shelf_of(each), each["producer"], each["origin_note"], each["text"])),
        )
        for each in goods
    ]
    rows += [(each["title"], each["text"]) for each in asked()["also"]]
    return [
        Document(kind="product", ref=ref, title=title, text=text)
        for ref, (title, text) in enumerate(rows, 1)
    ]


def shelf_of(good):
    shelf = CATEGORIES[good["category"]]
    return f"{shelf.chinese} {GROUPS[shelf.parent].chinese}"


def questions():
    """Yield (kind of question, query, titles of which one must be there, or all)."""
    for kind, groups in asked().items():
        if kind != "also":
            for each in (each for group in groups for each in group["queries"]):
                yield kind, each["query"], each.get("any", []), each.get("all", [])


def named(part):
    """Return the titles that are meant; raise where the demo world has no such good."""
    found = {each.title for each in documents() if part in each.title}
    assert found, f"no good is called {part}: see queries.toml"
    return found


def answered(titles, some, every):
    """Tell whether what was wanted stands among these titles."""
    return (not some or any(named(part) & titles for part in some)) and all(
        named(part) & titles for part in every
    )
