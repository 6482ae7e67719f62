"""Certificates say what the ledger says, no more."""

import pytest
from sqlalchemy import func, select

from core.certificates.models import Certificate
from core.certificates.operations import ask_revocation, drop_revocation
from core.certificates.rules import in_words
from core.clock import village_day
from core.db import db, writing
from core.errors import Refused
from core.notices.models import Notice
from services.hours.models import Confirmed, HoursRequest
from services.hours.operations import certifying, checking, correcting, objecting
from services.hours.queries import requests
from services.hours.rules.counting import Parts
from tests.services.hours.world import DAY, HOUR

pytestmark = pytest.mark.both_engines
C = Confirmed


def facts_of(certificate):
    return [facts for _key, facts in certificate.content]


def test_it_says_the_total_and_its_parts(world, served, ask, do, at):
    certificate = do(certifying.issue_asked, ask(), by=world.officer)
    total, automatic, phone, hand = facts_of(certificate)[:4]
    assert (total["total"], total["count"]) == (210, 3)
    assert (total["hours"], total["left"]) == (3, 30)
    assert (automatic, phone, hand) == ({"automatic": 120}, {"by_phone": 60}, {"by_hand": 30})
    assert total["total"] == automatic["automatic"] + phone["by_phone"] + hand["by_hand"]
    assert total["since"] == str(village_day(at) - 10 * DAY)
    assert (certificate.person_id, certificate.branch_id) == (served[0].person_id, world.branch.id)
    said = in_words(certificate.content)
    assert "参加志愿服务 3 次，共 3 小时 30 分，合 210 分钟" in said[0]
    assert said[3].endswith("30 分钟")


def test_what_it_says_is_a_key_whatever_the_officer_reads(served, ask, do, world, app):
    request = ask()
    with app.test_request_context("/?lang=en"):
        certificate = do(certifying.issue_asked, request, by=world.officer)
    says = [str(each) for each in (*certifying.SAYS, certifying.DONE)]
    assert [key for key, _facts in certificate.content] == says


def test_pending_shown_and_objected_hours_are_never_on_it(world, wang, li, served, ask, do, at):
    world.ended(li, served=wang, minutes=40)
    shown = world.ended(world.person("赵六", public=True), minutes=40)
    with writing():
        checking.put_up(shown, at=at)
    objected = world.ended(li, served=wang, minutes=40, day=4)
    do(objecting.object_to, objected, "没来", by=wang)
    certificate = do(certifying.issue_asked, ask(), by=world.officer)
    assert facts_of(certificate)[0]["total"] == 210


def test_a_void_shows_when_it_is_issued_again(world, served, ask, do):
    first = do(certifying.issue_asked, ask(), by=world.officer)
    do(correcting.void, served[0], "没来", by=world.officer)
    second = do(certifying.issue_asked, ask(), by=world.officer)
    assert first.number != second.number
    assert (facts_of(first)[0]["total"], facts_of(second)[0]["total"]) == (210, 90)
    assert facts_of(second)[0]["count"] == 2


def test_what_is_void_before_it_is_issued_is_not_on_it(world, served, ask, do):
    request = ask()
    do(correcting.void, served[1], "没来", by=world.officer)
    certificate = do(certifying.issue_asked, request, by=world.officer)
    assert facts_of(certificate)[0]["total"] == 150
    assert facts_of(certificate)[2] == {"by_phone": 0}


def test_two_taps_issue_one(world, served, ask, do):
    request = ask()
    first = do(certifying.issue_asked, request, by=world.officer)
    again = do(certifying.issue_asked, request, by=world.officer)
    assert first.number == again.number
    assert db.session.scalar(select(func.count()).select_from(Certificate)) == 1
    kept = db.session.scalar(select(HoursRequest))
    assert (kept.certificate_id, kept.issued_at) == (first.id, first.issued_at)
    assert requests.list_requests(world.branch.id, at=first.issued_at) == []


def test_only_days_that_were_asked_for(world, served, ask, do):
    certificate = do(certifying.issue_asked, ask(days=2), by=world.officer)
    assert facts_of(certificate)[0]["total"] == 90
    with pytest.raises(Refused, match="没有确认过的时长"):
        ask(days=0)
    with pytest.raises(Refused, match="不能早于"):
        ask(days=0, last=1)
    with pytest.raises(Refused, match="最晚是今天"):
        ask(last=-1)


def test_one_waits_for_what_one_has_asked_of_the_branch(world, served, ask):
    ask()
    with pytest.raises(Refused, match="已经向这个支部申请"):
        ask()


def test_the_desk_sees_what_it_would_say(world, served, ask, at):
    request = ask()
    (asked,) = requests.list_requests(world.branch.id, at=at)
    assert (asked.id, asked.parts) == (request.id, Parts(120, 60, 30))
    counted = requests.count_requests({world.branch.id, world.above.id}, 0, at=at)
    assert [(branch, count) for branch, count, _since in counted] == [(world.branch.id, 1)]
    assert requests.count_requests({world.branch.id}, request.person_id, at=at) == []
    notice = db.session.scalar(select(Notice).where(Notice.event == "hours.certificate_asked"))
    assert notice.person_id == world.officer.id


