"""Asking, visiting, deciding, and what may become of a verification."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.branches.models import BranchKind, Household, UnitKind
from core.clock import village_day
from core.db import db, writing
from core.errors import Refused
from core.sponsorship import operations, queries, rules
from core.sponsorship.models import Kinship, Seen, Visit, Visitor
from core.sponsorship.models import SponsorshipStatus as S
from tests.core.sponsorship.world import ALL_SEEN, run

DAY = timedelta(days=1)


@pytest.mark.both_engines
def test_from_asking_to_a_record_that_everybody_reads(land, at):
    sponsorship = land.ask()
    assert (sponsorship.status, sponsorship.branch_id) == (S.ASKED, land.branch.id)
    assert land.told(land.secretary) == land.told(land.deputy) == ["sponsorship.asked"]
    land.assign(sponsorship)
    assert land.told(land.steward) == ["sponsorship.visit_due"]
    checks = {**ALL_SEEN, "papers": (Seen.NOT_NEEDED, "农户自产")}
    land.hand_in(sponsorship, checks=checks)
    land.decide(sponsorship)
    found = queries.find_record(sponsorship.id)
    assert (found.branch, found.surname, found.role) == ("桃源村党支部", "欧阳某", "党员")
    assert found.day == village_day(at)
    assert found.valid_until == village_day(at) + timedelta(days=300)
    assert found.checks == [
        ("姓名和证件一致", Seen.YES, ""),
        ("证照齐全", Seen.NOT_NEEDED, "农户自产"),
        ("地方是真的", Seen.YES, ""),
    ]
    assert found.note == "果园在山脚下。"
    assert land.told(land.owner) == [
        f"sponsorship.{step}" for step in ("assigned", "visited", "verified")
    ]
    assert land.told(land.steward) == ["sponsorship.visit_due", "sponsorship.yours"]
    assert land.farms.heard == [1, 1]  # assigned, verified
    went = db.session.scalars(select(Visitor).order_by(Visitor.decided)).all()
    assert [(each.person_id, each.decided, each.kinship) for each in went] == [
        (land.steward.id, False, Kinship.NONE),
        (land.secretary.id, True, Kinship.NONE),
    ]
    assert queries.find_standing("orchard", 1).id == sponsorship.id
    assert queries.find_under_way("orchard", 1) is None


def test_who_may_ask(land, make):
    land.place()
    with pytest.raises(Refused, match="经营者本人"):
        land.ask(by=land.secretary)
    land.ask()
    with pytest.raises(Refused, match="已经申请过"):
        land.ask()
    with pytest.raises(Refused, match="经营者本人"):  # a place that is not there
        operations.ask("orchard", 99, note="", by=land.actor(land.owner), at=land.at)


def test_a_branch_does_not_verify_the_unit_it_lives_in(land, make):
    inside = make.branch("果品合作社党支部", parent=land.branch, kind=BranchKind.COOPERATIVE)
    own = make.unit(inside, kind=UnitKind.COOPERATIVE, name="果品合作社")
    assert land.ask(1, unit_id=own.id, own_unit_id=own.id).branch_id == land.branch.id
    # a member's place in that unit is another matter
    assert land.ask(2, unit_id=own.id).branch_id == inside.id
    # whoever stands for the unit by law holds an office in the branch above: one further up
    bound = {"unit_id": own.id, "own_unit_id": own.id, "representative_id": land.deputy.id}
    assert land.ask(3, **bound).branch_id == land.township.id
    make.officer(land.township, "publicity", person=land.deputy)
    with pytest.raises(Refused, match="没有能来核验的支部"):
        land.ask(4, **bound)


def test_an_owner_in_office_neither_goes_nor_decides(land):
    mine = frozenset({land.deputy.id})
    sponsorship = land.ask(1, by=land.deputy, owners=mine)
    assert sponsorship.branch_id == land.branch.id
    with pytest.raises(Refused, match="自己的"):
        land.assign(sponsorship, land.deputy)
    land.assign(sponsorship)
    land.hand_in(sponsorship)
    with pytest.raises(Refused, match="自己的"):
        land.decide(sponsorship, by=land.deputy)
    assert land.decide(sponsorship).status is S.ACTIVE
    # the secretary's own, where the deputy sends and decides
    theirs = land.ask(2, by=land.secretary, owners=frozenset({land.secretary.id}))
    with pytest.raises(Refused, match="自己的"):
        land.assign(theirs)
    land.assign(theirs, by=land.deputy)
    land.hand_in(theirs)
    assert land.decide(theirs, by=land.deputy).status is S.ACTIVE


def test_who_lives_with_an_owner_neither_goes_nor_decides(land, make):
    household = make.add(Household(unit_id=land.unit.id, number="12"))
    for person in (land.owner, land.steward, land.secretary):
        make.resident(land.unit, person, household_id=household.id)
    sponsorship = land.ask()
    with pytest.raises(Refused, match="同一户"):
        land.assign(sponsorship, by=land.deputy)
    with pytest.raises(Refused, match="同一户"):
        land.assign(sponsorship, land.deputy)
    land.assign(sponsorship, land.deputy, by=land.deputy)
    land.hand_in(sponsorship, by=land.deputy)
    with pytest.raises(Refused, match="同一户"):
        land.decide(sponsorship)
    assert land.decide(sponsorship, by=land.deputy).status is S.ACTIVE
    # nor lets such a place go on, nor gives it to somebody else
    run(operations.suspend, sponsorship, land, reason="先看看")
    for do in (
        lambda: run(operations.resume, sponsorship, land),
        lambda: run(operations.name_steward, sponsorship, land, steward=land.upper),
    ):
        with pytest.raises(Refused, match="同一户"):
            do()
    run(operations.resume, sponsorship, land, land.deputy)
    assert land.again(sponsorship).status is S.ACTIVE


def test_where_all_leaders_live_with_the_owner_the_branch_above_comes(land, make):
    household = make.add(Household(unit_id=land.unit.id, number="12"))
    for person in (land.owner, land.deputy, land.secretary):
        make.resident(land.unit, person, household_id=household.id)
    assert land.ask().branch_id == land.township.id


@pytest.mark.parametrize("number", ["13912345678", "１３９１２３４５６７８", "110101199003078515"])
def test_the_record_neither_praises_nor_gives_numbers_away(land, number):
    sponsorship = land.assign(land.ask())
    for note, why in (("值得推荐给大家", "推荐"), (f"找他打 {number}", "电话号码")):
        with pytest.raises(Refused, match=why):
            land.hand_in(sponsorship, note=note)
    checks = {**ALL_SEEN, "papers": (Seen.YES, "优选商户")}
    with pytest.raises(Refused, match="优选"):
        land.hand_in(sponsorship, checks=checks)
    land.hand_in(sponsorship, note="门牌 12 号，2026年11月24日去的，编号 9151010012345678")


@pytest.mark.parametrize("kinship", [Kinship.RELATIVE, Kinship.OWN])
def test_whoever_declares_a_relative_stops_there(land, kinship):
    sponsorship = land.assign(land.ask())
    with pytest.raises(Refused, match="近亲属") as said:
        land.hand_in(sponsorship, kinship=kinship)
    assert said.value.field == "kinship"
    land.hand_in(sponsorship)
    for verified in (True, False):
        with pytest.raises(Refused, match="近亲属"):
            land.decide(sponsorship, verified=verified, kinship=kinship)
    assert land.again(sponsorship).status is S.VISITING


def test_the_steward_belongs_to_the_branch(land, make):
    sponsorship = land.ask()
    with pytest.raises(Refused, match="本支部"):
        land.assign(sponsorship, make.person(name="过路人"))
    with pytest.raises(Refused, match="本支部"):
        land.assign(sponsorship, land.upper)
    land.assign(sponsorship, land.deputy)
    with pytest.raises(Refused, match="现在不能"):
        land.assign(sponsorship)


def test_only_who_went_hands_in(land):
    sponsorship = land.assign(land.ask())
    with pytest.raises(Refused, match="包联人交"):
        land.hand_in(sponsorship, by=land.secretary)
    for wrong, words in (
        ({"day": None}, "请填走访日期"),
        ({"day": village_day(land.at) + DAY}, "今天以后"),
        ({"checks": {}}, "还没有选"),
    ):
        with pytest.raises(Refused, match=words):
            land.hand_in(sponsorship, **wrong)
    land.hand_in(sponsorship)
    for again in (land.hand_in, land.save):
        with pytest.raises(Refused, match="已经交了"):
            again(sponsorship)


def test_only_a_leader_of_the_branch_decides(land):
    sponsorship = land.handed_in()
    for person in (land.steward, land.upper, land.owner):
        with pytest.raises(Refused, match=r"书记或副书记|自己的"):
            land.decide(sponsorship, by=person)
    with pytest.raises(Refused, match="12 个月"):
        land.decide(sponsorship, valid_until=village_day(land.at) + timedelta(days=366))
    with pytest.raises(Refused, match="请选有效期"):
        land.decide(sponsorship, valid_until=None)
    with pytest.raises(Refused, match="写明原因"):
        land.decide(sponsorship, verified=False, reason="")


def test_without_a_visit_it_can_only_be_refused(land):
    sponsorship = land.ask()
    for _step in range(2):
        with pytest.raises(Refused, match="走访表还没有交"):
            land.decide(sponsorship)
        if sponsorship.status is S.ASKED:
            land.assign(sponsorship)
    land.decide(sponsorship, verified=False)
    assert land.again(sponsorship).reason == "证照过期了"
    assert queries.find_record(sponsorship.id) is None
    assert land.told(land.owner)[-1] == "sponsorship.refused"
    # asked for anew, and refused at once: the decider's word on kinship is kept all the same
    second = land.ask()
    land.decide(second, verified=False)
    said = select(Visitor.decided).join(Visit).where(Visit.sponsorship_id == second.id)
    assert db.session.scalars(said).all() == [True]


def test_what_changed_before_the_decision_counts(land, make):
    sponsorship = land.handed_in()
    land.place(owners=frozenset({land.owner.id, land.steward.id}))
    with pytest.raises(Refused, match="自己的"):  # who went has become an owner
        land.decide(sponsorship)
    land.place(representative_id=land.deputy.id)
    with pytest.raises(Refused, match="法定代表人"):
        land.decide(sponsorship)
    del land.farms.places[1]
    with pytest.raises(Refused, match="不在了"):
        land.decide(sponsorship)


@pytest.mark.parametrize("action", ["suspend", "end"])
def test_stopping_wants_a_reason(land, action):
    sponsorship = land.verified()
    with pytest.raises(Refused, match="写明原因"):
        run(getattr(operations, action), sponsorship, land, reason="  ")


def test_what_is_withdrawn_is_withdrawn_by_the_owner(land):
    sponsorship = land.assign(land.ask())
    with pytest.raises(Refused, match="经营者本人"):
        run(operations.withdraw, sponsorship, land, land.secretary)
    run(operations.withdraw, sponsorship, land, land.owner)
    assert land.told(land.steward)[-1] == "sponsorship.withdrawn"
    assert land.ask().status is S.ASKED  # and may be asked for anew


def test_a_renewal_takes_over_when_it_is_decided(land, at):
    old = land.verified(at=at - timedelta(days=250))
    land.farms.offer(1, "苹果", "梨", at=at)
    steward = land.actor(land.steward)
    with writing():
        operations.put_under(old, 101, seen=at, by=steward, at=at)
    new = land.handed_in()
    assert land.again(old).status is S.ACTIVE
    land.decide(new)
    assert (land.again(old).status, land.again(new).status) == (S.ENDED, S.ACTIVE)
    assert land.again(old).reason == rules.REPLACED
    under = {each.ref: each.sponsorship_id for each in land.farms.listings(1)}
    assert under == {101: new.id, 102: None}


def test_a_renewal_is_asked_for_in_the_last_sixty_days(land, at):
    land.verified(until=village_day(at) + timedelta(days=61))
    with pytest.raises(Refused, match="现在还早"):
        land.ask()
    renewal = land.ask(at=at + DAY)
    assert renewal.status is S.ASKED


def test_listings_stand_under_it_by_the_steward_alone(land, at):
    sponsorship = land.verified()
    land.farms.offer(1, "苹果", "梨", "桃", at=at)
    steward, leader = land.actor(land.steward), land.actor(land.secretary)

    def under():
        return [each.sponsorship_id for each in land.farms.listings(1)]

    with writing():
        operations.put_under(sponsorship, 101, seen=at, by=steward, at=at)
    assert under() == [sponsorship.id, None, None]
    with pytest.raises(Refused, match="由包联人来放"):
        operations.put_under(sponsorship, 102, seen=at, by=leader, at=at)
    with writing():
        assert operations.put_all(sponsorship, seen=at, by=steward, at=at) == 2
    assert under() == [sponsorship.id] * 3
    with writing():
        operations.take_out(sponsorship, 102, by=leader, at=at)
    assert under() == [sponsorship.id, None, sponsorship.id]
    with pytest.raises(Refused, match="包联人或书记"):
        operations.take_out(sponsorship, 101, by=land.actor(land.owner), at=at)
    run(operations.suspend, sponsorship, land, reason="查一查")
    with pytest.raises(Refused, match="没有有效的核验"):
        operations.put_under(sponsorship, 102, seen=at, by=steward, at=at)
    with writing():
        operations.take_out(sponsorship, 101, by=steward, at=at)
