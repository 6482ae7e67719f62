"""The county says which class of product asks for which qualification."""

import pytest
from sqlalchemy import select

from core.cache.operations import house_version
from core.db import db
from shop.producers.models import ClassRule, ProductClass
from shop.producers.queries.papers import list_class_rules

pytestmark = pytest.mark.both_engines


@pytest.fixture
def admin(client, make):
    client.log_in(make.admin())
    return client


def said(**kw):
    return {"form_key": "12345678", "qualification": "food-seller", "version": 0, **kw}


def test_by_default_for_food_that_was_worked_on(app):
    asked = {each for each, (kind, _version) in list_class_rules().items() if kind}
    assert asked == {ProductClass.WORKSHOP, ProductClass.PREPACKAGED}
    assert db.session.scalars(select(ClassRule)).all() == []


def test_the_county_says_otherwise_and_again(admin):
    assert "不要资格" in admin.get("/admin/classes/").text
    url = "/admin/classes/fresh"
    assert admin.get(url).status_code == 200
    before = house_version()
    assert admin.send(url, said()).location == "/admin/classes/"
    assert list_class_rules()[ProductClass.FRESH] == ("food-seller", 1)
    assert house_version() > before
    assert admin.send(url, said(qualification="", version=1)).status_code == 302
    assert list_class_rules()[ProductClass.FRESH] == ("", 2)


def test_the_second_one_sees_what_the_first_said(admin):
    assert admin.send("/admin/classes/live", said()).status_code == 302
    for version in (0, 7):
        late = admin.send("/admin/classes/live", said(qualification="", version=version))
        assert late.status_code == 409
    assert list_class_rules()[ProductClass.LIVE] == ("food-seller", 1)


@pytest.mark.parametrize(
    "wrong", [{"qualification": "doctor"}, {"version": "x"}, {"version": "-1"}, {"version": ""}]
)
def test_nonsense_changes_nothing(admin, wrong):
    assert admin.send("/admin/classes/craft", said(**wrong)).status_code == 422
    assert db.session.scalars(select(ClassRule)).all() == []


def test_only_administrators(client, make, branch):
    for person in (make.person(), make.officer(branch), make.clerk()):
        client.log_in(person)
        assert client.get("/admin/classes/").status_code == 403
        assert client.get("/admin/classes/fresh").status_code == 404
        assert client.send("/admin/classes/fresh", said()).status_code == 404
    client.log_in(make.admin())
    assert client.get("/admin/classes/gold").status_code == 404
