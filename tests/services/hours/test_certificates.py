"""Certificates say what the ledger says, no more; commendations too."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from core.certificates.models import Certificate
from core.certificates.rules import in_words
from core.clock import village_day
from core.db import db, writing
from core.errors import Refused
from core.notices.models import Notice
from services.hours.models import (
    Commendation,
    CommendationStatus,
    Confirmed,
    HoursRequest,
)
from services.hours.operations import certifying, checking, commending, correcting, objecting
from services.hours.queries import desk, proposals
from services.hours.rules.counting import Parts
from tests.services.hours.world import DAY

pytestmark = pytest.mark.both_engines
C = Confirmed


@pytest.fixture
def wang(world):
    return world.person("王奶奶")


@pytest.fixture
def li(world):
    return world.person()


@pytest.fixture
def served(world, wang, li, confirmed, make):
    """Two hours by the person served, one by phone, half an hour by hand."""
    by_hand = {"by_hand": True, "why": "没电", "in_by": world.officer.id}
    there = [
        world.ended(li, served=wang, day=3, minutes=120),
        world.ended(li, served=wang, day=2, minutes=60),
        world.ended(li, served=wang, day=1, minutes=30, **by_hand),
    ]
    for each, how, by in zip(
        there, (C.SERVED, C.PHONE, C.SERVED), (wang, world.officer, wang), strict=True
    ):
        confirmed(how, by, each)
    return there


@pytest.fixture
def ask(world, do, li, at):
    def hand(by=None, days=10, last=0, **kw):
        today = village_day(at)
        period = {"first": today - days * DAY, "last": today - last * DAY}
        return do(certifying.ask, world.branch, **{**period, **kw}, by=by or li)

    return hand


def facts_of(certificate):
    return [facts for _key, facts in certificate.content]


def test_it_says_the_total_and_its_parts(world, served, ask, do, at):
    certificate = do(certifying.issue_asked, ask(), by=world.officer)
    total, automatic, phone, hand = facts_of(certificate)
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
    assert [key for key, _facts in certificate.content] == [str(each) for each in certifying.SAYS]


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
    assert desk.list_requests(world.branch.id) == []


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


def test_the_desk_sees_what_it_would_say(world, served, ask):
    request = ask()
    (asked,) = desk.list_requests(world.branch.id)
    assert (asked.id, asked.parts) == (request.id, Parts(120, 60, 30))
    assert [(b, c) for b, c, _s in desk.count_requests({world.branch.id}, 0)] == [
        (world.branch.id, 1)
    ]
    assert desk.count_requests({world.branch.id}, request.person_id) == []
    notice = db.session.scalar(select(Notice).where(Notice.event == "hours.certificate_asked"))
    assert notice.person_id == world.officer.id


def test_nobody_certifies_themselves(world, wang, confirmed, do, ask):
    confirmed(C.SERVED, wang, world.ended(world.officer, served=wang))
    request = ask(by=world.officer)
    with pytest.raises(Refused, match="请别的委员开"):
        do(certifying.issue_asked, request, by=world.officer)


# commendations


@pytest.fixture
def propose(world, do, li, at):
    def hand(by=None, **kw):
        today = village_day(at)
        said = {"first": today - 10 * DAY, "last": today, "words": "修渠三天", **kw}
        return do(commending.propose, world.branch, li.id, **said, by=by or world.officer)

    return hand


def test_a_proposal_has_the_ledgers_figures(world, served, propose, do, li):
    made = propose()
    assert (made.minutes, made.served) == (210, 3)
    (waits,) = proposals.list_to_answer({world.above.id})
    assert waits.id == made.id
    assert [(b, c) for b, c, _s in proposals.count_to_answer({world.above.id}, 0)] == [
        (world.above.id, 1)
    ]
    do(commending.answer, made, agreed=True, words="", by=world.upper)
    db.session.expire_all()
    assert made.status is CommendationStatus.AGREED
    assert [each.id for each in proposals.list_commendations_of(li.id)] == [made.id]
    told = db.session.scalar(select(Notice).where(Notice.event == "hours.commended"))
    assert told.person_id == li.id
    with pytest.raises(Refused):
        do(commending.answer, made, agreed=False, words="再想想", by=world.upper)


def test_one_may_be_returned_with_why(world, served, propose, do, li):
    made = propose()
    with pytest.raises(Refused, match="为什么退回"):
        do(commending.answer, made, agreed=False, words="", by=world.upper)
    with pytest.raises(Refused, match="还没有答复"):
        propose()
    do(commending.answer, made, agreed=False, words="写具体些", by=world.upper)
    db.session.expire_all()
    assert made.status is CommendationStatus.RETURNED
    assert proposals.list_commendations_of(li.id) == []
    propose(words="修渠三天，带了两个年轻人")


def test_nobody_is_commended_for_nothing_or_by_themselves(world, li, served, propose, make, at):
    with pytest.raises(Refused, match="没有确认过的时长"):
        propose(first=village_day(at), last=village_day(at))
    with pytest.raises(Refused, match="已经过去"):
        propose(last=village_day(at) + DAY)
    make.officer(world.branch, person=li, role="publicity")
    with pytest.raises(Refused, match="给自己"):
        propose(by=li)


def test_who_proposes_does_not_answer(world, served, propose, make, do):
    make.officer(world.above, person=world.officer, role="publicity")
    made = propose()
    with pytest.raises(Refused, match="自己提的"):
        do(commending.answer, made, agreed=True, words="", by=world.officer)
    assert db.session.scalar(select(func.count()).select_from(Commendation)) == 1


def test_at_the_root_nobody_answers(world, wang, li, confirmed, do, at):
    confirmed(C.SERVED, wang, world.ended(li, task=world.task(served=wang, branch=world.above)))
    period = {"first": village_day(at), "last": village_day(at)}
    with pytest.raises(Refused, match="上面没有支部"):
        do(commending.propose, world.above, li.id, **period, words="好", by=world.upper)


def test_the_database_knows_one_proposal_that_is_open(world, served, propose):
    made = propose()
    copied = {c.key: getattr(made, c.key) for c in Commendation.__table__.columns if c.key != "id"}
    with pytest.raises(IntegrityError), writing():
        db.session.add(Commendation(**copied))
