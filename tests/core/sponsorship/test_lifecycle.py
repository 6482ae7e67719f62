"""Every deed from every status, and two who do a thing at once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from core.clock import village_day
from core.db import db, writing
from core.errors import Refused
from core.sponsorship import operations, queries, rules
from core.sponsorship.invariants import INVARIANTS
from core.sponsorship.models import Kinship, Sponsorship
from core.sponsorship.models import SponsorshipStatus as S
from tests.core.sponsorship.world import run

STEPS = {
    "assign": lambda land, one: land.assign(one),
    "verify": lambda land, one: land.decide(one),
    "refuse": lambda land, one: land.decide(one, verified=False),
    "withdraw": lambda land, one: run(operations.withdraw, one, land, land.owner),
    "suspend": lambda land, one: run(operations.suspend, one, land, reason="查一查"),
    "resume": lambda land, one: run(operations.resume, one, land),
    "end": lambda land, one: run(operations.end, one, land, reason="不做了"),
}


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("action", STEPS)
def test_each_deed_from_each_status(land, status, action):
    sponsorship = reached(land, status)
    land.farms.heard.clear()
    becomes = rules.SPONSORSHIP.moves.get(status, {}).get(action)
    if becomes is None:
        with pytest.raises(Refused):
            STEPS[action](land, sponsorship)
        assert land.again(sponsorship).status is status
        assert land.farms.heard == []
    else:
        STEPS[action](land, sponsorship)
        assert land.again(sponsorship).status is becomes
        assert land.farms.heard == [1]


def reached(land, status):
    one = land.ask()
    if status in {S.ASKED, S.WITHDRAWN}:
        if status is S.WITHDRAWN:
            STEPS["withdraw"](land, one)
        return one
    land.assign(one)
    land.hand_in(one)
    if status is S.REFUSED:
        return land.decide(one, verified=False)
    if status is not S.VISITING:
        land.decide(one)
    if status is S.LAPSED:
        with writing():
            operations.lapse(one, at=land.at + timedelta(days=301))
    elif status in {S.SUSPENDED, S.ENDED}:
        STEPS["suspend" if status is S.SUSPENDED else "end"](land, one)
    assert land.again(one).status is status
    return one


@pytest.mark.both_engines
def test_of_two_at_once_one_is_done(app, land, at_once):
    land.place()
    owner, leaders = land.actor(land.owner), [land.actor(land.secretary), land.actor(land.deputy)]
    ends = village_day(land.at) + timedelta(days=10)

    def ask(_number):
        with writing():
            operations.ask("orchard", 1, note="", by=owner, at=land.at)

    assert at_once(ask) == ["done", "refused"]
    sponsorship = queries.find_under_way("orchard", 1)
    assert db.session.scalar(select(func.count(Sponsorship.id))) == 1
    land.assign(sponsorship)
    land.hand_in(sponsorship)
    sponsorship_id = sponsorship.id

    def decide(number):
        one = queries.find_sponsorship(sponsorship_id)
        with writing():
            operations.decide(
                one,
                verified=number == 0,
                valid_until=ends,
                kinship=Kinship.NONE,
                reason="不行",
                by=leaders[number],
                at=land.at,
            )

    assert at_once(decide) == ["done", "refused"]
    for sql in INVARIANTS.values():
        assert db.session.execute(text(sql)).all() == []
