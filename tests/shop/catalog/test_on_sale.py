"""What is on sale: each single condition decides."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from core.clock import village_day
from core.db import db, writing
from core.qualifications.models import QualificationKind
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from shop.catalog import queries
from shop.catalog.models import CertificateKind, Product, ProductCertificate
from shop.catalog.rules import CATEGORIES
from shop.producers.models import PaperKind, Producer, ProducerKind, ProductClass

pytestmark = pytest.mark.both_engines
YESTERDAY = timedelta(days=-1)


def change(table, row_id, **values):
    with writing():
        row = db.session.get(table, row_id)
        for name, value in values.items():
            setattr(row, name, value)


def is_on_sale(product, at):
    db.session.rollback()
    found = queries.find_on_sale(product.id, at=at)
    assert (found is not None) == (product.id in ids(at))
    return found is not None


def ids(at):
    query = select(Product.id).select_from(queries.from_on_sale()).where(queries.on_sale(at=at))
    return set(db.session.scalars(query))


def is_listed(product, at):
    db.session.rollback()
    return queries.find_listed(product.id, at=at) is not None


@pytest.fixture
def whole(shop, make):
    """A cooperative's workshop food: everything the law can ask for is asked for, and is there."""
    person = make.person()
    producer = shop.producer(person, kind=ProducerKind.COOPERATIVE, credit_code="93X")
    papers = [shop.paper(producer, kind) for kind in (PaperKind.BUSINESS, PaperKind.SMALL_WORKSHOP)]
    right = shop.qualification(person)
    product = shop.on_sale(
        producer, category="sauce", product_class=ProductClass.WORKSHOP, title="黄豆酱"
    )
    return product, producer, papers, right


FLIPS = {
    "off": (Product, {"is_on": False}),
    "removed": (Product, {"removed_at": "at"}),
    "blocked": (Product, {"blocked_at": "at"}),
    "not under": (Product, {"sponsorship_id": None, "put_under_at": None}),
    "suspended": (Sponsorship, {"status": SponsorshipStatus.SUSPENDED}),
    "ended": (Sponsorship, {"status": SponsorshipStatus.ENDED}),
    "lapsed": (Sponsorship, {"status": SponsorshipStatus.LAPSED}),
    "not yet": (Sponsorship, {"valid_from": timedelta(days=1)}),
    "over": (Sponsorship, {"valid_until": YESTERDAY}),
    "closed": (Producer, {"closed_at": "at"}),
    "away": (Producer, {"away_from": YESTERDAY, "away_until": timedelta(0)}),
    "other county, other person": (Producer, {"responsible_id": "other"}),
}


@pytest.mark.parametrize("flip", FLIPS)
def test_each_single_condition_decides(flip, whole, at, make):
    product, producer, _papers, _right = whole
    assert is_on_sale(product, at)
    table, values = FLIPS[flip]
    today = village_day(at)
    rows = {Product: product.id, Producer: producer.id, Sponsorship: product.sponsorship_id}
    told = {
        name: today + value
        if isinstance(value, timedelta)
        else {"at": at, "other": make.person().id}.get(value, value)
        if isinstance(value, str)
        else value
        for name, value in values.items()
    }
    change(table, rows[table], **told)
    assert not is_on_sale(product, at)
    assert is_listed(product, at) is (flip == "away")


@pytest.mark.parametrize("paper", [0, 1])
def test_each_paper_is_asked_for(paper, whole, at):
    product, _producer, papers, _right = whole
    change(type(papers[paper]), papers[paper].id, valid_until=village_day(at))
    assert is_on_sale(product, at)
    change(type(papers[paper]), papers[paper].id, valid_until=village_day(at) + YESTERDAY)
    assert not is_on_sale(product, at)


@pytest.mark.parametrize(
    "values",
    [{"valid_until": date(2026, 11, 23)}, {"valid_from": date(2026, 11, 25)}, {"kind": "host"}],
)
def test_the_qualification_is_asked_for(values, whole, at):
    product, _producer, _papers, right = whole
    if "kind" in values:
        values = {"kind": QualificationKind.HOMESTAY_HOST}
    change(type(right), right.id, **values)
    assert not is_on_sale(product, at)


def test_revoked_is_gone_at_once_and_no_rule_asks_for_nothing(whole, at, shop, make):
    product, producer, _papers, right = whole
    change(type(right), right.id, revoked_at=at, revoked_by=producer.responsible_id)
    assert not is_on_sale(product, at)
    shop.class_rule(ProductClass.WORKSHOP, "")
    assert is_on_sale(product, at)


