"""A small market, and a plain model of it to compare with."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random

import pytest

from core.branches.models import BranchKind
from core.clock import now, village_day
from shop.catalog.models import CertificateKind, ProductCertificate
from shop.catalog.rules import CATEGORIES
from shop.questions.models import Question
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


@pytest.fixture
def still(monkeypatch):
    """Let the minute stand still, or a test that begins at its end would see two."""
    moment = now()
    monkeypatch.setattr("core.site.pages.now", lambda: moment)


def certificate(make, product, **kw):
    made = {
        "kind": CertificateKind.GREEN,
        "number": "LB-18-26012345678A",
        "issuer": "绿色食品发展中心",
        "valid_until": date(2035, 1, 1),
        **kw,
    }
    return make.add(ProductCertificate(product_id=product.id, **made))


@pytest.fixture
def whole(make, shop):
    """Return a product about which everything was said."""
    branch = make.branch("桃源村党支部")
    unit = make.unit(branch, name="桃源村")
    producer = shop.producer(unit=unit, name="王秀兰家果园")
    standing = shop.sponsorship(producer, branch=branch)
    shop.zone(producer, first_fen=800, further_fen=300, free_over_fen=9900)
    shop.zone(producer, "54", served=False)
    shop.point(producer, name="村口小卖部", phone="0576-0100 0100")
    product = shop.product(
        producer,
        standing,
        title="霜后脆柿",
        category="persimmon",
        text="## 怎么吃\n\n放两天更甜，**别和螃蟹一起吃**。",
        origin="331023",
        origin_note="后山坡",
        months=0b111000000000,
        shelf_life_days=20,
    )
    shop.pack(product, name="5 斤装", fen=3980, stock=42)
    shop.pack(product, name="10 斤大箱", net_grams=5000, fen=7280, stock=6, position=1)
    shop.pack(
        product, name="礼盒", net_grams=0, fen=12800, ship_by=date(2035, 1, 2), cap=9, position=2
    )
    shop.pack(product, name="尝鲜", net_grams=1000, fen=1280, stock=0, position=3)
    for _each in range(3):
        shop.product_picture(product)
    certificate(make, product)
    asker = make.person()
    make.add(
        Question(
            product_id=product.id,
            person_id=asker.id,
            text="涩不涩？",
            asked_at=now(),
            answer="脱过涩的。",
            answered_at=now(),
            answered_by=producer.responsible_id,
        )
    )
    return product
