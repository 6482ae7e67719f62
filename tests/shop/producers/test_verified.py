"""What follows where a branch verifies a producer, and how a producer goes."""

import pytest
from sqlalchemy import select

from core.access import Actor
from core.cache.operations import house_version
from core.db import db, writing
from core.errors import Refused
from core.me.operations import data_of
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from shop.producers import operations, queries
from shop.producers.models import Paper, Producer, ProducerKind, ProducerPicture, ProductClass
from shop.producers.operations import Facts
from shop.producers.operations.personal import OwnProducers
from tests.make_shop import CREDIT_CODE
from tests.shop.producers.conftest import fields, the_one

pytestmark = pytest.mark.both_engines


@pytest.mark.parametrize(
    ("given", "asks"),
    [
        ({}, False),
        ({"phone": "13900139000"}, False),
        ({"classes": ["live"]}, False),
        ({"name": "另一个名字"}, True),
        ({"address": "五组 3 号"}, True),
        ({"credit_code": CREDIT_CODE}, True),
        ({"kind": "family_farm"}, True),
    ],
)
def test_what_a_branch_has_verified_is_compared_anew(
    client, desk, producer, village, shop, given, asks
):
    shop.sponsorship(producer)
    same = fields(village, version=1, address=producer.address, name=producer.name)
    assert client.send(f"{desk}/facts", {**same, **given}).status_code == 302
    assert (the_one().facts_changed_at is not None) is asks


def test_while_a_branch_verifies_the_village_stays(client, desk, producer, shop, make, at):
    other = make.unit(make.branch(name="柳湾村党支部"), name="柳湾村")
    facts = fields(other, version=1)
    shop.sponsorship(producer, status=SponsorshipStatus.VISITING)
    page = client.get(f"{desk}/facts").text
    assert "先不能换村" in page
    assert "柳湾村" not in page
    assert client.send(f"{desk}/facts", facts).status_code == 422
    said = Facts(
        kind=ProducerKind.HOUSEHOLD, name="李家果园", unit_id=other.id, address="一组",
        phone="13800138000", credit_code="", classes=(ProductClass.FRESH,),
    )  # fmt: skip
    actor = make.actor(producer.responsible)
    with pytest.raises(Refused) as refused, writing():
        operations.change(producer, said, version=1, by=actor, at=at)
    assert refused.value.field == "unit"


@pytest.mark.parametrize(
    ("status", "becomes"),
    [
        (SponsorshipStatus.ASKED, SponsorshipStatus.WITHDRAWN),
        (SponsorshipStatus.VISITING, SponsorshipStatus.WITHDRAWN),
        (SponsorshipStatus.ACTIVE, SponsorshipStatus.ENDED),
        (SponsorshipStatus.SUSPENDED, SponsorshipStatus.ENDED),
    ],
)
def test_a_shop_is_closed_for_good(client, desk, producer, shop, status, becomes):
    verification = shop.sponsorship(producer, status=status)
    assert "关掉这家店" in client.get(f"{desk}/facts").text
    before = house_version()
    assert client.send(f"{desk}/close").location == "/sell/"
    assert the_one().closed_at is not None
    assert db.session.get(Sponsorship, verification.id).status == becomes
    assert house_version() > before
    for path in ("/", "/papers", "/story"):
        assert client.get(f"{desk}{path}").status_code == 404
    assert client.send(f"{desk}/close").status_code == 404
    assert queries.places([producer.id]) == {}
    assert "我要卖东西" in client.get("/sell/").text


def test_a_place_for_the_branch(shop, make, farmer, village, branch):
    head = make.person()
    unit = make.unit(branch, registration=CREDIT_CODE, legal_representative_id=head.id)
    made = shop.producer(farmer, village, credit_code=CREDIT_CODE, own_unit_id=unit.id)
    place = queries.places([made.id, 99])[made.id]
    assert (place.own_unit_id, place.representative_id) == (unit.id, head.id)
    assert (place.owners, place.unit_id) == ({farmer.id}, village.id)
    assert [each.ref for each in queries.places_of_owner(farmer.id)] == [made.id]
    assert queries.places_of_owner(head.id) == []


def test_a_class_is_noted_with_its_first_product(producer, at):
    for each in (ProductClass.CRAFT, ProductClass.FRESH, ProductClass.CRAFT):
        with writing():
            operations.note_class(db.session.get(Producer, producer.id), each, at=at)
    assert the_one().classes == "fresh,craft"


def test_a_copy_and_what_stays_when_the_account_goes(shop, producer, farmer, at, make):
    shop.sponsorship(producer)
    shop.paper(producer, number="92000000-7")
    shop.picture_of(producer)
    assert data_of(farmer.id)["producers"][0]["name"] == "李家果园"
    assert data_of(farmer.id)["producer_papers"][0]["number"] == "92000000-7"
    assert data_of(make.person().id)["producers"] == []
    with writing():
        OwnProducers().erase(farmer.id, at=at)
    row = the_one()
    assert (row.closed_at, row.phone, row.address) == (at, "", "")
    assert "李" not in row.name
    assert db.session.scalars(select(Paper.number)).all() == ["-"]
    assert db.session.scalars(select(ProducerPicture)).all() == []
    assert db.session.scalar(select(Sponsorship.status)) == SponsorshipStatus.ENDED


def test_who_closes_stands_in_history_as_the_owner(shop, producer, farmer, at):
    """The branch's verification ends by the owner's hand, not by the system's."""
    actor = Actor(id=farmer.id, person=farmer.id, name=farmer.name)
    with writing():
        operations.close(queries.find_open(producer.id), by=actor, at=at)
    with pytest.raises(Refused), writing():
        operations.close(queries.find_producer(producer.id), by=actor, at=at)
