"""Whoever sells is no reason to volunteer: the harvest of a business is paid short work."""

from datetime import UTC, datetime, timedelta

import pytest

from core.clock import village_day
from core.errors import Refused
from core.house import Business
from services.help.models import HelpKind, HelpStatus
from services.help.rules import requests as rules
from shop.hands.models import Hardship, HardshipKind
from shop.producers.models import ProducerKind
from tests.make_shop import MakeShop
from tests.services.help.world import DAY

HARVEST = HelpKind.HARVEST
EVENING = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def shop(make):
    return MakeShop(make)


def hard(world, producer, since, until):
    return world.make.add(
        Hardship(
            producer_id=producer.id,
            branch_id=world.branch.id,
            kind=HardshipKind.ILLNESS,
            words="腿断了",
            since=since,
            until=until,
            recorded_by=world.officer.id,
            recorded_at=world.at,
        )
    )


@pytest.mark.both_engines
@pytest.mark.parametrize("kind", list(ProducerKind))
def test_a_sellers_harvest_is_paid(world, shop, kind):
    shop.producer(world.villager, world.unit, kind=kind, name="张家果园")
    request = world.ask(kind=HARVEST)
    with pytest.raises(Refused, match="帮工") as refused:
        world.arrange(request)
    assert refused.value.field == "day"
    assert "张家果园" in refused.value.reason
    assert "请人手" in refused.value.reason
    assert request.status is HelpStatus.ASKED
    other = world.ask(kind=HelpKind.SHOPPING)
    world.arrange(other)


@pytest.mark.both_engines
def test_hardship_of_the_household_lets_volunteers_come_on_its_days(world, shop):
    producer = shop.producer(world.villager, world.unit)
    tomorrow = village_day(world.at) + DAY
    hard(world, producer, tomorrow, tomorrow + DAY)
    request = world.ask(kind=HARVEST)
    for wrong in ({"start": world.at + timedelta(hours=1)}, {"repeats": 2}):
        with pytest.raises(Refused, match="帮工"):
            world.arrange(request, **wrong)
    world.arrange(request)
    assert request.status is HelpStatus.PLANNED


@pytest.mark.both_engines
def test_no_cooperative_is_helped_by_hardship(world, shop):
    producer = shop.producer(world.villager, world.unit, kind=ProducerKind.COOPERATIVE)
    today = village_day(world.at)
    hard(world, producer, today, today + 5 * DAY)
    with pytest.raises(Refused, match="帮工"):
        world.arrange(world.ask(kind=HARVEST))


@pytest.mark.both_engines
def test_a_closed_farm_and_another_house_are_no_reason(world, shop):
    shop.producer(world.villager, world.unit, closed_at=world.at)
    shop.producer(world.volunteer, world.unit)
    world.arrange(world.ask(kind=HARVEST))


@pytest.mark.parametrize(
    ("kind", "businesses", "paid"),
    [
        (HARVEST, [], False),
        (HARVEST, [Business(name="甲", why_paid="帮工")], True),
        (HelpKind.REPAIRS, [Business(name="甲", why_paid="帮工")], False),
    ],
)
def test_only_the_harvest_of_who_sells_is_paid(kind, businesses, paid):
    day = village_day(EVENING)
    assert bool(rules.why_paid(kind, businesses, since=day)) == paid
    assert bool(rules.why_paid(kind, businesses, since=day, until=day)) == paid


@pytest.mark.parametrize(
    ("first", "last", "paid"),
    [(0, 0, False), (0, 2, False), (-1, 0, True), (0, 3, True), (2, None, False), (3, None, True)],
)
def test_each_day_must_be_within_the_hardship(first, last, paid):
    day = village_day(EVENING)
    business = Business(name="甲", why_paid="帮工", hard_since=day, hard_until=day + 2 * DAY)
    until = None if last is None else day + last * DAY
    why = rules.why_paid(HARVEST, [business], since=day + first * DAY, until=until)
    assert bool(why) == paid
