"""When a text may come into force, and what the operator's facts must look like."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.clock import day_starts
from core.site import rules

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


def test_the_first_version_may_hold_at_once():
    assert rules.why_not_publish(published=NOON, effective=NOON, newest_effective=None) is None


@pytest.mark.parametrize(
    ("off", "allowed"),
    [(timedelta(seconds=-1), False), (timedelta(0), True), (timedelta(seconds=1), True)],
)
def test_a_change_is_announced_seven_days_before(off, allowed):
    effective = NOON + timedelta(days=7) + off
    why_not = rules.why_not_publish(
        published=NOON, effective=effective, newest_effective=NOON - timedelta(days=100)
    )
    assert (why_not is None) == allowed


def test_versions_come_into_force_in_their_order():
    coming = NOON + timedelta(days=30)
    for effective, allowed in ((coming, False), (coming + timedelta(days=1), True)):
        why_not = rules.why_not_publish(
            published=NOON, effective=effective, newest_effective=coming
        )
        assert (why_not is None) == allowed


@pytest.mark.parametrize("hour", [0, 15, 16, 23])
def test_the_earliest_day_is_the_first_allowed(hour):
    published = NOON.replace(hour=hour)
    day = rules.earliest_day(published)
    old = published - timedelta(days=100)
    for each, allowed in ((day, True), (day - timedelta(days=1), False)):
        why_not = rules.why_not_publish(
            published=published, effective=day_starts(each), newest_effective=old
        )
        assert (why_not is None) == allowed


def test_without_a_day_a_text_holds_from_now():
    assert rules.effective_from(None, published=NOON) == NOON
    begins = datetime(2026, 12, 1, 16, tzinfo=UTC)
    assert rules.effective_from(date(2026, 12, 2), published=NOON) == begins


@pytest.mark.parametrize("code", ["91350100M000100Y43", "93000000DEM0000000"])
def test_a_credit_code_with_its_right_last_letter(code):
    assert rules.why_not_credit_code(code) is None


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y44",
        "91350100M000100Y4",
        "91350100M000100Y433",
        "91350100M000100YI3",
        "91350100m000100y43",
        "９１350100M000100Y43",
        "",
    ],
)
def test_a_credit_code_that_cannot_be(code):
    assert rules.why_not_credit_code(code)


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("site_name", "", False),
        ("site_name", "兴村", True),
        ("phone", "", True),
        ("phone", "0571-8888 1234", True),
        ("phone", "+86 571 88881234", True),
        ("phone", "95598", True),
        ("phone", "1234", False),
        ("phone", "0" * 21, False),
        ("phone", "打给我", False),
        ("phone", "12-", False),
        ("email", "a@b.cn", True),
        ("email", "a b@c.cn", False),
        ("credit_code", "93000000DEM0000000", True),
        ("credit_code", "1", False),
        ("address", "随便什么", True),
    ],
)
def test_facts(name, value, allowed):
    assert (rules.why_not_fact(name, value) is None) == allowed
