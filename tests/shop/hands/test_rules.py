"""When one may call for hands, whose call is a volunteers' task, and how long hardship counts."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from core.money import Money
from shop.hands import rules
from shop.hands.models import HardshipKind
from shop.producers.models import ProducerKind

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # ten o'clock in the village
TODAY = date(2026, 11, 24)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize("kind", ProducerKind)
@pytest.mark.parametrize("covered", [True, False])
def test_only_a_household_in_hardship_is_helped_by_volunteers(app, kind, covered):
    why = rules.why_paid(kind, covered=covered)
    assert (why == "") is (kind is ProducerKind.HOUSEHOLD and covered)
    assert why in {"", "卖家的活按帮工来办"}  # and nothing about any household


@pytest.mark.parametrize(
    ("day", "counts"), [(-1, False), (0, True), (5, True), (10, True), (11, False)]
)
def test_the_first_and_the_last_day_count(day, counts):
    since, until = TODAY, TODAY + 10 * DAY
    assert rules.covers(since, until, day=TODAY + day * DAY) is counts


def test_no_hardship_covers_nothing():
    assert not rules.covers(None, None, day=TODAY)


def test_the_village_s_clock():
    assert rules.moment_of(TODAY, time(10, 0)) == AT
    assert rules.moment_of(TODAY, time(0, 0)) == datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    assert rules.moment_of(TODAY, time(23, 59)) == datetime(2026, 11, 24, 15, 59, tzinfo=UTC)


LAST = rules.moment_of(TODAY + rules.AHEAD, time(23, 0))


@pytest.mark.parametrize(
    ("starts", "lasts", "field"),
    [
        (AT + MINUTE, HOUR, None),
        (AT, HOUR, "begins"),
        (AT - MINUTE, HOUR, "begins"),
        (LAST, HOUR, None),
        (LAST + HOUR, HOUR, "day"),
        (AT + DAY, timedelta(0), "ends"),
        (AT + DAY, -HOUR, "ends"),
        (AT + DAY, rules.SHORTEST - MINUTE, "ends"),
        (AT + DAY, rules.SHORTEST, None),
        (AT + DAY, rules.LONGEST, None),
        (AT + DAY, rules.LONGEST + MINUTE, "ends"),
    ],
)
def test_hours_of_a_call(app, starts, lasts, field):
    wrong = rules.why_not_when(starts, starts + lasts, at=AT)
    assert (wrong and wrong[0]) == field


@pytest.mark.parametrize(
    ("fen", "refused"),
    [(0, True), (1, False), (rules.DEAREST.fen, False), (rules.DEAREST.fen + 1, True)],
)
def test_wages(app, fen, refused):
    assert bool(rules.why_not_wage(Money(fen))) is refused


@pytest.mark.parametrize(("count", "refused"), [(9, False), (10, True)])
def test_so_many_calls_at_a_time(app, count, refused):
    assert bool(rules.why_not_another(count)) is refused


@pytest.mark.parametrize(
    ("filled", "closed", "starts", "word"),
    [
        (0, False, AT + MINUTE, None),
        (0, False, AT, "时间已经到了"),
        (1, False, AT + DAY, "1 个人"),
        (0, True, AT + DAY, "已经收回"),
    ],
)
def test_when_a_call_is_taken_back(app, filled, closed, starts, word):
    why = rules.why_not_close(filled=filled, is_closed=closed, starts=starts, at=AT)
    assert why is None if word is None else word in why


@pytest.mark.parametrize(("by", "word"), [(1, "自己家"), (2, "同一户"), (3, None)])
def test_who_keeps_a_hardship(app, by, word):
    why = rules.why_not_keep(by, responsible_id=1, housemates={1, 2})
    assert why is None if word is None else word in why


@pytest.mark.parametrize("kind", ProducerKind)
def test_hardship_is_of_households(app, kind):
    assert bool(rules.why_not_household(kind)) is (kind is not ProducerKind.HOUSEHOLD)


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        (0, 0, None),
        (0, 180, None),
        (0, 181, "until"),
        (-60, 0, None),
        (-60, 120, None),
        (-60, 121, "until"),
        (-61, 0, "since"),
        (30, 30, None),
        (30, 210, None),
        (31, 40, "since"),
        (5, 4, "until"),
        (-10, -1, "until"),
    ],
)
def test_days_of_a_hardship(app, since, until, field):
    wrong = rules.why_not_days(TODAY + since * DAY, TODAY + until * DAY, today=TODAY)
    assert (wrong and wrong[0]) == field


def test_everything_has_its_words(app):
    assert set(rules.HARDSHIPS) == set(HardshipKind)
    assert rules.reason_in_words(rules.RAN_OUT) == "到期"
    assert rules.reason_in_words("好转了") == "好转了"
