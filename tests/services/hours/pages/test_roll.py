"""Who is put on the roll of a shift at the desk, and who is taken off it."""

import pytest
from sqlalchemy import select

from core.db import db
from core.notices.models import Notice
from services.hours.models import Check
from services.hours.operations import checking
from services.volunteering.models import Signup, SignupHow, SignupStatus
from tests.services.hours.world import HOUR, MINUTE


@pytest.fixture
def shift(world):
    return world.shift()


@pytest.fixture
def url(desk, shift):
    return f"{desk}/shifts/{shift.id}"


@pytest.fixture
def villager(world, make):
    return make.resident(world.unit, world.person("赵走来", phone="13912340000"))


def came():
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Signup).where(Signup.status == SignupStatus.IN)).all()


@pytest.mark.parametrize("who", ["赵走来", "13912340000"])
def test_who_walks_in_is_put_down_and_checked_in(world, villager, officer, url, who, attendances):
    assert "加一个人" in officer.get(url).text
    answer = officer.send(f"{url}/add", who=who)
    assert answer.location == url
    (signup,) = came()
    assert (signup.person_id, signup.how) == (villager.id, SignupHow.OFFICER)
    told = db.session.scalar(select(Notice).where(Notice.person_id == villager.id))
    assert told.event == "volunteering.entered"
    assert f"{url}/in/{villager.id}" in officer.get(url).text
    officer.send(f"{url}/in/{villager.id}")
    assert [each.person_id for each in attendances()] == [villager.id]


@pytest.mark.parametrize(
    ("who", "words"), [("", "请写是谁"), ("没这个人", "没有找到这个人"), ("赵走来", "已经报上")]
)
def test_what_is_wrong_stands_beside_the_field(world, villager, officer, shift, url, who, words):
    world.sign_up(shift, villager)
    answer = officer.send(f"{url}/add", who=who)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'id="who-error"' in answer.text
    assert len(came()) == 1


def test_a_form_is_done_once(villager, officer, url):
    said = {"who": "赵走来", "form_key": "12345678"}
    for _time in range(2):
        assert officer.send(f"{url}/add", said).location == url
    assert len(came()) == 1


def test_a_full_shift_and_one_that_is_over(world, villager, officer, desk):
    full = world.shift(capacity=1, taken=1)
    answer = officer.send(f"{desk}/shifts/{full.id}/add", who="赵走来")
    assert (answer.status_code, "名额已经满了" in answer.text) == (422, True)
    over = world.shift(begins=-5 * HOUR)
    assert "加一个人" not in officer.get(f"{desk}/shifts/{over.id}").text
    answer = officer.send(f"{desk}/shifts/{over.id}/add", who="赵走来")
    assert (answer.status_code, "已经结束" in answer.text) == (422, True)
    assert came() == []


def test_somebody_is_taken_off(world, villager, officer, shift, url, do, at):
    world.sign_up(shift, villager)
    out = f"{url}/take-out/{villager.id}"
    assert out in officer.get(url).text
    do(checking.check_in, shift, villager.id, Check.QR, by=villager, at=at - 5 * MINUTE)
    assert out not in officer.get(url).text
    answer = officer.send(out)
    assert (answer.status_code, "先签退" in answer.text) == (422, True)
    do(checking.check_out_of, shift, villager.id, Check.QR, by=villager)
    assert officer.send(out).location == url
    assert came() == []
    page = officer.get(url).text
    assert "赵走来" in page
    assert "不在名单里了" in page
    answer = officer.send(out)
    assert (answer.status_code, "已经没有这个人" in answer.text) == (422, True)
    assert officer.send(f"{url}/take-out/987654").status_code == 404
