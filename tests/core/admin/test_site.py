"""The operator's facts, its licence, and the texts it publishes."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from core.clock import now, village_day
from core.db import db
from core.history.models import Entry
from core.site import queries
from core.site.models import Sheet, SheetKind
from core.site.rules import earliest_day
from core.site.texts import first_text

pytestmark = pytest.mark.both_engines


@pytest.fixture
def admin(make):
    return make.admin()


@pytest.fixture
def desk(client, admin):
    client.log_in(admin)
    return client


def seen_on(page):
    hidden = re.search(r'name="seen"[^>]*value="([^"]*)"', page.text)[1]
    return hidden.replace("&#34;", '"')


def given(desk, **kw):
    facts = {
        "site_name": "兴村",
        "county": "云溪县",
        "name": "云溪县兴村供销合作社",
        "credit_code": "93000000dem0000000",
        "no_registration": "",
        "address": "桃源镇",
        "phone": "0570-1234567",
        "email": "a@b.cn",
        "filing": "",
        "seen": seen_on(desk.get("/admin/facts")),
        **kw,
    }
    return desk.send("/admin/facts", facts)


def test_facts_show_at_the_foot_at_once(desk, app, admin):
    visitor = app.test_client()
    assert "云溪县兴村供销合作社" not in visitor.get("/").text
    assert given(desk).location == "/admin/facts"
    foot = visitor.get("/").text
    assert "云溪县兴村供销合作社" in foot
    assert "93000000DEM0000000" in foot
    actions = db.session.scalars(select(Entry).where(Entry.action == "set")).all()
    assert {line.about for line in actions} == {
        f"site_fact.{name}"
        for name in ("county", "name", "credit_code", "address", "phone", "email")
    }
    assert {line.by_id for line in actions} == {admin.id}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("site_name", ""),
        ("site_name", "长" * 21),
        ("credit_code", "93000000DEM0000001"),
        ("phone", "打给我"),
        ("email", "没有"),
        ("address", "长" * 121),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(desk, field, value):
    answer = given(desk, **{field: value})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert queries.stored_facts()["name"] == ""


def test_all_that_is_wrong_is_said_at_once_and_stays_typed(desk):
    page = given(desk, phone="打给我", email="没有", county="青山县").text
    for said in ('id="phone-error"', 'id="email-error"', "打给我", "没有", "青山县"):
        assert said in page


def test_the_second_editor_sees_what_the_first_wrote(desk, app, make):
    other = app.test_client()
    other.log_in(make.admin())
    seen = seen_on(other.get("/admin/facts"))
    assert given(desk, name="甲合作社").status_code == 302
    answer = given(other, name="乙合作社", seen=seen)
    assert answer.status_code == 409
    assert "甲合作社" in answer.text
    assert "乙合作社" in answer.text
    assert queries.stored_facts()["name"] == "甲合作社"


@pytest.mark.parametrize("seen", ["", "x", "[]", '{"name": ""}', '"name"'])
def test_a_form_that_was_tampered_with(desk, seen):
    assert given(desk, seen=seen).status_code in {400, 422}
    assert queries.stored_facts()["name"] == ""


def photo(kind="JPEG"):
    out = BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, kind)
    return out.getvalue()


def upload(desk, name, data):
    fields = {"picture": (BytesIO(data), name), "form_key": "k" * 12, "csrf_token": desk.token()}
    return desk.post("/admin/facts/licence", data=fields, content_type="multipart/form-data")


def test_the_licence_is_shown_to_everyone_and_taken_away(desk, app):
    assert upload(desk, "执照.jpg", photo()).location == "/admin/facts"
    ref = queries.stored_facts()["licence_ref"]
    visitor = app.test_client()
    assert f'href="/files/{ref}"' in visitor.get("/about").text
    assert visitor.get(f"/files/{ref}").mimetype == "image/webp"
    assert desk.send("/admin/facts/licence/remove").location == "/admin/facts"
    assert f"/files/{ref}" not in visitor.get("/about").text


@pytest.mark.parametrize(
    ("name", "data"), [("执照.jpg", b"no photo"), ("执照.svg", b"<svg/>"), ("", b"")]
)
def test_what_is_no_photo_is_refused(desk, name, data):
    answer = upload(desk, name, data)
    assert answer.status_code == 422
    assert queries.stored_facts()["licence_ref"] == ""


def sheet(desk, kind="rules", **kw):
    fields = {
        "text": "## 新的一条\n\n全文",
        "summary": "改了一条",
        "effective_on": "",
        "based_on": "0",
        **kw,
    }
    return desk.send(f"/admin/sheets/{kind}", fields, form_key=f"{len(fields['text']):012}")


def test_the_first_version_begins_with_our_text(desk, app):
    assert first_text(SheetKind.RULES)[:20] in desk.get("/admin/sheets/rules").text
    assert sheet(desk).location == "/admin/sheets"
    assert "<h2>新的一条</h2>" in app.test_client().get("/rules").text


def test_looking_at_it_publishes_nothing(desk):
    answer = sheet(desk, preview="先看看样子", text="**粗** <b>x</b>")
    assert answer.status_code == 200
    assert "<strong>粗</strong> &lt;b&gt;x&lt;/b&gt;" in answer.text
    assert db.session.scalars(select(Sheet)).all() == []


def test_a_change_is_announced(desk, app):
    sheet(desk)
    early = (village_day(now()) + timedelta(days=6)).isoformat()
    again = {"based_on": "1", "text": "第二版的全文"}
    for day in ("", early):
        answer = sheet(desk, **again, effective_on=day)
        assert answer.status_code == 422
        assert 'id="effective_on-error"' in answer.text
        assert "第二版的全文" in answer.text
    day = earliest_day(now()).isoformat()
    assert f'value="{day}"' in desk.get("/admin/sheets/rules").text
    assert sheet(desk, **again, effective_on=day).status_code == 302
    visitor = app.test_client()
    assert "改了一条" in visitor.get("/rules").text
    assert "<p>全文</p>" in visitor.get("/rules").text
    assert "第二版的全文" in visitor.get("/rules/2").text


def test_who_wrote_on_an_old_version_loses_nothing(desk):
    sheet(desk)
    sheet(desk, text="别人的第二版", based_on="1", effective_on=earliest_day(now()).isoformat())
    late = (village_day(now()) + timedelta(days=30)).isoformat()
    answer = sheet(desk, text="我自己写的第二版", based_on="1", effective_on=late)
    assert answer.status_code == 409
    assert "我自己写的第二版" in answer.text
    assert "别人的第二版" in answer.text


@pytest.mark.parametrize("fields", [{"text": ""}, {"summary": ""}, {"based_on": "x"}])
def test_an_incomplete_text_is_not_published(desk, fields):
    assert sheet(desk, **fields).status_code == 422
    assert db.session.scalars(select(Sheet)).all() == []


def test_the_same_form_twice_is_one_version(desk):
    assert sheet(desk).status_code == sheet(desk).status_code == 302
    assert len(db.session.scalars(select(Sheet)).all()) == 1


def test_there_are_no_other_texts(desk):
    assert desk.get("/admin/sheets/other").status_code == 404
