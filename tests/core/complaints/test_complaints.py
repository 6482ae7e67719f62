"""A complaint from the steward to the operator, and what everybody hears of it."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select, text

from core.complaints import access, jobs, operations, queries, rules
from core.complaints.invariants import INVARIANTS
from core.complaints.models import Complaint, ComplaintStep, Voice
from core.complaints.models import ComplaintStatus as C
from core.db import db, writing
from core.errors import Refused
from core.sponsorship import operations as sponsorships
from tests.core.complaints.conftest import DAY
from tests.core.sponsorship.world import run


@pytest.mark.both_engines
def test_answered_and_accepted(court, land):
    complaint = court.make()
    assert re.fullmatch(r"[\w-]{24}", complaint.ref)
    assert complaint.about == "陈家果园1"
    assert (complaint.status, complaint.due_at) == (C.WITH_STEWARD, court.at + 3 * DAY)
    assert land.told(court.buyer) == ["complaints.made"]
    assert land.told(land.steward)[-1] == "complaints.yours"
    assert land.told(land.owner)[-1] == "complaints.about_yours"
    court.answer(complaint)
    assert complaint.status is C.ANSWERED
    assert complaint.due_at == court.at + 7 * DAY
    court.do("accept", complaint, court.buyer)
    assert (complaint.status, complaint.closed_at) == (C.CLOSED, court.at)
    assert land.told(court.buyer) == [
        "complaints.made",
        "complaints.answered",
        "complaints.closed",
    ]
    said = [(each.voice, each.what) for each in court.case(complaint).steps]
    assert said == [
        (Voice.COMPLAINER, "made"),
        (Voice.STEWARD, "answered"),
        (Voice.COMPLAINER, "accepted"),
    ]


@pytest.mark.both_engines
def test_without_an_answer_it_climbs_to_the_operator(court, land):
    complaint = court.make()
    jobs.go_on(court.at + 3 * DAY - DAY / 24)
    assert court.case(complaint).complaint.status is C.WITH_STEWARD
    for _twice in range(2):
        jobs.go_on(court.at + 3 * DAY)
    now = court.case(complaint).complaint
    assert (now.status, now.branch_id) == (C.WITH_UPPER, land.township.id)
    assert now.due_at == court.at + 6 * DAY
    assert land.told(land.upper) == ["complaints.yours"]
    with pytest.raises(Refused, match="不在您这里"):
        court.answer(complaint)
    for _twice in range(2):
        jobs.go_on(court.at + 6 * DAY)
    now = court.case(complaint).complaint
    assert (now.status, now.branch_id) == (C.WITH_OPERATOR, None)
    assert land.told(court.clerk) == ["complaints.yours"]
    jobs.go_on(court.at + 60 * DAY)  # there it stays until somebody answers
    assert court.case(complaint).complaint.status is C.WITH_OPERATOR
    assert land.told(court.buyer) == ["complaints.made", *["complaints.climbed"] * 2]
    court.answer(complaint, court.clerk, at=court.at + 61 * DAY)
    court.do("go_further", complaint, court.buyer, text="还是不行，钱也没退")
    done = court.case(complaint)
    assert done.complaint.status is C.CLOSED
    assert "12315" in rules.SAID[done.steps[-1].what]
    assert done.steps[-1].text == "还是不行，钱也没退"
    for sql in INVARIANTS.values():
        found = text(sql)
        params = {"now_minus_15min": court.at} if ":now" in sql else {}
        assert db.session.execute(found, params).all() == []


def test_not_satisfied_it_goes_one_level_up_each_time(court, land):
    complaint = court.make()
    court.answer(complaint)
    court.do("go_further", complaint, court.buyer, text="没有说到点子上")
    assert court.case(complaint).complaint.status is C.WITH_UPPER
    court.answer(complaint, land.upper)
    court.do("go_further", complaint, court.buyer, text="还是不行")
    assert court.case(complaint).complaint.status is C.WITH_OPERATOR
    assert [each.what for each in court.case(complaint).steps] == [
        "made",
        "answered",
        "further",
        "answered",
        "further",
    ]


def test_without_a_branch_above_it_goes_straight_to_the_operator(court, land):
    with writing():
        land.township.closed_at = court.at
    complaint = court.make()
    jobs.go_on(court.at + 3 * DAY)
    assert court.case(complaint).complaint.status is C.WITH_OPERATOR


def test_silence_after_an_answer_closes_it(court, land):
    complaint = court.answer(court.make())
    jobs.go_on(court.at + 6 * DAY)
    assert court.case(complaint).complaint.status is C.ANSWERED
    for _twice in range(2):
        jobs.go_on(court.at + 7 * DAY)
    case = court.case(complaint)
    assert (case.complaint.status, case.steps[-1].what) == (C.CLOSED, "silent")
    assert land.told(court.buyer).count("complaints.closed") == 1


def test_who_answers_at_each_level(court, land, make):
    stranger = make.person()
    complaint = court.make()
    for person in (stranger, court.buyer, land.owner, land.upper, court.clerk):
        with pytest.raises(Refused):
            court.answer(complaint, person)
    court.answer(complaint, land.deputy)  # whoever leads the branch may do it for the steward
    second = court.make(by=land.deputy)
    with pytest.raises(Refused, match="自己的投诉"):
        court.answer(second, land.deputy)
    land.place(owners=frozenset({land.owner.id, land.secretary.id}))
    with pytest.raises(Refused, match="您自己的地方"):
        court.answer(second, land.secretary)


def test_the_new_steward_has_it(court, land):
    complaint = court.make()
    run(sponsorships.name_steward, land.again(court.sponsorship), land, steward=land.deputy)
    case = court.case(complaint)
    assert case.keepers == {land.deputy.id, land.steward.id}
    with pytest.raises(Refused, match="不在您这里"):
        court.answer(complaint, land.steward)
    court.answer(complaint, land.deputy)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("buyer", True),
        ("owner", True),
        ("steward", True),
        ("secretary", True),
        ("deputy", True),
        ("clerk", False),
        ("upper", False),
        ("stranger", False),
        ("officer", False),
    ],
)
def test_who_reads_it(court, land, make, who, may):
    complaint = court.make()
    person = {
        "buyer": court.buyer,
        "clerk": court.clerk,
        "stranger": make.person(),
        "officer": make.officer(land.branch, "publicity"),
    }.get(who) or getattr(land, who)
    assert access.READ.granted(land.actor(person), court.case(complaint)) is may
    jobs.go_on(court.at + 3 * DAY)  # to the upper branch, where it is read from now on
    upper = land.actor(land.upper)
    assert access.READ.granted(upper, court.case(complaint))
    jobs.go_on(court.at + 6 * DAY)  # to the operator, whose clerks read it from now on
    assert access.READ.granted(land.actor(court.clerk), court.case(complaint))
    jobs.go_on(court.at + 6 * DAY)
    for reader in (upper, land.actor(land.secretary)):
        assert access.READ.granted(reader, court.case(complaint))


def test_what_one_stands_by_or_sells_is_nothing_to_do_for_another(court, land, make):
    """Acting for the buyer or the steward: neither the one complained of nor a stranger."""
    case, stranger = court.case(court.make()), make.person()
    for helper, person, may in (
        (stranger, court.buyer, True),
        (land.owner, court.buyer, False),
        (stranger, land.steward, False),
        (stranger, land.owner, True),
    ):
        by = replace(land.actor(helper), person=person.id, scopes=frozenset({"ask"}))
        assert access.READ.granted(by, case) is may
        assert access.SETTLE.granted(by, case) is (may and person is court.buyer)


def test_the_owner_speaks_once(court, land):
    complaint = court.make()
    court.do("say", complaint, land.owner, text="那天下雨，路上颠坏了")
    assert land.told(court.buyer)[-1] == "complaints.said"
    assert land.told(land.steward)[-1] == "complaints.owner_said"
    with pytest.raises(Refused, match="已经说明过"):
        court.do("say", complaint, land.owner, text="再说一次")
    with pytest.raises(Refused, match="经营者本人"):
        court.do("say", complaint, court.buyer, text="冒充")
    other = court.make("又坏了一箱")
    court.answer(other)
    court.do("accept", other, court.buyer)
    with pytest.raises(Refused, match="已经办结"):
        court.do("say", other, land.owner, text="晚了")


def test_only_the_complainer_settles_it(court, land):
    complaint = court.make()
    with pytest.raises(Refused, match="还没有答复"):
        court.do("accept", complaint, court.buyer)
    court.answer(complaint)
    for what, more in (("accept", {}), ("go_further", {"text": "不行"})):
        with pytest.raises(Refused, match="本人"):
            court.do(what, complaint, land.owner, **more)
    court.do("accept", complaint, court.buyer)
    with pytest.raises(Refused, match="还没有答复"):
        court.do("go_further", complaint, court.buyer, text="不行")


def test_what_may_be_complained_of(court, land, at):
    land.farms.offer(1, "苹果", "还没看过的", at=at)
    land.farms.put_under(1, 101, court.sponsorship.id, seen=at, by=None, at=at)
    assert court.make(listing=101).about == "苹果"
    assert court.make(listing=102).about == "陈家果园1"
    assert court.make(listing=999).about == "陈家果园1"
    with pytest.raises(Refused, match="您自己的地方"):
        court.make(by=land.owner)
    run(sponsorships.end, land.again(court.sponsorship), land, reason="不做了")
    with pytest.raises(Refused, match="12315"):
        court.make()


def test_five_open_ones_and_ten_a_day(court):
    made = [court.make() for _each in range(5)]
    with pytest.raises(Refused, match="5 件"):
        court.make()
    for _more in range(5):
        court.do("accept", court.answer(made.pop()), court.buyer)
        made.insert(0, court.make())
    court.do("accept", court.answer(made.pop()), court.buyer)
    with pytest.raises(Refused, match="今天"):
        court.make()
    court.make(at=court.at + DAY + DAY / 24)


@pytest.mark.both_engines
def test_of_two_at_once_one_counts(court, land, at_once):
    for _each in range(4):
        court.make()
    buyer = land.actor(court.buyer)

    def make(_number):
        with writing():
            operations.make("orchard", 1, listing=None, text="第五件", by=buyer, at=court.at)

    assert at_once(make) == ["done", "refused"]
    ref = db.session.scalars(select(Complaint.ref).order_by(Complaint.id)).first()
    steward = land.actor(land.steward)

    def answer(_number):
        case = queries.find_case(ref)
        with writing():
            operations.answer(case, text="看过了", by=steward, at=court.at)

    assert at_once(answer) == ["done", "refused"]
    owner = land.actor(land.owner)

    def say(_number):
        case = queries.find_case(ref)
        with writing():
            operations.say(case, text="说明", by=owner, at=court.at)

    assert at_once(say) == ["done", "refused"]
    spoken = select(func.count()).where(ComplaintStep.voice == Voice.OWNER)
    assert db.session.scalar(spoken) == 1


LEADS_ON = {
    C.WITH_STEWARD: {
        "answer": C.ANSWERED,
        "climb": C.WITH_UPPER,
        "pass_up": C.WITH_OPERATOR,
        "close": C.CLOSED,
    },
    C.WITH_UPPER: {"answer": C.ANSWERED, "pass_up": C.WITH_OPERATOR, "close": C.CLOSED},
    C.WITH_OPERATOR: {"answer": C.ANSWERED, "close": C.CLOSED},
    C.ANSWERED: {"climb": C.WITH_UPPER, "pass_up": C.WITH_OPERATOR, "close": C.CLOSED},
}


@pytest.mark.parametrize("status", C)
@pytest.mark.parametrize("action", ["answer", "climb", "pass_up", "close", "reopen"])
def test_each_action_from_each_status(status, action):
    becomes = LEADS_ON.get(status, {}).get(action)
    if becomes is None:
        with pytest.raises(Refused):
            rules.COMPLAINT.after(status, action)
    else:
        assert rules.COMPLAINT.after(status, action) is becomes
