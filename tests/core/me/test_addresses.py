"""My address book, and how a place is chosen without any script."""

import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from core.accounts import addresses, regions
from core.accounts.addresses import Destination
from core.accounts.models import Address
from core.db import db, writing
from core.errors import Overtaken, Refused
from core.once.models import Once

HOME = {
    "receiver": "陈桂花",
    "phone": "138 0013 8000",
    "province": "42",
    "city": "4201",
    "district": "420111",
    "town": "关山街道",
    "detail": "桃源村三组 12 号",
    "label": "爸妈家",
}
NEW = "/me/addresses/new"


def rows():
    return db.session.scalars(select(Address).order_by(Address.id)).all()


@pytest.fixture
def me(client, make):
    person = make.person(name="李秀英")
    client.log_in(person)
    return person


def options(text, name):
    select_ = re.search(rf'<select[^>]*name="{name}".*?</select>', text, re.DOTALL)
    return dict(re.findall(r'value="(\d+)">([^<]+)', select_[0])) if select_ else {}


def key_of(page):
    return re.search(r'name="form_key"[^>]*value="([^"]+)"', page.text)[1]


def test_an_empty_book_says_what_to_do(client, me):
    page = client.get("/me/addresses").text
    assert "还没有地址" in page
    assert NEW in page


def test_a_place_is_chosen_step_by_step(client, me):
    first = client.get(NEW).text
    assert 'value="李秀英"' in first
    assert options(first, "province")["42"] == "湖北省"
    assert not options(first, "city")
    typed = {"receiver": "陈桂花", "phone": "138", "detail": "三组"}
    second = client.send(NEW, typed, province="42", pick="1")
    assert second.status_code == 200
    assert 'value="陈桂花"' in second.text
    assert "三组" in second.text
    assert options(second.text, "city")["4201"] == "武汉市"
    third = client.send(NEW, typed, province="42", city="4201", pick="1")
    assert options(third.text, "district")
    assert not rows()


@pytest.mark.parametrize(
    ("chosen", "code", "title"),
    [
        ({"province": "42", "city": "4201", "district": "420111"}, "420111", "湖北省武汉市洪山区"),
        ({"province": "11", "city": "110105"}, "110105", "北京市朝阳区"),
        ({"province": "42", "city": "429004"}, "429004", "湖北省仙桃市"),
        ({"province": "44", "city": "4419"}, "4419", "广东省东莞市"),
        ({"province": "81"}, "81", "香港特别行政区"),
    ],
)
def test_each_kind_of_place_can_be_saved(client, me, chosen, code, title):
    place = dict.fromkeys(("province", "city", "district"), "") | chosen
    assert client.send(NEW, {**HOME, **place}).location == "/me/addresses"
    (row,) = rows()
    assert (row.district, row.phone, row.person_id) == (code, "13800138000", me.id)
    assert title in client.get("/me/addresses").text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"district": ""}, "请接着选区县"),
        ({"city": "3301", "district": "330102"}, "请接着选市"),
        ({"province": "' OR 1"}, "请接着选省"),
        ({"receiver": ""}, "请写收件人"),
        ({"phone": "010-1234"}, "手机号要写 11 位"),
        ({"detail": " "}, "请写"),
        ({"town": "乡" * 61}, "最多 60 个字"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, me, change, says):
    answer = client.send(NEW, {**HOME, **change})
    assert answer.status_code == 422
    assert says in answer.text
    assert 'value="爸妈家"' in answer.text
    assert not rows()


def test_the_same_form_sent_twice_is_one_address(client, me):
    key = key_of(client.get(NEW))
    for _each in range(2):
        assert client.send(NEW, HOME, form_key=key).status_code == 302
    assert len(rows()) == 1
    assert db.session.scalar(select(func.count()).select_from(Once)) == 1


