"""What lets a producer sell, as SQL, against the same rules said in Python."""

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select

from core.clock import village_day
from core.db import db, writing
from core.qualifications.models import QualificationKind
from shop.catalog.models import Product
from shop.producers.models import ClassRule, PaperKind, Producer, ProducerKind, ProductClass
from shop.producers.queries import is_away, papers_in_order, qualified
from shop.producers.rules import missing_papers

pytestmark = pytest.mark.both_engines
DAY = timedelta(days=1)


@pytest.fixture
def today(at):
    return village_day(at)


def found(condition):
    query = select(Product.id).join(Producer, Producer.id == Product.producer_id)
    return set(db.session.scalars(query.where(condition)))


def test_papers_are_in_order_exactly_when_none_is_missing(shop, make, today):
    unit, person = make.unit(), make.person()
    sets = [
        (),
        (PaperKind.BUSINESS,),
        (PaperKind.QUARANTINE,),
        (PaperKind.SMALL_WORKSHOP, PaperKind.BUSINESS),
        (PaperKind.SMALL_WORKSHOP,),
        (PaperKind.BUSINESS, PaperKind.FOOD_OPERATION),
        (PaperKind.PREPACKAGED_FILING,),
        tuple(PaperKind),
    ]
    expected = set()
    for kind, held in product(ProducerKind, sets):
        producer = shop.producer(person, unit, kind=kind)
        for each in held:
            shop.paper(producer, each)
        for product_class in ProductClass:
            listed = shop.product(producer, product_class=product_class)
            if not missing_papers(kind, product_class, held):
                expected.add(listed.id)
    assert 20 < len(expected) < 160
    assert found(papers_in_order(Product.product_class, day=today)) == expected


@pytest.mark.parametrize(
    ("paper", "is_in_order"),
    [
        ({}, True),
        ({"valid_until": None, "valid_from": None}, True),
        ({"valid_until": 0}, True),
        ({"valid_until": -1}, False),
        ({"valid_from": 0}, True),
        ({"valid_from": 1}, False),
        ({"removed_at": "now"}, False),
    ],
)
def test_a_paper_counts_on_its_days_alone(shop, today, at, paper, is_in_order):
    days = {k: today + v * DAY if isinstance(v, int) else v for k, v in paper.items()}
    if days.get("removed_at"):
        days["removed_at"] = at
    producer = shop.producer()
    shop.paper(producer, PaperKind.QUARANTINE, **days)
    listed = shop.product(producer, product_class=ProductClass.LIVE)
    in_order = found(papers_in_order(Product.product_class, day=today))
    assert in_order == ({listed.id} if is_in_order else set())


def test_anothers_paper_helps_nobody(shop, today):
    shop.paper(shop.producer(), PaperKind.QUARANTINE)
    shop.product(product_class=ProductClass.LIVE)
    assert found(papers_in_order(Product.product_class, day=today)) == set()


@pytest.mark.parametrize("product_class", ProductClass)
def test_the_county_asks_for_a_qualification(shop, make, today, product_class):
    """By default for food that was worked on; a rule of the county's own goes before that."""
    condition = qualified(Product.product_class, day=today)
    with_it, without = make.person(), make.person()
    shop.qualification(with_it)
    shop.qualification(without, QualificationKind.HOMESTAY_HOST)
    holders = shop.product(shop.producer(with_it), product_class=product_class)
    others = shop.product(shop.producer(without), product_class=product_class)
    by_default = product_class in {ProductClass.WORKSHOP, ProductClass.PREPACKAGED}
    assert found(condition) == ({holders.id} if by_default else {holders.id, others.id})
    rule = shop.class_rule(product_class, "" if by_default else "food-seller")
    assert found(condition) == ({holders.id, others.id} if by_default else {holders.id})
    with writing():
        db.session.get(ClassRule, rule.product_class).qualification = "homestay-host"
    assert found(condition) == {others.id}


@pytest.mark.parametrize(
    ("kw", "counts"),
    [
        ({"valid_until": None}, True),
        ({"valid_until": 0}, True),
        ({"valid_until": -1}, False),
        ({"valid_from": 1}, False),
        ({"revoked": True}, False),
    ],
)
def test_a_qualification_counts_on_its_days_alone(shop, make, today, at, kw, counts):
    person = make.person()
    days = {k: today + v * DAY if isinstance(v, int) else v for k, v in kw.items()}
    if days.pop("revoked", False):
        days.update(revoked_at=at, revoked_by=person.id)
    shop.qualification(person, **days)
    listed = shop.product(shop.producer(person), product_class=ProductClass.WORKSHOP)
    assert found(qualified(Product.product_class, day=today)) == ({listed.id} if counts else set())


@pytest.mark.parametrize(
    ("begins", "ends", "away"), [(None, None, False), (0, 0, True), (-3, -1, False), (1, 2, False)]
)
def test_away_is_never_unknown(shop, today, begins, ends, away):
    days = [None if n is None else today + n * DAY for n in (begins, ends)]
    listed = shop.product(shop.producer(away_from=days[0], away_until=days[1]))
    is_gone = is_away(day=today)
    assert found(is_gone) == ({listed.id} if away else set())
    assert found(~is_gone) == (set() if away else {listed.id})
