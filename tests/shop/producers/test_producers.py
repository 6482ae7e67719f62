"""From a villager's wish to sell to a producer: registered, changed, resting, closed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.cache.operations import house_version
from core.clock import village_day
from core.db import db
from core.search.models import SearchDue
from shop.producers.models import Producer, ProductClass
from tests.make_shop import CREDIT_CODE
from tests.shop.producers.conftest import fields, the_one

pytestmark = pytest.mark.both_engines
DAY = timedelta(days=1)


def test_from_nothing_to_a_shop_of_ones_own(client, farmer, village):
    client.log_in(farmer)
    nothing = client.get("/sell/").text
    for words in ("写下您是谁", "上门看一看", "拍照上架", "我要卖东西"):
        assert words in nothing
    page = client.get("/sell/apply").text
    assert f'<option selected value="{village.id}">' in page
    assert farmer.phone in page
    answer = client.send("/sell/apply", fields(village))
    made = the_one()
    assert answer.location == f"/sell/{made.id}/"
    assert (made.responsible_id, made.unit_id, made.district) == (farmer.id, village.id, "330106")
    assert made.sells == (ProductClass.FRESH, ProductClass.CRAFT)
    steps = client.get(f"/sell/{made.id}/").text
    for words in ("证照", "店的照片", "店的介绍", "运费和自提", "支部核验", "商品"):
        assert words in steps
    assert f'href="/me/places/producer/{made.id}"' in steps
    assert "李家果园" in client.get("/sell/").text
    assert 'href="/sell/"' in client.get("/me/").text


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "king"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"name": "  "}, "name"),
        ({"name": "长" * 41}, "name"),
        ({"name": "看不\u200b见"}, "name"),
        ({"name": "优选果园"}, "name"),
        ({"classes": []}, "classes"),
        ({"classes": ["gold"]}, "classes"),
        ({"unit": "x"}, "unit"),
        ({"unit": "99"}, "unit"),
        ({"address": ""}, "address"),
        ({"address": "长" * 121}, "address"),
        ({"phone": "打给我"}, "phone"),
        ({"phone": ""}, "phone"),
        ({"credit_code": "9300"}, "credit_code"),
        ({"credit_code": "93000000DEM0000001"}, "credit_code"),
        ({"kind": "cooperative"}, "credit_code"),
        ({"kind": "enterprise"}, "credit_code"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(
    client, farmer, village, given, field
):
    client.log_in(farmer)
    answer = client.send("/sell/apply", fields(village, **given))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    for name, typed in {"address": "三组 12 号", "name": "李家果园"}.items():
        assert name in given or typed in answer.text
    assert db.session.scalars(select(Producer)).all() == []


def test_a_credit_code_is_typed_as_one_likes_and_stands_for_one_shop(
    client, farmer, village, make, branch
):
    unit = make.unit(branch, name="桃源合作社", registration=CREDIT_CODE)
    client.log_in(farmer)
    wide = fields(village, kind="cooperative", credit_code="93000000dem0000000 ")
    assert client.send("/sell/apply", wide).status_code == 302
    assert (the_one().credit_code, the_one().own_unit_id) == (CREDIT_CODE, unit.id)
    again = client.send("/sell/apply", {**wide, "form_key": "87654321"})
    assert again.status_code == 422
    assert "已经登记过一家店" in again.text


def test_the_same_form_sent_twice_is_one_shop(client, farmer, village):
    client.log_in(farmer)
    places = {client.send("/sell/apply", fields(village)).location for _time in range(2)}
    assert places == {f"/sell/{the_one().id}/"}


def test_three_shops_and_no_fourth(client, farmer, village, shop):
    client.log_in(farmer)
    shop.producer(farmer, village)
    shop.producer(farmer, village)
    shop.producer(farmer, village, closed_at=farmer.created_at)  # closed ones do not count
    assert client.send("/sell/apply", fields(village)).status_code == 302
    assert "最多登记 3 家" in client.get("/sell/").text
    assert "最多登记 3 家" in client.get("/sell/apply").text
    fourth = client.send("/sell/apply", fields(village, form_key="87654321"))
    assert fourth.status_code == 422


def test_where_no_village_is_there_one_is_told_where_to_ask(client, make):
    client.log_in(make.person())
    assert "还没有村可以选" in client.get("/sell/apply").text


PAGES = (
    "/", "/facts", "/papers", "/papers/new", "/papers/{paper}", "/papers/{paper}/scan",
    "/papers/{paper}/file", "/pictures", "/pictures/{picture}", "/story", "/holiday",
)  # fmt: skip
POSTS = (
    "/close", "/papers/{paper}/remove", "/pictures/{picture}/move", "/pictures/{picture}/remove",
    "/rest", "/resume",
)  # fmt: skip


def test_anothers_shop_is_not_there(client, producer, shop, make, farmer, village):
    ids = {"paper": shop.paper(producer).id, "picture": shop.picture_of(producer).id}
    other = make.person()
    own = shop.producer(other, village)
    for person in (other, make.admin(), make.clerk()):
        client.log_in(person)
        for path in (*PAGES, *POSTS):
            url = f"/sell/{producer.id}{path.format(**ids)}"
            if path in PAGES:
                assert client.get(url).status_code == 404, url
            if path not in {"/", "/papers", "/papers/{paper}/file"}:
                assert client.send(url, form_key="12345678").status_code == 404, url
    client.log_in(other)
    for path in ("/papers/{paper}", "/pictures/{picture}"):  # of another, under one's own address
        assert client.get(f"/sell/{own.id}{path.format(**ids)}").status_code == 404
    client.log_out()
    assert "/login" in client.get(f"/sell/{producer.id}/").location
    assert db.session.get(Producer, producer.id).closed_at is None


def test_facts_are_changed_and_the_public_sees_it(client, desk, producer, village):
    before = house_version()
    page = client.get(f"{desk}/facts").text
    assert 'name="version" type="hidden" value="1"' in page
    changed = fields(village, name="李家橘园", version=1, classes=["fresh"])
    assert client.send(f"{desk}/facts", changed).location == f"{desk}/"
    row = the_one()
    assert (row.name, row.version, row.facts_changed_at) == ("李家橘园", 2, None)
    assert house_version() > before
    assert db.session.scalars(select(SearchDue.ref)).all() == [producer.id]
    second = client.send(f"{desk}/facts", fields(village, name="李家梨园", version=1))
    assert second.status_code == 409
    assert "李家橘园" in second.text
    assert "李家梨园" in second.text
    for nonsense in ("x", "-1", "", "9" * 30):
        assert client.send(f"{desk}/facts", fields(village, version=nonsense)).status_code == 422


def test_a_day_off_and_back_again(client, desk, producer, at):
    today = village_day(at)
    assert "今天歇一天" in client.get(f"{desk}/").text
    before = house_version()
    assert client.send(f"{desk}/rest").location == f"{desk}/"
    assert (the_one().away_from, the_one().away_until) == (today, today)
    assert house_version() > before
    assert "接着卖" in client.get(f"{desk}/").text
    assert "休息中" in client.get("/sell/").text
    before = house_version()
    assert client.send(f"{desk}/resume").location == f"{desk}/"
    assert the_one().away_from is None
    assert house_version() > before


def test_a_holiday_is_planned_and_forgotten(client, desk, at):
    today = village_day(at)
    planned = {
        "form_key": "12345678",
        "begins": (today + 5 * DAY).isoformat(),
        "until": (today + 9 * DAY).isoformat(),
        "note": "回家过年",
    }
    assert client.get(f"{desk}/holiday").status_code == 200
    assert client.send(f"{desk}/holiday", planned).location == f"{desk}/"
    assert the_one().away_note == "回家过年"
    assert "先前安排的休息会取消" in client.get(f"{desk}/").text
    assert "回家过年" in client.get(f"{desk}/holiday").text
    assert "今天歇一天" in client.get(f"{desk}/").text  # it has not begun
    for field, value in (
        ("until", today - DAY),
        ("begins", "明天"),
        ("until", ""),
        ("note", "长" * 61),
    ):
        answer = client.send(f"{desk}/holiday", {**planned, field: str(value)})
        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.text
    assert client.send(f"{desk}/resume").status_code == 302
    assert the_one().away_note == ""


def test_a_story_is_looked_at_before_it_is_told(client, desk):
    text = "## 山上的橘子\n\n种了**十年**。<script>x</script>"
    sent = {"form_key": "12345678", "story": text, "version": 1}
    looked = client.send(f"{desk}/story", {**sent, "preview": "先看看样子"})
    assert looked.status_code == 200
    assert "<h2>山上的橘子</h2>" in looked.text
    assert "<script>x" not in looked.text
    assert the_one().story == ""
    assert client.send(f"{desk}/story", sent).location == f"{desk}/"
    assert the_one().story == text
    second = client.send(f"{desk}/story", {**sent, "story": "别人的故事"})
    assert second.status_code == 409
    assert "别人的故事" in second.text
    for bad in ("长" * 5001, "全县推荐的橘子"):
        answer = client.send(f"{desk}/story", {**sent, "story": bad, "version": 2})
        assert answer.status_code == 422
        assert 'id="story-error"' in answer.text
