"""Who stands by a place, and what goes by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.branches import operations as branches
from core.branches.models import Membership, MembershipStatus, OfficeTerm
from core.clock import village_day
from core.db import db, writing
from core.errors import Refused
from core.notices.models import Notice
from core.sponsorship import jobs, operations, queries, rules
from core.sponsorship.models import Sponsorship
from core.sponsorship.models import SponsorshipStatus as S
from tests.core.sponsorship.world import run

DAY = timedelta(days=1)


def test_another_steward_takes_over(land, make):
    sponsorship = land.verified()
    other = make.person(name="王小满")
    make.member(land.branch, other)

    def name(person):
        run(operations.name_steward, land.again(sponsorship), land, steward=person)

    with pytest.raises(Refused, match="就是这一位"):
        name(land.steward)
    with pytest.raises(Refused, match="本支部"):
        name(land.owner)
    name(other)
    assert land.again(sponsorship).steward_id == other.id
    assert land.told(other) == ["sponsorship.yours"]
    assert land.told(land.owner)[-1] == "sponsorship.steward_named"
    # the record says who went, not who stands by it now
    assert queries.find_record(sponsorship.id).surname == "欧阳某"


def test_with_the_office_go_the_places(land, make):
    term = db.session.scalar(select(OfficeTerm).where(OfficeTerm.person_id == land.deputy.id))
    successor = make.person(name="新来的")
    make.member(land.branch, successor)
    first, second = land.ask(1), land.ask(2)
    third = land.ask(3, by=successor, owners=frozenset({successor.id}))
    for one in (first, second, third):
        land.assign(one, land.deputy)
    land.hand_in(second, by=land.deputy)
    land.decide(second)
    with writing():
        branches.hand_over(
            term, to=successor, until=None, by=land.actor(land.secretary), at=land.at
        )
    assert [land.again(one).steward_id for one in (first, second)] == [successor.id] * 2
    left = land.again(third)  # nobody stands by their own: the leaders are to name another
    assert left.steward_id == land.deputy.id
    assert left.stewardless_at == land.at
    assert "sponsorship.stewardless" in land.told(land.secretary)


def test_the_name_is_given_and_taken_back(land):
    by = land.actor(land.steward)
    assert not queries.has_name_consent(land.steward.id)
    for do, has in (
        (operations.give_name, True),
        (operations.keep_name, False),
        (operations.give_name, True),
    ):
        with writing():
            do(by=by, at=land.at)
        assert queries.has_name_consent(land.steward.id) is has


def leave(land):
    """End the steward's membership, as happens without anybody thinking of the places."""
    gone = update(Membership).where(Membership.person_id == land.steward.id)
    with writing():
        db.session.execute(gone.values(status=MembershipStatus.ENDED))


@pytest.mark.both_engines
def test_a_place_whose_steward_is_gone_is_suspended_after_fourteen_days(land, at):
    sponsorship = land.verified()
    jobs.stewards(at)
    assert land.again(sponsorship).stewardless_at is None
    leave(land)
    for _twice in range(2):
        jobs.stewards(at + DAY)
    one = land.again(sponsorship)
    assert (one.stewardless_at, one.status) == (at + DAY, S.ACTIVE)
    assert land.told(land.secretary).count("sponsorship.stewardless") == 1
    with pytest.raises(Refused, match="由包联人来放"):
        operations.put_under(one, 101, seen=at, by=land.actor(land.steward), at=at)
    jobs.stewards(at + 14 * DAY)
    assert land.again(sponsorship).status is S.ACTIVE
    for _twice in range(2):
        jobs.stewards(at + 15 * DAY)
    one = land.again(sponsorship)
    assert (one.status, one.reason) == (S.SUSPENDED, rules.LEFT_ALONE)
    assert land.told(land.owner).count("sponsorship.suspended") == 1
    assert land.told(land.secretary).count("sponsorship.suspended") == 1
    with pytest.raises(Refused, match="先定好包联人"):
        run(operations.resume, one, land)
    run(operations.name_steward, one, land, steward=land.deputy)
    run(operations.resume, land.again(sponsorship), land)
    jobs.stewards(at + 40 * DAY)
    assert land.again(sponsorship).status is S.ACTIVE


def test_a_steward_who_comes_back_in_time_goes_on(land, at, make):
    sponsorship = land.verified()
    leave(land)
    jobs.stewards(at)
    make.officer(land.branch, "publicity", person=land.steward)
    jobs.stewards(at + DAY)
    assert land.again(sponsorship).stewardless_at is None


def test_it_lapses_the_day_after_its_last(land, at):
    until = village_day(at)
    sponsorship = land.verified(until=until)
    shown = select(Sponsorship.id)
    assert db.session.scalar(shown.where(queries.is_active(day=until))) == sponsorship.id
    # the public sees it no more from midnight on, whenever the sweep comes
    assert (
        db.session.scalar(select(Sponsorship.id).where(queries.is_active(day=until + DAY))) is None
    )
    jobs.lapse(at)
    assert land.again(sponsorship).status is S.ACTIVE
    land.farms.heard.clear()
    for _twice in range(2):
        jobs.lapse(at + DAY)
    assert land.again(sponsorship).status is S.LAPSED
    assert land.told(land.owner).count("sponsorship.lapsed") == 1
    assert land.farms.heard == [1]
    assert land.ask().status is S.ASKED


def test_owner_and_steward_are_reminded_once_thirty_days_before(land, at):
    last = village_day(at) + 31 * DAY
    land.verified(1, until=last)
    land.verified(2, until=last)
    renewed = land.ask(2)
    jobs.remind(at)
    assert "sponsorship.renew" not in land.told(land.owner)
    for _twice in range(2):
        jobs.remind(at + DAY)
    assert land.told(land.owner).count("sponsorship.renew") == 1
    assert land.told(land.steward).count("sponsorship.renew_steward") == 1
    notice = db.session.scalars(select(Notice).where(Notice.event == "sponsorship.renew")).one()
    assert notice.url == "/me/places/orchard/1"
    run(operations.withdraw, renewed, land, land.owner)  # nobody renews it after all
    jobs.remind(at + 2 * DAY)
    assert land.told(land.owner).count("sponsorship.renew") == 2
