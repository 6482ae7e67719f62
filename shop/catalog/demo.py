"""The demo world's goods, as `demo/goods.toml` tells them, put under the verifications."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.access import Actor
from core.branches.actors import find_actor
from core.clock import village_day
from core.db import db, writing
from core.money import Money
from core.sponsorship import operations as sponsorship
from core.sponsorship.queries import find_standing
from core.storage.operations import keep
from shop.catalog import operations
from shop.catalog.models import CertificateKind, Product, ProductPicture, ReturnPolicy, Storage
from shop.catalog.rules.listing import LONGEST_AHEAD, months_of
from shop.producers.demo import Steps, find_named, find_somebody, lay
from shop.producers.models import ProductClass
from shop.producers.rules import KIND

GOODS = Path(__file__).parent / "demo" / "goods.toml"
BEGAN = timedelta(days=28)  # before the demo is filled in, the first of them were listed
A_TURN, BETWEEN = timedelta(hours=12), timedelta(minutes=5)  # one after the other
LOOKED = timedelta(hours=3)  # after a product was listed, its steward had looked at it
WRITING = timedelta(minutes=10)  # from the first picture to the switch
SOON = timedelta(days=5)  # what would have to be sent so soon is sold ahead no more


def steps(at: datetime) -> Steps:
    """Yield when each product was listed and looked at; nothing where there are any already.

    It was listed on the day that the file says, or producers in turn four weeks ago.
    """
    if db.session.scalar(select(Product.id).limit(1)):
        return
    turns: Counter[str] = Counter()
    for number, facts in enumerate(told()):
        turns[facts["producer"]] += 1
        turn = turns[facts["producer"]] * A_TURN - BEGAN + number * BETWEEN
        moment = at + (timedelta(days=facts["listed"]) if "listed" in facts else turn)
        yield moment, partial(offer, facts, at=moment, today=village_day(at))
        if not facts.get("waits"):
            yield moment + LOOKED, partial(put_under, facts["producer"], at=moment + LOOKED)


def told() -> list[dict[str, Any]]:
    """Return the products as the file tells them."""
    goods: list[dict[str, Any]] = tomllib.loads(GOODS.read_text("utf-8"))["product"]
    return goods


def hang(at: datetime) -> None:
    """Show the pictures of the goods; a picture is drawn anew outside any transaction."""
    if db.session.scalar(select(ProductPicture.id).limit(1)):
        return
    for facts in told():
        for picture in facts.get("pictures", ()):
            by = find_somebody(find_named(facts["producer"]).responsible.name, at)
            laid = lay(GOODS.parent, picture["file"], by=by)
            with writing():
                stored = keep(laid, is_public=True, by=by, at=at)
                product = find_titled(facts["title"])
                operations.add_picture(product, stored, alt=picture["alt"], by=by, at=at)


def find_titled(title: str) -> Product:
    """Return the demo world's product of this name."""
    return db.session.scalars(select(Product).where(Product.title == title)).one()


def offer(facts: Mapping[str, Any], *, at: datetime, today: date) -> None:
    """List one product with its packs and certificates, and switch it on."""
    producer = find_named(facts["producer"])
    by = find_somebody(producer.responsible.name, at)
    product = operations.start(producer, by=by, at=at - WRITING)
    what = operations.What(
        category=facts["category"],
        title=facts["title"],
        text=facts["text"].strip(),
        product_class=ProductClass(facts["class"]),
    )
    operations.describe(product, what, version=product.version, by=by, at=at)
    for pack in facts["packs"]:
        add_pack(product, pack, by=by, at=at, today=today)
    how = operations.How(
        origin=producer.district,
        origin_note=facts["origin_note"],
        months=months_of(facts.get("months", [])),
        storage=Storage(facts.get("storage", "room")),
        storage_note=facts["storage_note"],
        shelf_life_days=facts.get("shelf_life_days"),
        return_policy=ReturnPolicy(facts["returns"]),
    )
    operations.tell_how(product, how, version=product.version, by=by, at=at)
    for certificate in facts.get("certificates", ()):
        certify(product, certificate, by=by, at=at, today=today)
    operations.switch_on(product, by=by, at=at)


def add_pack(
    product: Product, facts: Mapping[str, Any], *, by: Actor, at: datetime, today: date
) -> None:
    """Add a size; one whose day to be sent is too far or too near waits for its season."""
    day = next_day(facts["ship_by"], today) if "ship_by" in facts else None
    ahead = day is not None and today + SOON < day <= village_day(at) + LONGEST_AHEAD
    stock = facts["stock"]
    operations.add_pack(
        product,
        operations.PackFacts(
            name=facts["name"],
            net_grams=facts["grams"],
            price=Money.parse(str(facts["price"])),
            ships_in_days=facts.get("ships", 2),
            ship_by=day if ahead else None,
            cap=stock if ahead else None,
        ),
        stock=0 if day else stock,
        by=by,
        at=at,
    )


def next_day(month_day: str, today: date) -> date:
    """Return the next such day of the year, as in 06-28, after today."""
    month, day = (int(part) for part in month_day.split("-"))
    this = date(today.year, month, day)
    return this if this > today else this.replace(year=today.year + 1)


def certify(
    product: Product, facts: Mapping[str, Any], *, by: Actor, at: datetime, today: date
) -> None:
    """Write down one certificate of the product."""
    paper = operations.CertificateFacts(
        kind=CertificateKind(facts["kind"]),
        name=facts.get("name", ""),
        number=facts["number"],
        issuer=facts["issuer"],
        valid_until=today + timedelta(days=facts["until"]),
    )
    operations.add_certificate(product, paper, photo=None, by=by, at=at)


def put_under(name: str, *, at: datetime) -> None:
    """Let the steward put what waits under the producer's verification, where one stands."""
    standing = find_standing(KIND, find_named(name).id)
    steward = find_actor(standing.steward_id or 0, at=at) if standing else None
    if standing is not None and steward is not None:
        sponsorship.put_all(standing, seen=at, by=steward, at=at)
