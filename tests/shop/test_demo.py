"""The demo world's market: filled once, in every state, and true to the rules of the house."""

import re
import tomllib
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
NAMES = {each.drawing for each in CATEGORIES.values()}


def told(room, name, kind):
    path = ROOT / "shop" / room / "demo" / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))[kind]


def furnish(at, times=1):
    for _ in range(times):
        with writing():
            CORE.demo(at)
            AREA.demo(at)


def count(table, *where):
    return db.session.scalar(select(func.count()).select_from(table).where(*where))


def list_on_sale(at):
    query = select(Product).select_from(from_on_sale()).where(on_sale(at=at))
    return db.session.scalars(query).all()


def length(words):
    return len(re.sub(r"\s", "", words))


@pytest.mark.both_engines
def test_a_market_one_wants_to_browse(app):
    at = now()
    furnish(at, times=2)  # the second time it finds everything there
    assert broken(at=at) == {}
    goods = list_on_sale(at)
    assert len(goods) >= 40
    assert len({each.category for each in goods}) >= 25
    assert {drawing_of(each.category) for each in goods} == NAMES
    assert {each.product_class for each in goods} == set(ProductClass)
    assert all(each.origin_note and each.least_fen for each in goods)
    assert any(each.months & 1 << (village_day(at).month - 1) for each in goods)
    assert count(Producer) == 14
    assert set(db.session.scalars(select(Producer.kind))) == set(ProducerKind)


def test_something_is_in_every_state(app):
    at = now()
    furnish(at)
    shows_the_visits_behind(list_on_sale(at), village_day(at))
    has_producers_in_every_state(village_day(at))
    assert count(Product, Product.is_on, Product.sponsorship_id.is_(None)) >= 3
    assert count(Pack, Pack.net_grams == 0) >= 2
    assert count(Pack, Pack.stock == 0) >= 5
    assert count(ProductCertificate) >= 8
    assert count(FreightZone) >= 14
    assert count(PickupPoint) >= 8
    assert count(ProductPicture) == 6
    assert count(ProducerPicture) == 4
    assert count(Question) >= 30
    assert count(Question, Question.answered_at.is_(None)) in range(2, 6)
    assert count(Complaint, Complaint.closed_at.is_(None)) == 1
    assert count(ListingReport, ListingReport.decided_at.is_(None)) == 1
    assert count(Notice, Notice.channel.is_not(None), Notice.sent_at.is_(None)) == 0


def shows_the_visits_behind(goods, today):
    records = list_records(each.sponsorship_id for each in goods)
    for each in goods:
        record = records[each.sponsorship_id]
        assert record.surname
        assert record.role
        assert record.day <= today <= record.valid_until
        assert len(record.checks) >= 8
        assert 40 <= length(record.note) <= 120


def has_producers_in_every_state(today):
    states = Counter(db.session.scalars(select(Sponsorship.status)))
    assert states == {
        SponsorshipStatus.ASKED: 1,
        SponsorshipStatus.VISITING: 1,
        SponsorshipStatus.SUSPENDED: 1,
        SponsorshipStatus.ACTIVE: 11,
    }
    active = select(Sponsorship.valid_until).where(Sponsorship.status == SponsorshipStatus.ACTIVE)
    assert sum((day - today).days <= 25 for day in db.session.scalars(active)) == 1
    assert count(Producer, Producer.away_from <= today, Producer.away_until >= today) == 1


def test_goods_are_told_as_people_do():
    for each in told("catalog", "goods", "product"):
        assert not FORBIDDEN.search(str(each)), each["title"]
        assert 60 <= length(each["text"]) <= 200, each["title"]
        assert "<p>" in prose(each["text"])
    for each in told("producers", "producers", "producer"):
        assert not FORBIDDEN.search(str(each)), each["name"]
        assert 80 <= length(each["story"]) <= 200, each["name"]
    for each in (
        *told("producers", "visits", "visit"),
        *told("questions", "questions", "question"),
    ):
        assert not FORBIDDEN.search(str(each)), each


def test_goods_that_search_stumbles_over_are_there():
    titles = "".join(each["title"] for each in told("catalog", "goods", "product"))
    for word in ("六安冲", "重阳糕", "长豆角", "长寿面", "朝天椒", "薄荷", "窖藏"):
        assert word in titles


@pytest.mark.parametrize("name", sorted(NAMES))
def test_each_category_has_its_drawing(name):
    drawing = (DRAWINGS / f"{name}.svg").read_text()
    assert len(drawing) < 3000
    assert 'viewBox="0 0 320 240"' in drawing
    assert not re.search(r"style=|<style|<script|gradient|<text|#a8321f", drawing, re.IGNORECASE)


def test_there_is_no_other_drawing():
    assert {each.stem for each in DRAWINGS.iterdir()} == NAMES
