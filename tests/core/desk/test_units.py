"""What a branch covers, at the desk (F18: two editors)."""

import pytest
from sqlalchemy import select

from core.branches.models import OfficeRole, Unit
from core.db import db

KEY = "k" * 12
NUMBER = "93000000MA0YX00017"


def units():
    return db.session.scalars(select(Unit).order_by(Unit.id)).all()


def test_a_cooperative_is_added_once(client, desk, village):
    data = {
        "kind": "cooperative",
        "name": "茶果社",
        "registration": NUMBER,
        "who": "王小满",
        "form_key": KEY,
    }
    assert client.get(f"{desk}/units/new").status_code == 200
    for _ in range(2):
        assert client.send(f"{desk}/units/new", data).status_code == 302
    assert [unit.name for unit in units()] == ["桃源村", "茶果社"]
    page = client.get(f"{desk}/units").text
    assert "法定代表人 王小满" in page
    assert NUMBER in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"registration": "12"}, "18 位"),
        ({"who": "谁也不是"}, "没有找到"),
        ({"name": "桃源村"}, "已经有叫这个名字"),
        ({"name": ""}, "请写名称"),
    ],
)
def test_a_mistake_keeps_what_was_typed(client, desk, given, words):
    data = {"kind": "shop", "name": "山货铺", "registration": NUMBER, "who": "", "form_key": KEY}
    answer = client.send(f"{desk}/units/new", {**data, **given})
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{given.get("registration", NUMBER)}"' in answer.text
    assert len(units()) == 1


def test_two_editors(client, desk, village):
    """F18: the second of two gets 409 with what both wrote, and nothing is lost."""
    url = f"{desk}/units/{village.unit.id}"
    assert 'value="桃源村"' in client.get(url).text
    data = {"version": village.unit.version, "registration": "", "who": "", "form_key": KEY}
    assert client.send(url, {**data, "name": "桃源新村"}).status_code == 302
    second = client.send(url, {**data, "name": "桃源老村"})
    assert second.status_code == 409
    assert "桃源新村" in second.text
    assert "桃源老村" in second.text
    assert village.unit.name == "桃源新村"


def test_the_representative_stays_when_nobody_touches_the_name(client, desk, village, make):
    outside = make.person(name="外地人")
    unit = make.unit(village.branch, legal_representative_id=outside.id)
    url = f"{desk}/units/{unit.id}"
    data = {"version": unit.version, "name": "新名字", "registration": "", "form_key": KEY}
    assert client.send(url, {**data, "who": "外地人"}).status_code == 302
    assert unit.legal_representative_id == outside.id
    assert client.send(url, {**data, "version": unit.version, "who": ""}).status_code == 302
    assert unit.legal_representative_id is None


def test_a_version_that_is_none(client, desk, village):
    data = {"name": "x", "registration": "", "who": "", "version": "drop", "form_key": KEY}
    assert client.send(f"{desk}/units/{village.unit.id}", data).status_code == 422


def test_what_was_a_mistake_goes(client, desk, village):
    assert client.send(f"{desk}/units/{village.unit.id}/remove").status_code == 302
    assert units() == []
    assert "还没有管辖单位" in client.get(f"{desk}/units").text


def test_others_read_only(client, desk, village, make):
    client.log_in(make.officer(village.branch, OfficeRole.DISCIPLINE))
    assert f"{desk}/units/new" not in client.get(f"{desk}/units").text
    assert client.get(f"{desk}/units/new").status_code == 404
    assert client.send(f"{desk}/units/{village.unit.id}/remove").status_code == 404


def test_a_unit_of_another_branch_is_not_there(client, desk, make):
    other = make.unit()
    assert client.get(f"{desk}/units/{other.id}").status_code == 404