def test_a_holiday_has_its_first_and_its_last_day(whole, at):
    product, producer, _papers, _right = whole
    today = village_day(at)
    change(Producer, producer.id, away_from=today, away_until=today + timedelta(days=1))
    assert [is_on_sale(product, at + timedelta(days=days)) for days in (-1, 0, 1, 2)] == [
        True, False, False, True,
    ]  # fmt: skip


def test_days_are_the_villages(whole, at):
    product = whole[0]
    change(Sponsorship, product.sponsorship_id, valid_until=village_day(at))
    last = at.replace(hour=15, minute=59)  # 23:59 in the village
    assert is_on_sale(product, last)
    assert not is_on_sale(product, last + timedelta(minutes=1))


CONFORMITY = [
    (ProducerKind.HOUSEHOLD, ProductClass.FRESH, False),
    (ProducerKind.FAMILY_FARM, ProductClass.FRESH, False),
    (ProducerKind.COOPERATIVE, ProductClass.FRESH, True),
    (ProducerKind.ENTERPRISE, ProductClass.FRESH, True),
    (ProducerKind.ENTERPRISE, ProductClass.LIVE, True),
    (ProducerKind.HOUSEHOLD, ProductClass.LIVE, False),
    (ProducerKind.COOPERATIVE, ProductClass.CRAFT, False),
]


@pytest.mark.parametrize(("kind", "product_class", "asked"), CONFORMITY)
def test_the_certificate_of_conformity_where_the_law_asks(
    kind, product_class, asked, shop, make, at
):
    producer = shop.producer(kind=kind, credit_code="93Y")
    for paper in (PaperKind.BUSINESS, PaperKind.QUARANTINE):
        shop.paper(producer, paper)
    product = shop.on_sale(producer, product_class=product_class)
    assert is_on_sale(product, at) is not asked
    if not asked:
        return
    today = village_day(at)
    paper = ProductCertificate(
        product_id=product.id,
        kind=CertificateKind.CONFORMITY,
        number="1",
        issuer="合作社",
        valid_until=today,
    )
    make.add(paper)
    assert is_on_sale(product, at)
    assert not is_on_sale(product, at + timedelta(days=1))
    change(ProductCertificate, paper.id, removed_at=at)
    assert not is_on_sale(product, at)
    change(ProductCertificate, paper.id, removed_at=None, kind=CertificateKind.GREEN)
    assert not is_on_sale(product, at)


ORDERS = {
    "ix_shop_product_newest": (Product.listed_at.desc(), Product.id.desc()),
    "ix_shop_product_cheapest": (Product.least_fen, Product.id),
}


@pytest.mark.parametrize("index", ORDERS)
@pytest.mark.parametrize("category", [None, "citrus"])
def test_a_list_walks_along_the_partial_index(index, category, shop, at, engine, make):
    producer = shop.producer()
    sponsorship = shop.sponsorship(producer)
    with writing():
        db.session.execute(
            Product.__table__.insert(),
            [row(number, producer, sponsorship, at) for number in range(3000)],
        )
    with writing():
        db.session.execute(db.text("ANALYZE"))
    query = (
        select(Product.id, Product.title, Producer.name)
        .select_from(queries.from_on_sale())
        .where(queries.on_sale(at=at))
        .order_by(*ORDERS[index])
        .limit(24)
    )
    if category:
        query = query.where(Product.category == category)
        index = index.replace("product_", "product_category_")
    assert len(db.session.execute(query).all()) == 24
    plan = plan_of(query, engine)
    assert "Seq Scan on shop_product " not in plan
    assert "TEMP B-TREE FOR ORDER" not in plan
    if engine == "sqlite" or not category:  # PostgreSQL sorts the few rows of a small shelf
        assert index in plan, plan
        assert not any(line.strip().startswith("Sort") for line in plan.splitlines())


def row(number, producer, sponsorship, at):
    return {
        "producer_id": producer.id, "category": list(CATEGORIES)[number % 40],
        "product_class": ProductClass.FRESH, "title": f"橘{number}", "months": 1,
        "return_policy": "fresh_none", "is_on": True, "listed_at": at - timedelta(minutes=number),
        "created_at": at, "changed_at": at, "sponsorship_id": sponsorship.id, "put_under_at": at,
        "least_fen": 100 + number, "sells": True,
    }  # fmt: skip


def plan_of(query, engine):
    said = []

    def note(_connection, cursor, statement, parameters, *_more):
        said.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    db.session.execute(query)
    event.remove(db.engine, "before_cursor_execute", note)
    statement, parameters = said[-1]
    explain = "EXPLAIN " if engine == "postgresql" else "EXPLAIN QUERY PLAN "
    found = db.session.connection().exec_driver_sql(explain + statement, parameters)
    return "\n".join(str(line[-1]) for line in found)
