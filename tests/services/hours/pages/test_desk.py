"""The branch's desk: the shift's screen, the roll, what is to confirm, people, certificates."""

import re

import pytest
from sqlalchemy import select

from core.certificates.models import Certificate
from core.clock import VILLAGE, village_day
from core.db import db
from core.house import HOUSE
from services.hours.models import (
    AttendanceStatus,
    Check,
    Commendation,
    CommendationStatus,
    Confirmed,
    Correction,
)
from services.hours.operations import certifying, checking, correcting, objecting
from services.hours.queries import ledger
from services.hours.rules import codes
from tests.services.hours.world import DAY, HOUR, MINUTE

A, C = AttendanceStatus, Confirmed


@pytest.fixture
def officer(world, as_person):
    return as_person(world.officer)


@pytest.fixture
def wang(world):
    return world.person("王奶奶", phone="13912345678")


@pytest.fixture
def desk(world):
    return f"/desk/{world.branch.id}"


# a shift on the screen


def test_the_screen_has_the_qr_of_this_minute_and_the_digits(world, officer, desk):
    shift, _li = world.coming()
    page = officer.get(f"{desk}/shifts/{shift.id}").text
    assert "<svg" in page
    assert codes.digits_of(shift.id) in page
    assert '<noscript><meta http-equiv="refresh" content="60" /></noscript>' in page
    assert 'data-behaviour="renew"' in page


@pytest.mark.parametrize(
    ("begins", "words"), [(31 * MINUTE, "开始前 30 分钟起"), (-5 * HOUR, "已经结束")]
)
def test_before_and_after_there_is_no_code(world, officer, desk, begins, words):
    shift, _li = world.coming(begins=begins)
    page = officer.get(f"{desk}/shifts/{shift.id}").text
    assert words in page
    assert codes.digits_of(shift.id) not in page
    assert "qr-card" not in page


def test_the_roll_checks_in_and_out_by_plain_buttons(world, officer, desk, attendances):
    shift, li = world.coming()
    url = f"{desk}/shifts/{shift.id}"
    forms = re.findall(r'action="(/desk/[^"]+/in/\d+)"', officer.get(url).text)
    assert forms == [f"{url}/in/{li.id}"]
    assert officer.send(forms[0]).location == url
    (there,) = attendances()
    assert (there.in_how, there.in_by) == (Check.ORGANISER, world.officer.id)
    assert "还没签退" in officer.get(url).text
    assert f"{url}/out/{li.id}" in officer.get(url).text
    answer = officer.send(f"{url}/out/{li.id}")
    assert answer.status_code == 422, "not within the first minute"
    assert "不到一分钟" in answer.text


def test_somebody_who_went_home_early_is_asked_about(world, officer, desk, do, at):
    shift, li = world.coming(begins=-5 * HOUR)
    do(checking.check_in, shift, li.id, Check.QR, by=li, at=at - 5 * HOUR)
    page = officer.get(f"{desk}/shifts/{shift.id}").text
    assert "会按现在签退，记 5 小时" in page


def test_who_does_not_come_is_on_no_roll(world, officer, desk):
    shift, _li = world.coming()
    stranger = world.person("王五")
    assert officer.send(f"{desk}/shifts/{shift.id}/in/{stranger.id}").status_code == 404
    assert officer.get(f"{desk}/shifts/987654").status_code == 404


def test_no_other_branch_has_this_shift(world, as_person, make):
    shift, li = world.coming()
    other = make.branch()
    stranger = as_person(make.officer(other, person=make.person(name="别的书记")))
    assert stranger.get(f"/desk/{other.id}/shifts/{shift.id}").status_code == 404
    assert stranger.get(f"/desk/{world.branch.id}/shifts/{shift.id}").status_code == 404
    assert stranger.send(f"/desk/{other.id}/shifts/{shift.id}/in/{li.id}").status_code == 404
    assert as_person(li).get(f"/desk/{world.branch.id}/shifts/{shift.id}").status_code == 404


def local(moment):
    return moment.astimezone(VILLAGE).strftime("%Y-%m-%dT%H:%M")


def test_hours_by_hand(world, officer, desk, attendances, at):
    shift, li = world.coming(begins=-4 * HOUR)
    url = f"{desk}/shifts/{shift.id}/hand"
    page = officer.get(url).text
    assert re.findall(r'type="datetime-local"[^>]*value="([^"]+)"', page) == [
        local(shift.starts_at),
        local(shift.ends_at),
    ]
    said = {
        "who": li.id,
        "starts": local(at - 3 * HOUR),
        "ends": local(at - 2 * HOUR),
        "why": "手机没电",
    }
    for field, wrong in (("why", ""), ("ends", local(at + HOUR)), ("who", 987654), ("starts", "x")):
        answer = officer.send(url, {**said, field: wrong})
        assert answer.status_code == 422, field
        assert 'class="alert alert-danger trouble"' in answer.text
    answer = officer.send(url, said)
    assert answer.location == f"{desk}/shifts/{shift.id}"
    (there,) = attendances()
    assert (there.by_hand, there.minutes, there.in_by) == (True, 60, world.officer.id)
    assert there.starts_at == (at - 3 * HOUR).replace(second=0)
    assert "人工补录" in officer.get(answer.location).text


