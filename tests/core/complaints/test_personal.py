"""What is kept about people in verifications and complaints: copied out, erased, handed over."""

from core.branches import operations as branches
from core.branches.models import OfficeTerm
from core.complaints.models import Complaint
from core.complaints.models import ComplaintStatus as C
from core.complaints.personal import OwnComplaints
from core.db import db, writing
from core.sponsorship import operations as sponsorships
from core.sponsorship.models import SponsorshipStatus as S
from core.sponsorship.personal import OwnVerifications


def test_what_one_said_is_copied_out(court, land):
    complaint = court.answer(court.make())
    mine = OwnComplaints().export(court.buyer.id)
    assert [each["ref"] for each in mine["complaints"]] == [complaint.ref]
    assert [each["as"] for each in mine["said_in_complaints"]] == ["complainer"]
    answered = OwnComplaints().export(land.steward.id)
    assert answered["complaints"] == []
    assert [each["text"] for each in answered["said_in_complaints"]] == ["去看过了，补一箱"]
    with writing():
        sponsorships.give_name(by=land.actor(land.steward), at=land.at)
    went = OwnVerifications().export(land.steward.id)
    assert [each["steward"] for each in went["verifications"]] == [True]
    assert went["verifications"][0]["note"] == ""
    assert [each["decided"] for each in went["visits"]] == [False]
    assert len(went["name_consent"]) == 1
    asked = OwnVerifications().export(land.owner.id)
    assert asked["verifications"][0]["note"] == "周末在家"


def test_what_one_said_is_erased(court, land):
    complaint = court.make()
    with writing():
        OwnComplaints().erase(court.buyer.id, at=land.at)
    case = court.case(complaint)
    assert (case.complaint.status, case.complaint.text) == (C.CLOSED, "")
    assert case.steps[-1].what == "closed"
    under_way = land.ask(2)
    with writing():
        sponsorships.give_name(by=land.actor(land.owner), at=land.at)
        OwnVerifications().erase(land.owner.id, at=land.at)
    one = land.again(under_way)
    assert (one.status, one.note) == (S.WITHDRAWN, "")
    assert OwnVerifications().export(land.owner.id)["name_consent"] == []
    assert land.again(court.sponsorship).status is S.ACTIVE  # that is for the area to say


def test_a_successor_keeps_the_complaints(court, land, make):
    one = land.ask(2)
    land.assign(one, land.deputy)
    land.hand_in(one, by=land.deputy)
    land.decide(one)
    with writing():
        complaint = Complaint(
            ref="a" * 24,
            sponsorship_id=one.id,
            about="果园",
            about_url="/farms/2",
            person_id=court.buyer.id,
            text="坏了",
            branch_id=land.branch.id,
            keeper_id=land.deputy.id,
            made_at=land.at,
            due_at=land.at,
        )
        db.session.add(complaint)
    successor = make.person(name="新来的")
    make.member(land.branch, successor)
    term = db.session.query(OfficeTerm).filter_by(person_id=land.deputy.id, ended_at=None).one()
    with writing():
        branches.hand_over(
            term, to=successor, until=None, by=land.actor(land.secretary), at=land.at
        )
    assert db.session.get(Complaint, complaint.id).keeper_id == successor.id
    assert land.again(one).steward_id == successor.id
