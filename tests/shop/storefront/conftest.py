"""A small market, and a plain model of it to compare with."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random

import pytest

from core.branches.models import BranchKind
from core.clock import now, village_day
from shop.catalog.rules import CATEGORIES
from shop.storefront.rules import ALL_YEAR, bit

SHELVES = ("citrus", "persimmon", "leafy", "rice", "honey")
LINK = re.compile(r'<a href="/market/(\d+)">')
NEXT = re.compile(r'href="([^"]+)"\s+rel="next"')
TOTAL = re.compile(r"(\d+) 样，都有支部去看过")


@dataclass
class Goods:
    """What a plain list of goods knows of one."""

    id: int
    category: str
    unit: int
    township: int
    branch: int
    months: int
    fen: int
    listed: datetime
    visited: date
    sponsorship: int

    def fits(self, args):
        month = village_day(now()).month if args.get("season") == "now" else args.get("season")
        asked = {
            "category": args.get("category") in (self.category, CATEGORIES[self.category].parent),
            "region": args.get("region") in (f"u{self.unit}", f"t{self.township}"),
            "branch": args.get("branch") == str(self.branch),
            "season": self.months != ALL_YEAR and bool(self.months & bit(int(month or 1))),
        }
        return all(fit for name, fit in asked.items() if args.get(name))


ORDERS = {
    "newest": lambda each: (each.listed, each.id),
    "cheap": lambda each: (-each.fen, -each.id),
    "dear": lambda each: (each.fen, each.id),
    "verified": lambda each: (each.visited, each.sponsorship, each.id),
}


@pytest.fixture
def market(make, shop):
    """Return goods of five producers in four villages of two townships: equal prices and days."""
    rng, names = Random(7), count()
    towns = [make.branch(f"第{n}镇党委", kind=BranchKind.TOWNSHIP) for n in range(2)]
    places = []
    for town in (*towns, *towns):
        branch = make.branch(f"第{next(names)}村党支部", parent=town)
        places.append((town, branch, make.unit(branch, name=f"第{next(names)}村")))
    goods = []
    for number in range(5):
        town, branch, unit = places[number % 4]
        producer = shop.producer(unit=unit, name=f"第{next(names)}家")
        judge = branch if number != 3 else places[0][1]
        standing = shop.sponsorship(producer, branch=judge)
        for _each in range(11):
            listed = datetime(2026, 10, 1, tzinfo=UTC) + timedelta(hours=rng.randrange(9))
            months = rng.choice([ALL_YEAR, bit(11) | bit(12), bit(3), bit(1) | bit(11)])
            fen, category = rng.choice([900, 1200, 1200, 5000]), rng.choice(SHELVES)
            product = shop.product(
                producer, standing, category=category, months=months, listed_at=listed
            )
            shop.pack(product, fen=fen)
            goods.append(
                Goods(
                    id=product.id,
                    category=category,
                    unit=unit.id,
                    township=town.id,
                    branch=judge.id,
                    months=months,
                    fen=fen,
                    listed=listed,
                    visited=date(2026, 1, 2),
                    sponsorship=standing.id,
                )
            )
    return goods


@pytest.fixture
def walk(client):
    """Return a hand that turns all the pages and gives back what they show, in their order."""

    def turn(**args):
        query = "&".join(f"{name}={value}" for name, value in args.items())
        url, seen, total = f"/market/?{query}", [], None
        for _page in range(20):
            answer = client.get(url)
            assert answer.status_code == 200, url
            seen += [int(each) for each in LINK.findall(answer.text)]
            found = TOTAL.search(answer.text)
            total = total if found is None else int(found[1])
            following = NEXT.search(answer.text)
            if following is None:
                return seen, total
            url = following[1].replace("&amp;", "&")
        raise AssertionError("the pages never end")

    return turn
