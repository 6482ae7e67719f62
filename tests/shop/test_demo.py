"""The demo world's market: filled once, in every state, and true to the rules of the house."""

import re
from collections import Counter

import pytest
from sqlalchemy import func, select

from core.area import CORE
from core.cli.invariants import broken
from core.clock import now, village_day
from core.complaints.models import Complaint
from core.db import db, writing
from core.notices.models import Notice
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from core.sponsorship.queries import list_records
from core.web.prose import prose
from shop.area import AREA
from shop.catalog.models import Pack, Product, ProductCertificate, ProductPicture
from shop.catalog.queries.selling import from_on_sale, on_sale
from shop.catalog.rules.categories import CATEGORIES, drawing_of
from shop.freight.models import FreightZone, PickupPoint
from shop.producers.models import Producer, ProducerKind, ProducerPicture, ProductClass
from shop.questions.models import Question
from shop.reports.models import ListingReport
from tests.house.source import ROOT

FORBIDDEN = re.compile("担保|推荐|推介|优选|第一|最")
DRAWINGS = ROOT / "static" / "img" / "categories"


@pytest.fixture
def market(app):
    """A furnished house; the second time it finds everything there."""
    at = now()
    for _ in range(2):
        with writing():
            CORE.demo(at)
            AREA.demo(at)
    return at


def count(table, *where):
    return db.session.scalar(select(func.count()).select_from(table).where(*where))


def list_on_sale(at):
    query = select(Product).select_from(from_on_sale()).where(on_sale(at=at))
    return db.session.scalars(query).all()


@pytest.mark.both_engines
def test_a_market_one_wants_to_browse(market):
    goods = list_on_sale(market)
    assert len(goods) >= 40
    assert len({each.category for each in goods}) >= 25
    assert {drawing_of(each.category) for each in goods} == {each.drawing for each in CATEGORIES.values()}
    assert count(Producer) == 14
    assert {each for each in db.session.scalars(select(Producer.kind))} == set(ProducerKind)
    assert {each.product_class for each in goods} == set(ProductClass)
    month = 1 << (village_day(market).month - 1)
    assert broken(at=market) == {}
    assert all(each.origin_note and each.least_fen for each in goods)
    assert any(each.months & month for each in goods)
    assert count(Pack, Pack.net_grams == 0) >= 2
    assert count(Pack, Pack.stock == 0) >= 5


def test_every_product_on_sale_shows_the_visit_behind_it(market):
    goods = list_on_sale(market)
    records = list_records(each.sponsorship_id for each in goods)
    for each in goods:
        record = records[each.sponsorship_id]
        assert record.surname
        assert record.role
        assert record.day <= village_day(market) <= record.valid_until
        assert len(record.checks) >= 8
        assert 40 <= len(re.sub(r"\s", "", record.note)) <= 120


def test_producers_are_in_every_state(market):
    today = village_day(market)
    states = Counter(db.session.scalars(select(Sponsorship.status)))
    S = SponsorshipStatus
    assert states == {S.ASKED: 1, S.VISITING: 1, S.SUSPENDED: 1, S.ACTIVE: 11}
    soon = select(Sponsorship.valid_until).where(Sponsorship.status == S.ACTIVE)
    assert sum((day - today).days <= 25 for day in db.session.scalars(soon)) == 1
    assert count(Producer, Producer.away_from <= today, Producer.away_until >= today) == 1
    assert count(Product, Product.is_on, Product.sponsorship_id.is_(None)) >= 3
    assert count(ProductCertificate) >= 8
    assert count(FreightZone) >= 14
    assert count(PickupPoint) >= 8
    assert count(ProductPicture) == 6
    assert count(ProducerPicture) == 4


def test_people_ask_complain_and_report(market):
    assert count(Question) >= 30
    assert count(Question, Question.answered_at.is_(None)) in range(2, 6)
    assert count(Complaint, Complaint.closed_at.is_(None)) == 1
    assert count(ListingReport, ListingReport.decided_at.is_(None)) == 1
    assert count(Notice, Notice.channel.is_not(None), Notice.sent_at.is_(None)) == 0


def test_goods_are_told_as_people_do(market):
    for each in db.session.scalars(select(Product)):
        words = f"{each.title}{each.text}{each.origin_note}{each.storage_note}"
        assert not FORBIDDEN.search(words), each.title
        assert 60 <= len(re.sub(r"\s", "", each.text)) <= 200, each.title
        assert "<p>" in prose(each.text)
    for each in db.session.scalars(select(Producer)):
        assert 80 <= len(re.sub(r"\s", "", each.story)) <= 200, each.name
        assert not FORBIDDEN.search(each.story), each.name
    for each in db.session.scalars(select(Question)):
        assert not FORBIDDEN.search(each.text + each.answer), each.text


@pytest.mark.parametrize("name", sorted({each.drawing for each in CATEGORIES.values()}))
def test_each_category_has_its_drawing(name):
    drawing = (DRAWINGS / f"{name}.svg").read_text()
    assert len(drawing) < 3000
    assert 'viewBox="0 0 320 240"' in drawing
    assert not re.search(r"style=|<style|<script|gradient|<text|#a8321f", drawing, re.IGNORECASE)


def test_there_is_no_other_drawing():
    assert {each.stem for each in DRAWINGS.iterdir()} == {each.drawing for each in CATEGORIES.values()}
