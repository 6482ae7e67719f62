"""Fills a house with so many goods at once, past the operations: only to measure with."""

import json
import sys
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, insert, select, text

from core.access import SYSTEM
from core.accounts.models import Person
from core.branches.models import Branch, BranchKind, Unit, UnitKind
from core.cache.operations import bump
from core.clock import now, village_day
from core.db import Base, db, writing
from core.house import HOUSE
from core.search.queries import all_documents
from core.sponsorship.models import Sponsorship, SponsorshipStatus, Visit
from core.sponsorship.operations import end
from shop.catalog.models import Pack, Product, ReturnPolicy
from shop.catalog.rules import CATEGORIES
from shop.producers.models import Producer, ProducerKind, ProductClass
from shop.storefront.rules import as_number
from wsgi import create_app

OF_A_PRODUCER = 25  # goods
BATCH = 5000
FIRSTS = ["桃源", "柳湾", "清泉", "石磨", "云溪", "青山", "白石", "松林", "竹溪", "梅坞"]
KINDS = ["霜后", "山里", "老树", "头茬", "晒干", "新摘", "自家", "溪边", "高山", "石磨"]
MARKED = "稀罕柚子"  # one product in a thousand: a word that few documents hold


@dataclass(frozen=True)
class Marked:
    """What to look at: the last product, its verification, the list in which it stands first."""

    product_id: int
    sponsorship_id: int
    list_path: str
    newest: int  # the moment of the newest product, as the list's keys tell it

    @classmethod
    def read(cls, text: str) -> "Marked":
        """Take what the command has written last."""
        return cls(**json.loads(text.splitlines()[-1]))


def furnish(count: int) -> Marked:
    """Put in goods until there are so many, all for sale; return what to look at."""
    there = db.session.scalar(select(func.count()).select_from(Product)) or 0
    rng, at = Random(count), now()  # noqa: S311 - the same goods in each run, nothing secret
    while there < count:
        batch = min(BATCH, count - there)
        with writing():
            producers = some_producers(-(-batch // OF_A_PRODUCER), rng, at)
            some_goods(batch, producers, rng, at)
            bump()
        there += batch
    return marked()


def marked() -> Marked:
    newest = select(Product).order_by(Product.listed_at.desc(), Product.id.desc()).limit(1)
    product = db.session.scalars(newest).one()
    moment = as_number(product.listed_at)
    return Marked(product.id, product.sponsorship_id or 0, "/market/", moment)


def withdraw(sponsorship_id: int) -> None:
    """End a verification as its branch does."""
    with writing():
        sponsorship = db.session.get_one(Sponsorship, sponsorship_id)
        end(sponsorship, reason="地块转包了", by=SYSTEM, at=now())


def add(table: type[Base], rows: list[dict[str, Any]]) -> list[int]:
    """Insert the rows and return their ids, in their order."""
    made = insert(table).returning(table.__table__.c.id, sort_by_parameter_order=True)
    return list(db.session.scalars(made, rows))


def some_producers(count: int, rng: Random, at: datetime) -> list[tuple[int, int]]:
    """Return so many new producers, each with its verification."""
    units = villages()
    names = [f"农户{number}" for number in range(count)]
    people = add(Person, [{"name": name, "created_at": at} for name in names])
    places = [rng.choice(units) for _ in range(count)]
    producers = add(
        Producer,
        [
            {
                "kind": ProducerKind.HOUSEHOLD,
                "name": f"{rng.choice(FIRSTS)}{person} 号家庭",
                "responsible_id": person,
                "unit_id": unit,
                "address": f"{rng.choice(FIRSTS)}村 {person} 号",
                "phone": "0571-00000000",
                "applied_at": at,
            }
            for person, (unit, _branch) in zip(people, places, strict=True)
        ],
    )
    today = village_day(at)
    days = [today - timedelta(days=rng.randrange(1, 300)) for _ in range(count)]
    sponsorships = add(
        Sponsorship,
        [
            {
                "kind": "producer",
                "ref": producer,
                "branch_id": branch,
                "status": SponsorshipStatus.ACTIVE,
                "asked_by": person,
                "asked_at": at,
                "steward_id": person,
                "valid_from": day,
                "valid_until": day + timedelta(days=365),
                "status_at": at,
            }
            for producer, person, (_unit, branch), day in zip(
                producers, people, places, days, strict=True
            )
        ],
    )
    add(
        Visit,
        [
            {"sponsorship_id": each, "day": day, "saved_at": at, "handed_in_at": at}
            for each, day in zip(sponsorships, days, strict=True)
        ],
    )
    return list(zip(producers, sponsorships, strict=True))


def villages() -> list[tuple[int, int]]:
    """Return all villages with their branches; in an empty house some are made."""
    found = db.session.execute(select(Unit.id, Unit.branch_id))
    units = [(unit, branch) for unit, branch in found]
    if units:
        return units
    for name in FIRSTS:
        branch = Branch(name=f"{name}村党支部", kind=BranchKind.VILLAGE, path="/")
        db.session.add(branch)
        db.session.flush()
        branch.path = f"/{branch.id}/"
        add(Unit, [{"branch_id": branch.id, "kind": UnitKind.VILLAGE, "name": f"{name}村"}])
    return [(unit, branch) for unit, branch in db.session.execute(select(Unit.id, Unit.branch_id))]


def some_goods(count: int, producers: list[tuple[int, int]], rng: Random, at: datetime) -> None:
    fresh = [each for each in CATEGORIES.values() if ProductClass.FRESH in each.classes]
    rows, packs = [], []
    for number in range(count):
        producer, sponsorship = producers[number // OF_A_PRODUCER]
        shelf, listed = rng.choice(fresh), at - timedelta(minutes=rng.randrange(500_000))
        fen = rng.randrange(500, 20_000)
        begins = rng.randrange(12)
        named = MARKED if number % 1000 == 0 else shelf.chinese
        pounds = rng.randrange(1, 11)
        rows.append(
            {
                "producer_id": producer,
                "category": shelf.code,
                "product_class": ProductClass.FRESH,
                "title": f"{rng.choice(KINDS)}{rng.choice(FIRSTS)}{named} {pounds} 斤装",
                "text": f"## 来历\n\n{rng.choice(FIRSTS)}的{named}，{rng.choice(KINDS)}。" * 3,
                "origin": "330106",
                "months": rng.choice([4095, 7 << begins & 4095 or 7]),
                "return_policy": ReturnPolicy.FRESH_NONE,
                "is_on": True,
                "listed_at": listed,
                "sponsorship_id": sponsorship,
                "put_under_at": listed,
                "least_fen": fen,
                "sells": True,
                "created_at": listed,
                "changed_at": listed,
            }
        )
        packs.append(fen)
    ids = add(Product, rows)
    add(
        Pack,
        [
            {
                "product_id": each,
                "name": name,
                "net_grams": grams,
                "fen": fen * times,
                "stock": 50,
                "position": times,
            }
            for each, fen in zip(ids, packs, strict=True)
            for name, grams, times in (("5 斤装", 2500, 1), ("10 斤装", 5000, 2))
        ],
    )


def main(what: str, number: int) -> int:
    """Fill a house that has no tables yet and make its index, or withdraw a verification."""
    app = create_app()
    with app.app_context():
        if what == "withdraw":
            withdraw(number)
            return 0
        Base.metadata.create_all(db.engine)
        found = furnish(number)
        HOUSE.index.rebuild(all_documents())
        db.session.execute(text("ANALYZE"))
    print(json.dumps(asdict(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