# one attendance


def test_asking_by_phone_shows_whom_to_call(world, wang, officer, desk):
    there = world.ended(world.person(), served=wang)
    url = f"{desk}/hours/{there.id}"
    page = officer.get(url).text
    assert "王奶奶" in page
    assert "13912345678" in page
    assert officer.send(f"{url}/confirm").location == url
    db.session.refresh(there)
    assert (there.status, there.confirmed_how) == (A.CONFIRMED, C.PHONE)
    assert "支部打电话核实" in officer.get(url).text
    assert "13912345678" not in officer.get(url).text, "a number is shown only while it is needed"


def test_a_members_own_officer_reads_why_not_and_the_upper_one_does_it(
    world, wang, officer, desk, as_person, make
):
    member = world.person("党员甲")
    make.member(world.branch, member)
    there = world.ended(member, served=wang)
    page = officer.get(f"{desk}/hours").text
    assert "要由上级支部核实" in page
    assert "13912345678" not in officer.get(f"{desk}/hours/{there.id}").text
    assert officer.send(f"{desk}/hours/{there.id}/confirm").status_code == 422
    upper, above = as_person(world.upper), f"/desk/{world.above.id}/hours"
    assert f"{above}/{there.id}" in upper.get(above).text
    assert upper.send(f"{above}/{there.id}/void", why="不该上级管").status_code == 404
    answer = upper.send(f"{above}/{there.id}/confirm")
    assert answer.location == above
    db.session.refresh(there)
    assert there.status is A.CONFIRMED
    assert upper.get(f"{above}/{there.id}").status_code == 404


def test_void_by_form(world, wang, officer, desk, confirmed):
    there = world.ended(world.person(), served=wang)
    confirmed(C.SERVED, wang, there)
    url = f"{desk}/hours/{there.id}"
    assert officer.send(f"{url}/void", why="").status_code == 422
    assert officer.send(f"{url}/void", why="签错了人").location == url
    assert "签错了人" in officer.get(url).text
    assert ledger.figure_of(there.person_id).parts.total == 0


def test_answering_an_objection(world, wang, officer, desk, do):
    there = world.ended(world.person(), served=wang)
    do(objecting.object_to, there, "只来了十分钟", by=wang)
    assert f"{desk}/hours/{there.id}" in officer.get(f"{desk}/hours?tab=objections").text
    url = f"{desk}/hours/{there.id}"
    assert "只来了十分钟" in officer.get(url).text
    assert officer.send(f"{url}/answer", upheld="no", words="").status_code == 422
    assert officer.send(f"{url}/answer", upheld="maybe", words="问过").status_code == 422
    answer = officer.send(f"{url}/answer", upheld="yes", words="问过了，没来")
    assert answer.status_code == 302
    db.session.refresh(there)
    assert there.status is A.VOIDED
    assert officer.send(f"{url}/answer", upheld="yes", words="再").status_code == 404


def test_answering_a_correction(world, wang, officer, desk, do):
    there = world.ended(world.person(), served=wang)
    do(correcting.ask_correction, there, "我五点才走", by=there.person)
    assert "我五点才走" in officer.get(f"{desk}/hours?tab=corrections").text
    url = f"{desk}/hours/{there.id}"
    assert officer.send(f"{url}/reply", reply="").status_code == 422
    assert officer.send(f"{url}/reply", reply="问过了，补录了").location == url
    assert "问过了，补录了" in officer.get(url).text
    assert db.session.scalar(select(Correction.answered_by)) == world.officer.id
    assert officer.send(f"{url}/reply", reply="再").status_code == 404


# certificates, people, commendations