def test_the_first_is_the_usual_one_until_another_is(client, me):
    client.send(NEW, HOME)
    client.send(NEW, HOME, label="店里")
    first, second = rows()
    assert (first.is_default, second.is_default) == (True, False)
    client.send(f"/me/addresses/{second.id}/usual")
    assert (first.is_default, second.is_default) == (False, True)
    client.send(NEW, HOME, label="家", usual="y")
    assert [row.is_default for row in rows()] == [False, False, True]
    assert client.get("/me/addresses").text.count("平时用") == 1


def test_an_address_is_changed(client, me):
    client.send(NEW, HOME)
    (row,) = rows()
    page = client.get(f"/me/addresses/{row.id}")
    assert options(page.text, "district")["420111"] == "洪山区"
    url = f"/me/addresses/{row.id}"
    assert client.send(url, {**HOME, "version": 1, "detail": "四组 3 号"}).status_code == 302
    assert (row.detail, row.version, row.is_default) == ("四组 3 号", 2, True)
    client.send(NEW, HOME)
    second = rows()[1]
    client.send(f"/me/addresses/{second.id}", {**HOME, "version": 1, "usual": "y"})
    assert [each.is_default for each in rows()] == [False, True]


def test_the_second_of_two_editors_sees_both(client, me):
    client.send(NEW, HOME)
    url = f"/me/addresses/{rows()[0].id}"
    assert client.send(url, {**HOME, "version": 1, "detail": "四组 3 号"}).status_code == 302
    late = client.send(url, {**HOME, "version": 1, "detail": "五组 9 号"})
    assert late.status_code == 409
    assert "四组 3 号" in late.text
    assert "五组 9 号" in late.text
    assert rows()[0].detail == "四组 3 号"


def test_an_address_is_removed_and_the_newest_becomes_usual(client, me):
    for label in ("一", "二", "三"):
        client.send(NEW, HOME, label=label)
    url = f"/me/addresses/{rows()[0].id}/delete"
    assert client.send(url).location == "/me/addresses"
    assert [(row.label, row.is_default) for row in rows()] == [("二", False), ("三", True)]
    assert client.send(url).status_code == 404


def test_addresses_of_others_do_not_exist(client, app, make, me):
    client.send(NEW, HOME, detail="只有我知道的地方")
    (row,) = rows()
    thief = app.test_client()
    thief.log_in(make.person())
    assert "只有我知道的地方" not in thief.get("/me/addresses").text
    assert thief.get(f"/me/addresses/{row.id}").status_code == 404
    for act in ("", "/usual", "/delete"):
        assert thief.send(f"/me/addresses/{row.id}{act}", HOME).status_code == 404
    assert rows()[0].version == 1


@pytest.mark.both_engines
def test_a_book_holds_thirty_and_one_usual_address(make, at):
    by = make.actor()
    to = Destination(receiver="陈", phone="13800138000", district="110105", town="", detail="一号")
    for _each in range(addresses.MOST):
        with writing():
            addresses.add(to, usual=True, by=by, at=at)
    with pytest.raises(Refused), writing():
        addresses.add(to, usual=False, by=by, at=at)
    assert [row.is_default for row in rows()].count(True) == 1
    with pytest.raises(IntegrityError), writing():
        rows()[0].is_default = True
    with writing():
        addresses.change(rows()[0], to, usual=False, version=1, by=by)
        with pytest.raises(Overtaken):
            addresses.change(rows()[0], to, usual=False, version=1, by=by)
    half = Destination(receiver="陈", phone="1", district="42", town="", detail="")
    with pytest.raises(Refused), writing():
        addresses.change(rows()[0], half, usual=False, version=2, by=by)


def test_every_place_of_the_list_can_be_reached():
    complete = [place for place in regions.places().values() if place.complete]
    assert len(complete) > 2800
    for place in complete:
        codes = [code for code, _name in place.path]
        assert len(codes) <= regions.LEVELS
        assert regions.follow(codes) is place
        assert len(place.code) <= 6
    assert regions.title_of("nothing") == ""
    assert regions.follow([None]) is None
    assert any(name == "台湾省" for _code, name in regions.provinces())
