"""Both sides agree, and never more than hands are wanted; both hear when it comes to nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from core.money import Money
from services.paid_work import operations, queries
from services.paid_work.jobs import call_off_all
from services.paid_work.models import Deal, DealStatus, PaidWork
from services.paid_work.operations.personal import OwnDeals
from tests.services.paid_work.world import DAY, KIND, told

pytestmark = pytest.mark.both_engines
D = DealStatus


def test_asking_is_the_workers_consent_to_wage_and_time(world, at):
    need = world.need()
    deal = world.ask(need)
    assert (deal.status, deal.asked_at, deal.person_id) == (D.ASKED, at, world.worker.id)
    assert (deal.title, deal.place) == ("摘橘子", "东坡")
    assert (deal.starts_at, deal.ends_at) == (need.starts_at, need.ends_at)
    assert (deal.wage_fen, deal.per) == (150_00, "day")
    work = deal.work
    assert (work.kind, work.ref, work.owner_id, work.hands, work.agreed) == (
        KIND, 1, world.owner.id, 1, 0,
    )  # fmt: skip
    (notice,) = told(world.owner, "asked")
    assert notice.url == f"/volunteer/paid/{KIND}/1/answers"
    assert notice.facts["name"] == "李明"
    assert notice.facts["wage"] == "¥150.00 "
    assert world.fields.heard == []


def test_what_was_agreed_does_not_change_with_the_need(world):
    need = world.need()
    deal = world.ask(need)
    later = need.starts_at + DAY
    world.change(need, wage=Money(100_00), starts_at=later, ends_at=later + DAY, per="hour")
    world.take(operations.agree, deal)
    assert (deal.wage_fen, deal.per, deal.starts_at) == (150_00, "day", need.starts_at)


def test_it_is_agreed_when_the_owner_says_so(world, at):
    deal = world.ask(world.need())
    world.take(operations.agree, deal)
    assert (deal.status, deal.agreed_at, deal.work.agreed) == (D.AGREED, at, 1)
    assert world.fields.heard == [("filled", 1, world.worker.id)]
    assert len(told(world.worker, "agreed")) == len(told(world.owner, "agreed_owner")) == 1
    actions = db.session.scalars(select(Entry.action).order_by(Entry.id)).all()
    assert actions == ["ask_for_work", "agree"]


def test_no_more_are_taken_on_than_are_wanted(world):
    need = world.need(hands=2)
    deals = [world.ask(need, person) for person in world.others(3)]
    for deal in deals[:2]:
        world.take(operations.agree, deal)
    with pytest.raises(Refused, match="够"):
        world.take(operations.agree, deals[2])
    assert deals[0].work.agreed == 2
    assert deals[2].status is D.ASKED
    assert len(world.fields.heard) == 2


def test_with_the_last_hand_the_others_hear_that_there_are_enough(world):
    need = world.need()
    deal, left = world.ask(need), world.ask(need, *world.others(1))
    world.take(operations.agree, deal)
    db.session.refresh(left)
    assert (left.status, left.is_passed_over) == (D.REFUSED, True)
    assert len(told(left.person, "enough")) == 1
    world.take(operations.withdraw, deal, world.worker)
    again = world.ask(need, left.person)  # nobody has refused them
    assert again.status is D.ASKED


def test_what_nobody_answered_until_the_start_comes_to_nothing(world):
    deal = world.ask(world.need())
    call_off_all(deal.starts_at - timedelta(minutes=1))
    assert not told(world.worker, "unanswered")
    for _time in range(2):
        call_off_all(deal.starts_at)
    db.session.refresh(deal)
    assert (deal.status, deal.ended_by) == (D.REFUSED, None)
    assert len(told(world.worker, "unanswered")) == 1


def test_nobody_agrees_to_two_works_at_once(world):
    first, second = world.need(), world.need(ref=2)
    one, two = world.ask(first), world.ask(second)
    world.take(operations.agree, one)
    with pytest.raises(Refused, match="和别家"):
        world.take(operations.agree, two)
    third = world.need(ref=3, starts=first.ends_at - timedelta(hours=1))
    with pytest.raises(Refused, match="摘橘子"):
        world.ask(third)
    world.ask(world.need(ref=4, starts=first.ends_at))


@pytest.mark.parametrize("changed", [{"wage": None, "per": ""}, {"why_paid": ""}])
def test_nobody_is_taken_on_for_what_is_not_offered_any_more(world, changed):
    need = world.need()
    deal = world.ask(need)
    world.change(need, **changed)
    with pytest.raises(Refused):
        world.take(operations.agree, deal)


def test_more_hands_are_wanted_by_now(world):
    need = world.need(hands=1)
    first, second = (world.ask(need, person) for person in world.others(2))
    world.take(operations.agree, first)
    world.change(need, hands=2)
    world.take(operations.agree, world.ask(need, second.person))
    assert (first.work.agreed, first.work.hands) == (2, 2)


def test_who_came_otherwise_counts_as_well(world):
    need = world.need(hands=2)
    deal = world.ask(need)
    world.change(need, filled=2)
    with pytest.raises(Refused, match="够"):
        world.take(operations.agree, deal)


def test_the_database_counts_no_further_either(world):
    deal = world.agreed()
    with pytest.raises(IntegrityError), writing():
        db.session.get(PaidWork, deal.work_id).agreed = 2


def test_somebody_asks_once_until_it_came_to_nothing(world):
    need = world.need(hands=2)
    deal = world.ask(need)
    with pytest.raises(Refused, match="已经问了"):
        world.ask(need)
    world.take(operations.withdraw, deal, world.worker)
    again = world.ask(need)
    assert again.id > deal.id
    assert again.work_id == deal.work_id
    world.take(operations.refuse, again)
    with pytest.raises(Refused, match="没有请您"):
        world.ask(need)


def test_nobody_asks_for_their_own_work_or_for_what_is_not_offered(world):
    with pytest.raises(Refused, match="自己家"):
        world.ask(world.need(), world.owner)
    with pytest.raises(Refused, match="收回"):
        world.ask(world.need(ref=2, why_paid=""))
    with pytest.raises(Refused, match="收回"):
        world.ask(world.need(ref=3, wage=None, per=""))
    with pytest.raises(Refused, match="开始"):
        world.ask(world.need(ref=4, starts=world.at))
    with pytest.raises(Refused, match="收回"), writing():
        operations.ask("tests.nothing", 1, by=world.actor(world.worker), at=world.at)
    assert not db.session.scalars(select(PaidWork)).all()


@pytest.mark.parametrize("side", ["worker", "owner"])
@pytest.mark.parametrize(("late", "allowed"), [(-1, True), (0, False), (1, False)])
def test_either_side_says_no_until_the_start(world, side, late, allowed):
    deal = world.agreed()
    moment = deal.starts_at + timedelta(minutes=late)
    person = getattr(world, side)
    if not allowed:
        with pytest.raises(Refused, match="时间"):
            world.take(operations.withdraw, deal, person, at=moment)
        assert (deal.status, deal.work.agreed) == (D.AGREED, 1)
        return
    world.take(operations.withdraw, deal, person, at=moment)
    assert (deal.status, deal.ended_at, deal.ended_by) == (D.WITHDRAWN, moment, person.id)
    assert deal.work.agreed == 0
    assert world.fields.heard[-1] == ("freed", 1, world.worker.id)
    told_worker = told(world.worker, "withdrew" if side == "worker" else "owner_withdrew")
    told_owner = told(world.owner, "worker_withdrew" if side == "worker" else "withdrew_owner")
    assert len(told_worker) == len(told_owner) == 1


def test_a_free_place_is_given_again(world):
    need = world.need()
    first, second = (world.ask(need, person) for person in world.others(2))
    world.take(operations.agree, first)
    world.take(operations.withdraw, first)
    world.take(operations.agree, world.ask(need, second.person))
    assert second.work.agreed == 1
    assert [step for step, *_rest in world.fields.heard] == ["filled", "freed", "filled"]


def test_who_is_not_taken_on_hears_it(world):
    deal = world.ask(world.need())
    world.take(operations.refuse, deal)
    assert (deal.status, deal.ended_by) == (D.REFUSED, world.owner.id)
    assert len(told(world.worker, "refused")) == 1
    for step in (operations.agree, operations.refuse, operations.withdraw):
        with pytest.raises(Refused, match="不请"):
            world.take(step, deal)
    assert world.fields.heard == []


def test_after_the_start_nobody_is_taken_on(world):
    deal = world.ask(world.need())
    with pytest.raises(Refused, match="已经开始"):
        world.take(operations.agree, deal, at=deal.starts_at)
    world.take(operations.agree, deal, at=deal.starts_at - timedelta(minutes=1))


def test_what_the_owner_took_back_comes_to_nothing(world):
    need = world.need(hands=2)
    agreed, asked = world.agreed(need), world.ask(need, *world.others(1))
    call_off_all(world.at)
    assert (agreed.status, asked.status) == (D.AGREED, D.ASKED)
    del world.fields.book[need.ref]
    call_off_all(world.at)
    assert (agreed.status, asked.status, agreed.work.agreed) == (D.WITHDRAWN, D.WITHDRAWN, 0)
    assert len(told(world.worker, "called_off")) == 1
    call_off_all(world.at)
    assert len(told(world.worker, "called_off")) == 1


def test_what_has_begun_is_not_called_off_any_more(world):
    deal = world.agreed()
    del world.fields.book[1]
    call_off_all(deal.starts_at)
    assert deal.status is D.AGREED


def test_a_work_that_was_taken_back_takes_nobody_on(world):
    deal = world.ask(world.need())
    del world.fields.book[1]
    with pytest.raises(Refused, match="收回"):
        world.take(operations.agree, deal)


def test_somebody_else_answers_for_the_place_by_now(world):
    need = world.need(hands=2)
    world.ask(need)
    heir = world.make.person()
    world.change(need, owner_id=heir.id)
    world.ask(need, *world.others(1))
    assert db.session.scalars(select(PaidWork)).one().owner_id == heir.id
    assert told(heir, "asked")


class TestReading:
    """What is offered, and who has asked."""

    def test_what_is_offered_comes_in_pages(self, world):
        needs = [world.need(ref=number, starts=world.at + number * DAY) for number in range(1, 33)]
        world.need(ref=40, why_paid="")
        world.need(ref=41, starts=world.at)
        first = queries.list_offered(at=world.at)
        assert [each.ref for each in first] == list(range(1, 32))
        after = queries.key_of(first[queries.PAGE - 1])
        assert [e.ref for e in queries.list_offered(at=world.at, after=after)] == [31, 32]
        assert queries.list_offered(at=world.at, after=queries.key_of(needs[-1])) == []

    def test_who_waits_for_a_word(self, world):
        need = world.need(hands=3)
        first, second, third = (world.ask(need, person) for person in world.others(3))
        world.take(operations.refuse, second)
        found = queries.list_unanswered(world.owner.id, at=world.at, limit=9)
        assert [each.id for each in found] == [first.id, third.id]
        assert not queries.list_unanswered(world.worker.id, at=world.at, limit=9)
        assert not queries.list_unanswered(world.owner.id, at=need.starts_at, limit=9)


class TestPersonal:
    """What is kept about a worker and an owner."""

    def test_the_copy_has_ones_own_deals_alone(self, world):
        need = world.need(hands=2)
        world.agreed(need)
        world.ask(need, *world.others(1))
        (mine,) = OwnDeals().export(world.worker.id)["paid_work"]
        assert (mine["title"], mine["wage_fen"], mine["status"]) == ("摘橘子", 150_00, "agreed")
        assert OwnDeals().export(world.owner.id)["paid_work"] == []

    @pytest.mark.parametrize("side", ["worker", "owner"])
    def test_who_goes_lets_the_other_side_know(self, world, side):
        deal = world.agreed()
        gone = getattr(world, side)
        with writing():
            OwnDeals().erase(gone.id, at=world.at)
        assert (deal.status, deal.work.agreed) == (D.WITHDRAWN, 0)
        other = told(world.owner, "worker_withdrew") or told(world.worker, "called_off")
        assert [each.person_id == gone.id for each in other] == [False]

    def test_what_is_past_stays(self, world):
        deal = world.agreed()
        with writing():
            OwnDeals().erase(world.worker.id, at=deal.starts_at)
        assert db.session.get(Deal, deal.id).status is D.AGREED
