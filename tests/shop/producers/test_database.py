"""The database has the last word, and what must hold is looked for."""

from datetime import timedelta

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from core.clock import village_day
from core.db import db, writing
from core.me.operations import close_account
from shop.freight.queries import INVARIANTS as FREIGHT
from shop.producers.models import Producer, ProducerKind
from shop.producers.queries.invariants import INVARIANTS as PRODUCERS
from tests.make_shop import CREDIT_CODE

pytestmark = pytest.mark.both_engines
DAY = timedelta(days=1)


def broken():
    sql = {**PRODUCERS, **FREIGHT}
    return {name for name, query in sql.items() if db.session.execute(text(query)).all()}


def test_one_credit_code_stands_for_one_open_shop(shop, at):
    shop.producer(credit_code=CREDIT_CODE, closed_at=at)
    shop.producer(credit_code=CREDIT_CODE)
    with pytest.raises(IntegrityError):
        shop.producer(credit_code=CREDIT_CODE)


@pytest.mark.parametrize("days", [(0, -1), (0, None), (None, 0)])
def test_a_holiday_has_two_days_in_order(shop, at, days):
    begins, ends = (None if n is None else village_day(at) + n * DAY for n in days)
    with pytest.raises(IntegrityError):
        shop.producer(away_from=begins, away_until=ends)


def test_one_number_stands_for_one_certificate(shop, make):
    shop.qualification(make.person(), number="1")
    with pytest.raises(IntegrityError):
        shop.qualification(make.person(), number="1")


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_grams": 0},
        {"further_grams": 0},
        {"first_fen": -1},
        {"further_fen": -1},
        {"free_over_fen": 0},
    ],
)
def test_a_zone_that_cannot_be(shop, producer, wrong):
    with pytest.raises(IntegrityError):
        shop.zone(producer, **wrong)


def test_a_province_is_in_one_zone(shop, producer):
    shop.zone(producer, "33")
    with pytest.raises(IntegrityError):
        shop.zone(producer, "33")


def test_nothing_is_broken_and_what_is_broken_is_found(shop, producer, farmer, at):
    shop.sponsorship(producer)
    shop.zone(producer, "33")
    with writing():
        db.session.execute(update(Producer).values(delivers=True))
    assert broken() == set()
    shop.zone(producer)
    shop.zone(producer)
    shop.picture_of(producer, file_id=shop.file(is_public=False).id)
    shop.paper(producer, file_id=shop.file().id)
    shop.producer(kind=ProducerKind.COOPERATIVE, delivers=True)
    for _each in range(3):
        shop.producer(farmer)
    gone = shop.producer(closed_at=at)
    shop.sponsorship(gone)
    assert broken() == {*PRODUCERS, *FREIGHT} - {"shop.province_of_another"}


def test_an_account_is_closed_with_its_shop(shop, producer, farmer, make, at):
    shop.sponsorship(producer)
    shop.picture_of(producer)
    shop.paper(producer)
    with writing():
        close_account(by=make.actor(farmer), at=at)
    assert db.session.get(Producer, producer.id).closed_at == at
    assert broken() == set()
