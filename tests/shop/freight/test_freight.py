"""Zones and pickup points of a producer: begun with the usual, changed, kept apart."""

import pytest
from sqlalchemy import select, text

from core.cache.operations import house_version
from core.clock import now
from core.db import db, writing
from core.errors import Overtaken, Refused
from core.money import Money
from shop.freight import operations, queries, rules
from shop.freight.models import FreightProvince, FreightZone, PickupPoint
from shop.freight.queries import INVARIANTS
from shop.freight.rules import Terms
from shop.producers.models import Producer
from tests.counting import queries_in

pytestmark = pytest.mark.both_engines


@pytest.fixture
def at():
    return now()


@pytest.fixture
def farmer(make):
    return make.person()


@pytest.fixture
def producer(shop, farmer):
    return shop.producer(farmer)


@pytest.fixture
def desk(client, farmer, producer):
    client.log_in(farmer)
    return f"/sell/{producer.id}/freight"


def zone_fields(**kw):
    return {
        "form_key": "12345678",
        "provinces": ["33"],
        "first_kilos": "2",
        "first_price": "6.50",
        "further_kilos": "0.5",
        "further_price": "1",
        "free_over": "99",
        **kw,
    }


def point_fields(**kw):
    return {
        "form_key": "12345678",
        "name": "村口小卖部",
        "address": "桃源村 1 号",
        "hours": "每天 8:00–18:00",
        "phone": "",
        **kw,
    }


def delivers(producer):
    return db.session.scalar(select(Producer.delivers).where(Producer.id == producer.id))


def sound():
    return [name for name, sql in INVARIANTS.items() if db.session.execute(text(sql)).all()] == []


def test_the_usual_is_offered_and_saved_with_one_tap(client, desk, producer):
    page = client.get(desk).text
    for words in ("就用这一套", "其他地方", "新疆", "首重 1 公斤 ¥8.00", "不送"):
        assert words in page
    assert queries.quote(producer.id, "330106", grams=1000, fen=0).is_known is False
    before = house_version()
    for _time in range(2):  # the second tap changes nothing
        assert client.send(f"{desk}/usual").location == desk
    assert len(queries.list_zones(producer.id)) == len(rules.USUAL)
    assert delivers(producer)
    assert house_version() > before
    assert "就用这一套" not in client.get(desk).text
    assert queries.quote(producer.id, "330106", grams=2500, fen=0).price == Money(1400)
    assert queries.quote(producer.id, "650100", grams=1000, fen=0).fen == 1800
    assert queries.quote(producer.id, "71", grams=1000, fen=0) == queries.Quote(None)
    assert sound()


def test_zones_come_change_and_go(client, desk, producer):
    client.send(f"{desk}/usual")
    assert client.get(f"{desk}/zones/new").status_code == 200
    assert client.send(f"{desk}/zones/new", zone_fields()).location == desk
    assert "浙江" in client.get(desk).text
    quote = queries.quote(producer.id, "330106", grams=2600, fen=0)
    assert (quote.fen, quote.free_over) == (850, 9900)
    assert queries.quote(producer.id, "330106", grams=2600, fen=9900).fen == 0
    zone = queries.find_zone_for(producer.id, "33")
    url = f"{desk}/zones/{zone.id}"
    page = client.get(url).text
    assert 'value="6.50"' in page
    assert 'value="0.5"' in page
    edited = zone_fields(provinces=["33", "31"], free_over="", version=1, not_served="y")
    assert client.send(url, edited).location == desk
    assert queries.quote(producer.id, "310101", grams=1, fen=0).fen is None
    late = client.send(url, zone_fields(version=1))
    assert late.status_code == 409
    assert "不送" in late.text
    assert sound()
    assert client.send(f"{url}/remove").location == desk
    assert queries.quote(producer.id, "33", grams=1000, fen=0).fen == 800
    assert client.get(url).status_code == 404
    assert sound()


def test_the_zone_for_all_others_stays_and_may_be_not_served(client, desk, producer):
    client.send(f"{desk}/usual")
    rest = queries.find_zone_for(producer.id, "33")
    url = f"{desk}/zones/{rest.id}"
    page = client.get(url).text
    assert "其他地方的运费" in page
    assert 'name="provinces"' not in page
    smuggled = zone_fields(provinces=["33"], version=1, not_served="y")
    assert client.send(url, smuggled).status_code == 302
    assert queries.quote(producer.id, "33", grams=1, fen=0).fen is None
    assert queries.quote(producer.id, "44", grams=1, fen=0).fen is None
    refused = client.send(f"{url}/remove")
    assert refused.status_code in {409, 422}
    assert "不能删" in refused.text
    assert sound()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"provinces": []}, "provinces"),
        ({"provinces": ["99"]}, "provinces"),
        ({"provinces": ["330106"]}, "provinces"),
        ({"provinces": ["65"]}, "provinces"),  # in another zone
        ({"first_kilos": "0"}, "first_kilos"),
        ({"first_kilos": "-1"}, "first_kilos"),
        ({"first_kilos": "NaN"}, "first_kilos"),
        ({"first_price": "-1"}, "first_price"),
        ({"first_price": "1e3"}, "first_price"),
        ({"first_price": "9999999"}, "first_price"),
        ({"further_kilos": ""}, "further_kilos"),
        ({"further_price": "免费"}, "further_price"),
        ({"free_over": "0"}, "free_over"),
        ({"free_over": "很多"}, "free_over"),
    ],
)
def test_nonsense_is_said_beside_its_field_and_stays_typed(client, desk, producer, given, field):
    client.send(f"{desk}/usual")
    answer = client.send(f"{desk}/zones/new", zone_fields(**given))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    for name, typed in {"first_price": "6.50", "further_kilos": "0.5", "free_over": "99"}.items():
        assert name in given or f'value="{typed}"' in answer.text
    assert len(queries.list_zones(producer.id)) == len(rules.USUAL)


