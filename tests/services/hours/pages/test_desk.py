"""The branch's desk: what is to confirm, people, certificates, commendations."""

import re

from sqlalchemy import select

from core.certificates.models import Certificate
from core.clock import village_day
from core.db import db
from core.house import HOUSE
from core.notices.models import Notice
from services.hours.desk_views import list_waiting
from services.hours.models import (
    AttendanceStatus,
    Commendation,
    CommendationStatus,
    Confirmed,
    Correction,
)
from services.hours.operations import certifying, correcting, objecting
from services.hours.queries import ledger
from tests.services.hours.world import DAY, HOUR, MINUTE

A, C = AttendanceStatus, Confirmed


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


def test_who_objected_and_why_is_kept_from_the_volunteer_at_the_desk(
    world, wang, officer, desk, do, as_person, make
):
    """Also where the volunteer is an officer of the branch, or lives with one."""
    mate = make.officer(world.branch, person=world.person("同住"), role="publicity")
    other = make.officer(world.branch, person=world.person("委员"), role="organisation")
    world.house(world.officer, mate)
    there = world.ended(world.officer, served=wang)
    objection = do(objecting.object_to, there, "只来了十分钟", by=wang)
    url = f"{desk}/hours/{there.id}"
    for client in (officer, as_person(mate)):
        page = client.get(url).text
        assert "只来了十分钟" not in page
        assert "只有答复的委员看得到" in page
    assert "只来了十分钟" in as_person(other).get(url).text
    do(objecting.answer, objection, upheld=False, words="问过了", by=other)
    assert "只来了十分钟" not in officer.get(url).text


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
    assert "/decline" not in page
    answer = officer.send(f"{desk}/hours/certificates/{asked.id}/issue")
    assert answer.status_code == 422
    assert db.session.query(Certificate).count() == 0


def test_declining_says_why(world, wang, officer, desk, confirmed, do, at):
    li = world.person()
    there = world.ended(li, served=wang, minutes=90)
    confirmed(C.SERVED, wang, there)
    day = village_day(at)
    asked = do(certifying.ask, world.branch, first=day, last=day, by=li)
    do(correcting.void, there, "没来", by=world.officer)
    url = f"{desk}/hours/certificates/{asked.id}/decline"
    page = officer.get(f"{desk}/hours?tab=certificates").text
    assert url in page
    assert "/issue" not in page
    assert "不开证明：李明" in officer.get(url).text
    answer = officer.send(url, why="")
    assert (answer.status_code, 'id="why-error"' in answer.text) == (422, True)
    assert officer.send(url, why="那次没来").location == f"{desk}/hours?tab=certificates"
    assert officer.get(url).status_code == 200
    assert officer.send(url, why="再说一次").status_code == 422
    told = db.session.scalar(select(Notice).where(Notice.event == "hours.certificate_declined"))
    assert (told.person_id, told.facts["why"]) == (li.id, "那次没来")


def test_what_is_void_leads_to_the_certificate(world, wang, officer, confirmed, do, act, at):
    there = world.ended(world.person(), served=wang)
    confirmed(C.SERVED, wang, there)
    day = village_day(at)
    asked = do(certifying.ask, world.branch, first=day, last=day, by=there.person)
    made = do(certifying.issue_asked, asked, by=world.officer)
    do(correcting.void, there, "没来", by=world.officer, at=at + MINUTE)
    (item,) = list_waiting(act(world.officer), at)
    assert made.number in item.what
    assert "撤销" in officer.get(item.url).text
    assert list(list_waiting(act(world.upper), at)) == []


def test_of_an_only_officer_the_upper_one_puts_right(
    world, wang, officer, desk, as_person, confirmed, do, at
):
    own, day = world.ended(world.officer, served=wang), village_day(at)
    confirmed(C.SERVED, wang, own)
    do(correcting.ask_correction, own, "我五点才走", by=world.officer)
    do(certifying.ask, world.branch, first=day, last=day, by=world.officer)
    upper, above = as_person(world.upper), f"/desk/{world.above.id}/hours"
    assert "我五点才走" in upper.get(f"{above}?tab=corrections").text
    page = upper.get(f"{above}?tab=certificates").text
    assert world.branch.name in page
    (issue,) = re.findall(rf'action="({above}/certificates/\d+/issue)"', page)
    assert upper.send(issue).location == f"{above}?tab=certificates"
    assert db.session.query(Certificate).one().branch_id == world.branch.id
    url = f"{above}/{own.id}"
    assert "hand" not in upper.get(url).text
    assert upper.send(f"{url}/reply", reply="改好了").location == above
    assert upper.send(f"{url}/void", why="多记了").location == above
    db.session.refresh(own)
    assert own.status is A.VOIDED


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
    assert list_waiting in HOUSE.waiting
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