def test_nobody_certifies_themselves(world, wang, confirmed, do, ask):
    confirmed(C.SERVED, wang, world.ended(world.officer, served=wang))
    request = ask(by=world.officer)
    with pytest.raises(Refused, match="请别的委员开"):
        do(certifying.issue_asked, request, by=world.officer)


def test_it_says_what_was_done_how_often_and_nothing_of_who_was_served(
    world, wang, li, confirmed, ask, do
):
    tasks = [
        (world.task(served=wang, title="给陈桂花理发", skill="haircut"), 3),
        (world.task(served=wang, title="陪王奶奶看病"), 2),
        (world.task(title="在张家修灯", private=True), 1),
        *((world.task(title=f"修渠{n}"), 1) for n in range(4)),
    ]
    day = 0
    for task, times in tasks:
        for _time in range(times):
            there = world.ended(li, task=task, day=(day := day + 1), minutes=20)
            how = (C.SERVED, wang) if task.served_id else (C.PHONE, world.officer)
            confirmed(how[0], how[1], there)
    certificate = do(certifying.issue_asked, ask(), by=world.officer)
    done = [(each["what"], each["count"]) for each in facts_of(certificate)[4:]]
    assert done == [
        ("到村民家里帮忙", 3),
        ("理发", 3),
        ("修渠0", 1),
        ("修渠1", 1),
        ("别的服务", 2),
    ]
    assert sum(count for _what, count in done) == facts_of(certificate)[0]["count"]
    assert "做了什么：理发，3 次" in in_words(certificate.content)
    assert not any("桂花" in said or "王奶奶" in said for said in in_words(certificate.content))


def test_what_was_asked_for_can_be_taken_back(world, served, ask, do, li, wang, at):
    request = ask()
    with pytest.raises(Refused, match="只有本人"):
        do(certifying.withdraw, request, by=wang)
    do(certifying.withdraw, request, by=li)
    assert requests.list_requests(world.branch.id, at=at) == []
    assert requests.list_my_requests(li.id) == []
    for step, by in ((certifying.withdraw, li), (certifying.issue_asked, world.officer)):
        with pytest.raises(Refused):
            do(step, request, by=by)
    with pytest.raises(Refused):
        do(certifying.decline, request, "晚了", by=world.officer)
    assert db.session.scalar(select(func.count()).select_from(Certificate)) == 0
    ask()


def test_an_officer_may_say_why_there_is_none(world, served, ask, do, li, at):
    request = ask()
    for each in served:
        do(correcting.void, each, "没来", by=world.officer)
    with pytest.raises(Refused, match="没有确认过的时长"):
        do(certifying.issue_asked, request, by=world.officer)
    with pytest.raises(Refused, match="写明原因"):
        do(certifying.decline, request, "", by=world.officer)
    do(certifying.decline, request, "都作废了", by=world.officer)
    assert requests.list_requests(world.branch.id, at=at) == []
    told = db.session.scalar(select(Notice).where(Notice.event == "hours.certificate_declined"))
    assert (told.person_id, told.facts["why"]) == (li.id, "都作废了")
    with pytest.raises(Refused):
        do(certifying.withdraw, request, by=li)


def test_nobody_declines_their_own_or_what_is_issued(world, wang, served, confirmed, do, ask):
    confirmed(C.SERVED, wang, world.ended(world.officer, served=wang))
    with pytest.raises(Refused, match="请别的委员"):
        do(certifying.decline, ask(by=world.officer), "不开", by=world.officer)
    request = ask()
    do(certifying.issue_asked, request, by=world.officer)
    with pytest.raises(Refused, match="已经开好了"):
        do(certifying.decline, request, "不开", by=world.officer)


def test_a_void_makes_the_certificate_wait_to_be_revoked(world, served, ask, do, at, make):
    first = do(certifying.issue_asked, ask(), by=world.officer)
    branches = {world.branch.id, world.above.id}

    def untrue(me=0):
        return [each.id for each in requests.list_untrue(branches, me, limit=9)]

    assert untrue() == []
    later = at + HOUR
    do(correcting.void, served[0], "没来", by=world.officer, at=later)
    assert untrue() == [first.id]
    assert untrue(first.person_id) == []
    second = do(certifying.issue_asked, ask(), by=world.officer, at=later + HOUR)
    assert untrue() == [first.id], "what is issued after that says the truth"
    other = make.officer(world.branch, person=make.person(name="委员"), role="publicity")
    asked = do(ask_revocation, first, reason="有一次作废了", by=world.officer, at=later + HOUR)
    assert untrue() == [], "somebody deals with it"
    do(drop_revocation, asked, by=other, at=later + HOUR)
    assert untrue() == []
    do(correcting.void, served[1], "也没来", by=world.officer, at=later + 2 * HOUR)
    assert untrue() == [first.id, second.id]


def test_only_days_of_the_certificate_make_it_untrue(world, served, ask, do, at):
    do(certifying.issue_asked, ask(days=2), by=world.officer)
    do(correcting.void, served[0], "没来", by=world.officer, at=at + HOUR)
    assert requests.list_untrue({world.branch.id}, 0, limit=9) == []