def test_the_first_zone_is_for_everywhere_whatever_is_ticked(client, desk, producer):
    page = client.get(f"{desk}/zones/new").text
    assert "没有另外定的省" in page
    assert client.send(f"{desk}/zones/new", zone_fields()).status_code == 302
    [zone] = queries.list_zones(producer.id)
    assert list(zone.provinces) == []
    assert sound()


def test_wide_digits_are_digits(client, desk, producer):
    wide = zone_fields(first_kilos="２", first_price="６．５")
    assert client.send(f"{desk}/zones/new", wide).status_code == 302
    assert queries.quote(producer.id, "33", grams=2000, fen=0).fen == 650


def test_pickup_points_come_change_and_close(client, desk, producer):
    assert client.get(f"{desk}/points/new").status_code == 200
    before = house_version()
    assert client.send(f"{desk}/points/new", point_fields()).location == desk
    assert delivers(producer)
    assert house_version() > before
    [point] = queries.list_points(producer.id)
    url = f"{desk}/points/{point.id}"
    assert "村口小卖部" in client.get(desk).text
    assert "村口小卖部" in client.get(url).text
    assert client.send(url, point_fields(name="合作社门口", version=1)).location == desk
    late = client.send(url, point_fields(name="车站", version=1))
    assert late.status_code == 409
    assert "合作社门口" in late.text
    assert client.send(f"{url}/close").location == desk
    assert queries.list_points(producer.id) == []
    assert not delivers(producer)
    assert client.get(url).status_code == 404
    assert client.send(f"{url}/close").status_code == 404
    assert sound()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "长" * 41}, "name"),
        ({"address": ""}, "address"),
        ({"address": "长" * 121}, "address"),
        ({"hours": ""}, "hours"),
        ({"hours": "长" * 81}, "hours"),
        ({"phone": "打给我"}, "phone"),
    ],
)
def test_a_point_that_cannot_be(client, desk, producer, given, field):
    answer = client.send(f"{desk}/points/new", point_fields(**given))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert field == "address" or "桃源村 1 号" in answer.text
    assert queries.list_points(producer.id) == []


def test_what_is_anothers_is_not_there(client, desk, producer, shop, make):
    ids = [shop.zone(producer, "33").id, shop.point(producer).id]
    other = make.person()
    own = shop.producer(other)
    client.log_in(other)
    for number in (producer.id, own.id):
        here = f"/sell/{number}/freight"
        for path in (f"/zones/{ids[0]}", f"/points/{ids[1]}"):
            assert client.get(f"{here}{path}").status_code == 404
            assert client.send(f"{here}{path}", form_key="12345678").status_code == 404
        assert client.send(f"{here}/zones/{ids[0]}/remove").status_code == 404
        assert client.send(f"{here}/points/{ids[1]}/close").status_code == 404
    for path in ("", "/zones/new", "/points/new"):
        assert client.get(f"{desk}{path}").status_code == 404
    assert client.send(f"{desk}/usual").status_code == 404


def test_the_same_form_sent_twice_is_one_zone_and_one_point(client, desk, producer):
    for _time in range(2):
        client.send(f"{desk}/zones/new", zone_fields(provinces=[]))
        client.send(f"{desk}/points/new", point_fields())
    assert len(queries.list_zones(producer.id)) == len(queries.list_points(producer.id)) == 1


def test_so_many_and_no_more(client, desk, producer, monkeypatch):
    monkeypatch.setattr(rules, "MOST_ZONES", 4)
    monkeypatch.setattr(rules, "MOST_POINTS", 0)
    client.send(f"{desk}/usual")
    assert "最多分 4 组" in client.send(f"{desk}/zones/new", zone_fields()).text
    assert "最多 0 个" in client.send(f"{desk}/points/new", point_fields()).text


def test_operations_refuse_what_forms_would_not_let_through(producer, make, at, shop):
    actor = make.actor(producer.responsible)
    shop.zone(producer)
    zone = shop.zone(producer, "33")
    for terms in (Terms(provinces=("99",)), Terms(provinces=()), Terms(provinces=("33",))):
        row = db.session.get(Producer, producer.id)
        with pytest.raises(Refused) as refused, writing():
            operations.add_zone(row, terms, by=actor, at=at)
        assert refused.value.field == "provinces"
    found = queries.find_zone(producer.id, zone.id)
    with pytest.raises(Overtaken), writing():
        operations.edit_zone(found, Terms(provinces=("33",)), version=9, by=actor, at=at)
    assert db.session.scalars(select(FreightProvince.code)).all() == ["33"]


def test_a_closed_shop_has_no_freight_page(client, desk, producer, shop, at):
    point = shop.point(producer)
    with writing():
        db.session.get(Producer, producer.id).closed_at = at
    assert client.get(desk).status_code == 404
    assert client.get(f"{desk}/points/{point.id}").status_code == 404


def test_thirty_cost_as_many_queries_as_three(client, desk, producer, shop):
    costs, codes = [], iter(range(11, 99))
    for count in (3, 27):
        for _each in range(count):
            shop.zone(producer, str(next(codes)), str(next(codes)))
            shop.point(producer)
        costs.append(queries_in(lambda: client.get(desk)))
    assert costs[0] == costs[1] <= 8 + 1  # the BEGIN
    assert len(db.session.scalars(select(FreightZone)).all()) == 30
    assert len(db.session.scalars(select(PickupPoint)).all()) == 30
