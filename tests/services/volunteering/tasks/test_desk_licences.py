"""Licences at the branch's desk."""

import pytest
from sqlalchemy import select

from core.db import db
from services.volunteering.models import Licence


@pytest.fixture
def licences(desk, branch):
    return f"/desk/{branch.id}/licences/"


def test_a_licence_is_put_down_once_and_struck_out(client, licences, make, village, at):
    villager = make.resident(village, make.person(name="吴德顺"))
    assert "还没有登记过证件" in client.get(licences).text
    given = {"form_key": "12345678", "who": "吴德顺", "kind": "driver", "number": "332601"}
    for _ in range(2):
        assert client.send(f"{licences}new", given).location == licences
    (licence,) = db.session.scalars(select(Licence)).all()
    assert (licence.person_id, licence.kind, licence.valid_until) == (villager.id, "driver", None)
    page = client.get(licences).text
    assert "332601" in page
    assert "驾驶证" in page
    assert client.send(f"{licences}{licence.id}/remove").location == licences
    assert "已划掉" in client.get(licences).text
    assert client.send(f"{licences}{licence.id}/remove").status_code == 409


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"who": "无此人"}, "没有找到这个人"),
        ({"who": "沈晓梅"}, "没有找到这个人"),
        ({"kind": "pilot"}, "什么证"),
        ({"number": ""}, "请照证件写编号"),
        ({"valid_until": "2020-01-01"}, "已经过期"),
    ],
)
def test_a_licence_that_is_not_put_down(client, licences, make, village, given, words):
    make.resident(village, make.person(name="吴德顺"))
    usual = {"form_key": "12345678", "who": "吴德顺", "kind": "driver", "number": "1"}
    answer = client.send(f"{licences}new", {**usual, **given})
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.scalars(select(Licence)).all() == []


def test_an_officer_does_not_put_down_their_own(client, licences, make, village, officer):
    make.resident(village, officer)
    given = {"form_key": "12345678", "who": "沈晓梅", "kind": "driver", "number": "1"}
    answer = client.send(f"{licences}new", given)
    assert answer.status_code == 422
    assert "请别的委员来登记" in answer.text


def test_licences_of_another_branch_are_not_there(client, licences, make, branch):
    client.log_in(make.officer(make.branch()))
    assert client.get(licences).status_code == 404
    assert client.get(f"{licences}new").status_code == 404