def test_one_tap_issues_what_was_asked_for(world, wang, officer, desk, confirmed, do, at):
    li = world.person()
    confirmed(C.SERVED, wang, world.ended(li, served=wang, minutes=90))
    day = village_day(at)
    asked = do(certifying.ask, world.branch, first=day - 9 * DAY, last=day, by=li)
    page = officer.get(f"{desk}/hours?tab=certificates").text
    assert "共 1 小时 30 分：自动记录 1 小时 30 分" in page
    url = f"{desk}/hours/certificates/{asked.id}/issue"
    assert url in page
    answer = officer.send(url)
    assert answer.location == f"{desk}/hours?tab=certificates"
    made = db.session.query(Certificate).one()
    assert made.number in officer.get(answer.location).text
    assert officer.send(url).status_code == 302
    assert db.session.query(Certificate).count() == 1
    above = f"/desk/{world.above.id}/hours/certificates/{asked.id}/issue"
    assert officer.send(above).status_code == 404
    other = f"/desk/{world.branch.id}/hours/certificates/987654/issue"
    assert officer.send(other).status_code == 404


def test_ones_own_has_no_button(world, wang, officer, desk, confirmed, do, at):
    confirmed(C.SERVED, wang, world.ended(world.officer, served=wang))
    day = village_day(at)
    asked = do(certifying.ask, world.branch, first=day, last=day, by=world.officer)
    page = officer.get(f"{desk}/hours?tab=certificates").text
    assert "请别的委员开" in page
    answer = officer.send(f"{desk}/hours/certificates/{asked.id}/issue")
    assert answer.status_code == 422
    assert db.session.query(Certificate).count() == 0


def test_the_roll_of_hours_and_one_person(world, wang, officer, desk, confirmed, at):
    li = world.person()
    confirmed(C.SERVED, wang, world.ended(li, served=wang, minutes=90))
    confirmed(C.PHONE, world.officer, world.ended(li, served=wang, before=2 * HOUR))
    month = village_day(at).strftime("%Y-%m")
    page = officer.get(f"{desk}/hours/people?month={month}").text
    assert "李明" in page
    assert "2 小时 30 分" in page
    assert officer.get(f"{desk}/hours/people?month=2020-01").status_code == 200
    for wrong in ("2020-13", "x", "1999-01", "２０２０-01"):
        assert officer.get(f"{desk}/hours/people?month={wrong}").status_code == 404
    person = f"{desk}/hours/people/{li.id}"
    assert "2 小时 30 分" in officer.get(person).text
    assert officer.get(f"{desk}/hours/people/{world.person('无关').id}").status_code == 404
    assert officer.get(f"/desk/{world.above.id}/hours/people/{li.id}").status_code == 404


def test_a_commendation_from_below_to_above(world, wang, officer, desk, as_person, confirmed, at):
    li = world.person()
    confirmed(C.SERVED, wang, world.ended(li, served=wang, minutes=90))
    url, day = f"{desk}/hours/people/{li.id}", village_day(at)
    said = {"first": day - DAY, "last": day, "words": "修渠", "minutes": "9999"}
    assert officer.send(url, {**said, "words": ""}).status_code == 422
    answer = officer.send(url, said)
    assert answer.location == f"{desk}/hours?tab=commendations"
    assert "等上级支部答复" in officer.get(answer.location).text
    made = db.session.query(Commendation).one()
    assert (made.minutes, made.served) == (90, 1)
    assert "还没有答复" in officer.get(url).text
    upper, above = as_person(world.upper), f"/desk/{world.above.id}/hours"
    page = f"{above}/commendations/{made.id}"
    assert page in upper.get(f"{above}?tab=commendations").text
    assert officer.get(page).status_code == 404
    assert officer.get(f"{desk}/hours/commendations/{made.id}").status_code == 404
    assert upper.send(page, agreed="no", words="").status_code == 422
    assert upper.send(page, agreed="yes", words="").status_code == 302
    db.session.refresh(made)
    assert made.status is CommendationStatus.AGREED
    assert "表扬：修渠" in as_person(li).get("/hours").text


def test_what_waits_stands_at_the_desk(world, wang, officer, desk, act, do, at):
    there = world.ended(world.person(), served=wang, day=4)
    do(correcting.ask_correction, there, "不对", by=there.person)
    (list_waiting,) = [each for each in HOUSE.waiting if each.__module__.startswith("services")]
    items = list(list_waiting(act(world.officer), at))
    assert [(each.what, each.url) for each in items] == [
        ("1 次志愿服务等核实时长", f"{desk}/hours?tab=confirm"),
        ("1 个人说时长记得不对", f"{desk}/hours?tab=corrections"),
    ]
    assert "1 次志愿服务等核实时长" in officer.get("/desk/").text
    assert list(list_waiting(act(there.person), at)) == []
    for tab in ("confirm", "objections", "corrections", "certificates", "commendations", "x"):
        assert officer.get(f"{desk}/hours?tab={tab}").status_code == 200


def test_a_stranger_sees_no_desk(world, as_person, desk):
    client = as_person(world.person())
    for url in (f"{desk}/hours", f"{desk}/hours/people", f"{desk}/hours/1"):
        assert client.get(url).status_code == 404
