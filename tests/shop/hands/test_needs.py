"""The source of needs: what it tells, to whom it gives a wage, and what it counts."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from core.clock import day_starts, village_day
from core.db import db, writing
from core.errors import Refused
from core.house import HOUSE
from core.money import Money
from core.sponsorship.models import SponsorshipStatus
from shop.hands import operations
from shop.hands.models import HardshipKind
from shop.hands.operations.needing import NEEDS
from shop.producers.models import ProducerKind
from tests.counting import queries_in
from tests.shop.hands.conftest import DAY, get

pytestmark = pytest.mark.both_engines
WAGE = {"wage": Money(20_00), "per": "hour"}
MINUTE = timedelta(minutes=1)


def change(row, **values):
    table = type(row)
    with writing():
        db.session.execute(update(table).where(table.id == row.id).values(**values))


def one(at):
    [need] = NEEDS.open(at=at)
    return need


def test_the_house_knows_the_source(app):
    assert {each.kind: each for each in HOUSE.needs}["shop.hands"] is NEEDS


def test_what_a_need_tells(wanted, producer, farmer, village, at):
    call = wanted()
    need = one(at)
    assert (need.kind, need.ref, need.title, need.words) == (
        "shop.hands",
        call.id,
        "摘橘子",
        "管午饭",
    )
    assert (need.place, need.unit_id, need.hands, need.filled) == ("后山橘园", village.id, 3, 0)
    assert (need.starts_at, need.ends_at) == (call.starts_at, call.ends_at)
    assert (need.owner_id, need.owner) == (farmer.id, "陈家橘园")
    assert need.url == f"/sell/{producer.id}/hands"
    assert (need.wage, need.per) == (None, "")
    assert need == NEEDS.find(call.id, at=at)


@pytest.mark.parametrize("kind", ProducerKind)
def test_volunteers_only_for_a_household_in_hardship(kind, wanted, record, producer, at):
    """Also where the kind was changed after the hardship was recorded."""
    call = wanted()
    assert one(at).why_paid
    record()
    change(producer, kind=kind)
    need = NEEDS.find(call.id, at=at)
    assert (need.why_paid == "") is (kind is ProducerKind.HOUSEHOLD)


@pytest.mark.parametrize(
    ("since", "until", "day", "volunteers"),
    [
        (0, 30, 3, True),
        (3, 30, 3, True),
        (4, 30, 3, False),
        (0, 3, 3, True),
        (0, 2, 3, False),
    ],
)
def test_the_hardship_covers_the_day_of_the_call(wanted, record, at, since, until, day, volunteers):
    """From the first minute of its first day to the last minute of its last, village time."""
    day_of_call = village_day(at) + day * DAY
    early = wanted(starts_at=day_starts(day_of_call))
    late = wanted(starts_at=day_starts(day_of_call + DAY) - MINUTE)
    record(since=since, until=until)
    for call in (early, late):
        assert (NEEDS.find(call.id, at=at).why_paid == "") is volunteers


def test_an_ended_hardship_covers_nothing(do, make, wanted, record, officer, at):
    call, hardship = wanted(), record()
    assert NEEDS.find(call.id, at=at).why_paid == ""
    do(operations.end, hardship, why="好转了", by=make.actor(officer))
    assert NEEDS.find(call.id, at=at).why_paid == "卖家的活按帮工来办"


@pytest.mark.parametrize("kind", HardshipKind)
def test_nothing_of_the_hardship_is_in_a_need(kind, wanted, record, at):
    wanted()
    before = one(at)
    record(kind=kind, words="canary-hardship")
    told = repr(one(at))
    assert "canary" not in told
    assert told == repr(before).replace(repr(before.why_paid), "''")


def test_a_wage_is_told_while_a_branch_has_looked(wanted, shop, producer, at):
    """Nothing is offered to the public unless a branch has gone there."""
    call = wanted(**WAGE)
    assert (one(at).wage, one(at).per) == (None, "")
    stands = shop.sponsorship(producer)
    assert (one(at).wage, one(at).per) == (Money(20_00), "hour")
    change(stands, status=SponsorshipStatus.SUSPENDED)
    assert NEEDS.find(call.id, at=at).wage is None
    change(stands, status=SponsorshipStatus.ACTIVE, valid_until=village_day(at) - DAY)
    assert NEEDS.find(call.id, at=at).wage is None
    change(stands, valid_until=village_day(at))
    assert NEEDS.find(call.id, at=at).wage == Money(20_00)


def test_what_is_open(wanted, shop, make, village, at, do, farmer):
    later, soon = wanted(days=4), wanted(days=2)
    full, gone, begun = wanted(hands=1), wanted(), wanted(starts_at=at + MINUTE)
    with writing():
        NEEDS.filled(full.id, farmer.id, by=make.actor(farmer), at=at)
    do(operations.close, gone, by=make.actor(farmer))
    assert [each.ref for each in NEEDS.open(at=at)] == [begun.id, soon.id, later.id]
    moment = begun.starts_at
    assert [each.ref for each in NEEDS.open(at=moment - MINUTE)] == [begun.id, soon.id, later.id]
    assert [each.ref for each in NEEDS.open(at=moment)] == [soon.id, later.id]
    assert [each.ref for each in NEEDS.open(at=at, unit_ids=[village.id])][1:] == [
        soon.id,
        later.id,
    ]
    assert NEEDS.open(at=at, unit_ids=[make.unit().id]) == []
    assert NEEDS.open(at=at, unit_ids=[]) == []
    assert NEEDS.find(full.id, at=at).filled == 1
    assert NEEDS.find(begun.id, at=at + DAY).ref == begun.id
    assert NEEDS.find(gone.id, at=at) is None
    assert NEEDS.find(987_654, at=at) is None


def test_a_closed_shop_wants_nobody(wanted, producer, farmer, make, at):
    call, by = wanted(), make.actor(farmer)
    change(producer, closed_at=at)
    assert NEEDS.open(at=at) == []
    assert NEEDS.find(call.id, at=at) is None
    with pytest.raises(Refused, match="收回"), writing():
        NEEDS.filled(call.id, farmer.id, by=by, at=at)


def test_in_one_query(wanted, record, at):
    for day in range(1, 10):
        wanted(days=day)
    record()
    assert queries_in(lambda: NEEDS.open(at=at)) <= 2  # the BEGIN among them


def test_who_comes_is_counted(wanted, make, farmer, at):
    call, by = wanted(hands=2), make.actor(farmer)
    for filled in (1, 2):
        with writing():
            NEEDS.filled(call.id, farmer.id, by=by, at=at)
        assert get(call).filled == filled
    for filled in (1, 0, 0):
        with writing():
            NEEDS.freed(call.id, farmer.id, by=by, at=at)
        assert get(call).filled == filled


def test_nobody_comes_to_what_was_taken_back(wanted, make, do, farmer, at):
    call, by = wanted(), make.actor(farmer)
    with writing():
        NEEDS.filled(call.id, farmer.id, by=by, at=at)
    with pytest.raises(Refused, match="1 个人"):
        do(operations.close, call, by=by)
    with writing():
        NEEDS.freed(call.id, farmer.id, by=by, at=at)
    do(operations.close, call, by=by)
    with pytest.raises(Refused, match="已经收回"):
        do(operations.close, call, by=by)
    with pytest.raises(Refused, match="不用人了"), writing():
        NEEDS.filled(call.id, farmer.id, by=by, at=at)
    assert get(call).filled == 0
