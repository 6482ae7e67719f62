"""Papers by class and kind, credit codes, days, and when to compare again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shop.producers import rules
from shop.producers.models import PaperKind, ProducerKind, ProductClass
from tests.make_shop import CREDIT_CODE

TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)

B, Q, W = {PaperKind.BUSINESS}, {PaperKind.QUARANTINE}, {PaperKind.SMALL_WORKSHOP}
F = {PaperKind.FOOD_PRODUCTION, PaperKind.FOOD_OPERATION, PaperKind.PREPACKAGED_FILING}
# class: what a household needs, what all others need
TABLE = {
    ProductClass.FRESH: ([], [B]),
    ProductClass.LIVE: ([Q], [Q, B]),
    ProductClass.WORKSHOP: ([W], [W, B]),
    ProductClass.PREPACKAGED: ([B, F], [B, F]),
    ProductClass.CRAFT: ([], [B]),
}


@pytest.mark.parametrize("kind", ProducerKind)
@pytest.mark.parametrize("product_class", ProductClass)
def test_papers_by_class_and_kind(app, kind, product_class):
    needed = TABLE[product_class][kind is not ProducerKind.HOUSEHOLD]
    assert rules.missing_papers(kind, product_class, ()) == needed
    one_of_each = {min(one) for one in needed}
    assert rules.missing_papers(kind, product_class, one_of_each) == []
    for one in needed:
        for paper in one:  # any of the set will do
            others = {min(each) for each in needed if each != one}
            assert rules.missing_papers(kind, product_class, {*others, paper}) == []
        assert rules.missing_papers(kind, product_class, set(PaperKind) - one) == [one]


@pytest.mark.parametrize(
    "words", ["KINDS", "KIND_HINTS", "CLASSES", "CLASS_HINTS", "PAPERS", "WHY_PAPERS"]
)
def test_everything_has_its_words(app, words):
    kinds = {"KINDS": ProducerKind, "KIND_HINTS": ProducerKind, "PAPERS": PaperKind}
    said = getattr(rules, words)
    assert set(said) == set(kinds.get(words, ProductClass))
    assert len({str(each) for each in said.values()}) == len(said)


@pytest.mark.parametrize(
    ("kind", "code", "good"),
    [
        (ProducerKind.HOUSEHOLD, "", True),
        (ProducerKind.FAMILY_FARM, "", True),
        (ProducerKind.COOPERATIVE, "", False),
        (ProducerKind.ENTERPRISE, "", False),
        (ProducerKind.COOPERATIVE, CREDIT_CODE, True),
        (ProducerKind.HOUSEHOLD, CREDIT_CODE, True),
        (ProducerKind.COOPERATIVE, "91350100M000100Y43", True),  # GB 32100, annex
        (ProducerKind.COOPERATIVE, "91350100M000100Y34", False),
        (ProducerKind.COOPERATIVE, "91350100M000100Y44", False),
        (ProducerKind.COOPERATIVE, "91350100M000100Y4", False),
        (ProducerKind.COOPERATIVE, "91350100M000I00Y43", False),
    ],
)
def test_credit_codes(app, kind, code, good):
    assert (rules.why_not_credit_code(kind, code) is None) is good


@pytest.mark.parametrize(
    ("begins", "ends", "field"),
    [
        (0, 0, None),
        (-5, 0, None),
        (3, 9, None),
        (0, -1, "until"),
        (-9, -1, "until"),
        (0, 366, None),
        (0, 367, "until"),
    ],
)
def test_holidays(app, begins, ends, field):
    wrong = rules.why_not_away(TODAY + begins * DAY, TODAY + ends * DAY, today=TODAY)
    assert (wrong and wrong[0]) == field


@pytest.mark.parametrize(
    ("begins", "ends", "field"),
    [
        (None, None, None),
        (TODAY, TODAY, None),
        (TODAY - DAY, None, None),
        (TODAY + DAY, None, "valid_from"),
        (date(1900, 1, 1), None, "valid_from"),
        (None, TODAY - DAY, "valid_until"),
        (None, date(2200, 1, 1), "valid_until"),
        (TODAY, TODAY + DAY, None),
    ],
)
def test_days_of_papers(app, begins, ends, field):
    wrong = rules.why_not_valid(begins, ends, today=TODAY)
    assert (wrong and wrong[0]) == field


@pytest.mark.parametrize(("count", "may"), [(0, True), (2, True), (3, False), (4, False)])
def test_how_many_one_may_run(app, count, may):
    assert (rules.why_not_another(count) is None) is may


@pytest.mark.parametrize(
    ("checked", "changed", "due"),
    [
        (None, None, rules.CHECK_EVERY),
        (10 * DAY, None, 10 * DAY + rules.CHECK_EVERY),
        (None, 20 * DAY, 20 * DAY),
        (30 * DAY, 20 * DAY, 30 * DAY + rules.CHECK_EVERY),
        (10 * DAY, 20 * DAY, 20 * DAY),
        (None, -20 * DAY, rules.CHECK_EVERY),  # changed before it was verified
        (-10 * DAY, None, rules.CHECK_EVERY),  # compared for a verification before this one
    ],
)
def test_when_to_compare_again(checked, changed, due):
    checked_at, changed_at = (None if each is None else AT + each for each in (checked, changed))
    said = rules.check_due(verified_at=AT, checked_at=checked_at, changed_at=changed_at)
    assert said == AT + due


@pytest.mark.parametrize(
    ("text", "good"), [("山里的橘子", True), ("全村推荐", False), ("优选果园", False)]
)
def test_no_word_of_praise(app, text, good):
    assert (rules.why_not_words(text) is None) is good


def test_classes_come_and_go_as_text(app):
    assert rules.classes_of({ProductClass.CRAFT, ProductClass.FRESH}) == "fresh,craft"
    assert rules.classes_of(()) == ""
